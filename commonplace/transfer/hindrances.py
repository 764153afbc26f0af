"""What others have built on an archive since it came: why it cannot be taken back, each with its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.models import Deed, Flag, Hold
from commonplace.conversations.actions.deeds import WHAT
from commonplace.conversations.models import Attachment, Conversation, Mention, Post
from commonplace.lib.direction import isolated
from commonplace.people.models import Claim, Merger, Person
from commonplace.transfer.models import Import, Known, Letter

NAMED = 20  # of each kind
# What points at a post or a conversation and goes along: it is the archive's own, or serves its owner alone.
GOES_ALONG = {
    "attention.ReadMark",
    "attention.Follow",
    "conversations.Conversation_topics",
    "conversations.Fitting",
    "transfer.Letter",
    "transfer.Known",
}
# What an archive brings of people who are known from archives only: as long as they have not said who they are.
CAME_ALONG = {"conversations.Thanks": "person", "conversations.Settlement": "by", "conversations.Revision": "by"}


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One reason: in words, and the page where it stands."""

    words: str
    url: str
    conversation: int = 0


def posts_of(run: Import) -> QuerySet[Any, Any]:
    """The keys of the posts that this archive brought, as a subquery."""
    if run.is_mail:
        return Letter.objects.filter(run=run, post__isnull=False).values("post")
    return Known.objects.filter(run=run, sort=Known.Sort.MESSAGE, post__isnull=False).values("post")


def homes_of(run: Import) -> QuerySet[Conversation]:
    """The conversations that they stand in."""
    return Conversation.objects.filter(pk__in=Post.objects.filter(pk__in=posts_of(run)).values("conversation"))


def going_with(run: Import) -> QuerySet[Conversation]:
    """Those of them in which nothing else stands."""
    others = Post.objects.filter(conversation=OuterRef("pk")).exclude(pk__in=posts_of(run))
    return homes_of(run).exclude(Exists(others))


def hindrances(run: Import, viewer: Person | None = None) -> list[Hindrance]:
    """Why the archive cannot be taken back: nothing where it can. What `viewer` may not read is not named."""
    found: dict[tuple[str, str], Hindrance] = {}
    for some in (
        _movements(run),
        _answers(run),
        _built_on(run),
        _deeds(run),
        _looked_into(run),
        _links(run),
        _people(run),
    ):
        for one in islice(some, NAMED):
            found.setdefault((one.words, one.url), one)
    named = {one.conversation for one in found.values()}
    seen = set(Conversation.objects.visible_to(viewer).filter(pk__in=named).values_list("pk", flat=True)) | {0}
    told = [one for one in found.values() if one.conversation in seen]
    if len(told) < len(found):
        words = _("Something that you may not read stands on it.")
        told.append(Hindrance(words, reverse("import", args=[run.community.slug, run.pk])))
    return told


def _movements(run: Import) -> Iterator[Hindrance]:
    if not run.is_finished:
        yield Hindrance(_("It is still moving in."), reverse("import", args=[run.community.slug, run.pk]))
    others = Import.objects.filter(community=run.community).exclude(pk=run.pk)
    # What only waits for a word on where it goes moves nowhere.
    others = others.exclude(wished__isnull=True, foretold__isnull=False, finished_at__isnull=True)
    for other in others.filter(Q(finished_at__isnull=True) | Q(back_asked_at__isnull=False)).order_by("pk"):
        yield Hindrance(
            _("Another archive is moving in, or out: %(name)s.") % {"name": other.name},
            reverse("import", args=[run.community.slug, other.pk]),
        )


def _answers(run: Import) -> Iterator[Hindrance]:
    """Whatever stands after a letter of the archive in the same conversation, or answers one."""
    mine = posts_of(run)
    before = Post.objects.filter(pk__in=mine, conversation=OuterRef("conversation"), number__lt=OuterRef("number"))
    others = Post.objects.filter(conversation__in=homes_of(run)).exclude(pk__in=mine)
    found = others.filter(Q(Exists(before)) | Q(reply_to__in=mine)).select_related("conversation")
    for post in found.order_by("conversation", "number"):
        words = _("A later archive goes on in “%(title)s”.") if post.origin else _("Someone answered in “%(title)s”.")
        yield _in(run, words, post.conversation, post.number)


