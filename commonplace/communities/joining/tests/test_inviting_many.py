"""Inviting several at once: what is read of pasted lines, one letter each, and a list sent twice is sent once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import (
    A_STEWARDS_DAY,
    AddressInWords,
    MayNotInvite,
    TooManyInvitations,
    Whom,
    invite,
    invite_many,
    withdraw_invitation,
)
from commonplace.communities.joining.pasted import read
from commonplace.communities.models import Community, Deed, Invitation
from commonplace.letters.models import Letter
from commonplace.people.models import Person

PAGE = "/c/stick/invitations/many"


def some(count: int, of: str = "p") -> list[Whom]:
    return [Whom(f"{of}{n}@example.org", f"Person {n}") for n in range(count)]


@pytest.mark.parametrize(
    ("line", "whom"),
    [
        ("ada@example.org", {"ada@example.org": ""}),
        ("Ada Byron, ada@example.org", {"ada@example.org": "Ada Byron"}),
        ("ada@example.org; Ada Byron", {"ada@example.org": "Ada Byron"}),
        ("Ada Byron <ADA@example.org>", {"ada@example.org": "Ada Byron"}),
        ('"Byron, Ada" <ada@example.org>', {"ada@example.org": "Byron Ada"}),
        ("Ada\tada@example.org", {"ada@example.org": "Ada"}),
        ("a@example.org, B <b@example.org>; c@example.org", dict.fromkeys(["a@example.org", "c@example.org"], "")),
        ("\n  \nada@example.org\nADA@example.org\n", {"ada@example.org": ""}),
    ],
)
def test_lines_are_read_as_people_paste_them(line: str, whom: dict[str, str]) -> None:
    found = read(line)
    if "b@example.org" in line:
        whom = {**whom, "b@example.org": "B"}
    assert (found.whom, found.unread) == (whom, [])


@pytest.mark.parametrize(
    "line", ["Ada Byron", "ada@", "@", "ada@example", "a@b@example.org", "x" * 121 + ", ada@example.org", ", ;"]
)
def test_lines_that_name_nobody_are_given_back(line: str) -> None:
    found = read(f"{line}\nrosa@example.org")
    assert (list(found.whom), found.unread) == (["rosa@example.org"], [line])


def test_a_line_of_many_signs_is_read_in_no_time() -> None:
    assert read("<" * 20_000 + "@" * 20_000).whom == {}


def test_each_gets_a_letter_of_their_own_with_the_same_words(rosa: Person, stick: Community) -> None:
    sent = invite_many(by=rosa, community=stick, words="Come to the table", whom=some(3), idempotency_key=uuid4())
    letters = list(Letter.objects.filter(kind="invitation").order_by("pk"))
    assert [letter.to for letter in letters] == ["p0@example.org", "p1@example.org", "p2@example.org"]
    for invited, letter in zip(sent, letters, strict=True):
        others = [one.url for one in sent if one is not invited]
        assert ("Come to the table" in letter.text, invited.url in letter.text) == (True, True)
        assert not any(url in letter.text for url in others)
    assert Deed.objects.filter(verb="invited", person=rosa).count() == 3


def test_sent_twice_is_sent_once(rosa: Person, ines: Person, stick: Community) -> None:
    key = uuid4()
    for once in (key, key, uuid4()):
        invite_many(by=rosa, community=stick, words="Come", whom=[*some(2), *some(2)], idempotency_key=once)
    assert (Invitation.objects.count(), Letter.objects.filter(kind="invitation").count()) == (2, 2)
    # The same form makes no second one, even where the first is gone by now; another form does.
    withdraw_invitation(invitation=Invitation.objects.get(address="p0@example.org"))
    assert invite_many(by=rosa, community=stick, words="Come", whom=some(1), idempotency_key=key) == []
    assert len(invite_many(by=rosa, community=stick, words="Come", whom=some(1), idempotency_key=uuid4())) == 1


def test_stewards_alone_invite_many(hal: Person, stranger: Person, stick: Community, client: Client) -> None:
    for person in (hal, stranger):
        with pytest.raises(MayNotInvite):
            invite_many(by=person, community=stick, words="Come", whom=some(1), idempotency_key=uuid4())
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
    client.force_login(hal)
    assert PAGE not in client.get("/c/stick/invitations/").text


def test_it_is_limited_all_or_nothing(rosa: Person, stick: Community) -> None:
    with pytest.raises(TooManyInvitations):
        invite_many(by=rosa, community=stick, words="Come", whom=some(101), idempotency_key=uuid4())
    assert not Invitation.objects.exists()
    for n in range(A_STEWARDS_DAY // 100):
        invite_many(by=rosa, community=stick, words="Come", whom=some(100, of=f"q{n}x"), idempotency_key=uuid4())
    with pytest.raises(TooManyInvitations):
        invite_many(by=rosa, community=stick, words="Come", whom=some(1), idempotency_key=uuid4())
    with pytest.raises(TooManyInvitations):
        invite(by=rosa, community=stick, words="Come")
    later = timezone.now() + timedelta(days=1, minutes=1)
    assert invite_many(by=rosa, community=stick, words="Come", whom=some(1), idempotency_key=uuid4(), at=later)


def test_words_carry_no_other_link(rosa: Person, stick: Community) -> None:
    with pytest.raises(AddressInWords):
        invite_many(by=rosa, community=stick, words="See www.example.com", whom=some(1), idempotency_key=uuid4())


def test_by_form_what_could_not_be_read_is_given_back(rosa: Person, stick: Community, client: Client) -> None:
    client.force_login(rosa)
    assert PAGE in client.get("/c/stick/invitations/").text
    form = {"words": "Come", "lines": "Ada, ada@example.org\nNobody at all", "idempotency_key": str(uuid4())}
    answer = client.post(PAGE, form)
    assert answer.status_code == 422
    assert ("Nobody at all" in answer.text, "ada@example.org" in answer.text) == (True, False)
    assert "1 letter is on its way." in answer.text
    assert [one.name for one in Invitation.objects.all()] == ["Ada"]
    again = client.post(PAGE, {**form, "lines": "ada@example.org"}, follow=True)
    assert "1 person has an invitation already" in again.text
    assert Letter.objects.filter(kind="invitation").count() == 1


def test_unproven_steward_and_too_long_a_list_get_their_words_back(rosa: Person, client: Client) -> None:
    client.force_login(rosa)
    long = "\n".join(f"p{n}@example.org" for n in range(101))
    answer = client.post(PAGE, {"words": "Come", "lines": long})
    assert (answer.status_code, "p100@example.org" in answer.text) == (422, True)
    EmailAddress.objects.update(verified=False)
    answer = client.post(PAGE, {"words": "Come all of you", "lines": "ada@example.org"})
    assert (answer.status_code, "Come all of you" in answer.text) == (422, True)
    assert not Invitation.objects.exists()
