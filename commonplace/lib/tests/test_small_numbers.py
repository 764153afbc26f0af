"""What counts a few people in prose, in both languages, and what does not."""

import pytest

from commonplace.lib.small_numbers import few_people_in


@pytest.mark.parametrize(
    ("text", "few"),
    [
        ("In the end 3 people left.", "3 people"),
        ("Three of our younger members wrote.", "Three of our younger members"),
        ("1 person said so.", "1 person"),
        ("Both women came.", "Both women"),
        ("Przyszły trzy osoby.", "trzy osoby"),
        ("Only three of us sit alone.", "three of us"),
        ("3 of 12 members answered.", "3 of 12 members"),
        ("Two out of 9 engineers.", "Two out of 9 engineers"),
        ("A couple of newcomers left.", "A couple of newcomers"),
        ("Dwoje z nas i 3 z 12 osób.", "Dwoje z nas"),
        ("Było 3 z 12 osób.", "3 z 12 osób"),
        ("Cztery kobiety i dwie z naszych osób.", "Cztery kobiety"),
    ],
)
def test_few_people_are_found(text: str, few: str) -> None:
    assert few_people_in(text) == few


@pytest.mark.parametrize(
    "text",
    [
        "one of our members said",
        "143 members, 11.4 people at each",
        "two journeys and four crews",
        "pięć osób, 12 osób, jedna osoba",
        "some of us, and one of us",
        "two thirds of the members, 3 of 12 loggers",
        "",
    ],
)
def test_many_people_and_few_things_are_not(text: str) -> None:
    assert few_people_in(text) == ""
