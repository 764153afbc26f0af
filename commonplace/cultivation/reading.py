"""The readings of one community, from its ledger: arrays in, readings out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from django.db.models import Exists, OuterRef, Q

from commonplace.communities.ledger import VERBS, deeds_in_force
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.standing import BESIDE
from commonplace.communities.viewpoint import Viewpoint
from commonplace.cultivation import participation, rhythm
from commonplace.cultivation.beats import beats_of
from commonplace.cultivation.participation import Place
from commonplace.cultivation.season.reading import Season

HALF_A_YEAR = timedelta(days=182)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TALK = ("opened", "replied")
# Deeds of what is held in confidence are kept under the noon of their Monday.
TO_THE_END_OF_A_WEEK = timedelta(days=6, hours=12)
# Among fewer people than this a number could point at someone; what is said of them is said in words.
TELL_NUMBERS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """Someone who belongs or belonged, as far as a byline needs to know."""

    person_id: int
    name: str
    is_claimed: bool

    def seen_from(self, viewpoint: Viewpoint) -> str:
        """The name, as this viewer may know it."""
        return viewpoint.byline_of(self.person_id, self.name, is_claimed=self.is_claimed).name


@dataclass(frozen=True)
class Readings:
    """Both readings of a day, with the people stewards care for, and whom somebody has welcomed."""

    participation: participation.Participation
    rhythm: rhythm.Rhythm
    people: Mapping[int, Known]
    joined_on: Mapping[int, date]
    following: frozenset[int]
    welcomed: frozenset[int]
    # What is told to stewards alone, from where they look.
    season: Season | None = None

    @property
    def told_apart(self) -> list[Place]:
        """The places of those who can sign in or were seen; silent names of an archive are neither."""
        return [
            place
            for person, place in self.participation.places.items()
            if place.deeds or (person in self.people and self.people[person].is_claimed)
        ]

    @property
    def awaited(self) -> list[int]:
        """Who is here, was the last to be answered in a conversation, and has not written there since; names of an
        archive, and who left, are out of reach.
        """
        return [one for one in self.rhythm.awaited if one in self.joined_on and self.people[one].is_claimed]

    @property
    def is_small(self) -> bool:
        """Whether so few are told apart that a ring's number could point at someone."""
        return len(self.told_apart) < TELL_NUMBERS


def read(community: Community, *, now: datetime) -> Readings:
    """Read a community as it stood at `now`; three queries whatever its size, one more after a long silence."""
    on = now.astimezone(UTC).date()
    end = datetime.combine(on, time.max, tzinfo=UTC)
    rows = list(
        deeds_in_force()
        .filter(community=community, happened_at__gt=end - HALF_A_YEAR, happened_at__lte=now)
        .order_by("happened_at", "id")
        .values_list("person_id", "towards_id", "happened_at", "verb", "what_id")
    )
    live = Role.objects.filter(Q(until__isnull=True) | Q(until__gte=on), membership=OuterRef("pk"), since__lte=on)
    # Guests come for one thing and leave, sponsors stand beside: what they do is seen around the edge.
    members = list(
        Membership.objects.filter(community=community)
        .exclude(standing__in=BESIDE)
        .annotate(has_live_role=Exists(live))
        .values_list("person_id", "person__name", "person__claimed_at", "joined_at", "left_at", "has_live_role", "pace")
    )
    belongings = [
        participation.Belonging(person, joined.date(), left.date() if left else None, role)
        for person, _, _, joined, left, role, _ in members
    ]
    now_hour = (now - EPOCH) / timedelta(hours=1)
    talk, met = _talk(rows), _met(rows, now_hour)
    knows_a_pace = talk.hour.size + met.size >= rhythm.TELL_A_PACE
    earlier = None if knows_a_pace else _earlier(community, end - HALF_A_YEAR)
    return Readings(
        participation=participation.read(as_deeds(rows), belongings, on=on),
        rhythm=rhythm.read(talk, beats_of(community, on=on), on=on, now_hour=now_hour, met=met, earlier=earlier),
        people={person: Known(person, name, claimed is not None) for person, name, claimed, *_ in members},
        joined_on={one.person_id: one.joined_on for one in belongings if one.left_on is None},
        following=frozenset(person for person, *_, pace in members if pace == Membership.Pace.FOLLOW),
        welcomed=frozenset(towards for _, towards, _, verb, _ in rows if verb == "welcomed" and towards),
    )


