"""Today: in one community, and across all that are one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.inbox import Need, needs_from, waiting_for
from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.places import unanswered_in
from commonplace.conversations.queries.unanswered import MOST
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.transfer.queries import moved_in
from commonplace.ui.addresses import address
from commonplace.web import recent, today
from commonplace.web.pending_requests import asked_by
from commonplace.web.welcome import welcome

NEEDS_SHOWN = 5
STANDINGS_SHOWN = 30
YOUNG = 3
HEADED = (
    "slug", "name", "domain", "practice", "founded_at", "since", "people_count", "remembered_count",
)  # fmt: skip


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """The community today: for those who are in, what needs them and what is new; for anyone, what stands open."""
    person, now = viewer(request), timezone.now()
    if person is not None:
        today.standings_with_visits(request, person, now=now)
    viewpoint = enter(request, slug, inside=False)
    if not viewpoint.is_member:
        return _seen_from_outside(request, viewpoint, now)
    shared = _shared(request, viewpoint, now)
    greeted = welcome(viewpoint, shared["notes"]["tending"], now=now)
    if greeted is not None:
        # The welcome says where their own line stands; once is enough.
        others = [pair for pair in shared["spare"] if pair[0].pk != greeted.line]
        shared["waiting"] = others[: today.WAITING_SHOWN]
    context = shared | _own(viewpoint, now, shown={one.pk for one, _ in shared["waiting"]})
    context["welcome"] = greeted
    context["header"] = {"community": _columns(viewpoint.community), "today": timezone.localdate(now)}
    # Where something that was asked here waits, an archive is not all that was said: nobody asks which came last.
    if greeted is None and all(one.origin for one, _ in shared["waiting"]):
        context["moved_in"] = moved_in(person, viewpoint.community)
    return render(request, "web/today/community.html", context)


def _columns(community: Community) -> dict[str, object]:
    """What the head of the page says of a community, and nothing that changes with each post."""
    return {name: getattr(community, name) for name in HEADED}


def house(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Today across someone's communities; None for whoever has none yet."""
    now = timezone.now()
    standings = today.standings_with_visits(request, person, now=now)
    if not standings:
        return None
    needs = _needs(person, {one.community_id: one for one in standings}, now)
    fresh = today.fresh(person, today.lately_seen(standings), now=now, leaving_out=_spoken_of(needs))
    newest = [one for one in standings if today.in_first_days(one, now=now)]
    context = {
        "now": now,
        "standings": standings,
        "ahead": today.next_gathering(standings, now=now),
        "shown": standings[:STANDINGS_SHOWN],
        "asked": asked_by(person),
        "needs": needs[:NEEDS_SHOWN],
        "more_needs": needs[NEEDS_SHOWN:],
        "fresh": fresh[: today.NEW_SHOWN],
        "more_fresh": len(fresh) > today.NEW_SHOWN,
        "is_above": bool(_spoken_of(needs)),
        "is_new": len(newest) == len(standings),
        "is_partly_new": bool(newest),
    }
    return render(request, "web/today/house.html", context)


def _shared(request: HttpRequest, viewpoint: Viewpoint, now: datetime) -> dict[str, Any]:
    """What stands on the page for whoever may see it."""
    waiting = unanswered_in(request, viewpoint)
    # One more than is shown, since a newcomer's own may be said above.
    spare = [(one, byline_of(one, viewpoint)) for one in waiting[: today.WAITING_SHOWN + 1]]
    arrived, tending = today.people_of(viewpoint, now=now)
    return {
        "now": now,
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "spare": spare,
        "waiting": spare[: today.WAITING_SHOWN],
        "waiting_count": len(waiting) if len(waiting) <= MOST else None,
        "more_waiting": len(waiting) > today.WAITING_SHOWN,
        "worth": recent.worth(viewpoint, now=now),
        "notes": {
            "name": viewpoint.community.name,
            "is_public": viewpoint.community.is_public,
            "is_member": viewpoint.is_member,
            "tending": tending,
            "settled": [
                {
                    "url": address("conversation", viewpoint.community.slug, one.conversation.pk),
                    "title": one.conversation.title,
                    "name": one.answered_by.name,
                }
                for one in recent.settled(viewpoint, now=now)
            ],
        },
        "arrived": arrived,
    }


def _own(viewpoint: Viewpoint, now: datetime, *, shown: set[int]) -> dict[str, Any]:
    """What stands there for this member alone, and the rhythm; what is `shown` already is said once."""
    person, standing = viewpoint.person, viewpoint.membership
    if person is None or standing is None:
        raise Http404
    since = today.new_since(standing, now=now)
    needs = _needs(person, {standing.community_id: standing}, now)
    shown = shown | _spoken_of(needs)
    fresh = today.fresh(person, [standing], now=now, leaving_out=shown)
    bars = today.pulse(viewpoint.community, now=now)
    today.remember_visit(person, standing, now=now)
    return {
        "needs": needs[:NEEDS_SHOWN],
        "more_needs": needs[NEEDS_SHOWN:],
        "fresh": fresh[: today.NEW_SHOWN],
        "more_fresh": len(fresh) > today.NEW_SHOWN,
        "is_above": bool(_spoken_of(needs)),
        "ahead": today.next_gathering([standing], now=now),
        "since": since,
        "is_new": today.in_first_days(standing, now=now),
        "pulse": {
            "bars": bars,
            "slug": viewpoint.community.slug,
            "is_cultivated": "cultivation" in viewpoint.community.modules,
        },
        "is_beginning": _is_young(viewpoint.community) and not bars and not fresh and not shown,
    }


def _needs(person: Person, standings: dict[int, Membership], now: datetime) -> list[Need]:
    return needs_from(waiting_for(person, list(standings.values()), now=now), standings, person)


def _is_young(community: Community) -> bool:
    """Whether few are here, and no archive came with them."""
    return community.people_count <= YOUNG and community.began_at is None


def _spoken_of(needs: Sequence[Need]) -> set[int]:
    """The conversations of which the needs that stand open speak; what is folded away may still be new."""
    return {key for need in needs[:NEEDS_SHOWN] for key in need.speaks_of("conversation")}


def _seen_from_outside(request: HttpRequest, viewpoint: Viewpoint, now: datetime) -> HttpResponse:
    """A public community as a stranger sees it; a listed one says what it is and how to ask."""
    if not viewpoint.community.is_public:
        return redirect("about", viewpoint.community.slug)
    context = _shared(request, viewpoint, now)
    latest = recent.latest(viewpoint, leaving_out={one.pk for one, _ in context["waiting"]})
    context["lately"] = [(one, byline_of(one, viewpoint)) for one in latest]
    context["description"] = viewpoint.community.opening or viewpoint.community.domain
    return render(request, "web/today/outside.html", context)
