"""Who stands before a run, by which door they came, and where their presses go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists
from django.http import Http404, HttpRequest
from django.urls import reverse

from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.views.lookup import find
from commonplace.people.models import Person
from commonplace.runs.guests import seat_of
from commonplace.runs.models import Run, Seat
from commonplace.runs.queries.case_note import brought_a_case
from commonplace.runs.queries.scene import GUEST, HOST, TABLE

FOR_ALL = ("note", "hand", "leaving")
FOR_MEMBERS = (
    *("start", "step", "floor", "groups", "wall", "sending-out", "taking-back", "nothing", "harvest", "wish"),
    *(
        "deciding",
        "taking-on",
        "done",
        "letting-go",
        "moving",
        "carrying",
        "asking-again",
        "case-note",
        "filing",
        "filing-away",
    ),
)


@dataclass(frozen=True)
class Visit:
    """Somebody before the run of a gathering. A guest has a seat, and no viewpoint."""

    gathering: Gathering
    run: Run | None
    role: str
    person: Person | None
    seat: Seat | None
    viewpoint: Viewpoint | None = None
    tells_of_a_case: bool = False

    @property
    def url(self) -> str:
        """The page that they look at."""
        if self.viewpoint is None:
            return reverse("table", args=[self.gathering.pk])
        return reverse("run", args=[self.viewpoint.community.slug, self.gathering.pk])

    @property
    def urls(self) -> Mapping[str, str]:
        """Where each press goes, by its word."""
        names = FOR_ALL if self.viewpoint is None else (*FOR_ALL, "sitting", *FOR_MEMBERS)
        return {"page": self.url, **{name.replace("-", "_"): f"{self.url}{name}" for name in names}}


def member(request: HttpRequest, slug: str, pk: int) -> Visit:
    """A member before the run of a gathering that they may see; Http404 for everyone else."""
    viewpoint, gathering = find(request, slug, pk)
    person = viewpoint.person
    if person is None or not viewpoint.is_member:
        raise Http404(pk)
    runs = Run.objects.select_related("case_note__writer", "case_note__reader", "case_note__presenter").annotate(
        tells_of_a_case=brought_a_case(), is_held=Exists(gathering.hosts.filter(person=person))
    )
    run = runs.filter(gathering=gathering).first()
    if run is not None:
        run.gathering = gathering
    seat = run.seats.filter(person=person).first() if run is not None and not run.is_over else None
    if seat is not None and run is not None:
        seat.run, seat.person = run, person
    # As `may_hold` asks it, of a standing that the page knows already.
    is_held = gathering.hosts.filter(person=person).exists() if run is None else run.is_held
    holds = viewpoint.is_steward or gathering.convener_id == person.pk or is_held
    role = HOST if holds else TABLE
    return Visit(gathering, run, role, person, seat, viewpoint, run is not None and run.tells_of_a_case)


def running(visit: Visit) -> Run:
    """The run, which has begun; else Http404."""
    if visit.run is None:
        raise Http404(visit.gathering.pk)
    return visit.run


def guest(request: HttpRequest, pk: int) -> Visit:
    """A guest at the table of a gathering; Http404 for whoever has no seat there."""
    seat = seat_of(request, pk)
    if seat is None:
        raise Http404(pk)
    return Visit(seat.run.gathering, seat.run, GUEST, seat.person, seat)
