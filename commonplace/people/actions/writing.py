"""Letters to a person: where they want them, and in their language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from commonplace.letters.actions import may_be_written_to, written
from commonplace.letters.models import Letter
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters


def write_to(
    person: Person,
    *,
    template: str,
    context: Mapping[str, Any],
    kind: str,
    key: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Letter | None:
    """Write somebody a letter from its templates; None where mail reaches no confirmed address of theirs."""
    letter = written_to(
        person,
        template=template,
        context=context,
        kind=kind,
        key=key,
        due_at=due_at,
        useful_until=useful_until,
        headers=headers,
    )
    return None if letter is None else letter()


def written_to(
    person: Person,
    *,
    template: str,
    context: Mapping[str, Any],
    kind: str,
    key: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Callable[[], Letter] | None:
    """Write somebody a letter as `write_to` does, and give what posts it within a transaction."""
    address = address_for_letters(person)
    if not address or not may_be_written_to(address):
        return None
    with in_language_of(person):
        return written(
            to=address,
            template=template,
            context=context,
            kind=kind,
            key=key,
            due_at=due_at,
            useful_until=useful_until,
            headers=headers,
        )
