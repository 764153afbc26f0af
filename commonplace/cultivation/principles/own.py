"""What the instruments say beside the principles: rings, forms of gatherings, pauses and load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.modules import MODULES, is_on
from commonplace.communities.principles import Principle
from commonplace.communities.viewpoint import Viewpoint
from commonplace.cultivation.network.told import few_or
from commonplace.cultivation.participation import Ring
from commonplace.cultivation.pictures import FEWEST, span_words
from commonplace.cultivation.reading import Readings
from commonplace.cultivation.season.meeting import been
from commonplace.cultivation.season.reading import MODULE, Season
from commonplace.cultivation.told_shape import Shape
from commonplace.lib.weeks import monday_of
from commonplace.ui import words


@dataclass(frozen=True)
class Beside:
    """One reading beside a principle: what it is of, its sentence ("" where there is nothing yet), where one acts."""

    label: str
    sentence: str
    act: str
    url: str


@dataclass(frozen=True)
class Ground:
    """What the instruments know: who looks, the readings of today, the shape and the season as they may see them."""

    viewpoint: Viewpoint
    readings: Readings
    shape: Shape
    season: Season
    now: datetime

    @property
    def tends(self) -> bool:
        """Whether numbers of few people may be told: to those who tend, for care."""
        return self.viewpoint.is_steward

    def url(self, page: str) -> str:
        """The address of a page of the community."""
        return reverse(page, args=[self.viewpoint.community.slug])

    def may_tell(self, people: int) -> bool:
        """Whether a number of people may be told to this viewer."""
        return people >= FEWEST or (self.tends and people > 0)


def _parts_on(ground: Ground) -> Beside:
    community = ground.viewpoint.community
    on = [module for module in MODULES if is_on(community, module.code)]
    said = ngettext(
        "Of %(all)s parts that the house has, %(n)s is in use.",
        "Of %(all)s parts that the house has, %(n)s are in use.",
        len(on),
    ) % {"n": words.number_word(len(on)), "all": words.count(len(MODULES))}
    page, act = ("settings_modules", _("Switch parts on or off")) if ground.tends else ("about", _("Read the charter"))
    return Beside(_("What is switched on"), said, act, ground.url(page))


def _around_the_edge(ground: Ground) -> Beside:
    people = ground.shape.counts[Ring.TRANSACTIONAL]
    said = ngettext(
        "%(n)s guest, or somebody else who is no member, took part within ninety days.",
        "%(n)s guests, or others who are no members, took part within ninety days.",
        people,
    ) % {"n": words.count(people)}
    page, act = ("invitations", _("Invite a guest")) if ground.tends else ("people", _("See who is here"))
    return Beside(_("Guests"), said if ground.may_tell(people) else "", act, ground.url(page))


def _movement(ground: Ground) -> Beside:
    """How many came closer and stepped back: for everyone those whom Cultivate tells of, ring by ring."""
    may = 1 if ground.tends else FEWEST
    closer, back = (sum(n for n in moved.values() if n >= may) for moved in (ground.shape.closer, ground.shape.back))
    said = []
    if not ground.tends and ground.shape.is_small:
        closer = back = 0
    if closer:
        one = ngettext("%(n)s person came closer in a quarter.", "%(n)s people came closer in a quarter.", closer)
        said.append(one % {"n": words.count(closer)})
    if back:
        one = ngettext("%(n)s person stepped back in a quarter.", "%(n)s people stepped back in a quarter.", back)
        said.append(one % {"n": words.count(back)})
    return Beside(_("Movement"), " ".join(said), _("See the movement"), ground.url("movement"))


def _newcomers(ground: Ground) -> Beside:
    came, seen = ground.shape.came, ground.shape.came_and_seen
    told: int | None = seen if ground.tends else few_or(seen, came)
    said = ""
    if came and told is not None:
        said = ngettext(
            "Of %(all)s who came in within ninety days, %(n)s was seen to take part.",
            "Of %(all)s who came in within ninety days, %(n)s were seen to take part.",
            told,
        ) % {"all": words.count(came), "n": words.count(told) if told else _("nobody")}
    return Beside(_("Newcomers"), said, _("See who is here"), ground.url("people"))


def _forms(ground: Ground) -> Beside:
    held = been(ground.season.meetings, ground.now)
    forms = Counter(one.form or f"alone:{one.pk}" for one in held)
    said = ""
    if held:
        said = ngettext(
            "%(all)s gathering was held in two years, and forms among them: %(n)s.",
            "%(all)s gatherings were held in two years, and forms among them: %(n)s.",
            len(held),
        ) % {"all": words.count(len(held)), "n": words.number_word(len(forms))}
    return Beside(_("Forms of gatherings"), said, *_season(ground))


def _season(ground: Ground) -> tuple[str, str]:
    """Where one acts on when people meet: who tends has a planner for it."""
    if ground.tends:
        return _("See the season"), ground.url("season")
    return _("See the gatherings"), ground.url("gatherings")


def _pace(ground: Ground) -> Beside:
    rhythm = ground.readings.rhythm
    said = ""
    if rhythm.usual_silence_days is not None:
        pause = span_words(timedelta(days=rhythm.usual_silence_days))
        said = _("A pause in talk and meetings is usually over within %(span)s.") % {"span": pause}
    if rhythm.hours_to_first_reply is not None:
        reply = span_words(timedelta(hours=rhythm.hours_to_first_reply))
        said = f"{said} " + _("Half of all first replies come within %(span)s.") % {"span": reply}
    return Beside(_("Pace"), said.strip(), _("See the rhythm"), f"{ground.url('cultivate')}#rhythm")


def _gaps(ground: Ground) -> Beside:
    season = ground.season
    said = ""
    if season.silences:
        said = ngettext(
            "In the year of the season there is %(n)s gap longer than is usual here.",
            "In the year of the season there are %(n)s gaps longer than is usual here.",
            len(season.silences),
        ) % {"n": words.number_word(len(season.silences))}
    elif been(season.meetings, ground.now):
        said = _("No gap in the year of the season is longer than is usual here.")
    return Beside(_("Gaps"), said, *_season(ground))


def _load(ground: Ground) -> Beside:
    season = ground.season
    ahead = [one for one in season.full if one.monday >= monday_of(season.today)]
    said = ""
    if season.may is not None:
        said = (
            ngettext(
                "Of the weeks ahead, %(n)s holds more than people have time for.",
                "Of the weeks ahead, %(n)s hold more than people have time for.",
                len(ahead),
            )
            % {"n": words.number_word(len(ahead))}
            if ahead
            else _("No week ahead holds more than people have time for.")
        )
    return Beside(_("Load"), said, *_season(ground))


Reading = Callable[[Ground], Beside]

ALWAYS: Mapping[Principle, tuple[Reading, ...]] = {
    Principle.EVOLUTION: (_parts_on,),
    Principle.DIALOGUE: (_around_the_edge,),
    Principle.LEVELS: (_movement, _newcomers),
    Principle.RHYTHM: (_pace,),
}
OF_GATHERINGS: Mapping[Principle, tuple[Reading, ...]] = {
    Principle.EXCITEMENT: (_forms,),
    Principle.RHYTHM: (_gaps, _load),
}


def own(ground: Ground, principle: Principle) -> Iterator[Beside]:
    """What the instruments say beside a principle, as this viewer may read it."""
    readings = ALWAYS.get(principle, ())
    if is_on(ground.viewpoint.community, MODULE):
        readings += OF_GATHERINGS.get(principle, ())
    return (one(ground) for one in readings)
