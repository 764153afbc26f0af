"""A gathering that is called to talk about an item of a round says so in the address, and is kept with the round."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness.actions.deciding import talk
from commonplace.fitness.models import Round
from commonplace.fitness.queries import MODULE
from commonplace.fitness.talking import CODE, what_of
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.occasions import Occasion
from commonplace.lib.direction import isolated
from commonplace.people.models import Person


def _meant(key: str, community: Community) -> tuple[Round, str] | None:
    number, _colon, item = key.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        return None
    closed = Round.objects.filter(community=community, number=int(number)).exclude(closed_at=None).first()
    if closed is None or item not in {one.code for one in closed.what.items}:
        return None
    closed.community = community
    return closed, item


def _words(key: str, viewpoint: Viewpoint) -> str:
    is_theirs = viewpoint.is_steward and is_on(viewpoint.community, MODULE)
    found = _meant(key, viewpoint.community) if is_theirs else None
    if found is None:
        return ""
    closed, item = found
    said = _("It is called to talk about “%(what)s” in round %(n)s. The round will lead here, and this to the round.")
    return said % {"what": isolated(what_of(closed.instrument, item)), "n": closed.number}


def _tie(*, by: Person, gathering: Gathering, key: str) -> None:
    found = _meant(key, gathering.community)
    if found is not None:
        talk(by=by, closed=found[0], item=found[1], gathering=gathering)


OCCASION = Occasion(CODE, _words, _tie)
