"""A word reaches whom it is for: in the house at once, by mail as they chose, and it is answered by mail."""

import re
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions.choosing import be_quiet, choose_cadence
from commonplace.attention.models import Cadence
from commonplace.communities.founding.actions import found
from commonplace.communities.inbox import may_wait
from commonplace.communities.membership.actions.admitting import admit
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.letters import as_read
from commonplace.mail.tests.post import PNG, letter, send
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.store.due import do_due
from commonplace.words import rate_limit
from commonplace.words.actions.choosing import choose, leave, mark_read, take_no_more
from commonplace.words.actions.writing import answer, begin, take_back
from commonplace.words.models import LettersOfWords, WhoMayWrite, Word, WordToTell
from commonplace.words.telling import reply_address, stop_address
from commonplace.words.tests.conftest import SECRET


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True


def told(person: Person) -> list[Letter]:
    do_due(now=timezone.now())
    return list(Letter.objects.filter(kind="word", to=address_for_letters(person)).order_by("pk"))


# --- Letters ---------------------------------------------------------------------------------------------------------


def test_a_word_comes_by_mail_once_and_to_nobody_else(word, hal, leila):
    (one,) = told(leila)
    assert told(leila) == [one]
    assert [each.to for each in Letter.objects.filter(kind="word")] == [address_for_letters(leila)]
    mail = as_read(one)
    text = mail.get_body(("plain",)).get_content()
    assert SECRET in text
    assert "A word from Hal Brennan" in text
    assert mail["Subject"] == "A word from Hal Brennan"
    assert mail["Message-ID"] == f"<word.{word.pk}@commons.example>"
    assert parseaddr(mail["From"])[0] == "Hal Brennan"
    assert "hal@example.org" not in mail.as_string()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Id" not in mail
    assert WordToTell.objects.count() == 0


def test_mail_programs_thread_as_we_do(word, between, hal, leila):
    second = answer(by=leila, correspondence=between, text="Yes.")
    answer(by=hal, correspondence=between, text="Then so.")
    mail = as_read(told(leila)[-1])
    assert mail["In-Reply-To"] == f"<word.{second.pk}@commons.example>"
    assert mail["References"].split() == [f"<word.{pk}@commons.example>" for pk in (word.pk, second.pk)]


def test_whoever_wants_no_words_in_mail_learns_only_that_there_is_one(word, leila):
    choose(person=leila, letters=LettersOfWords.NEWS)
    mail = as_read(told(leila)[0])
    assert SECRET not in mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content()
    assert f"/words/{word.correspondence_id}/" in mail.get_body(("plain",)).get_content()


def test_no_letter_where_none_is_wanted_or_it_was_read_before(hal, leila, tomasz, word, between):
    choose(person=tomasz, letters=LettersOfWords.NONE)
    begin(by=hal, to=[tomasz.pk], text="Look in the house.")
    mark_read(person=leila, correspondence=between, upto=word.pk)
    assert told(leila) == told(tomasz) == []


def test_a_word_comes_whatever_else_one_hears_but_not_where_all_one_shares_is_quiet(stick, hal, leila, now):
    choose_cadence(person=leila, community=stick, cadence=Cadence.NEEDS_ME)
    begin(by=hal, to=[leila.pk], text="One.")
    assert len(told(leila)) == 1
    be_quiet(person=leila, community=stick, until=now + timedelta(days=3))
    begin(by=hal, to=[leila.pk], text="Two.")
    assert len(told(leila)) == 1
    other = found(by=hal, name="Next door", slug="next-door")
    admit(person=leila, community=other)
    begin(by=hal, to=[leila.pk], text="Three.")
    assert len(told(leila)) == 2


def test_a_letter_that_waits_is_looked_at_again(hal, leila, tomasz, word, between):
    (one,) = told(leila)
    assert may_go(one)
    changes = (
        lambda: take_back(by=hal, word=word),
        lambda: take_no_more(person=leila, whom=hal),
        lambda: leave(person=leila, correspondence=between),
        lambda: choose(person=leila, letters=LettersOfWords.NEWS),
        lambda: mark_read(person=leila, correspondence=between, upto=word.pk),
    )
    for change in changes:
        with transaction.atomic():
            change()
            assert not may_go(one)
            transaction.set_rollback(True)
    take_back(by=hal, word=word)
    one.refresh_from_db()
    assert SECRET not in one.text + one.html


def test_letters_are_stopped_by_their_link_without_signing_in(client: Client, word, hal, leila):
    page = re.sub(r"^https?://[^/]+", "", stop_address(leila))
    assert "No more letters of words" in client.get(page).text
    assert len(told(leila)) == 1
    assert client.post(page).status_code == 200
    begin(by=hal, to=[leila.pk], text="Another.")
    assert len(told(leila)) == 1
    assert client.get(reverse("words_stop", args=[signing.dumps(leila.pk, salt="other")])).status_code == 404


# --- What waits ------------------------------------------------------------------------------------------------------


def test_it_stands_where_what_needs_one_stands_and_says_nothing_of_what_it_says(
    client: Client, stick, word, hal, leila
):
    client.force_login(leila)
    for page in ("/for-you", "/c/stick/", "/"):
        shown = client.get(page).text
        assert "Hal Brennan wrote you a word." in shown
        assert SECRET not in shown
    client.get(f"/words/{word.correspondence_id}/")
    assert "wrote you a word" not in client.get("/for-you").text


