"""People to ask, and people who were there, for those who hold a gathering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from commonplace.communities import access
from commonplace.communities.doors import Confidence
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.gatherings.models import Answer, Gathering, Invited
from commonplace.lib.folding import folded
from commonplace.people.models import Person

MOST = 40
MOST_ROWS = 500


@dataclass(frozen=True)
class Chosen:
    """Somebody to be chosen or said something of."""

    pk: int
    byline: Byline
    says: str = ""
    words: str = ""
    came: str = ""


def to_ask(gathering: Gathering, viewpoint: Viewpoint, *, asked: str, now: datetime) -> Sequence[Chosen]:
    """Members who may see it and have not answered: those called `asked`, or those who came to the last ones."""
    here = _here(gathering).exclude(pk__in=gathering.answers.filter(person__isnull=False).values("person"))
    if asked:
        here = here.filter(folded_name__contains=folded(asked))
    else:
        past = Gathering.objects.filter(space=gathering.space_id).past(now)
        if not viewpoint.is_steward:
            # Who was there in confidence is known to those who held it; calling people together oneself tells nobody.
            held = Gathering.objects.held_by(viewpoint.person).values("pk")
            past = past.filter(Q(confidence=Confidence.ORDINARY) | Q(pk__in=held))
        earlier = past.order_by("-starts_at", "-pk")[:3]
        came = Answer.objects.filter(gathering__in=list(earlier.values_list("pk", flat=True)), came__in=Answer.THERE)
        here = here.filter(pk__in=came.values("person"))
    return [Chosen(one.pk, viewpoint.byline_for(one)) for one in here.order_by("name", "pk")[:MOST]]


def to_walk_in(gathering: Gathering, viewpoint: Viewpoint, *, asked: str, now: datetime) -> Sequence[Chosen]:
    """Members called so who had not answered."""
    return to_ask(gathering, viewpoint, asked=asked, now=now)


def asked_so_far(gathering: Gathering, viewpoint: Viewpoint) -> Sequence[Chosen]:
    """Members who were asked by name and have not answered."""
    rows = gathering.answers.filter(asked_at__isnull=False, says=Answer.Says.NOTHING, person__isnull=False)
    found = rows.select_related("person").order_by("asked_at", "pk")[:MOST]
    return [Chosen(one.person_id or 0, viewpoint.byline_for(one.person)) for one in found]


def attendance_of(
    gathering: Gathering, viewpoint: Viewpoint, *, said: Mapping[int, str] | None = None
) -> Sequence[Chosen]:
    """Everyone who answered or was there, with what was said of them; before anything was, whoever said yes was there.

    `said` is what a form says that came back, with those whom it added.
    """
    rows = list(
        gathering.answers.filter(person__isnull=False)
        .select_related("person")
        .order_by("person__name", "pk")[:MOST_ROWS]
    )
    known = {row.person_id: row for row in rows}
    added = [pk for pk in said or () if pk not in known]
    people = _here(gathering).filter(pk__in=added).order_by("name", "pk") if added else Person.objects.none()
    told = [
        Chosen(row.person_id or 0, viewpoint.byline_for(row.person), row.says, row.words, _came(gathering, row, said))
        for row in rows
    ]
    return [*told, *(Chosen(one.pk, viewpoint.byline_for(one), came=(said or {})[one.pk]) for one in people)]


def _came(gathering: Gathering, row: Answer, said: Mapping[int, str] | None) -> str:
    if said is not None:
        return said.get(row.person_id or 0, "")
    if gathering.attendance_at is None and row.says == Answer.Says.YES:
        return Answer.Came.HERE
    return row.came


def guests_of(gathering: Gathering) -> QuerySet[Invited]:
    """Guests from outside who were asked and not let go, with what they said."""
    return gathering.invited.filter(withdrawn_at=None).select_related("answer").order_by("at", "pk")


def _here(gathering: Gathering) -> QuerySet[Person]:
    return Person.objects.filter(access.is_here_and_reads(gathering.space), claimed_at__isnull=False)
