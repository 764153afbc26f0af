"""What open pages of a run hear: each part anew where more changed than notes, else the new lines alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities import access
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.gatherings.actions.rights import may_hold
from commonplace.gatherings.models import Gathering
from commonplace.lib.zones import NoSuchZone, zone_named
from commonplace.live.topics import Listener, Told, Topic
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.runs.actions.stepping import TOPIC
from commonplace.runs.guests import seat_of
from commonplace.runs.models import Run, Seat
from commonplace.runs.queries.scene import (
    GUEST,
    HOST,
    TABLE,
    byline_of,
    lines_of,
    present_of,
    scene_of,
    viewpoint_of,
)
from commonplace.ui import clock

# What stands on a page by its name, and what only those who hold it have.
PARTS = ("stage", "order", "table", "kinds", "notes")
FOR_HOSTS = ("foot", "seldom")


class Sight(NamedTuple):
    """In which part, language and hours somebody sees a run."""

    role: str
    language: str
    zone: str
    half_days: bool


def enter(request: HttpRequest, key: int) -> Listener:
    """Who listens to the run of a gathering: a member who may see it, or a guest at its table; else Http404."""
    role, who = _who(request, key)
    zone = timezone.get_current_timezone_name()
    return Listener(who, Sight(role, translation.get_language() or "en", zone, clock.has_half_days()))


def _who(request: HttpRequest, key: int) -> tuple[str, str]:
    person = viewer(request)
    if person is not None:
        gathering = Gathering.objects.visible_to(person).filter(pk=key).select_related("community").first()
        if gathering is not None and standing_of(person, gathering.community) is not None:
            return (HOST if may_hold(person, gathering) else TABLE), f"p{person.pk}"
    seat = seat_of(request, key)
    if seat is None:
        raise Http404(key)
    return GUEST, seat.who


def still(key: int, whos: Collection[str]) -> Collection[str]:
    """Those of them who may still hear: members who read its space, and guests who have a seat; three queries."""
    gathering = Gathering.objects.filter(pk=key).select_related("space").first()
    if gathering is None:
        return set()
    persons = {int(one[1:]) for one in whos if one.startswith("p")}
    if not Gathering.objects.not_held().filter(pk=key).exists():
        # Held back: its author and the stewards alone, asked for one by one, as it is seldom.
        return {
            f"p{one.pk}"
            for one in Person.objects.filter(pk__in=persons)
            if Gathering.objects.visible_to(one).filter(pk=key).exists()
        }
    here = Person.objects.filter(access.is_here_and_reads(gathering.space), pk__in=persons)
    seats = {int(one[1:]) for one in whos if one.startswith("s")}
    guests = Seat.objects.filter(pk__in=seats, run__gathering=key, person=None)
    return {
        *(f"p{pk}" for pk in here.values_list("pk", flat=True)),
        *(f"s{pk}" for pk in guests.values_list("pk", flat=True)),
    }


def tell(key: int, sight: Sight, past: int) -> Told:
    """What those of one sight hear who know all up to `past`."""
    try:
        zone = zone_named(sight.zone)
    except NoSuchZone:
        zone = timezone.get_default_timezone()
    before = clock.has_half_days()
    clock.activate(sight.half_days)
    try:
        with translation.override(sight.language), timezone.override(zone):
            return _told(key, sight.role, past)
    finally:
        clock.activate(before)


def _told(key: int, role: str, past: int) -> Told:
    run = Run.objects.filter(gathering=key).select_related("gathering__community").first()
    # It begins or has ended: another page, which the reader's browser asks for itself.
    if run is None or run.is_over or past == 0:
        return Told({"anew": True})
    if past < run.stage_version:
        scene = scene_of(run, role, now=timezone.now())
        parts = {name: render_to_string(f"runs/{name}.html", {**scene, "is_part": True}) for name in PARTS}
        if role == HOST:
            parts |= {name: render_to_string(f"runs/{name}.html", scene) for name in FOR_HOSTS}
        return Told({"parts": parts, "place": scene["present"].place}, {**yours(run)})
    present = present_of(run, now=timezone.now())
    viewpoint = viewpoint_of(role, run.gathering.community)
    new = lines_of(run, viewpoint, phase=present.place, version__gt=past)
    around = {"role": role, "gathering": run.gathering, "run": run}
    gone = run.captured.filter(version__gt=past, taken_back_at__isnull=False).values_list("pk", flat=True)
    return Told(
        {"lines": [render_to_string("runs/line.html", {"line": one, **around}) for one in new], "gone": sorted(gone)}
    )


def yours(run: Run) -> dict[str, dict[str, Any]]:
    """What each at the table is told alone: their turn, their group, and how often they have spoken; one query."""
    seats = list(run.seats.select_related("person").order_by("pk"))
    return {seat.who: {"you": own_words(seat, seats, run.gathering.community)} for seat in seats}


def own_words(seat: Seat, seats: Collection[Seat], community: Community) -> list[str]:
    """What concerns one at the table alone, in sentences."""
    said = []
    if seat.is_speaking:
        said.append(_("You have the floor."))
    elif seat.wants_at is not None:
        said.append(_("You asked for the floor."))
    if seat.group is not None:
        viewpoint = viewpoint_of(TABLE if seat.person_id is not None else GUEST, community)
        others = [byline_of(one, viewpoint).name for one in seats if one.group == seat.group and one.pk != seat.pk]
        said.append(
            _("You are in group %(number)s, with %(names)s.") % {"number": seat.group, "names": ", ".join(others)}
        )
    if seat.spoke:
        said.append(
            ngettext("You have had the floor %(n)d time.", "You have had the floor %(n)d times.", seat.spoke)
            % {"n": seat.spoke}
        )
    return said


RUN = Topic(TOPIC, enter, still, tell)
