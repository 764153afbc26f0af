"""What a community drew, as a page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.communities.modules import MODULES, Module, Orientation, is_on
from commonplace.lib.spread import FEWEST, Middle, wants
from commonplace.orientations.briefs import BRIEFS
from commonplace.orientations.models import Leaning, Profile, Spread
from commonplace.people.models import Person
from commonplace.ui import words

MODULE = "orientations"


@dataclass(frozen=True)
class Told:
    """One orientation of a closed profile."""

    orientation: Orientation
    brief: str | Promise
    today: Middle | None
    wanted: Middle | None

    @property
    def wants(self) -> int:
        """1 where more is wanted, -1 where less, 0 where neither can be said."""
        return wants(self.today, self.wanted)

    @property
    def sentence(self) -> str:
        """The picture in words."""
        if self.today is None and self.wanted is None:
            return _("Fewer than five said a number.")
        if self.today is None:
            return _("Half of those who drew want %(wanted)s. Of today fewer than five said anything.") % {
                "wanted": _between(self.wanted)
            }
        if self.wanted is None:
            return _("Half of those who drew see %(today)s today. Fewer than five said what they want.") % {
                "today": _between(self.today)
            }
        said = {"today": _between(self.today), "wanted": _between(self.wanted)}
        return _("Half of those who drew see %(today)s today and want %(wanted)s.") % said


def _between(middle: Middle | None) -> str:
    if middle is None:
        return ""
    if middle.low == middle.high:
        return words.count(middle.low)
    return _("%(low)s to %(high)s") % {"low": words.count(middle.low), "high": words.count(middle.high)}


@dataclass(frozen=True)
class Proposal:
    """Parts of the house that would serve an orientation of which more is wanted, or that serve what is less wanted."""

    told: Told
    modules: Sequence[Module]


def told_of(profile: Profile) -> list[Told]:
    """What is told of a closed profile, in the order of the orientations; empty where fewer than five drew."""
    if profile.drawn < FEWEST:
        return []
    kept = {Orientation(one.orientation): one for one in Spread.objects.filter(profile=profile)}
    return [Told(one, BRIEFS[one], kept[one].today, kept[one].wanted) for one in Orientation if one in kept]


def could_go_on(community: Community, told: Sequence[Told]) -> list[Proposal]:
    """Where more is wanted, what is off and would serve it."""
    found = [
        Proposal(one, [module for module in MODULES if one.orientation in module.serves and _is_off(community, module)])
        for one in told
        if one.wants > 0
    ]
    return [one for one in found if one.modules]


def could_go_off(community: Community, told: Sequence[Told]) -> list[Proposal]:
    """Where less is wanted, what is on and serves nothing else that is wanted as it is, or more."""
    less = {one.orientation for one in told if one.wants < 0}
    found = [
        Proposal(
            one,
            [
                module
                for module in MODULES
                if one.orientation in module.serves and less.issuperset(module.serves) and _may_go(community, module)
            ],
        )
        for one in told
        if one.wants < 0
    ]
    return [one for one in found if one.modules]


def _is_off(community: Community, module: Module) -> bool:
    return not is_on(community, module.code)


def _may_go(community: Community, module: Module) -> bool:
    return is_on(community, module.code) and not module.is_fixed


def drawn_by(person: Person, profile: Profile) -> dict[str, int]:
    """What someone said themselves, by the fields of the form."""
    said: dict[str, int] = {}
    for one in Leaning.objects.filter(profile=profile, person=person):
        said |= {
            f"{one.orientation}_{when}": number
            for when, number in (("today", one.today), ("wanted", one.wanted))
            if number is not None
        }
    return said
