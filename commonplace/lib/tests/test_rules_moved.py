"""A rule moved to another day, and the rest of one: the rhythm stays."""

from datetime import date, time

import pytest

from commonplace.lib.rules_moved import NotMovable, moved_rule, rest_of_rule


@pytest.mark.parametrize(
    ("rule", "first", "to", "moved"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "2027-01-05", "2027-01-05", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;BYDAY=TU", "2027-01-05", "2027-01-04", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=SU,MO", "2027-01-03", "2027-01-04", "FREQ=WEEKLY;BYDAY=MO,TU"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
            "2027-01-09",
            "2027-01-10",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=TU",
        ),
        ("FREQ=MONTHLY;BYDAY=-2FR", "2027-01-22", "2027-01-23", "FREQ=MONTHLY;BYDAY=-2SA"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-31", "2027-01-30", "FREQ=MONTHLY;BYMONTHDAY=-2"),
        ("FREQ=YEARLY", "2027-01-31", "2027-02-01", "FREQ=YEARLY"),
    ],
)
def test_a_rule_goes_along_with_its_day(rule: str, first: str, to: str, moved: str) -> None:
    assert moved_rule(rule, date.fromisoformat(first), date.fromisoformat(to)) == moved


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=1TU,3TU",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1",
        "FREQ=DAILY;BYDAY=MO,TU,WE",
        "FREQ=YEARLY;BYMONTH=3",
    ],
)
def test_a_rule_of_several_days_goes_nowhere(rule: str) -> None:
    with pytest.raises(NotMovable):
        moved_rule(rule, date(2027, 1, 5), date(2027, 1, 6))
    assert moved_rule(rule, date(2027, 1, 5), date(2027, 1, 5)) == rule


def test_the_rest_of_a_rule_ends_where_the_whole_does() -> None:
    by_count = rest_of_rule("FREQ=WEEKLY;COUNT=9", 4, zone="UTC", days=0, hour=time(15))
    assert by_count == "FREQ=WEEKLY;COUNT=5"
    # Three o'clock in Warsaw is two in UTC: that day is among them, and the day before it where the end is earlier.
    for until, last in (("20270309T140000Z", "20270310"), ("20270309T135959Z", "20270309"), ("20270309", "20270310")):
        rest = rest_of_rule(f"FREQ=WEEKLY;UNTIL={until}", 4, zone="Europe/Warsaw", days=1, hour=time(15))
        assert rest == f"FREQ=WEEKLY;UNTIL={last}"
