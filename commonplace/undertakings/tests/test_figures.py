"""Numbers as English and Polish write them, and where the numbers of a group lie."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from commonplace.undertakings import figures
from commonplace.undertakings.forms.benchmark import FigureField
from commonplace.undertakings.spread import Spread, spread


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("12", "12"),
        (" 12.5 ", "12.5"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1.234", "1.234"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("1.234.567,8", "1234567.8"),
        ("1,234.5", "1234.5"),
        ("-3", "-3"),
        ("\u22123,25", "-3.25"),
        ("-0", "0"),
        ("007", "7"),
        ("12.50000000", "12.5"),
        ("99999999999.9999", "99999999999.9999"),
    ],
)
def test_both_languages_are_read(said: str, meant: str) -> None:
    assert figures.read(said) == Decimal(meant)
    assert str(figures.read(said))[:1] != "-" or meant.startswith("-")


@pytest.mark.parametrize(
    "said",
    ["", "many", "1e308", "1E5", "NaN", "nan", "Infinity", "½", "12 %", "1 2", "1,2,3", "--1", "1.2.3", "٣", "0x1"],
)
def test_what_is_no_number_is_none(said: str) -> None:
    with pytest.raises(figures.NoNumber):
        figures.read(said)


@pytest.mark.parametrize("said", ["100000000000", "9" * 308, "0.00001", "1." + "3" * 30])
def test_what_is_longer_than_both_databases_keep_is_refused(said: str) -> None:
    with pytest.raises(figures.TooLong):
        figures.read(said)


def test_what_means_two_numbers_is_asked_and_not_guessed() -> None:
    with pytest.raises(figures.TwoNumbers) as two:
        figures.read("1,234")
    assert two.value.args == ("1234", "1.234")
    with pytest.raises(Exception, match=r"Write 1234 or 1\.234"):
        FigureField().clean("1,234")
    assert FigureField().clean("  ") is None


@given(st.decimals(-99_999_999_999, 99_999_999_999, places=4, allow_nan=False))
def test_what_is_written_is_read_again(amount: Decimal) -> None:
    assert figures.read(figures.written(amount)) == amount
    for language in ("en", "pl"):
        with override(language):
            said = figures.shown(amount)
            with suppress(figures.TwoNumbers):
                assert figures.read(said) == amount


def test_each_language_sees_its_own_signs() -> None:
    with override("en"):
        assert figures.shown(Decimal("1234.5000")) == "1,234.5"
        assert figures.for_a_sheet(Decimal("1234.5")) == "1234.5"
    with override("pl"):
        assert figures.shown(Decimal("1234.5")) == "1\xa0234,5"
        assert figures.for_a_sheet(Decimal("1234.5")) == "1234,5"
    assert figures.written(Decimal("100")) == "100"


def test_the_middle_and_the_reach_by_hand() -> None:
    assert spread([Decimal(31), Decimal(8), Decimal(12)]) == Spread(3, Decimal(12), Decimal(8), Decimal(31))
    # Of an even number the middle is halfway between the two inner ones.
    assert spread([Decimal(1), Decimal(2), Decimal(4), Decimal(100)]) == Spread(4, Decimal(3), Decimal(1), Decimal(100))
    assert spread([Decimal(1), Decimal(2)]) is None


@given(st.lists(st.decimals(-1000, 1000, places=4), min_size=3, max_size=12))
def test_half_lie_on_either_side_of_the_middle(numbers: list[Decimal]) -> None:
    found = spread(numbers)
    assert found is not None
    assert sum(one <= found.middle for one in numbers) * 2 >= len(numbers)
    assert sum(one >= found.middle for one in numbers) * 2 >= len(numbers)
    assert found.least <= found.middle <= found.most