def test_nobody_else_has_it_before_them(client: Client, stick, word, ines, hal, now):
    for person in (ines, hal):
        client.force_login(person)
        for page in ("/for-you", "/c/stick/"):
            assert "wrote you a word" not in client.get(page).text


def test_a_letter_of_the_community_asks_for_those_who_have_one(stick, word, hal, leila, now):
    assert leila.pk in may_wait(stick, now=now)
    choose(person=leila, who=WhoMayWrite.NOBODY)
    assert leila.pk in may_wait(stick, now=now)


# --- Answering by mail -----------------------------------------------------------------------------------------------


def test_an_answer_by_mail_is_a_word_and_the_letter_is_not_kept(word, between, leila, hal):
    to = as_read(told(leila)[0])["Reply-To"]
    text = f"With pleasure.\n\nOn Monday, Hal wrote <{to}>:\n> {SECRET}\n"
    (arrival,) = send(letter("Leila <leila@example.org>", to, text), to)
    written = Word.objects.latest("pk")
    assert (written.author, written.correspondence, written.source.split("\n")[0]) == (leila, between, "With pleasure.")
    assert to not in written.source
    assert (arrival.outcome, bytes(arrival.raw)) == (Outcome.ELSEWHERE, b"")
    assert told(hal)[0].message_id == f"<word.{written.pk}@commons.example>"
    send(letter("Leila <leila@example.org>", to, text), to)
    assert Word.objects.count() == 2


@pytest.mark.parametrize("sender", ["tomasz@example.org", "nobody@example.net"])
def test_an_address_that_was_passed_on_writes_nothing(word, leila, tomasz, sender):
    to = reply_address(leila, word, at=timezone.now())
    (arrival,) = send(letter(sender, to, "As if I were Leila."), to)
    assert Word.objects.count() == 1
    assert bytes(arrival.raw) == b""
    assert Letter.objects.filter(kind="word-not-sent").count() == (1 if sender.startswith("tomasz") else 0)


def test_a_program_and_a_forger_are_passed_over(settings, word, leila):
    settings.MAIL_AUTHSERV_ID = "mx.commons.example"
    to = reply_address(leila, word, at=timezone.now())
    send(letter("leila@example.org", to, "I am away.", headers={"Auto-Submitted": "auto-replied"}), to)
    send(letter("leila@example.org", to, "From a list.", message_id="<2@x.example>", headers={"List-Id": "<a.b>"}), to)
    assert Word.objects.count() == 1
    assert not Letter.objects.filter(kind="word-not-sent").exists()


@pytest.mark.parametrize("change", ["refused", "nobody", "gone", "left", "too fast", "nothing", "too long", "a year"])
def test_whoever_cannot_answer_is_told_why(change, word, between, hal, leila, monkeypatch):
    to, text, at = reply_address(leila, word, at=timezone.now()), "An answer.", None
    if change == "refused":
        take_no_more(person=hal, whom=leila)
    elif change == "nobody":
        choose(person=leila, who=WhoMayWrite.NOBODY)
    elif change == "gone":
        Person.objects.filter(pk=hal.pk).update(is_active=False)
    elif change == "left":
        leave(person=leila, correspondence=between)
    elif change == "too fast":
        monkeypatch.setattr(rate_limit, "ON_THE_FIRST_DAY", 1)
        answer(by=leila, correspondence=between, text="First.")
    elif change == "nothing":
        text = "> only a quote\n"
    elif change == "too long":
        text = "word " * 9000
    else:
        to = reply_address(leila, word, at=timezone.now() - timedelta(days=420))
    before = Word.objects.count()
    send(letter("leila@example.org", to, text), to, now=at)
    assert Word.objects.count() == before
    said = Letter.objects.get(kind="word-not-sent")
    assert said.to == "leila@example.org"
    assert SECRET not in said.text
    assert "word" not in said.subject or said.subject == "Your word did not go"


def test_explanations_are_few(word, leila, hal):
    take_no_more(person=hal, whom=leila)
    to = reply_address(leila, word, at=timezone.now())
    for n in range(6):
        send(letter("leila@example.org", to, f"Answer {n}.", message_id=f"<{n}@x.example>"), to)
    assert Letter.objects.filter(kind="word-not-sent").count() == 3


def test_files_do_not_travel_and_that_is_said(word, leila):
    to = reply_address(leila, word, at=timezone.now())
    send(letter("leila@example.org", to, "See the picture.", files=[("a.png", "image/png", PNG)]), to)
    assert Word.objects.latest("pk").source == "See the picture."
    assert Letter.objects.get(kind="word-not-sent").subject == "Files do not travel with words"


def test_an_address_of_words_is_no_way_into_a_conversation(word, leila):
    to = reply_address(leila, word, at=timezone.now())
    forged = to.replace("word+", "reply+")
    (arrival,) = send(letter("leila@example.org", forged, "Let me in."), forged)
    assert arrival.outcome == Outcome.GONE
    assert Arrival.objects.count() == 1
    assert Word.objects.count() == 1
