"""A gathering is changed, or called off; whoever said that they come is told."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Space
from commonplace.gatherings.actions.answering import IsOff, IsOver, forget_votes, held_still, move_up
from commonplace.gatherings.actions.attending import tell_as
from commonplace.gatherings.actions.changes import note
from commonplace.gatherings.actions.convening import Plan, said_in, seat_hosts
from commonplace.gatherings.actions.deeds import record
from commonplace.gatherings.actions.indexing import keep_in_index
from commonplace.gatherings.actions.rights import require_hand
from commonplace.gatherings.actions.telling import News, tell_all
from commonplace.gatherings.models import Gathering, State, Untold
from commonplace.people.models import Person

__all__ = ["IsLooser", "IsOff", "IsOver", "IsTalkedAbout", "call_off", "change", "move", "to_be_told"]

# While the date is open the times are proposed by themselves; these columns follow from them.
OF_TIME = ("wall_on", "wall_time", "zone", "starts_at", "ends_at")
# A change of one of these concerns whoever comes: their calendar, and the way there.
TELLS = ("starts_at", "ends_at", "place", "zone")


class IsLooser(ValueError):
    """People have answered under a stricter word; it is kept."""


class IsTalkedAbout(ValueError):
    """What people said of it stands in a conversation that is read and told under the looser word."""


def require_silence(gatherings: Iterable[Gathering], *, wanted: str, space: Space) -> None:
    """Raise IsTalkedAbout where one of these, which has a conversation, would be held closer than its space keeps."""
    if wanted == space.confidence:
        return
    for one in gatherings:
        if one.conversation_id and Confidence(wanted).strictness > Confidence(one.confidence).strictness:
            raise IsTalkedAbout(one.pk)


def change(
    *, by: Person, gathering: Gathering, plan: Plan, space: Space | None = None, at: datetime | None = None
) -> Gathering:
    """Change what is said of a gathering; another time or place is told to those who answered, once it rests.

    Who holds it stays as it is but for the plan's hosts, where it names any. While the date is open, the times stay
    too, and nobody is told. Raises NotTheirs, IsOff, IsOver, IsLooser, IsTalkedAbout, ImpossibleTime
    and `zones.NoSuchZone`.
    """
    at = at or timezone.now()
    require_hand(by, gathering)
    said = said_in(plan, space or gathering.space, room=gathering.room)
    with transaction.atomic():
        standing = held_still(gathering, at=at, state=State.DRAFT if gathering.is_open_dated else State.CONVENED)
        if standing.is_open_dated:
            said = {name: value for name, value in said.items() if name not in OF_TIME}
            said["ends_at"] = standing.starts_at + timedelta(minutes=plan.minutes)
        is_looser = Confidence(str(said["confidence"])).strictness < Confidence(standing.confidence).strictness
        if is_looser and standing.answers.exists():
            raise IsLooser(gathering.pk)
        require_silence([standing], wanted=str(said["confidence"]), space=space or gathering.space)
        before = copy(standing)
        concerns = not standing.is_open_dated and any(getattr(standing, name) != said[name] for name in TELLS)
        for name, value in said.items():
            setattr(standing, name, value)
        standing.changed_at = at
        standing.sequence += concerns
        standing.save(update_fields=[*said, "changed_at", "sequence"])
        if plan.hosts:
            seat_hosts(standing, plan.hosts)
        tell_as(standing, before=before)
        record("changed_gathering", by=by, gathering=standing, at=at)
        keep_in_index([standing])
        if not standing.is_open_dated:
            move_up(standing, at=at)
        if concerns:
            note([(before, standing)], but=by, at=at)
    return standing


def move(*, by: Person, gathering: Gathering, wall: datetime, at: datetime | None = None) -> Gathering:
    """Have it begin at another time, as its own clock shows it, all else as it is; tells and raises as `change`."""
    same = ("title", "zone", "minutes", "purpose", "place", "link", "telephone", "capacity", "prepare", "confidence")
    plan = Plan(wall=wall, own_room=bool(gathering.room), **{name: getattr(gathering, name) for name in same})
    return change(by=by, gathering=gathering, plan=plan, at=at)


def to_be_told(gathering: Gathering, *, but: Person) -> int:
    """How many a letter tells of another time or place: whoever comes, might, or waits, guests from outside too."""
    return gathering.answers.to_be_told().exclude(person=but).count()


def call_off(
    *, by: Person, gathering: Gathering, why: str, at: datetime | None = None, is_one_of_many: bool = False
) -> Gathering:
    """Say that it does not take place, and why; everyone who comes, might, or waits is told, and where its date was
    open everyone who said when they can. Raises NotTheirs, IsOver.

    Calling it off twice is calling it off once, with the first reason. What is one of many is told with the others, in
    one letter.
    """
    at = at or timezone.now()
    require_hand(by, gathering)
    with transaction.atomic():
        try:
            standing = held_still(gathering, at=at, state=State.DRAFT if gathering.is_open_dated else State.CONVENED)
        except IsOff:
            return Gathering.objects.get(pk=gathering.pk)
        was_open = standing.is_open_dated
        standing.state, standing.why, standing.cancelled_at = "cancelled", why, at
        standing.changed_at = at
        standing.sequence += 1
        standing.save(update_fields=["state", "why", "cancelled_at", "changed_at", "sequence"])
        record("called_off", by=by, gathering=standing, at=at)
        if is_one_of_many:
            note([(standing, standing)], but=by, at=at)
        else:
            # How it was to be before is of no interest any more.
            Untold.objects.filter(answer__gathering=standing).delete()
            tell_all(News.OFF, standing, but=by, why=why, voted=was_open, at=at)
        if was_open and standing.names_are_kept:
            forget_votes(standing)
    return standing
