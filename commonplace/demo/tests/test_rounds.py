"""The community of the demo has asked twice how it is doing, and something was decided each time."""

import re

import pytest

from commonplace.fitness.models import HadSheet, Round, Sheet
from commonplace.fitness.queries import told_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sown")]


def test_two_rounds_were_told_and_decided_on() -> None:
    first, second = Round.objects.filter(community__slug="listening-stick").order_by("number")
    for one in (first, second):
        said = [re.sub("[\u2068\u2069]", "", row.difference) for row in told_of(one).differences]
        assert "Recognition: the host’s side sees it, members do not." in said
        assert one.decisions.count() == 1
    assert [row.item.code for row in told_of(first).low] == ["recognition", "time", "means"]
    moved = {row.item.code: row.readings[0].trend for row in told_of(second).rows}
    assert (moved["time"], moved["recognition"]) == (1, 0)
    assert not HadSheet.objects.exists()
    assert not Sheet.objects.exists()
