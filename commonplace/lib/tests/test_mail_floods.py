"""Floods set aside, newcomers not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

from commonplace.lib.mail.advertising import told_by
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
        told=told_by(subject, text),
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


HAWKED = "Buy viagra and cialis, best price, order now, click here http://pills.example/x"


def weavers() -> list[Told]:
    """Two who ask and answer, in the same words each time."""
    found = []
    for n in range(4):
        asked = {"day": 7 * n, "subject": f"Warp question {n}", "conversation": f"w{n}"}
        found.append(arrival(10 + n, person="ada", text="How tight is a warp?", **asked))
        found.append(arrival(20 + n, person="bo", text="As tight as it goes.", answers=True, **asked))
    return found


def ring(shops: Sequence[str], talks: int, text: str = HAWKED, subject: str = "Buy cheap viagra online") -> list[Told]:
    """Shops that answer each other and themselves."""
    return [
        arrival(
            100 + n * 10 + place,
            day=1 + 3 * n + place / 24,
            subject=f"{'Re: ' if place else ''}{subject} {n}",
            text=text,
            person=shops[place % len(shops)],
            conversation=f"s{n}",
            answers=place > 0,
        )
        for n in range(talks)
        for place in range(3)
    ]


def ids(told: Sequence[Told]) -> set[str]:
    return {one.message_id for one, _ in told}


def test_spam_that_answers_itself_is_no_talk() -> None:
    for shops in (["shop"], ["shop", "store"], ["shop", "store", "mart"]):
        spam = ring(shops, 8)
        assert {one.message_id for one in aside_of([*weavers(), *spam])} == ids(spam)


def test_spam_without_known_words_that_answers_itself_shows_by_repeating_itself() -> None:
    spam = ring(["a", "b"], 8, text="Zorbel quindle farrow mibbet tronk http://zorbel.example/x", subject="Zorbel")
    assert {one.message_id for one in aside_of([*weavers(), *spam])} == ids(spam)


def test_one_who_says_one_offer_again_and_again_and_answers_it_is_no_talk() -> None:
    offer = "We put your site first, guaranteed, as we did for others. See http://first.example/offer"
    spam = ring(["seller"], 6, text=offer, subject="Your site")
    assert {one.message_id for one in aside_of([*weavers(), *spam])} == ids(spam)
    # Whoever reminds of a meeting month by month, or of their fair, is no such seller.
    reminder = "The weavers meet on the first Monday. See http://weavers.example/meet"
    assert aside_of([*weavers(), *ring(["ina"], 6, text=reminder, subject="We meet")]) == []
    assert aside_of([*weavers(), *ring(["ina"], 1, text=offer, subject="Fair")]) == []


def test_shop_that_somebody_else_answered_is_part_of_the_talk() -> None:
    spam = ring(["shop"], 3)
    answer = arrival(
        900, day=9, subject="Re: Buy", text="Does it come in red?", person="ada", conversation="s1", answers=True
    )
    assert aside_of([*weavers(), *spam, answer]) == []


def test_who_answers_spam_to_be_rid_of_it_stays() -> None:
    spam = ring(["shop", "store"], 6)
    plea = arrival(
        900, day=1.01, subject="Re: Buy cheap viagra online 0", text="Please take me off this list.",
        person="cy", conversation="s0", answers=True,
    )  # fmt: skip
    assert "m900" not in {one.message_id for one in aside_of([*weavers(), *spam, plea])}


def test_list_that_talks_of_what_others_advertise_is_left_alone() -> None:
    cards = []
    hands = "flush straight pair ace king queen jack clubs hearts spades diamonds river turn flop blind".split()
    for n in range(30):
        held = " ".join(hands[(n * step) % len(hands)] for step in (1, 2, 4, 7))
        asked = {"day": 3 * n, "subject": f"Poker at the casino {n}", "conversation": f"k{n}"}
        cards.append(
            arrival(n, person=f"p{n % 5}", text=f"With {held}, is the jackpot cheap, or a casino prize?", **asked)
        )
        reply = f"I play poker there with {held}: best price of any lottery."
        cards.append(arrival(500 + n, person=f"p{(n + 1) % 5}", text=reply, answers=True, **asked))
    assert aside_of(cards) == []


FOOTER = "\n\n_______________________________________________\nloom mailing list\nhttps://lists.loom.example/mailman/listinfo/loom\n"
UNSUBSCRIBE = "\n\nTo unsubscribe from this group, visit https://groups.example/g/loom\n"


def test_link_that_the_list_adds_is_nobodys() -> None:
    names = "ada bo cy dee eli fay gus hal ina jim kit lou moe nan".split()
    for footer in (FOOTER, UNSUBSCRIBE):
        real = [
            arrival(n, day=n, subject=f"[loom] Warp {n}", text=f"I think the wool of {name} is the better one.{footer}")
            for n, name in enumerate(names)
        ]
        assert aside_of(real) == []


def test_letter_that_quotes_somebody_is_a_reply() -> None:
    text = "The better one.\n\nOn Tue, 6 Mar 2018, Zed wrote:\n\n> Which wool?\n\nhttp://wool.example"
    assert not arrival(1, day=1, subject="Wool", text=text)[0].could_be
    bullets = "Get plump lips in 30 days\n> \tEasy to use\n> \tUsed by celebrities\nhttp://lips.example"
    assert arrival(2, day=1, subject="Lips", text=bullets)[0].could_be


def test_every_word_that_hawks_is_found_by_the_quick_search() -> None:
    hawked = (
        "viagra pharmacy|pill enlarge erection|tag heuer|winning notif|next of kin|million dollars|payday loan"
        "|credit repair|investment opportunity|ranking on google|weight loss|hot girls|russian lady|intelligent man"
        "|50% off|5 % discount|discounted|special offer|limited time|free trial|no prescription|earn money"
        "|work from home|designer bags|partnership assistance|business propos|urgent reply|dear friend|you've won"
        "|you have won|xxx|slim|seo"
    )
    for phrase in hawked.split("|"):
        assert told_by("", f"{phrase} and order now").in_body >= {"order now"}, phrase
        assert len(told_by("", f"{phrase} and order now").in_body) > 1, phrase
