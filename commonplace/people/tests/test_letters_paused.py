"""Whoever's letters come back reads so on their own page, and has them go again with one press."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from commonplace.letters.models import Pause
from commonplace.letters.pauses import pause_delivery, paused
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(hal: Person, rosa: Person) -> None:
    for address in ("hal@example.org", "rosa@example.org"):
        pause_delivery(address=address, why=Pause.Why.GONE, words="550 no", now=timezone.now())


def test_it_stands_on_one_s_own_page_and_on_nobody_else_s(stopped: None, client: Client, hal: Person, tomasz: Person):
    client.force_login(hal)
    page = client.get("/me").content.decode()
    assert "Letters to you have stopped" in page
    assert "hal@example.org came back" in page
    assert "rosa@example.org" not in page
    client.force_login(tomasz)
    assert "have stopped" not in client.get("/me").content.decode()


@pytest.mark.parametrize("why", Pause.Why.values)
def test_each_reason_has_its_sentence(why: str, client: Client, hal: Person):
    pause_delivery(address="hal@example.org", why=why, now=timezone.now())
    client.force_login(hal)
    assert (
        "hal@example.org" in client.get("/me").content.decode().partition("have stopped")[2].partition("</section>")[0]
    )


def test_one_press_has_them_go_again_and_looking_does_not(stopped: None, client: Client, hal: Person):
    client.force_login(hal)
    assert client.get("/me/letters/again").status_code == 405
    assert paused(["hal@example.org"])
    client.post("/me/letters/again")
    assert paused(["hal@example.org", "rosa@example.org"]) == {"rosa@example.org"}
    page = client.get("/me").content.decode()
    assert ("have stopped" in page, "Letters go to you again." in page) == (False, True)


def test_a_stranger_resumes_nothing(stopped: None, client: Client):
    assert client.post("/me/letters/again").status_code == 302
    assert len(paused(["hal@example.org", "rosa@example.org"])) == 2


def test_an_address_that_letters_are_not_for_is_nobody_s_trouble(client: Client, hal: Person):
    EmailAddress.objects.create(user=hal, email="old@example.org", verified=True, primary=False)
    pause_delivery(address="old@example.org", why=Pause.Why.GONE, now=timezone.now())
    client.force_login(hal)
    assert "have stopped" not in client.get("/me").content.decode()
