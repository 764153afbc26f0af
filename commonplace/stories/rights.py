"""Whose words a story and its steps are to write and change."""

from __future__ import annotations

from commonplace.people.models import Person
from commonplace.stories.models import Step, Story


def may_write(person: Person | None, story: Story) -> bool:
    """Whether they may add steps: its teller, and whoever writes it down."""
    return person is not None and person.pk in (story.teller_id, story.written_by_id)


def may_change(person: Person | None, story: Story, step: Step) -> bool:
    """Whether these words are theirs to change: the teller’s always, the writer’s until they are confirmed."""
    if person is None:
        return False
    return person.pk == story.teller_id or (person.pk == step.written_by_id and step.confirmed_at is None)
