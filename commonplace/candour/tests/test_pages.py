"""The keys for people and for browsers, and drawing over the wire."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from commonplace.candour.models import CandourKey, Draw
from commonplace.candour.months import before
from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.standing import Standing
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Person

PAGE, KEYS, DRAW, ABOUT = (f"/c/stick/{words}" for words in ("candour/", "candour/keys.json", "candour/draw", "about"))


@pytest.fixture
def as_hal(client: Client, hal: Person) -> Client:
    client.force_login(hal)
    return client


def sent(browser: Any) -> dict[str, str]:
    return {"key": browser.key.fingerprint, "blinded": " ".join(b64encode(one).decode() for one in browser.asked())}


def test_the_keys_are_the_same_for_everyone_and_ask_for_no_cookie(as_hal: Client, key: CandourKey) -> None:
    told = Client().get(KEYS)
    assert told.json() == {
        "keys": [{"month": key.month.isoformat(), "fingerprint": key.fingerprint, "key": key.public}]
    }
    assert as_hal.get(KEYS).content == told.content
    assert not told.cookies
    assert "Cookie" not in told.headers.get("Vary", "")


@pytest.mark.parametrize("change", [{"modules": []}, {"visibility": Visibility.PRIVATE}])
def test_where_it_is_not_offered_nobody_draws(as_hal: Client, browser, hal, key, change: dict) -> None:
    Community.objects.update(**change)
    for asking in (as_hal, Client()):
        assert asking.get(KEYS).status_code == 404
    assert as_hal.post(DRAW, sent(browser(hal))).status_code == 404
    assert b"data-candour" not in as_hal.get("/c/stick/").content
    assert Client().get(PAGE).status_code == 404
    assert not Draw.objects.exists()


def test_members_of_a_private_community_read_why_nobody_draws_there(as_hal: Client, candid, key: CandourKey) -> None:
    Community.objects.update(visibility=Visibility.PRIVATE)
    page = as_hal.get(PAGE).content.decode()
    assert "Not here: a key that anyone may look up" in page
    assert key.spoken not in page
    Community.objects.update(modules=[])
    assert as_hal.get(PAGE).status_code == 404


def test_a_member_s_page_says_where_to_draw_and_a_guest_s_does_not(
    as_hal: Client, hal: Person, candid, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        assert b"data-candour" in as_hal.get("/c/stick/").content
    Membership.objects.filter(person=hal).update(standing=Standing.GUEST)
    assert b"data-candour" not in as_hal.get("/c/stick/").content
    assert b"data-candour" not in Client().get(ABOUT).content


def test_a_browser_draws(as_hal: Client, browser, hal: Person, key) -> None:
    hals = browser(hal)
    answer = as_hal.post(DRAW, sent(hals))
    assert hals.finalized([b64decode(one) for one in answer.json()["signed"]])
    assert "no-store" in answer.headers["Cache-Control"]
    assert as_hal.post(DRAW, sent(hals)).content == answer.content
    again = as_hal.post(DRAW, sent(browser(hal)))
    assert (again.status_code, again.json()) == (409, {"refused": "drawn"})


def test_what_is_not_as_it_should_be_is_refused(as_hal: Client, browser, hal: Person, key) -> None:
    right = sent(browser(hal))
    assert as_hal.post(DRAW, {}).status_code == 422
    for wrong in ({"key": "0" * 65}, *({"blinded": one} for one in ("", "ä b", "AAAA", "A" * 9000))):
        assert as_hal.post(DRAW, {**right, **wrong}).status_code == 422
    another = as_hal.post(DRAW, {**right, "key": "0" * 64})
    assert (another.status_code, another.json()) == (409, {"refused": "another key"})
    assert as_hal.get(DRAW).status_code == 405
    assert not Draw.objects.exists()


def test_neither_strangers_nor_another_site_draw(client: Client, browser, hal, stranger: Person, key) -> None:
    right = sent(browser(hal))
    assert client.post(DRAW, right).status_code == 302
    client.force_login(stranger)
    assert client.post(DRAW, right).status_code == 404
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(hal)
    assert forged.post(DRAW, right).status_code == 403
    assert not Draw.objects.exists()


def test_people_read_the_keys_and_how_many_drew_once_it_is_enough(
    as_hal: Client, candid, key: CandourKey, others_drew, django_assert_max_num_queries
) -> None:
    others_drew(11)
    CandourKey.objects.filter(pk=key.pk).update(month=before(key.month))
    with django_assert_max_num_queries(12):
        page = as_hal.get(PAGE).content.decode()
    assert key.spoken in page
    assert "fewer than 12 people drew" in page
    others_drew(1)
    assert "12 people drew last month" in as_hal.get(PAGE).content.decode()
    assert "12 people drew last month" in Client().get(PAGE).content.decode()


def test_before_there_is_a_key_the_page_says_so(as_hal: Client, candid: Community, now: datetime) -> None:
    assert "There is none yet." in as_hal.get(PAGE).content.decode()
    assert Client().get(KEYS).json() == {"keys": []}


ASK = "/c/stick/candour/ask"


def test_the_page_to_ask_on_keeps_nothing_and_says_how_many_drew(
    as_hal: Client, candid, key: CandourKey, others_drew, table: Space, django_assert_max_num_queries
) -> None:
    others_drew(11)
    CandourKey.objects.filter(pk=key.pk).update(month=before(key.month))
    assert "candid-words" not in as_hal.get(ASK).content.decode()
    others_drew(1)
    with django_assert_max_num_queries(12):
        answer = as_hal.get(ASK)
    page = answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "12 people drew last month" in page
    assert "A steward can ask on behalf of someone" in page
    assert "Whoever is shut out of the community keeps the tokens" in page
    form = page[page.index('<form class="compose') : page.index("</form>", page.index("candid-words"))]
    assert 'method="dialog"' in form
    assert 'href="#what-remains"' in form
    assert not any(one in form for one in ("csrfmiddlewaretoken", "data-draft", "data-hx", "preview"))


def test_strangers_find_no_page_to_ask_on(stranger: Person, candid, table: Space) -> None:
    assert Client().get(ASK).status_code == 302
    other = Client()
    other.force_login(stranger)
    assert other.get(ASK).status_code == 404


@pytest.mark.parametrize("named", ["", "x", "0", "9" * 15, "9" * 40])
def test_a_reply_to_what_is_not_there_is_no_page(as_hal: Client, candid, key, table: Space, named: str) -> None:
    assert as_hal.get(f"{ASK}?in={named}").status_code == 404


def test_the_composer_and_a_conversation_lead_there(as_hal: Client, candid, ines: Person, table: Space) -> None:
    talk = open_conversation(by=ines, space=table, kind="idea", title="Half", text="Half an idea.")
    assert f'href="{ASK}"' in as_hal.get("/c/stick/conversations/new").content.decode()
    assert f'href="{ASK}?in={talk.pk}"' in as_hal.get(f"/c/stick/conversations/{talk.pk}/").content.decode()
    Community.objects.filter(pk=candid.pk).update(modules=[])
    assert ASK not in as_hal.get("/c/stick/conversations/new").content.decode()
    assert ASK not in as_hal.get(f"/c/stick/conversations/{talk.pk}/").content.decode()
    assert as_hal.get(ASK).status_code == 404
