"""What came of one's taking part, on one's own page and in a letter once a year for whoever asked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Space
from commonplace.conversations.actions.settling import tell_outcome
from commonplace.conversations.models import Post
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.record.actions import yearly
from commonplace.record.models import YearlyLetter
from commonplace.repertoire.actions.trying import will_try

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def came(answer: Post, leila: Person) -> Post:
    tell_outcome(by=leila, post=answer, how="helped", text="It closed at last.")
    return answer


def test_it_tells_what_was_asked_used_and_tried_to_oneself_alone(
    client: Client, came: Post, hal: Person, leila: Person, tomasz: Person
) -> None:
    client.force_login(hal)
    page = client.get("/me/taking-part").text
    assert "It closed at last." in page
    assert leila.name in page
    client.force_login(leila)
    page = client.get("/me/taking-part").text
    assert f"An answer of {hal.name} settled it." in page
    assert "Nobody told of it in this year." in page
    client.force_login(tomasz)
    assert "Which valve first?" not in client.get("/me/taking-part").text


@pytest.mark.parametrize("back", ["0", "1", "19", "20", "99999999", "-1", "x", "１"])
def test_years_before_are_found_and_what_is_no_year_is_this_one(
    client: Client, came: Post, leila: Person, back: str
) -> None:
    client.force_login(leila)
    page = client.get(f"/me/taking-part?back={back}")
    assert page.status_code == 200
    is_this_one = back in ("0", "99999999", "-1", "x", "１")
    assert ("Which valve first?" in page.text) is is_this_one


def test_nobody_is_written_to_who_did_not_ask(came: Post, hal: Person) -> None:
    assert yearly.write_letters(now=timezone.now() + 3 * YEAR) == 0


def test_it_is_written_once_a_year_where_something_came(client: Client, came: Post, hal: Person) -> None:
    now = timezone.now()
    client.force_login(hal)
    client.post("/me/taking-part/letter", {"yes": "yes"})
    YearlyLetter.objects.update(next_on=timezone.localdate(now))
    for _twice in range(2):
        yearly.write_letters(now=now)
    send_due(now=now + timedelta(minutes=1))
    (letter,) = mail.outbox
    assert letter.to == ["hal@example.org"]
    assert "It closed at last." in letter.body
    assert "leave" in letter.extra_headers["List-Unsubscribe"] or "stop" in letter.extra_headers["List-Unsubscribe"]
    # Of the year after nothing is to be told, and nothing is written.
    assert yearly.write_letters(now=now + 2 * YEAR) == 0


def test_a_letter_ends_by_its_link_and_one_that_waits_stays(client: Client, came: Post, hal: Person) -> None:
    now = timezone.now()
    yearly.ask(by=hal)
    YearlyLetter.objects.update(next_on=timezone.localdate(now))
    assert yearly.write_letters(now=now) == 1
    link = yearly.stop_address(hal).removeprefix("http://localhost:8000")
    assert client.get(link).status_code == 200
    assert YearlyLetter.objects.exists()
    client.post(link)
    assert not YearlyLetter.objects.exists()
    assert client.get("/record/year/stop/torn").status_code == 404
    send_due(now=now + timedelta(minutes=1))
    assert mail.outbox == []


def test_a_letter_tells_nothing_of_where_names_are_not_told(came: Post, space: Space, hal: Person) -> None:
    now = timezone.now()
    yearly.ask(by=hal)
    YearlyLetter.objects.update(next_on=timezone.localdate(now))
    assert yearly.write_letters(now=now) == 1
    Space.objects.filter(pk=space.pk).update(confidence=Confidence.CHATHAM)
    send_due(now=now + timedelta(minutes=1))
    assert mail.outbox == []
    assert Letter.objects.filter(kind=yearly.KIND, sent_at__isnull=False).count() == 0


def test_what_one_said_one_would_try_stands_there_until_one_says_what_came(
    client: Client, came: Post, tomasz: Person
) -> None:
    will_try(by=tomasz, what=came)
    client.force_login(tomasz)
    page = client.get("/me/taking-part").text
    assert "you have not said what came of it" in page