Row = tuple[int | None, int | None, datetime, str, int | None]


def as_deeds(rows: Sequence[Row]) -> participation.Deeds:
    """Deeds as columns."""
    seen = {verb.code for verb in VERBS if verb.is_seen}
    tending = {verb.code for verb in VERBS if verb.is_stewarding}
    return participation.Deeds(
        person=_ids(row[0] for row in rows),
        day=np.array([(row[2] - EPOCH).days for row in rows], dtype=np.int64),
        towards=_ids(row[1] for row in rows),
        is_seen=np.array([row[3] in seen for row in rows], dtype=np.bool_),
        is_stewarding=np.array([row[3] in tending for row in rows], dtype=np.bool_),
        is_reply=np.array([row[3] == "replied" for row in rows], dtype=np.bool_),
    )


def _talk(rows: Sequence[Row]) -> rhythm.Talk:
    talk = [row for row in rows if row[3] in TALK]
    return rhythm.Talk(
        conversation=_ids(row[4] for row in talk),
        person=_ids(row[0] for row in talk),
        towards=_ids(row[1] for row in talk),
        hour=_hours(row[2] for row in talk),
        is_opening=np.array([row[3] == "opened" for row in talk], dtype=np.bool_),
    )


def hours_to_first_reply(community: Community, *, now: datetime) -> float | None:
    """The same number as in the reading of `now`, by itself; one query."""
    since = rhythm.hours_since_epoch(now.astimezone(UTC).date()) - rhythm.WEEKS * 7 * 24
    rows = deeds_in_force().filter(
        community=community, verb__in=TALK, happened_at__gte=EPOCH + timedelta(hours=since), happened_at__lte=now
    )
    columns = ("person_id", "towards_id", "happened_at", "verb", "what_id")
    _opened, _asker, waits = rhythm.first_replies(_talk(list(rows.order_by("happened_at", "id").values_list(*columns))))
    known = waits[np.isfinite(waits)]
    return float(np.median(known)) if known.size else None


def _met(rows: Sequence[Row], now_hour: float) -> rhythm.Floats:
    """The hours of gatherings, each once, and none later than now.

    Of one in confidence the deed tells the week alone: until that week is over nobody can say that all were silent.
    """
    known = [row[2] for row in rows if row[3] in rhythm.MET and row[4] is not None]
    weeks = [row[2] + TO_THE_END_OF_A_WEEK for row in rows if row[3] in rhythm.MET and row[4] is None]
    return np.unique(np.minimum(_hours([*known, *weeks]), now_hour))


def _earlier(community: Community, until: datetime) -> rhythm.Floats:
    """The hours of the last posts and gatherings up to `until`."""
    signs = deeds_in_force().filter(community=community, verb__in=(*TALK, *rhythm.MET), happened_at__lte=until)
    fields = ("person_id", "towards_id", "happened_at", "verb", "what_id")
    rows: list[Row] = list(signs.order_by("-happened_at", "-id").values_list(*fields)[: rhythm.MOST_EARLIER])
    met = _met(rows, (until - EPOCH) / timedelta(hours=1))
    return np.concatenate([_hours(row[2] for row in rows if row[3] in TALK), met])


def _hours(moments: Iterable[datetime]) -> rhythm.Floats:
    return np.array([(moment - EPOCH) / timedelta(hours=1) for moment in moments], dtype=np.float64)


def _ids(values: Iterable[int | None]) -> participation.Ints:
    return np.array([-1 if value is None else value for value in values], dtype=np.int64)
