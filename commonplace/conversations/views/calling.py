"""Calling somebody into a conversation: names offered while one types, a list to choose from, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.models import Space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.wording import Call, named_by, word
from commonplace.conversations.models import Post
from commonplace.conversations.queries.offering import chosen, namesakes, offered
from commonplace.conversations.views.lookup import enter_to_write, number_in, place_of
from commonplace.lib.direction import isolated
from commonplace.lib.markdown import MAX_MENTIONS

MOST_CHOSEN = 20


@login_required
@require_safe
def callable_people(request: HttpRequest, slug: str) -> HttpResponse:
    """The inside of a list of names for what stands behind an @: those who may see the place where one writes."""
    viewpoint, _person = enter_to_write(request, slug)
    conversation = number_in(request.GET.get("conversation"))
    space = place_of(viewpoint, conversation=conversation, named=request.GET.get("space", ""))
    people = offered(viewpoint, space, request.GET.get("q", "").replace("\0", ""))
    response = render(request, "conversations/calling.html#names", {"people": people})
    response["Cache-Control"] = "private, no-store"
    return response


def with_those_chosen[**Given](view: Callable[Given, HttpResponse]) -> Callable[Given, HttpResponse]:
    """Let a form of words be sent with people chosen from its list: they stand at the end of the text, called."""

    @wraps(view)
    def called(*args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        request: Any = args[0]
        ids = [pk for pk in map(number_in, request.POST.getlist("call")[:MAX_MENTIONS]) if pk]
        if ids and request.user.is_authenticated:
            _call(request, ids, **kwargs)
        return view(*args, **kwargs)

    return called


def _call(request: Any, ids: list[int], *, slug: Any, pk: Any = None, **_rest: Any) -> None:
    viewpoint, _person = enter_to_write(request, slug)
    space = place_of(viewpoint, conversation=pk, named=request.POST.get("space", ""))
    text = request.POST.get("text", "").rstrip()
    added = " ".join(one.text for one in chosen(viewpoint, space, ids))
    posted = request.POST.copy()
    posted["text"] = f"{text}\n\n{added}".strip()
    posted.setlist("call", [])
    posted["call_name"] = ""
    request.POST = posted


def to_choose_from(request: HttpRequest, viewpoint: Viewpoint, space: Space | None) -> dict[str, Any]:
    """What the list shows: the name that was asked for, and who bears it."""
    asked = request.POST.get("call_name", "").replace("\0", "").strip()[:80]
    people = offered(viewpoint, space, asked, most=MOST_CHOSEN) if asked and space is not None else []
    return {"asked": asked, "people": people}


def what_comes_of(
    calls: Iterable[Call], viewpoint: Viewpoint, space: Space, *, before: Iterable[int] = ()
) -> list[str]:
    """Sentences on who will hear of a text and who will not; those it named before have heard already."""
    told = {viewpoint.person.pk if viewpoint.person else None, *before}
    new = [one for one in calls if one.person_id is None or one.person_id not in told]
    names = ", ".join(isolated(one.name) for one in new if one.why_not is None)
    said = [_("This calls %(names)s.") % {"names": names}] if names else []
    return said + [_sentence(one, viewpoint, space) for one in new if one.why_not]


def tell_who_was_not_called(
    request: HttpRequest, viewpoint: Viewpoint, space: Space, text: str, *, post: Post | None = None
) -> None:
    """Say on the next page whom a text that was sent did not reach; `post` where it was changed."""
    if "@" in text:
        before = named_by(post) if post is not None else ()
        for one in word(text, space=space, slug=viewpoint.community.slug, named_before=before).calls:
            if one.why_not:
                messages.warning(request, _sentence(one, viewpoint, space))


def _sentence(call: Call, viewpoint: Viewpoint, space: Space) -> str:
    ways = ""
    if call.why_not == "two":
        same = namesakes(viewpoint, space, call.name)
        ways = "; ".join(f"{one.text} ({one.about})" if one.about else one.text for one in same)
    said = {
        "nobody": _("“@%(name)s” calls nobody: no one here has that name."),
        "unseen": _("“@%(name)s” calls nobody: they cannot see this place."),
        "two": _("“@%(name)s” calls nobody: more than one person here has that name. Say which one: %(ways)s."),
        "archive": _("%(name)s is known from an archive only, and will not hear of this."),
        "many": _("One text calls thirty people at most; the other names in it call nobody."),
    }[call.why_not or "nobody"]
    return said % {"name": isolated(call.name), "ways": ways}
