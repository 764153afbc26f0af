"""Gatherings as calendars hold them: under one name for good, a series with what was moved, left out and called off.

The names of those who come stand in no calendar, whoever reads it. Where one meets online stands in none either: that
opens ten minutes before, on the page to which every event leads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.gatherings.models import Gathering, Series, State
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.gatherings.models.terms import Terms
from commonplace.lib.calendars.events import Event
from commonplace.lib.direction import isolated
from commonplace.lib.recurrence import NotARule, parts_of, walls
from commonplace.lib.rules_moved import ended_rule
from commonplace.lib.zones import NoSuchZone, wall_at, zone_named, zone_names
from commonplace.ui.addresses import address

# What was stays in calendars for a year; a calendar of longer ago is printed by the command line.
BACK: Final = timedelta(days=366)
MOST: Final = 2000  # dates in one calendar
AHEAD: Final = timedelta(days=366 * 10)

Tells = Callable[[Terms], bool]


def on_calendars(rows: GatheringQuerySet, *, since: datetime | None = None) -> GatheringQuerySet:
    """Those of these that have a date, called off or not; what ended before `since` only where it is of a series."""
    # What was called off before it had a date stands in no calendar that could be told so.
    dated = rows.exclude(Q(state=State.DRAFT) | Q(state=State.CANCELLED, poll__isnull=False, poll__chosen=None))
    if since is not None:
        dated = dated.filter(Q(ends_at__gt=since) | Q(series__isnull=False))
    return dated.select_related("community", "space", "series__space", "series__community").order_by(
        "-starts_at", "-pk"
    )


def says_words(terms: Terms) -> bool:
    """Whether what it is may be said outside of the house: by the rule for letters, and not where it is sealed."""
    return bool(terms.space.sends_words) and terms.confidence != Confidence.SEALED


def events_of(gatherings: Iterable[Gathering], *, tells: Tells = says_words, most: int | None = MOST) -> list[Event]:
    """Each gathering once, or as a date of its series; without words where `tells` says no.

    They come joined to community, space and series. Of a series, dates that are not among them are left out.
    """
    events: list[Event] = []
    by_series: dict[int, list[Gathering]] = defaultdict(list)
    for one in islice(gatherings, most):
        if one.series_id is None:
            events.append(_dated(one, tells))
        else:
            by_series[one.series_id].append(one)
    for dates in by_series.values():
        events += _of_series(dates, tells)
    return events


def date_of(one: Gathering, *, tells: Tells = says_words) -> Event:
    """One gathering by itself, a date of a series under the name of its series, as invitations have it.

    Where its series was another when people were asked, it keeps the name that their calendars know.
    """
    if one.known_uid is not None and one.known_zone in zone_names():
        return replace(
            _dated(one, tells),
            uid=_uid(one.known_uid),
            instead_of=datetime.fromisoformat(one.known_id),
            instead_of_zone=one.known_zone,
        )
    if one.series is None or one.rule_wall is None or one.series.zone not in zone_names():
        return _dated(one, tells)
    return _moved(one, one.series, tells)


def uid_of(terms: Terms) -> str:
    """By what calendars know it, whatever changes."""
    return _uid(terms.uid)


def names_of(one: Gathering) -> list[tuple[str, datetime | None, str]]:
    """Every name by which calendars of those who were asked may know it: of what, which date of it, by which clock."""
    names: list[tuple[str, datetime | None, str]] = [(uid_of(one), None, "")]
    if one.series is not None and one.rule_wall is not None:
        names.append((uid_of(one.series), one.rule_wall, one.series.zone))
    if one.known_uid is not None:
        names.append((_uid(one.known_uid), datetime.fromisoformat(one.known_id), one.known_zone))
    return names


def _uid(uid: UUID) -> str:
    return f"{uid}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"


def _of_series(dates: Sequence[Gathering], tells: Tells) -> list[Event]:
    """The series with its rule, and each date that is not as the rule has it."""
    series = dates[0].series
    assert series is not None  # asked by the caller
    kept = {one.rule_wall: one for one in dates if one.rule_wall is not None}
    try:
        by_rule = _walls(series, last=max(kept, default=series.wall))
    except (NotARule, NoSuchZone):
        # A rule or a zone that nobody knows any more: each date stands for itself.
        by_rule = []
    named = [wall for wall in by_rule if wall in kept]
    alone = [_dated(one, tells) for one in dates if one.rule_wall not in named]
    if not named:
        return alone
    by_rule = [wall for wall in by_rule if named[0] <= wall and (series.ended_at is None or wall <= named[-1])]
    # Before this day every date has a row, or was taken out; of later ones the rule alone says when they are.
    made = datetime.combine(series.made_until, time.min) if series.made_until else named[-1]
    whole = replace(
        _event(series, tells),
        wall=named[0],
        rule=series.rule if _is_endless(series) else ended_rule(series.rule, by_rule[-1]),
        left_out=tuple(wall for wall in by_rule if wall not in kept and (wall < made or series.leaves_out(wall))),
        page=f"{settings.BASE_URL}{address('gatherings', series.community.slug)}",
    )
    others = [kept[wall] for wall in named if not _is_as_the_rule_has_it(kept[wall], series)]
    return [whole, *(_moved(one, series, tells) for one in others), *alone]


def _walls(series: Series, *, last: datetime) -> list[datetime]:
    """The dates of the rule, to some years after the last that is kept; raises NotARule and NoSuchZone."""
    zone_named(series.zone)
    found = walls(series.rule, series.wall, after=series.wall, before=last + AHEAD, zone=series.zone)
    return list(islice(found, 2 * MOST))


def _is_endless(series: Series) -> bool:
    return series.ended_at is None and not {"COUNT", "UNTIL"} & parts_of(series.rule).keys()


def _is_as_the_rule_has_it(one: Gathering, series: Series) -> bool:
    told = ("zone", "minutes", "title", "purpose", "place", "confidence", "space_id")
    return (
        not one.is_cancelled
        and one.wall == one.rule_wall
        and all(getattr(one, name) == getattr(series, name) for name in told)
    )


def _moved(one: Gathering, series: Series, tells: Tells) -> Event:
    return replace(
        _dated(one, tells),
        uid=uid_of(series),
        sequence=max(one.sequence, series.sequence),
        instead_of=one.rule_wall,
        instead_of_zone=series.zone,
    )


def _dated(one: Gathering, tells: Tells) -> Event:
    event = _event(one, tells)
    wall, zone = one.wall, one.zone
    try:
        zone_named(zone)
    except NoSuchZone:
        wall, zone = wall_at(one.starts_at, "UTC"), "UTC"
    about = event.about
    if one.is_cancelled and one.why and tells(one):
        about = "\n\n".join(filter(None, (one.why, about)))
    return replace(
        event,
        wall=wall,
        zone=zone,
        about=about,
        is_cancelled=one.is_cancelled,
        page=f"{settings.BASE_URL}{address('gathering', one.community.slug, one.pk)}",
    )


def _event(terms: Gathering | Series, tells: Tells) -> Event:
    is_told = tells(terms)
    return Event(
        uid=uid_of(terms),
        title=terms.title if is_told else _wordless(terms),
        wall=terms.wall,
        zone=terms.zone,
        minutes=terms.minutes,
        about=terms.purpose if is_told else "",
        place=terms.place if is_told else "",
        sequence=terms.sequence,
        made_at=terms.made_at,
        changed_at=terms.changed_at,
    )


def _wordless(terms: Gathering | Series) -> str:
    return _("A gathering in %(community)s") % {"community": isolated(terms.community.name)}
