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
        "some of us",
        "",
    ],
)
def test_many_people_and_few_things_are_not(text: str) -> None:
    assert few_people_in(text) == ""
