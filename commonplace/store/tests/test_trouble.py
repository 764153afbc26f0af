"""What went wrong with due work is kept in five hundred signs, and forgotten when it goes well again."""

from datetime import datetime, timedelta

import pytest

from commonplace.store.due import DUE, Due, do_due
from commonplace.store.models import DueWork

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_trouble_is_kept_short_and_forgotten(now: datetime) -> None:
    words = ["x" * 900]

    def run(*, now: datetime) -> None:
        if words:
            raise RuntimeError(words.pop())

    with DUE.overridden(Due("hourly", run, HOUR, timedelta(minutes=5))):
        do_due(now=now)
        row = DueWork.objects.get(code="hourly")
        assert (row.last_error, row.done_at, row.due_at) == (f"RuntimeError: {'x' * 486}", None, now + HOUR)
        do_due(now=now + HOUR)
        row = DueWork.objects.get(code="hourly")
        assert (row.last_error, row.done_at, row.claimed_until) == ("", now + HOUR, None)