def _built_on(run: Import) -> Iterator[Hindrance]:
    """Rows of any room that point at what would go."""
    mine, going = posts_of(run), going_with(run).values("pk")
    for model, name in keys_to(Post):
        if model in (Post, Attachment) or model._meta.label in GOES_ALONG:
            continue
        rows = _of_people(model).filter(**{f"{name}__in": mine})
        for row in rows.select_related(f"{name}__conversation")[:NAMED]:
            post = getattr(row, name)
            yield _in(run, _words(model), post.conversation, post.number)
    for model, name in keys_to(Conversation):
        if model is Post or model._meta.label in GOES_ALONG:
            continue
        rows = _of_people(model).filter(**{f"{name}__in": going})
        if model is Conversation:
            rows = rows.exclude(origin=run.origin)
        for row in rows.select_related(name)[:NAMED]:
            yield _in(run, _words(model), getattr(row, name))


def _of_people(model: type[models.Model]) -> QuerySet[Any]:
    """Rows of a model that somebody made here, and no archive."""
    by = CAME_ALONG.get(model._meta.label)
    rows = model._base_manager.all()
    return rows.filter(**{f"{by}__claimed_at__isnull": False}) if by else rows


def _words(model: type[models.Model]) -> str:
    return {
        "conversations.Thanks": _("Someone thanked for a letter in “%(title)s”."),
        "conversations.PostTranslation": _("Someone said a letter in “%(title)s” in another language."),
        "conversations.MeToo": _("Someone had it too: “%(title)s”."),
        "conversations.Settlement": _("Someone said what settled “%(title)s”."),
        "conversations.Outcome": _("Someone told what happened then, in “%(title)s”."),
        "conversations.Amplification": _("Someone thought “%(title)s” worth everyone’s attention."),
        "conversations.Closure": _("Someone closed “%(title)s”."),
        "conversations.Conversation": _("Another conversation was joined to “%(title)s”."),
        Mention._meta.label: _("Someone is named in “%(title)s”."),
    }.get(model._meta.label, _("Someone changed something in “%(title)s”."))


def _deeds(run: Import) -> Iterator[Hindrance]:
    """What the ledger knows besides, such as a move or another title."""
    done = Deed.objects.filter(what=WHAT, what_id__in=going_with(run).values("pk"), community=run.community)
    done = done.exclude(origin=run.origin).filter(reverses__isnull=True, reversed_by__isnull=True)
    keys = done.order_by().values_list("what_id", flat=True).distinct()[:NAMED]
    for conversation in Conversation.objects.filter(pk__in=[key for key in keys if key]).order_by("pk"):
        yield _in(run, _("Someone did something in “%(title)s”."), conversation)


def _looked_into(run: Import) -> Iterator[Hindrance]:
    for model in (Flag, Hold):
        here = model._default_manager.filter(community=run.community)
        rows: list[tuple[str, Any]] = [("post", posts_of(run)), (WHAT, going_with(run).values("pk"))]
        for kind, keys in rows:
            named = list(here.filter(kind=kind, object_id__in=keys).values_list("object_id", flat=True)[:NAMED])
            words = _("Someone asked stewards to look at something in “%(title)s”.")
            if kind == WHAT:
                for conversation in Conversation.objects.filter(pk__in=named):
                    yield _in(run, words, conversation)
            else:
                for post in Post.objects.filter(pk__in=named).select_related("conversation"):
                    yield _in(run, words, post.conversation, post.number)


def _links(run: Import) -> Iterator[Hindrance]:
    """Words elsewhere that lead to a conversation of the archive."""
    begin = reverse("conversations", args=[run.community.slug])
    others = Post.objects.filter(html__contains=begin, withdrawal__isnull=True).exclude(pk__in=posts_of(run))
    lead = re.compile(re.escape(begin) + r"(\d{1,18})\b")
    for post in others.select_related("conversation__community").order_by("pk").iterator(chunk_size=200):
        named = {int(number) for number in lead.findall(post.html)}
        joined = Conversation.objects.filter(pk__in=named).values_list("merged_into", flat=True)
        if going_with(run).filter(pk__in=named | {pk for pk in joined if pk}).exists():
            yield _in(run, _("Something that was written in “%(title)s” leads to it."), post.conversation, post.number)


