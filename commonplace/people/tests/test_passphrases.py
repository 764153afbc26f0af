"""A passphrase opens in every spelling that keyboards give it, and what was hashed before opens as it was typed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher, make_password
from django.test import Client
from django.urls import reverse

from commonplace.people.models import Person

COMPOSED, APART = "caf\u00e9 z\u0142ota rybka 12", "cafe\u0301 z\u0142ota rybka \uff11\uff12"


@pytest.mark.parametrize(("first", "then"), [(COMPOSED, APART), (APART, COMPOSED), (APART, APART)])
def test_it_opens_however_it_is_spelt(client: Client, rosa: Person, first: str, then: str) -> None:
    rosa.set_password(first)
    rosa.save()
    answer = client.post(reverse("account_login"), {"login": "rosa@example.org", "password": then})
    assert (answer.status_code, client.session["_auth_user_id"]) == (302, str(rosa.pk))


def test_what_was_hashed_as_typed_still_opens(client: Client, rosa: Person) -> None:
    rosa.password = make_password(APART)
    rosa.save()
    assert rosa.check_password(APART)
    assert not rosa.check_password(COMPOSED.replace("12", "13"))
    client.post(reverse("account_login"), {"login": "rosa@example.org", "password": APART})
    assert client.session["_auth_user_id"] == str(rosa.pk)


def test_a_change_asks_for_the_old_one_in_any_spelling(client: Client, rosa: Person) -> None:
    rosa.set_password(COMPOSED)
    rosa.save()
    client.post(reverse("account_login"), {"login": "rosa@example.org", "password": COMPOSED})
    words = {"oldpassword": APART, "password1": APART + " anew", "password2": APART + " anew"}
    assert client.post(reverse("account_change_password"), words).status_code == 302
    rosa.refresh_from_db()
    assert rosa.check_password(COMPOSED + " anew")


def test_it_is_judged_as_it_is_hashed(client: Client, rosa: Person) -> None:
    rosa.set_password(COMPOSED)
    rosa.save()
    client.post(reverse("account_login"), {"login": "rosa@example.org", "password": COMPOSED})
    weak = "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44\uff11\uff12"  # wide letters of one that everybody tries
    words = {"oldpassword": COMPOSED, "password1": weak, "password2": weak}
    assert client.post(reverse("account_change_password"), words).status_code != 302
    assert Person.objects.get(pk=rosa.pk).check_password(COMPOSED)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed since."""
    seen: list[str] = []
    encode: Callable[..., str] = MD5PasswordHasher.encode

    def watched(self: BasePasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", watched)
    return seen


@pytest.mark.parametrize("typed", [COMPOSED, APART])
def test_it_takes_as_long_where_nobody_is_known(client: Client, rosa: Person, hashed: list[str], typed: str) -> None:
    rosa.set_password("something else altogether")
    rosa.save()
    numbers = []
    for login in ("rosa@example.org", "nobody@example.org"):
        hashed.clear()
        client.post(reverse("account_login"), {"login": login, "password": typed})
        numbers.append(len(hashed))
    assert numbers[0] == numbers[1] > 0


def test_marks_without_end_cost_no_more_than_their_length(rosa: Person) -> None:
    # Sorted all at once, so many marks take minutes.
    assert not rosa.check_password("a" + "\u0301\u0323" * 200_000)
