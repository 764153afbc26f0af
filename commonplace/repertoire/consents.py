"""What people agree to in the repertoire: words that are kept, uses that are told, their name, being asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import page_of, placed, seen_title
from commonplace.conversations.models import Post
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person
from commonplace.repertoire.actions.consenting import SAYS, WITH, answer
from commonplace.repertoire.actions.standing import stand_no_more
from commonplace.repertoire.actions.trying import try_no_more, will_try
from commonplace.repertoire.actions.using import tell_to
from commonplace.repertoire.models import Passage, Resource, Told, Trial, Use, Warrant
from commonplace.repertoire.models.passage import YES


def _titled(person: Person) -> Any:
    return seen_title(Resource.objects.visible_to(person), "resource")


def _kept(person: Person) -> QuerySet[Any, Any]:
    rows = Passage.objects.filter(author=person, consent__says__in=YES).exclude(source="")
    at = Coalesce("consent__said_at", "consent__asked_at")
    return row(rows, at=at, title=_titled(person), **placed(person, "resource__community"))


def _keep_no_more(*, by: Person, pk: int, at: datetime) -> None:
    passage = Passage.objects.select_related(*WITH).get(pk=pk, author=by)
    answer(by=by, passage=passage, says=SAYS.NO, at=at)


def _told(person: Person) -> QuerySet[Any, Any]:
    rows = Use.objects.filter(person=person, used_in=None).exclude(told=Told.STEWARD)
    here = placed(person, "resource__community")
    return row(rows, at="at", about_id=F("resource_id"), title=_titled(person), **here)


def _told_elsewhere(person: Person) -> QuerySet[Any, Any]:
    rows = Use.objects.filter(person=person).exclude(Q(told=Told.STEWARD) | Q(used_in=None))
    title = seen_title(Resource.objects.lent(), "resource")
    return row(rows, at="at", about_id=F("resource_id"), title=title, **placed(person, "used_in"))


def _tell_no_more(*, by: Person, pk: int, at: datetime) -> list[Any]:
    use = Use.objects.get(pk=pk, person=by)
    tell_to(by=by, use=use, told=Told.STEWARD)
    return [pk, use.told]


def _tell_again(*, by: Person, before: list[Any]) -> None:
    pk, told = before
    tell_to(by=by, use=Use.objects.get(pk=pk, person=by), told=told)


def _stood_for(person: Person) -> QuerySet[Any, Any]:
    here = placed(person, "resource__community")
    rows = Warrant.objects.filter(person=person)
    return row(rows, at="at", about_id=F("resource_id"), title=_titled(person), **here)


def _stand_no_more(*, by: Person, pk: int, at: datetime) -> None:
    warrant = Warrant.objects.select_related("resource__community", "resource__space").get(pk=pk, person=by)
    stand_no_more(by=by, resource=warrant.resource, at=at)


def _tried(person: Person) -> QuerySet[Any, Any]:
    rows = _to_ask_about(person).filter(post=None)
    here = placed(person, "community")
    return row(rows, at="said_at", about_id=F("resource_id"), title=_titled(person), **here)


def _tried_as_said(person: Person) -> QuerySet[Any, Any]:
    rows = _to_ask_about(person).filter(resource=None)
    title = seen_title(Post.objects.visible_to(person), "post", column="conversation__title")
    here = placed(person, "community")
    return row(rows, at="said_at", about_id=F("post__conversation_id"), title=title, **here)


def _to_ask_about(person: Person) -> QuerySet[Trial]:
    # Whoever was answered is asked without having said anything: they end that with the letters that ask.
    return Trial.objects.filter(person=person, came="", is_asked=False)


def _try_no_more(*, by: Person, pk: int, at: datetime) -> list[Any]:
    trial = Trial.objects.select_related("resource", "post").get(pk=pk, person=by)
    what = trial.resource or trial.post
    assert what is not None  # of one or the other
    try_no_more(by=by, what=what, at=at)
    return [trial.resource_id, trial.post_id]


def _try_again(*, by: Person, before: list[Any]) -> None:
    resource, post = before
    resources = Resource.objects.visible_to(by).select_related("community", "space")
    posts = Post.objects.visible_to(by).select_related("conversation__community", "conversation__space")
    will_try(by=by, what=resources.get(pk=resource) if resource else posts.get(pk=post))


_ASKED_NO_MORE = _("From then on you are not asked about it, and what you meant to do is not told.")
CONSENTS = (
    Consent(
        "words_kept",
        Lets.NAMED,
        _("Words of yours are kept in this resource, where others read them."),
        _("From then on nothing is left of them there. This cannot be undone."),
        Passage,
        _kept,
        lambda given: page_of("passage", given, told=False),
        _keep_no_more,
        order=110,
    ),
    Consent(
        "uses_told",
        Lets.NAMED,
        _("The community is told how you used this resource."),
        _("From then on only whoever looks after it reads what you told."),
        Use,
        _told,
        lambda given: page_of("resource", given),
        _tell_no_more,
        _tell_again,
        order=120,
    ),
    Consent(
        "uses_told_elsewhere",
        Lets.NAMED,
        _("Your community, and the one that lends this resource, are told how you used it."),
        _("From then on only whoever looks after it reads what you told."),
        Use,
        _told_elsewhere,
        lambda given: page_of("resource_lent", given),
        _tell_no_more,
        _tell_again,
        order=121,
    ),
    Consent(
        "stood_for",
        Lets.NAMED,
        _("You stand for this resource by name."),
        _("From then on your name is not beneath it. You can stand for it anew, on its page."),
        Warrant,
        _stood_for,
        lambda given: page_of("resource", given),
        _stand_no_more,
        order=130,
    ),
    Consent(
        "tried",
        Lets.TOLD,
        _("You are asked what came of trying this resource."),
        _ASKED_NO_MORE,
        Trial,
        _tried,
        lambda given: page_of("resource", given),
        _try_no_more,
        _try_again,
        order=350,
    ),
    Consent(
        "tried_as_said",
        Lets.TOLD,
        _("You are asked what came of trying what was said in this conversation."),
        _ASKED_NO_MORE,
        Trial,
        _tried_as_said,
        lambda given: page_of("conversation", given),
        _try_no_more,
        _try_again,
        order=351,
    ),
)