def _people(run: Import) -> Iterator[Hindrance]:
    slug = run.community.slug
    authors = Person.objects.filter(pk__in=Post.objects.filter(pk__in=posts_of(run)).values("author"))
    for person in authors.filter(claimed_at__gt=run.begun_at).order_by("pk")[:NAMED]:
        yield _claimed(slug, person)
    since = Merger.objects.filter(kept__in=authors.values("pk"), at__gt=run.begun_at).select_related("kept")
    for merger in since.order_by("pk")[:NAMED]:
        if merger.kept.is_claimed:
            yield _claimed(slug, merger.kept)
        else:
            yield Hindrance(
                _("Two names were joined: %(name)s. Tell them apart first.") % {"name": merger.kept.name},
                reverse("one_person", args=[slug]),
            )
    asked = Claim.objects.filter(of__in=authors.values("pk"), settled_at__isnull=True).select_related("of")
    for claim in asked.order_by("pk")[:NAMED]:
        yield Hindrance(
            _("Someone says that a name is theirs: %(name)s.") % {"name": claim.of.name}, reverse("claims", args=[slug])
        )


def _claimed(slug: str, person: Person) -> Hindrance:
    words = _("%(name)s has taken their name.") % {"name": person.name}
    return Hindrance(words, reverse("person", args=[slug, person.pk]))


def _in(run: Import, words: str, conversation: Conversation, number: int = 0) -> Hindrance:
    home = conversation.merged_into or conversation
    slug = home.community.slug if home.community_id != run.community_id else run.community.slug
    url = reverse("post", args=[slug, home.pk, number]) if number else reverse("conversation", args=[slug, home.pk])
    return Hindrance(words % {"title": isolated(home.title)}, url, home.pk)


def keys_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every model with a key to this one, and the name of the key, of visible and of hidden tables."""
    for one in apps.get_models(include_auto_created=True):
        for field in one._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield one, field.name


# What is a person's by the archive alone.
THEIRS = {
    "conversations.Conversation",
    "conversations.Post",
    "people.ArchiveAddress",
    "communities.Membership",
    "communities.Deed",
    "search.SearchEntry",
    "transfer.Handle",
    "transfer.Likeness",
}


def only_with(run: Import, persons: QuerySet[Person]) -> QuerySet[Person]:
    """Those of some persons whom only this archive made known: unclaimed, and with nothing that is not of it."""
    elsewhere = Letter.objects.filter(sender__person=OuterRef("pk")).exclude(run=run)
    said = Post.objects.filter(author=OuterRef("pk")).exclude(pk__in=posts_of(run))
    opened = Conversation.objects.filter(author=OuterRef("pk"))
    found = persons.filter(claimed_at__isnull=True, is_operator=False).exclude(
        Exists(elsewhere.filter(Q(place__isnull=False) | Q(post__isnull=False)))
        | Exists(said)
        | Exists(opened.exclude(origin=run.origin, community=run.community))
    )
    for model, name in keys_to(Person):
        rows = model._base_manager.filter(**{name: OuterRef("pk")})
        if model._meta.label in ("communities.Membership", "transfer.Handle") and name == "person":
            found = found.exclude(Exists(rows.exclude(community=run.community)))
        elif model._meta.label in CAME_ALONG:
            found = found.exclude(Exists(rows.exclude(post__in=posts_of(run))))
        elif model._meta.label not in THEIRS:
            found = found.exclude(Exists(rows))
    return found


def writers(run: Import) -> QuerySet[Person]:
    """Whoever letters of the archive are from, or whose handle came with it."""
    sent: QuerySet[Any, Any]
    if run.is_mail:
        sent = Letter.objects.filter(run=run, sender__person__isnull=False).values("sender__person")
    else:
        sent = Post.objects.filter(pk__in=posts_of(run), author__isnull=False).values("author")
    return Person.objects.filter(Q(pk__in=sent) | Q(pk__in=run.handles.exclude(person=None).values(who=F("person"))))
