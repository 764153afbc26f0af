"""Floods set aside, newcomers not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

from commonplace.lib.mail.floods import Arrival, SetAside, set_aside

START = datetime(2003, 1, 6, tzinfo=UTC)

type Told = tuple[Arrival, str]


def arrival(
    number: int, *, day: float, subject: str, text: str, person: str = "", conversation: str = "", answers: bool = False
) -> Told:
    """A letter as it arrives, and its text."""
    one = Arrival.of(
        message_id=f"m{number}",
        person=person or f"p{number}",
        conversation=conversation or f"c{number}",
        sent_at=START + timedelta(days=day),
        subject=subject,
        names_ids=answers,
    )
    return one, text


def aside_of(told: Sequence[Told]) -> list[SetAside]:
    texts = {one.message_id: text for one, text in told}
    return set_aside([one for one, _ in told], texts.__getitem__)


def talk(days: int = 400) -> list[Told]:
    """A community that talks of reeds: one question in four days, answered."""
    found = []
    for n in range(0, days, 4):
        subject = (
            "Soft reeds for clarinet",
            "Clarinet mouthpiece facing",
            "Which ligature with hard reeds",
            "Mouthpiece and ligature",
        )[n // 4 % 4]
        found.append(
            arrival(
                1000 + n, day=n, subject=subject, text="Which one would you take?", person="ann", conversation=f"t{n}"
            )
        )
        found.append(
            arrival(
                5000 + n,
                day=n + 1,
                subject="Re: " + subject,
                text="This.",
                person="ben",
                conversation=f"t{n}",
                answers=True,
            )
        )
    return found


def newcomers(count: int, *, first: int = 0, apart: float = 20) -> list[Told]:
    return [
        arrival(
            n,
            day=first + n * apart,
            subject=f"Question about my clarinet, number {n}",
            text=f"Hello, I am new here. My reeds squeak in room {n}. What can I do?",
        )
        for n in range(count)
    ]


def test_flood_goes_aside_and_the_newcomers_in_it_stay() -> None:
    spam = [
        arrival(
            100 + n,
            day=200 + n / 10,
            subject=f"Cheap watches {n}",
            text=f"Best price! Buy now http://shop{n}.example/{n}",
        )
        for n in range(300)
    ]
    aside = {one.message_id for one in aside_of([*talk(), *newcomers(15), *spam])}
    assert aside == {one.message_id for one, _ in spam}


def test_flood_without_known_words_shows_by_its_likeness() -> None:
    spam = [
        arrival(
            100 + n, day=200 + n / 2, subject=f"Message {n}", text=f"Zorbel quindle farrow {n} mibbet tronk gavvel osp"
        )
        for n in range(40)
    ]
    aside = aside_of([*talk(), *newcomers(15), *spam])
    assert {one.message_id for one in aside} == {one.message_id for one, _ in spam}
    # Two newcomers wrote in those days as well; digits apart, the forty sent the same.
    assert aside[0].reason == "flood-alike 42 40"


def test_wave_of_real_newcomers_stays() -> None:
    assert aside_of([*talk(), *newcomers(60, first=200, apart=0.4)]) == []


def test_introductions_of_a_new_list_stay() -> None:
    instruments = "oboe flute horn harp viola cello piano organ drum lute zither guitar bassoon tuba".split()
    hello = [
        arrival(
            n,
            day=n / 3,
            subject="Introduction",
            text=f"Hello everyone, I play the {one} and teach the {other} at a school.",
        )
        for n, (one, other) in enumerate(product(instruments[:7], instruments[7:]))
    ]
    assert aside_of(hello) == []


def test_single_advertisement_goes_aside_only_when_it_shouts() -> None:
    quiet = arrival(
        1, day=50, subject="My new shop", text="I opened a shop for sheet music, have a look: http://example.org/"
    )
    loud = arrival(2, day=60, subject="Viagra 70% OFF", text="Cheap pills, no prescription: http://example.org/")
    assert [one.message_id for one in aside_of([*talk(), quiet, loud])] == ["m2"]


def test_answered_letter_is_never_aside_of() -> None:
    loud = arrival(2, day=60, subject="Viagra 70% OFF", text="Cheap pills", conversation="c2")
    answer = arrival(
        3, day=61, subject="Re: Viagra 70% OFF", text="Please not here.", person="ann", conversation="c2", answers=True
    )
    assert aside_of([*talk(), loud, answer]) == []


def test_words_of_the_community_are_no_advertising() -> None:
    loans = [
        one
        for n in range(0, 100, 2)
        for one in (
            arrival(
                1000 + n,
                day=n,
                subject="Mortgage and debt counselling",
                text="How?",
                person="ann",
                conversation=f"t{n}",
            ),
            arrival(
                5000 + n,
                day=n,
                subject="Re: Mortgage and debt counselling",
                text="So.",
                person="ben",
                conversation=f"t{n}",
                answers=True,
            ),
        )
    ]
    question = arrival(
        1, day=50, subject="Mortgage, refinance, debt", text="My client asks about her mortgage and her debt."
    )
    assert aside_of([*loans, question]) == []


def test_nothing_gives_nothing() -> None:
    assert aside_of([]) == []
