"""The community changes its own words on itself; every state is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.charter.sections import KEYS
from commonplace.communities.charter.ways import WAY, Way, way_of
from commonplace.communities.models import CharterRevision, Community
from commonplace.communities.stewards import require_steward
from commonplace.people.models import Person


class NothingChanged(ValueError):
    """These are the words that stand."""


class UnknownSection(LookupError):
    """The charter has no such section."""


class EditedMeanwhile(ValueError):
    """Someone else gave the same section other words since; `current` is what stands now."""

    def __init__(self, current: CharterRevision | None) -> None:
        super().__init__(current.number if current else 0)
        self.current = current


class ByItsMembers(ValueError):
    """The community has chosen that its members change the charter; no steward does so alone."""


def revise_charter(
    *,
    by: Person,
    community: Community,
    words: Mapping[str, str],
    summary: str,
    on_revision: int | None = None,
    at: datetime | None = None,
) -> CharterRevision:
    """Give sections new words (Markdown); sections that `words` does not name stay as they are.

    `on_revision` is the number that was on the page when writing began, 0 for none. Raises NotASteward, UnknownSection,
    ByItsMembers, NothingChanged, EditedMeanwhile.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    if unknown := set(words) - set(KEYS):
        raise UnknownSection(", ".join(sorted(unknown)))
    with transaction.atomic():
        current = _current_for_a_steward(community)
        before = current.words if current else {}
        if on_revision is not None:
            seen = community.charter_revisions.filter(number=on_revision).first()
            read = seen.words if seen else {}
            if any(read.get(key, "") != before.get(key, "") for key in words):
                raise EditedMeanwhile(current)
        return _keep(current, by=by, community=community, words=words, summary=summary, now=now)


def choose_way(
    *, by: Person, community: Community, way: Way, summary: str = "", at: datetime | None = None
) -> CharterRevision:
    """A steward says how the charter is changed from now on; raises NotASteward, ByItsMembers, NothingChanged."""
    now = at or timezone.now()
    require_steward(by, community, at=now)
    with transaction.atomic():
        current = _current_for_a_steward(community)
        return _keep(current, by=by, community=community, words={WAY: way.written}, summary=summary, now=now)


def adopt(
    *, by: Person | None, community: Community, words: Mapping[str, str], summary: str, at: datetime
) -> CharterRevision:
    """Give the charter the words on which members decided; who asks for it has seen to that. Raises NothingChanged."""
    with transaction.atomic():
        current = _locked(community)
        return _keep(current, by=by, community=community, words=words, summary=summary, now=at)


def _locked(community: Community) -> CharterRevision | None:
    # Moving the community's version is the lock: two who save at once queue here.
    ledger.changed([community.pk])
    return community.charter_revisions.order_by("-number").first()


def _current_for_a_steward(community: Community) -> CharterRevision | None:
    current = _locked(community)
    if not way_of(current).is_by_stewards:
        raise ByItsMembers(community.slug)
    return current


def _keep(
    current: CharterRevision | None,
    *,
    by: Person | None,
    community: Community,
    words: Mapping[str, str],
    summary: str,
    now: datetime,
) -> CharterRevision:
    before = current.words if current else {}
    after = {key: text for key in (*KEYS, WAY) if (text := words.get(key, before.get(key, "")).strip())}
    if after == before:
        raise NothingChanged(community.slug)
    revision = CharterRevision.objects.create(
        community=community,
        number=current.number + 1 if current else 1,
        by=by,
        at=now,
        summary=summary,
        words=after,
    )
    # Search reads on from here.
    Community.objects.filter(pk=community.pk).update(changed_at=timezone.now())
    ledger.record(verb="revised_charter", person=by, community=community, at=now, what="charter", what_id=revision.pk)
    return revision
