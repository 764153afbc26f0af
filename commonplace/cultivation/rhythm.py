"""Rhythm: how the community beats, where it falls silent, how long a first reply takes, and who waits.

After principle 7 of Wenger, McDermott & Snyder (2002), "create a rhythm for the community", and CHAOSS's time to
first response. Weeks of the kept beats begin on Monday in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from commonplace.lib.weeks import monday_of

WEEKS = 12
YEARS_OF_WEEKS = 156
# By these deeds somebody was at a gathering: came to it, or held it.
MET = ("attended", "hosted")
# Below this many known waits a community has no usual wait yet, and two days is taken for it.
KNOWN_WAITS = 5
DEFAULT_WAIT_HOURS = 48.0
LEAST_WAIT_HOURS = 24.0
LEAST_SILENCE_DAYS = 7.0
HALF_A_YEAR_HOURS = 182 * 24.0
# So few posts in half a year tell no pace; then those before them are asked for, at most so many.
TELL_A_PACE = 2
MOST_EARLIER = 1000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Talk:
    """Openings and replies of one community as columns, one row a deed, in order of time; persons and conversations
    are ids.

    `hour` counts hours since 1970-01-01 (UTC), `is_opening` tells openings from replies.
    """

    conversation: Ints
    person: Ints
    towards: Ints
    hour: Floats
    is_opening: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Week:
    """One week of beats, by verb."""

    monday: date
    beats: Mapping[str, int]

    @property
    def conversations(self) -> int:
        return self.beats.get("opened", 0)

    @property
    def replies(self) -> int:
        return self.beats.get("replied", 0)

    @property
    def came(self) -> int:
        """How often somebody was at a gathering."""
        return sum(self.beats.get(verb, 0) for verb in MET)

    @property
    def is_silent(self) -> bool:
        """Whether nobody wrote, and nobody met."""
        return not (self.conversations or self.replies or self.came)


@dataclass(frozen=True)
class Waiting:
    """An opening that nobody else has answered."""

    conversation_id: int
    person_id: int
    hours: float


@dataclass(frozen=True)
class Rhythm:
    """The reading at the end of a day: beats by week, gaps, overload, and how answers come.

    Whoever met broke the silence as whoever wrote did. `hours_to_first_reply` is the median over conversations opened
    in twelve weeks and answered by another person, `answered` of the `opened` were. `usual_wait_hours` is the 75th
    percentile of first replies in half a year, `usual_silence_days` the 90th percentile of the days between one sign of
    life (a post, a gathering) and the next. The two of silence are None only where there was none, or one alone.
    """

    on: date
    weeks: tuple[Week, ...]
    years: tuple[Week, ...]
    silent_weeks: int
    overloaded: tuple[date, ...]
    hours_to_first_reply: float | None
    opened: int
    answered: int
    usual_wait_hours: float
    usual_silence_days: float | None
    silence_days: float | None
    waiting: tuple[Waiting, ...]
    awaited: Mapping[int, int]

    @property
    def answered_share(self) -> float | None:
        """How many of the openings of twelve weeks were answered, 0 to 1; None where there were none."""
        return self.answered / self.opened if self.opened else None


def hours_since_epoch(on: date) -> float:
    """The hour at which the day `on` ends."""
    return float((on.toordinal() - date(1970, 1, 1).toordinal() + 1) * 24)


def read(
    talk: Talk,
    beats: Mapping[date, Mapping[str, int]],
    *,
    on: date,
    now_hour: float | None = None,
    met: Floats | None = None,
    earlier: Floats | None = None,
) -> Rhythm:
    """The rhythm at the end of `on` (or at `now_hour` on that day); `talk` must reach back half a year, `beats`
    three years. `met` are the hours of gatherings that people came to, each once; `earlier` are those of the last posts
    and gatherings before that, where both know too few to tell a silence.
    """
    end = min(now_hour or hours_since_epoch(on), hours_since_epoch(on))
    this_monday = monday_of(on)
    years = years_to(this_monday, beats)
    weeks = years[-WEEKS:]
    known = talk.hour < end
    talk = Talk(
        talk.conversation[known], talk.person[known], talk.towards[known], talk.hour[known], talk.is_opening[known]
    )
    nothing: Floats = np.array([], dtype=np.float64)
    met = nothing if met is None else np.unique(met[met <= end])
    said = before_a_silence(np.concatenate([nothing if earlier is None else earlier, talk.hour, met]))
    opened, asker, waits = first_replies(talk)
    recent = opened >= end - WEEKS * 7 * 24
    answered = recent & np.isfinite(waits)
    return Rhythm(
        on=on,
        weeks=weeks,
        years=years,
        silent_weeks=sum(week.is_silent for week in weeks),
        overloaded=overloaded(years),
        hours_to_first_reply=float(np.median(waits[answered])) if answered.any() else None,
        opened=int(recent.sum()),
        answered=int(answered.sum()),
        usual_wait_hours=usual_wait(waits),
        usual_silence_days=usual_silence(said),
        silence_days=float((end - said.max()) / 24) if said.size else None,
        waiting=tuple(
            Waiting(int(conversation), int(person), float(end - hour))
            for conversation, person, hour, wait in zip(_openings(talk), asker, opened, waits, strict=True)
            if not np.isfinite(wait) and hour >= end - WEEKS * 7 * 24
        ),
        awaited=awaited(talk),
    )


def years_to(monday: date, beats: Mapping[date, Mapping[str, int]]) -> tuple[Week, ...]:
    """The weeks of three years up to that of this Monday, oldest first."""
    mondays = (monday - timedelta(weeks=back) for back in reversed(range(YEARS_OF_WEEKS)))
    return tuple(Week(one, beats.get(one, {})) for one in mondays)


def _openings(talk: Talk) -> Ints:
    return talk.conversation[talk.is_opening]


def first_replies(talk: Talk) -> tuple[Floats, Ints, Floats]:
    """For each opening: its hour, its author, and the hours until another person's first reply (infinite where none
    came).
    """
    opened = talk.hour[talk.is_opening]
    asker = talk.person[talk.is_opening]
    place = {int(conversation): at for at, conversation in enumerate(_openings(talk))}
    first = np.full(opened.shape, np.inf)
    at = np.fromiter(
        (place.get(int(one), -1) for one in talk.conversation), dtype=np.int64, count=talk.conversation.size
    )
    replies = ~talk.is_opening & (at >= 0)
    replies[replies] &= talk.person[replies] != asker[at[replies]]
    np.minimum.at(first, at[replies], talk.hour[replies])
    return opened, asker, first - opened


def usual_wait(waits: Floats) -> float:
    """The 75th percentile of known waits in hours, never under a day; two days where fewer than five are known."""
    known = waits[np.isfinite(waits)]
    if known.size < KNOWN_WAITS:
        return DEFAULT_WAIT_HOURS
    return max(LEAST_WAIT_HOURS, float(np.percentile(known, 75)))


def before_a_silence(hours: Floats) -> Floats:
    """The hours of the half-year that ends with the last of them, and of the last two however far apart they are: a
    community that fell silent long ago had its own pace as well.
    """
    hours = np.sort(hours)
    return (
        hours[min(int(np.searchsorted(hours, hours[-1] - HALF_A_YEAR_HOURS)), hours.size - 2) :]
        if hours.size > 1
        else hours
    )


def usual_silence(hours: Floats) -> float | None:
    """The 90th percentile of days between one sign of life and the next."""
    if hours.size < 2:
        return None
    return float(np.percentile(np.diff(np.sort(hours)), 90) / 24)


def overloaded(years: tuple[Week, ...]) -> tuple[date, ...]:
    """Weeks of the last twelve with more than twice the posts of the median of the half-year before each, and at least
    twenty more.
    """
    posts = np.array([week.conversations + week.replies for week in years], dtype=np.float64)
    found = []
    for at in range(len(years) - WEEKS, len(years)):
        usual = float(np.median(posts[max(0, at - 26) : at]))
        if posts[at] > 2 * usual and posts[at] >= usual + 20:
            found.append(years[at].monday)
    return tuple(found)


def awaited(talk: Talk) -> Mapping[int, int]:
    """Persons to whom the last word of a conversation was said by another, and in how many conversations it was."""
    people: dict[int, int] = {}
    last: dict[int, int] = {}
    for at in np.argsort(talk.hour, kind="stable"):
        last[int(talk.conversation[at])] = int(at)
    for at in last.values():
        towards = int(talk.towards[at])
        if not talk.is_opening[at] and towards >= 0 and towards != talk.person[at]:
            people[towards] = people.get(towards, 0) + 1
    return people
