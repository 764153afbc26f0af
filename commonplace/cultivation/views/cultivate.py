"""The instruments as pages: the shape for everyone here, names for stewards' care, one's own place for oneself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.models import Community, Membership
from commonplace.communities.tendings import TENDINGS, Bed
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.models import Conversation
from commonplace.cultivation import actions, pictures, small, tendings
from commonplace.cultivation.beats import beats_of, last_spoken_in
from commonplace.cultivation.gardeners import numbers, talk
from commonplace.cultivation.participation import Ring
from commonplace.cultivation.reading import Readings, read
from commonplace.cultivation.rhythm import WEEKS, Rhythm, Week, years_to
from commonplace.cultivation.signs.kept import told
from commonplace.cultivation.told_shape import shape_for
from commonplace.cultivation.youth import youth
from commonplace.people.viewer import require_viewer
from commonplace.ui.addresses import back_to

# As many names as one takes in at a glance; the others are one fold away.
NAMED = 8


def _inside(request: HttpRequest, slug: str) -> Viewpoint:
    """The viewpoint of someone with a standing; strangers get 404, for the shape of a community is its own."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    return viewpoint


@login_required
@require_safe
def cultivate(request: HttpRequest, slug: str) -> HttpResponse:
    """How the community is doing, read as a gardener reads a bed."""
    viewpoint = _inside(request, slug)
    person, now = require_viewer(request), timezone.now()
    readings = read(viewpoint.community, now=now)
    rhythm = readings.rhythm
    shape = shape_for(viewpoint, readings)
    waiting = _waiting(viewpoint, now)
    long = _long(viewpoint.community, rhythm)
    # The navigation beside the page need not count them again.
    request.unanswered_count = waiting["all"]  # type: ignore[attr-defined]
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "in_words": small.words_of(shape.central, shape.apart) if shape.is_small else [],
        "rings": None if shape.is_small else pictures.rings(shape),
        "shape": shape,
        "rhythm": rhythm,
        "youth": youth(rhythm, viewpoint.community),
        "seen": _seen(readings),
        "is_small": shape.is_small,
        "fewest": pictures.FEWEST,
        "first_reply": _span(rhythm.hours_to_first_reply),
        "waiting": waiting,
        "lanes": pictures.beats(rhythm),
        "scale": pictures.scale(rhythm.weeks),
        "years": pictures.years(long),
        "years_end": None if long is rhythm.years else pictures.month(long[-1].monday),
        "from_on": shape.on - timedelta(days=89),
        "own": readings.participation.places.get(person.pk),
        "own_ring": _own_ring(readings, person.pk),
        "paces": Membership.Pace.choices,
        "signs": [one for one in told(viewpoint.community) if one.is_shared or viewpoint.is_steward],
    }
    if viewpoint.is_steward:
        bed = tendings.bed_of(viewpoint, readings, now=now)
        context |= {
            "tendings": tendings.offered(bed),
            "refused": tendings.refused(bed),
            "care": _care(viewpoint, readings, bed),
        }
    return render(request, "cultivation/cultivate.html", context)


def _long(community: Community, rhythm: Rhythm) -> Sequence[Week]:
    """The three years of the long picture: the last ones, or where nobody wrote in them those that ended with the last
    word, as an archive has them.
    """
    if any(week.conversations or week.replies for week in rhythm.years):
        return rhythm.years
    if (last := last_spoken_in(community)) is None or last >= rhythm.years[0].monday:
        return rhythm.years
    return years_to(last, beats_of(community, on=last))


def _waiting(viewpoint: Viewpoint, now: datetime) -> dict[str, int]:
    """How many openings that the viewer may read wait for an answer, and how many of them are older than the weeks
    that are read here.
    """
    older = Q(opened_at__lt=now - timedelta(weeks=WEEKS))
    return _unanswered(viewpoint).aggregate(all=Count("pk"), older=Count("pk", filter=older))


def _unanswered(viewpoint: Viewpoint) -> QuerySet[Conversation]:
    """Those that stand in the list of what nobody has answered yet, for this viewer."""
    return Conversation.objects.visible_to(viewpoint.person).unanswered().filter(community=viewpoint.community)


def _span(hours: float | None) -> str | None:
    return None if hours is None else pictures.span_words(timedelta(hours=hours))


def _seen(readings: Readings) -> int:
    """How many people did anything in the window, which is all that can be said of a young community."""
    return sum(place.deeds > 0 for place in readings.participation.places.values())


def _own_ring(readings: Readings, person_id: int) -> str:
    place = readings.participation.places.get(person_id)
    return str(pictures.PLACE[place.ring]) if place else ""


@dataclass(frozen=True)
class Cared:
    """People a steward could do something for: a few names, the rest folded away, and what stands for nobody."""

    title: str
    names: list[str]
    more: list[str]
    nobody: str


def _care(viewpoint: Viewpoint, readings: Readings, bed: Bed) -> list[Cared]:
    """Names for stewards, by what a person could do with them, always in the order of the alphabet."""
    reading = readings.participation

    def named(title: str, people: Iterable[str], nobody: str) -> Cared:
        names = sorted(people)
        return Cared(title, names[:NAMED], names[NAMED:], nobody)

    def known(people: Iterable[int]) -> list[str]:
        found = [readings.people[pk] for pk in people if pk in readings.people]
        return [one.seen_from(viewpoint) for one in found if one.is_claimed]

    closer = [person for ring in (Ring.CORE, Ring.ACTIVE) for person in reading.came_closer(ring)]
    back = [person for ring in (Ring.CORE, Ring.ACTIVE, Ring.OCCASIONAL) for person in reading.stepped_back(ring)]
    quarter, nobody = _("nobody in the last quarter"), _("nobody")
    return [
        named(_("Came closer"), known(closer), quarter),
        named(_("Stepped back"), known(person for person in back if person not in readings.following), quarter),
        named(_("Wait for a first reply"), _who_wait(viewpoint, bed), nobody),
        named(_("Were answered, and have not written there since"), known(readings.awaited), nobody),
    ]


def _who_wait(viewpoint: Viewpoint, bed: Bed) -> list[str]:
    """Who opened, in the weeks that are read here, what the viewer sees waiting for an answer."""
    waiting = (one for one in bed.rows.get(talk.UNANSWERED, ()) if one.who_id)
    return list({one.who_id: talk.name_behind(one, viewpoint) for one in waiting}.values())


@login_required
@require_POST
def not_now(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a suggestion off, refuse it for good, or take it up again; stewards only."""
    viewpoint = _inside(request, slug)
    if not viewpoint.is_steward:
        raise Http404(slug)
    code = request.POST.get("code", "")[:20]
    # The button beside one of several names that one; what stands over them names each.
    named = [request.POST["about"]] if "about" in request.POST else request.POST.getlist("each")
    abouts = [about[:40].replace("\x00", "") for about in named[: numbers.BEHIND_ONE]] or [""]
    community = viewpoint.community
    if request.POST.get("undo"):
        actions.take_up(community=community, code=code, abouts=abouts)
    elif code in TENDINGS:
        for_good = bool(request.POST.get("for_good"))
        actions.put_off(
            by=require_viewer(request),
            community=community,
            code=code,
            abouts=[""] if for_good else abouts,
            now=timezone.now(),
            for_good=for_good,
        )
        messages.success(
            request,
            _("This kind is not offered again.") if for_good else _("Put off for four weeks."),
            extra_tags="put-off",
        )
    return redirect(back_to(request) or reverse("cultivate", args=[slug]))
