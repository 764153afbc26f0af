"""For you: who waits, where one has spoken, what might be one's own, what one keeps, and one's hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from commonplace.attention import queries
from commonplace.attention.actions.asking import ask_in_turn, leave
from commonplace.attention.actions.keeping import NotToKeep, keep, let_go
from commonplace.attention.forms import NoteForm
from commonplace.attention.hour import hour_of
from commonplace.attention.kept import is_a_kind, kept_by
from commonplace.attention.might_be_yours import begun_in_followed, candidates, suggested
from commonplace.attention.searches import found_for
from commonplace.attention.subjects import follows_of
from commonplace.communities.inbox import Need, needs_from, waiting_for
from commonplace.communities.models import Community
from commonplace.communities.viewer_standings import viewer_standings
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.ui.addresses import back_to

SHOWN = 20
NEEDS_SHOWN = 7
KEPT_SHOWN = 100


class _Seats:
    """How the reader stands in their communities, asked once."""

    def __init__(self, request: HttpRequest, person: Person) -> None:
        self.person = person
        self.standings = {one.community_id: one for one in viewer_standings(request)}

    def viewpoint(self, community: Community) -> Viewpoint:
        """The reader as they stand in a community."""
        return Viewpoint(self.person, community, self.standings.get(community.pk))

    def row(self, conversation: Conversation, because: str, **more: Any) -> dict[str, Any]:
        """A conversation as a line of the page."""
        byline = byline_of(conversation, self.viewpoint(conversation.community))
        return {"conversation": conversation, "byline": byline, "because": because, **more}


@login_required
@require_safe
def for_you(request: HttpRequest) -> HttpResponse:
    """What stands for the reader, over all their communities; nobody else sees this."""
    person, now = require_viewer(request), timezone.now()
    seats = _Seats(request, person)
    needs = _needs(person, seats, now)
    found = list(queries.new_in_followed(person)[: SHOWN + 1])
    subjects = follows_of(person)
    others = candidates(person, seats.standings, subjects, now=now)
    begun = begun_in_followed(others, subjects, seats.viewpoint, most=SHOWN)
    known = [one.pk for one in found] + [one.conversation.pk for one in begun]
    sought = found_for(person, now=now, apart_from=known)[:SHOWN]
    known += [one.conversation.pk for one in sought]
    suggestions = suggested([one for one in others if one.pk not in known], person, now=now)
    context = {
        "needs": needs[:NEEDS_SHOWN],
        "more_needs": len(needs) > NEEDS_SHOWN,
        "rows": [seats.row(one, _because(one, person)) for one in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "begun": [seats.row(one.conversation, one.because) for one in begun],
        "sought": [seats.row(one.conversation, one.because, search=one.follow.pk) for one in sought],
        "suggestions": [seats.row(one.conversation, one.because, topic=one.topic) for one in suggestions],
        "follows": bool(needs or known or subjects or suggestions) or queries.follows_anything(person),
        "question": ask_in_turn(person=person, now=now),
        # The page looks again now and then (see ui/static/ui/js/live.js), and must not mix two readers.
        "reader": salted_hmac("attention.reader", str(person.pk), algorithm="sha256").hexdigest()[:16],
        "hour": hour_of(person, needs=len(needs), conversations=known),
    }
    return render(request, "attention/for_you.html", context)


@login_required
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What the reader keeps to read later, with their notes."""
    return render(request, "attention/kept.html", {"kept": kept_by(require_viewer(request), most=KEPT_SHOWN)})


@login_required
@require_safe
@never_cache
def count(request: HttpRequest) -> HttpResponse:
    """How many things wait for the reader or are new where they have spoken, for the word in the navigation."""
    person, now = require_viewer(request), timezone.now()
    needs = _needs(person, _Seats(request, person), now)
    new = list(queries.new_in_followed(person).values_list("pk", flat=True)[:SHOWN])
    sought = found_for(person, now=now, apart_from=new)[:SHOWN]
    return JsonResponse({"count": min(len(needs) + len(new) + len(sought), 99)})


@login_required
@require_POST
def left(request: HttpRequest) -> HttpResponse:
    """Rather not answer the question of the house."""
    code, about = (request.POST.get(name, "").replace("\0", "") for name in ("code", "about"))
    leave(person=require_viewer(request), code=code, about=about, now=timezone.now())
    messages.success(request, _("Fine. You are not asked this again."))
    return redirect("for_you")


@login_required
@require_POST
def keeping(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Keep something to read later, with a note to oneself, or keep it no more."""
    person = require_viewer(request)
    if not is_a_kind(kind):
        raise Http404(kind)
    onward = back_to(request) or reverse("kept")
    if (request.POST.get("keep") or request.GET.get("keep")) == "no":
        note = let_go(person=person, kind=kind, object_id=object_id)
        # A note is too long for an address: where there is one, the undo would lose it, so none is offered.
        undo = "" if note else f"undo:{reverse('keeping', args=[kind, object_id])}"
        messages.success(request, _("Kept no more."), extra_tags=undo)
        return redirect(onward)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A note holds two thousand signs; this one is longer."))
        return redirect(onward)
    try:
        keep(person=person, kind=kind, object_id=object_id, note=form.cleaned_data["note"])
    except NotToKeep:
        raise Http404(kind) from None
    messages.success(request, _("Kept. It stands under “For you”, and only you see it."))
    return redirect(onward)


def _needs(person: Person, seats: _Seats, now: datetime) -> list[Need]:
    return needs_from(waiting_for(person, list(seats.standings.values()), now=now), seats.standings, person)


def _because(conversation: Conversation, person: Person) -> str:
    if conversation.author_id == person.pk:
        return _("Because you opened it.")
    if conversation.has_written:  # type: ignore[attr-defined]  # of new_in_followed
        return _("Because you have written in it.")
    return _("Because you follow it.")
