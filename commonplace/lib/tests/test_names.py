"""What reads as a name, and what as an address or a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.names import holds_address, reads_as_name

NAMES = [
    "Inês Baptista",
    "J.R.R. Tolkien",
    "Dr. J. van der Berg-Smith Jr.",
    "Prof. dr hab. inż. Zofia Kowalska",
    "Ph.D. Ng",
    "Maria da Conceição de Sousa e Silva Pereira",
    "N!xau ǂToma",
    "Anna (Water Works)",
    "O’Neill, Máire",
    "李小龍",
    "Владимир Ильич",
    "محمد بن سلمان",
    "Wolfeschlegelsteinhausenbergerdorff",
    "X",
    "Rosa Q.",
    "M.Sc. Li",
    "Team 7",
]
ADDRESSES = [
    "http://cheap.example",
    "www.cheap.example",
    "cheap.example",
    "Buy at CHEAP.EXAMPLE now",
    "a@b.example",
    "a @ b",
    "mailto:x",
    "ｃｈｅａｐ．ｅｘａｍｐｌｅ",
    "cheap。example",
    "cheap\u200b.exa\u200bmple",
    "дешево.рф",
    "see https cheap",
    "Rosa (rosa.example/x)",
]
SENTENCES = [
    "Buy cheap pills today!",
    "Is this you?",
    "Save 50% on all",
    "Call 0800 123 456",
    "Only $5",
    "Hello. Click here",
    "You have won a prize and we will send it",
    "Congratulations. You won",
    "Offer: pills",
    "x" * 61,
    "",
    " ",
    "\u200b",
]


@pytest.mark.parametrize("name", NAMES)
def test_what_people_are_called_is_a_name(name: str) -> None:
    assert (reads_as_name(name), holds_address(name)) == (True, False)


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_no_name_however_it_is_written(text: str) -> None:
    assert (reads_as_name(text), holds_address(text)) == (False, True)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_no_name(text: str) -> None:
    assert (reads_as_name(text), holds_address(text)) == (False, False)


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_words_around_hide_an_address(before: str, after: str) -> None:
    assert holds_address(f"{before} https://cheap.example {after}")
