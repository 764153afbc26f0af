"""Long work notices that others write, and leaves them as long as its steps take."""

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat

from commonplace.people.models import Person
from commonplace.store.steps import Steps
from tests.races import in_threads


def one_step_after_another(between: list[bool]) -> list[float]:
    """The pauses before steps that take a second each, where others wrote or not before each began."""
    pauses: list[float] = []
    now = 0.0

    def step(size: int) -> int:
        nonlocal now
        now += 1
        return size

    steps = Steps(least=1, most=1, clock=lambda: now, pause=pauses.append)
    for others_write in between:
        if others_write:
            in_threads([lambda: Person.objects.update(place=Concat("place", Value("!")))], ())
        steps.take(step)
    return pauses


def test_a_step_after_which_others_wrote_is_followed_by_as_long_a_pause(hal: Person, shared: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does not say who else writes, and keeps fewer waiting")
    (pauses,) = in_threads([lambda: one_step_after_another([False, False, True, False, True])], ())
    assert pauses == [0.25, 1.0, 0.25, 1.0]
