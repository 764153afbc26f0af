"""What people made of it is kept: what they saw, what they decided about the agenda, the support and what is looked at,
and what became of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.agenda.actions.items import put
from commonplace.agenda.models import Item, Kind
from commonplace.communities import ledger
from commonplace.communities.doors import Confidence, SpaceVisibility
from commonplace.communities.models import Community, Space
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.gatherings.models import Gathering
from commonplace.lib.text import excerpt
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.value.models import Decision, Indicator, Sense

__all__ = ["NotASteward", "NotOfThat", "NotYet", "NothingDecided", "keep", "look_at", "put_on_agenda", "take_away"]

MOST_TITLE = 160  # of a thing on the agenda


class NotYet(ValueError):
    """The day is still to come."""


class NothingDecided(ValueError):
    """It is kept for what was decided, and be it that all stays as it is."""


class NotOfThat(ValueError):
    """It was decided of something else, or of another community, or not all who read it would read what came of it."""


@transaction.atomic
def keep(
    *,
    by: Person,
    community: Community,
    on: date,
    seen: str,
    decided: Sequence[tuple[Decision.About, str]],
    gathering: Gathering | None = None,
    at: datetime | None = None,
) -> Sense:
    """Keep a page of it; the same sent twice is one. Raises NotASteward, NotYet, NothingDecided."""
    now = at or timezone.now()
    require_steward(by, community, at=now)
    if on > now.astimezone(UTC).date():
        raise NotYet(on)
    if not decided:
        raise NothingDecided
    ledger.changed([community.pk])
    made, is_new = Sense.objects.get_or_create(
        community=community, on=on, seen=seen, defaults={"gathering": gathering, "by": by, "at": now}
    )
    if is_new:
        Decision.objects.bulk_create(Decision(sense=made, about=about, words=words) for about, words in decided)
        ledger.record(verb="made_sense", person=by, community=community, at=now)
    return made


@transaction.atomic
def put_on_agenda(*, by: Person, decision: Decision, space: Space, at: datetime | None = None) -> Item:
    """Put what was decided on the agenda, once, where all members read it. Raises NotASteward, NotOfThat, and as
    `agenda.actions.items.put` does.
    """
    now = at or timezone.now()
    row = _held(by, decision, Decision.About.AGENDA, now)
    if row.item is not None:
        return row.item
    if space.community_id != row.sense.community_id or not is_for_all_members(space):
        raise NotOfThat(space.pk)
    title = excerpt(row.words, MOST_TITLE)
    made = put(by=by, space=space, kind=Kind.ISSUE, title=title, why="" if title == row.words else row.words, at=now)
    Decision.objects.filter(pk=row.pk).update(item=made)
    return made


@transaction.atomic
def look_at(*, by: Person, decision: Decision, indicator: Indicator, at: datetime | None = None) -> None:
    """Say what is looked at since it was decided. Raises NotASteward, NotOfThat."""
    now = at or timezone.now()
    row = _held(by, decision, Decision.About.INDICATORS, now)
    if indicator.community_id != row.sense.community_id:
        raise NotOfThat(indicator.pk)
    Decision.objects.filter(pk=row.pk).update(indicator=indicator)


def is_for_all_members(space: Space) -> bool:
    """Whether what stands there may stand on a page that everybody of the community reads."""
    read_by_all = space.visibility in (SpaceVisibility.PUBLIC, SpaceVisibility.MEMBERS)
    return read_by_all and space.confidence == Confidence.ORDINARY


def _held(by: Person, decision: Decision, about: Decision.About, now: datetime) -> Decision:
    """The decision as it stands, the community first; raises NotASteward, NotOfThat."""
    community = decision.sense.community
    require_steward(by, community, at=now)
    ledger.changed([community.pk])
    rows = lock(Decision.objects.filter(pk=decision.pk, about=about))
    if not rows:
        raise NotOfThat(decision.pk)
    rows[0].sense = decision.sense
    return rows[0]


@transaction.atomic
def take_away(*, by: Person, sense: Sense, at: datetime | None = None) -> None:
    """Take a page of it away for good, where it was a mistake; raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, sense.community, at=now)
    if Sense.objects.filter(pk=sense.pk).delete()[0]:
        ledger.record(verb="took_sense_away", person=by, community=sense.community, at=now)
