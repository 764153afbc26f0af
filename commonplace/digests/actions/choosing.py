"""What stewards decide about a letter before it goes: two lines, which things, in which order, why, and whether.

Several may be at it at once. A form says what stood there when it was opened, so that whatever somebody else changed
meanwhile stays, and only the same words changed by two are asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.ledger import record
from commonplace.communities.models import Community
from commonplace.communities.stewards import require_steward
from commonplace.digests.models import Issue, Item, LetterDay, State
from commonplace.people.models import Person
from commonplace.store.locks import lock


class AlreadyGoing(ValueError):
    """The letter is on its way, or went, or was put aside: nothing in it can be changed."""


@dataclass(frozen=True)
class Said:
    """What a field said when the form was opened, and what it says now."""

    was: str
    now: str

    def onto(self, current: str) -> str | None:
        """What stands afterwards where `current` stands by now; None where two people changed it differently."""
        if self.now in (self.was, current):
            return current
        return self.now if current == self.was else None


@dataclass(frozen=True)
class Choice:
    """One thing of a letter as a form has it: kept ("yes" or "") and why."""

    kept: Said
    why: Said


@dataclass(frozen=True)
class Chosen:
    """What came of it: whether anything changed, and what somebody else has changed meanwhile, by the field's name."""

    changed: bool
    meanwhile: Mapping[str, str] = field(default_factory=dict)


def choose(
    *,
    by: Person,
    issue: Issue,
    words: Said,
    things: Mapping[str, Choice],
    move: tuple[str, int] | None = None,
    at: datetime | None = None,
) -> Chosen:
    """Take over a steward's form: `things` by their names (`name_of`), and one thing moved up (-1) or down (1).

    Raises NotASteward and AlreadyGoing.
    """
    at = at or timezone.now()
    with transaction.atomic():
        issue = _held(by, issue, at)
        meanwhile: dict[str, str] = {}
        changed = _take_words(issue, words, by, meanwhile)
        items = list(issue.things())
        for item in items:
            if choice := things.get(name_of(item)):
                changed |= _take(item, choice, by, meanwhile)
        ordered = _in_order(items)
        if move is not None:
            changed |= _move(ordered, *move)
        for place, item in enumerate(ordered, start=1):
            item.place = place
        if changed:
            Item.objects.bulk_update(items, ["place", "is_kept", "why", "chosen_by"])
            issue.touched_at = at
            issue.save(update_fields=["words", "words_by", "touched_at"])
            record(verb="chose_for_letter", person=by, community=issue.community, at=at)
    return Chosen(changed, meanwhile)


def name_of(item: Item) -> str:
    """By which name a form speaks of a thing: what it is, and not which row."""
    return f"{item.kind}-{item.object_id}"


def _held(by: Person, issue: Issue, at: datetime) -> Issue:
    require_steward(by, issue.community, at=at)
    (issue,) = lock(Issue.objects.filter(pk=issue.pk))
    if not issue.may_be_changed:
        raise AlreadyGoing(issue.pk)
    return issue


def _take_words(issue: Issue, words: Said, by: Person, meanwhile: dict[str, str]) -> bool:
    after = words.onto(issue.words)
    if after is None:
        meanwhile["words"] = issue.words
    elif after != issue.words:
        issue.words, issue.words_by = after, by if after else None
        return True
    return False


def _take(item: Item, choice: Choice, by: Person, meanwhile: dict[str, str]) -> bool:
    changed = False
    kept = choice.kept.onto("yes" if item.is_kept else "")
    if kept is not None and bool(kept) != item.is_kept:
        item.is_kept, changed = bool(kept), True
        # What is put in comes after what stood there, and what is left out after the rest.
        item.place = 10_000
    why = choice.why.onto(item.why)
    if why is None:
        meanwhile[f"why-{name_of(item)}"] = item.why
    elif why != item.why:
        item.why, item.chosen_by, changed = why, by if why else None, True
    return changed


def _in_order(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda one: (not one.is_kept, one.place, one.pk))


def _move(ordered: list[Item], name: str, way: int) -> bool:
    """Change places with the neighbour, among the things that are kept."""
    kept = sum(one.is_kept for one in ordered)
    at = next((place for place, one in enumerate(ordered[:kept]) if name_of(one) == name), None)
    if at is None or not 0 <= at + way < kept:
        return False
    ordered[at], ordered[at + way] = ordered[at + way], ordered[at]
    return True


def lay_ready(*, by: Person, issue: Issue, at: datetime | None = None) -> None:
    """Say that it may go as it stands; at its hour it goes in any case. Raises NotASteward and AlreadyGoing."""
    _decide(by, issue, State.READY, at or timezone.now())


def skip(*, by: Person, issue: Issue, at: datetime | None = None) -> None:
    """Send no letter this time. Raises NotASteward and AlreadyGoing."""
    _decide(by, issue, State.SKIPPED, at or timezone.now())


def _decide(by: Person, issue: Issue, state: State, at: datetime) -> None:
    with transaction.atomic():
        issue = _held(by, issue, at)
        issue.state, issue.decided_by, issue.touched_at = state, by, at
        issue.save(update_fields=["state", "decided_by", "touched_at"])
        record(verb="chose_for_letter", person=by, community=issue.community, at=at)


def take_up(*, by: Person, issue: Issue, at: datetime | None = None) -> None:
    """Open again what was laid ready or skipped, while nobody has it. Raises NotASteward and AlreadyGoing."""
    at = at or timezone.now()
    with transaction.atomic():
        require_steward(by, issue.community, at=at)
        again = Issue.objects.filter(pk=issue.pk, began_at=None).exclude(state=State.SENT)
        if not again.update(state=State.DRAFT, decided_by=None, touched_at=at):
            raise AlreadyGoing(issue.pk)
        record(verb="chose_for_letter", person=by, community=issue.community, at=at)


def choose_day(*, by: Person, community: Community, weekday: int | None, at: datetime | None = None) -> None:
    """Have the letter go out on this day of the week from the next one on, or write none. Raises NotASteward."""
    at = at or timezone.now()
    with transaction.atomic():
        require_steward(by, community, at=at)
        LetterDay.objects.update_or_create(community=community, defaults={"weekday": weekday, "since": at})
        record(verb="changed_community", person=by, community=community, at=at)
