"""The heads of WhatsApp's lines: every form a phone writes, and which number is the day."""

import pytest

from commonplace.lib.archives.whatsapp_dates import moment_of, order_of
from commonplace.lib.archives.whatsapp_lines import head_of

HEADS = [
    ("03.04.24, 15:04 - Rosa: hi", "2024-04-03 15:04"),
    ("[03.04.24, 15:04:09] Rosa: hi", "2024-04-03 15:04"),
    ("\u200e[3/4/2024, 3:04:09\u202fPM] Rosa: hi", "2024-04-03 15:04"),
    ("3/4/24, 3:04\u202fp.\u00a0m. - Rosa: hi", "2024-04-03 15:04"),
    ("03/04/2024 15:04 - Rosa: hi", "2024-04-03 15:04"),
    ("03/04/2024 às 15:04 - Rosa: hi", "2024-04-03 15:04"),
    ("03-04-2024 15.04 - Rosa: hi", "2024-04-03 15:04"),
    ("[3.4.2024 klo 15.04.09] Rosa: hi", "2024-04-03 15:04"),
    ("03.04.24, 15:04 Uhr - Rosa: hi", "2024-04-03 15:04"),
    ("٣‏/٤‏/٢٠٢٤، ٣:٠٤ م - Rosa: hi", "2024-04-03 15:04"),
    ("[٣‏/٤‏/٢٠٢٤، ١٢:٠٤:٠٩ ص] Rosa: hi", "2024-04-03 00:04"),
    ("۳/۴/۲۰۲۴،\u200f ۱۵:۰۴ - Rosa: hi", "2024-04-03 15:04"),
    ("3. 4. 2024, 15:04 - Rosa: hi", "2024-04-03 15:04"),
    ("3/4/2024, 12:04 am - Rosa: hi", "2024-04-03 00:04"),
    ("3/4/2024, 下午3:04 - Rosa: hi", "2024-04-03 15:04"),
]


@pytest.mark.parametrize(("line", "at"), HEADS)
def test_a_head_is_read_as_phones_write_it(line: str, at: str) -> None:
    head = head_of(line)
    assert head is not None
    assert f"{moment_of(head, 'dmy'):%Y-%m-%d %H:%M}" == at
    assert head.rest == "Rosa: hi"


@pytest.mark.parametrize(
    "line", ["", "hello", "3 of 4 reeds", "10:30 works - Rosa: see", "[sic] so", "1.2.3 is the version", "99/99 - what"]
)
def test_a_line_that_goes_on_is_no_head(line: str) -> None:
    assert head_of(line) is None


def heads(*lines: str) -> list:
    return [head for line in lines if (head := head_of(line))]


def test_the_day_is_found_by_a_date_that_would_be_none() -> None:
    assert order_of(heads("3/4/24, 1:00 - a: b", "3/14/24, 1:00 - a: b")) == ("mdy", False)
    assert order_of(heads("3/4/24, 1:00 - a: b", "14/4/24, 1:00 - a: b")) == ("dmy", False)
    assert order_of(heads("2024-03-04, 1:00 - a: b", "2024-03-05, 1:00 - a: b")) == ("ymd", False)


def test_the_day_is_found_by_lines_that_would_go_back() -> None:
    assert order_of(heads("1/12/24, 1:00 - a: b", "2/11/24, 1:00 - a: b", "3/10/24, 1:00 - a: b")) == ("mdy", False)
    assert order_of(heads("1/1/24, 1:00 - a: b", "12/1/24, 1:00 - a: b", "2/3/24, 1:00 - a: b")) == ("dmy", False)


def test_where_months_come_first_is_told_by_slashes_and_half_days() -> None:
    assert order_of(heads("3/4/24, 3:00 PM - a: b")).order == "mdy"
