"""A letter that waits while somebody goes for good names them no more; one that went keeps nobody's words."""

from datetime import datetime, timedelta

from commonplace.letters.actions import post, send_due
from commonplace.letters.last_looks import LAST_LOOKS, LastLook
from commonplace.letters.looking_again import look_again
from commonplace.letters.models import Letter

LONG = "Hal\nO'Brennan has let you in.\n\nAsk Hal O'Brennan;\nHal O'Brennand is another."


def waiting(**more: object) -> Letter:
    words = {"to": "rosa@example.org", "kind": "news", "subject": "Hal O'Brennan asks you", "text": LONG} | more
    return post(**words)


def again(now: datetime, *names: str) -> None:
    look_again(names=names, nobody=lambda _address: "someone who has left", now=now)


def test_a_name_is_taken_out_also_where_a_line_breaks_within_it(db: None, now: datetime) -> None:
    letter = waiting(html="<p>Hal O&#x27;Brennan writes, says <bdi>Hal O&#x27;Brennan</bdi>.</p>")
    again(now, "Hal O'Brennan", "")
    letter.refresh_from_db()
    assert letter.subject == "Someone who has left asks you"
    assert (
        letter.text == "Someone who has left has let you in.\n\nAsk someone who has left;\nHal O'Brennand is another."
    )
    assert letter.html == "<p>Someone who has left writes, says <bdi>Someone who has left</bdi>.</p>"


def test_whoever_calls_themselves_by_a_word_of_letters_takes_none_out(db: None, now: datetime) -> None:
    """Somebody who had themselves erased as "Come" would change what waits for everyone."""
    letter = waiting(text="Come, says https://example.org/in/ to all of you.")
    again(now, "", "Come", "https://example.org/in/ to")
    letter.refresh_from_db()
    assert letter.text == "Come, says https://example.org/in/ to all of you."


def test_what_was_given_up_and_may_be_sent_again_is_looked_at_too(db: None, now: datetime) -> None:
    letter = waiting()
    Letter.objects.filter(pk=letter.pk).update(given_up_at=now, fault="server")
    again(now, "Hal O'Brennan")
    letter.refresh_from_db()
    assert (letter.subject, letter.given_up_at) == ("Someone who has left asks you", now)


def test_one_that_somebody_is_sending_is_left_alone(db: None, now: datetime) -> None:
    letter = waiting()
    Letter.objects.filter(pk=letter.pk).update(claimed_until=now + timedelta(minutes=1))
    again(now, "Hal O'Brennan")
    letter.refresh_from_db()
    assert letter.text == LONG


def test_what_its_reader_may_know_no_more_goes_at_once(db: None, now: datetime) -> None:
    letter = waiting(kind="looked-at")
    with LAST_LOOKS.overridden(LastLook("looked-at", lambda _letter: False)):
        again(now)
    letter.refresh_from_db()
    assert (letter.fault, letter.subject, letter.text, letter.html) == (Letter.TAKEN_BACK, "", "", "")
    assert letter.given_up_at == now


def test_a_letter_that_went_keeps_neither_words_nor_subject(db: None, now: datetime) -> None:
    letter = waiting(due_at=now)
    assert send_due(now=now).sent == 1
    letter.refresh_from_db()
    assert (letter.subject, letter.text, letter.html, letter.sender_name) == ("", "", "", "")
