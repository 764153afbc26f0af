"""Asking to join, waiting, being answered; leaving and coming back; a hello."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.doors import Joining, Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.asking import (
    AlreadyAnswered,
    AnsweredLately,
    ByInvitationOnly,
    NotASteward,
    answer_request,
    ask_to_join,
    withdraw_request,
)
from commonplace.communities.joining.pending import send_kept_line
from commonplace.communities.membership.actions.naming import be_named
from commonplace.communities.models import Community, JoinRequest, Membership, Space
from commonplace.letters.models import Letter
from commonplace.people.models import Person


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def asked(stranger: Person, stick: Community) -> JoinRequest:
    request = ask_to_join(person=stranger, community=stick, cares_about="Leaks under trams")
    assert isinstance(request, JoinRequest)
    return request


def code_in(letter: Letter) -> str:
    return re.search(r"^    (\S+)$", letter.text, re.MULTILINE)[1]


# --- asking -----------------------------------------------------------------------------------------------------


def test_asking_twice_is_asking_once(asked: JoinRequest, stranger: Person, stick: Community) -> None:
    again = ask_to_join(person=stranger, community=stick, cares_about="Leaks under trams, and frost")
    assert again == asked
    assert JoinRequest.objects.get().cares_about == "Leaks under trams, and frost"


def test_open_community_lets_in_at_once(stranger: Person, stick: Community) -> None:
    stick.joining = Joining.OPEN
    stick.save()
    membership = ask_to_join(person=stranger, community=stick, cares_about="Leaks")
    assert isinstance(membership, Membership)
    assert membership.cares_about == "Leaks"


def test_nobody_asks_where_members_invite(client: Client, stranger: Person, ines: Person, stick: Community) -> None:
    be_named(person=ines, community=stick, named_as="Inês Baptista")
    stick.joining = Joining.INVITATION
    stick.save()
    with pytest.raises(ByInvitationOnly):
        ask_to_join(person=stranger, community=stick, cares_about="Leaks")
    assert "It is tended by Inês Baptista." in client.get(reverse("join", args=["stick"])).content.decode()
    client.force_login(stranger)
    client.post(reverse("join", args=["stick"]), {"cares_about": "Leaks"})
    assert JoinRequest.objects.count() == 0


def test_no_is_a_no_for_two_weeks(asked: JoinRequest, ines: Person, stranger: Person, stick: Community) -> None:
    answer_request(by=ines, request=asked, accept=False, words="We are full this season")
    with pytest.raises(AnsweredLately):
        ask_to_join(person=stranger, community=stick, cares_about="Please")
    later = timezone.now() + timedelta(days=15)
    assert isinstance(ask_to_join(person=stranger, community=stick, cares_about="Now", at=later), JoinRequest)


@pytest.mark.parametrize("accept", [True, False])
def test_answer_reaches_the_asker_by_letter(asked: JoinRequest, ines: Person, stick: Community, accept: bool) -> None:
    answer_request(by=ines, request=asked, accept=accept, words="Glad you wrote")
    letter = Letter.objects.get(kind="joining")
    assert letter.to == "stranger@example.org"
    assert "Glad you wrote" in letter.text
    assert Membership.objects.filter(person=asked.person, community=stick).exists() is accept


def test_one_steward_answers(asked: JoinRequest, ines: Person, rosa: Person) -> None:
    answer_request(by=ines, request=asked, accept=True, words="Come")
    with pytest.raises(AlreadyAnswered):
        answer_request(by=rosa, request=asked, accept=False, words="No")
    assert Membership.objects.filter(person=asked.person).exists()


def test_members_do_not_answer(asked: JoinRequest, hal: Person) -> None:
    with pytest.raises(NotASteward):
        answer_request(by=hal, request=asked, accept=True, words="Come")


def test_withdrawn_question_can_be_asked_again(asked: JoinRequest, stranger: Person, stick: Community) -> None:
    withdraw_request(request=asked)
    assert isinstance(ask_to_join(person=stranger, community=stick, cares_about="Again"), JoinRequest)


# --- the pages --------------------------------------------------------------------------------------------------


def test_waiting_page_says_whom_one_waits_for(client: Client, asked: JoinRequest, window: Space, rosa: Person) -> None:
    client.force_login(asked.person)
    page = client.get(reverse("join", args=["stick"])).content.decode()
    words = ("Inês Baptista", "Rosa Quispe", "Open window", "Leaks under trams")
    assert [word for word in words if word not in page] == []
    client.post(reverse("join_withdrawal", args=["stick"]))
    assert "Leaks under trams" not in client.get(reverse("join", args=["stick"])).content.decode()


def test_private_community_has_no_door(client: Client, stranger: Person, stick: Community) -> None:
    stick.visibility = Visibility.PRIVATE
    stick.save()
    for person in (None, stranger):
        if person:
            client.force_login(person)
        assert client.get(reverse("join", args=["stick"])).status_code == 404
        assert client.post(reverse("join", args=["stick"]), {"cares_about": "x"}).status_code == 404


def test_stranger_without_account_asks_and_confirms(client: Client, stick: Community) -> None:
    """One form and a code by mail: the line is kept until the address is confirmed, and then it is sent."""
    page = reverse("join", args=["stick"])
    said = {"name": "Amara Oyelaran", "email": "amara@example.com", "cares_about": "Loggers"}
    answer = client.post(page, said, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("account_email_verification_sent")
    assert JoinRequest.objects.count() == 0
    code = code_in(Letter.objects.get())
    answer = client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert "Your line is with them" in answer.content.decode()
    asked = JoinRequest.objects.get()
    assert (asked.person.name, asked.cares_about, asked.person.is_claimed) == ("Amara Oyelaran", "Loggers", True)
    assert EmailAddress.objects.get(user=asked.person).verified


def test_open_door_lets_in_whoever_confirms(client: Client, stick: Community) -> None:
    stick.joining = "open"
    stick.save()
    said = {"name": "Amara Oyelaran", "email": "amara@example.com", "cares_about": "Loggers"}
    client.post(reverse("join", args=["stick"]), said)
    code = code_in(Letter.objects.get())
    answer = client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("community", args=["stick"])
    assert "You are in. Look around" in answer.content.decode()
    assert Membership.objects.get(person__name="Amara Oyelaran").cares_about == "Loggers"


def test_a_door_shut_meanwhile_keeps_the_line(client: Client, stick: Community) -> None:
    said = {"name": "Amara Oyelaran", "email": "amara@example.com", "cares_about": "Loggers"}
    client.post(reverse("join", args=["stick"]), said)
    Community.objects.filter(pk=stick.pk).update(joining="invitation")
    code = code_in(Letter.objects.get())
    assert client.post(reverse("account_email_verification_sent"), {"code": code}).status_code == 302
    assert EmailAddress.objects.get(email="amara@example.com").verified
    Community.objects.filter(pk=stick.pk).update(joining="request")
    answer = client.get(reverse("join", args=["stick"]))
    assert "Your line is not sent yet." in answer.content.decode()
    assert answer.context["form"].initial == {"cares_about": "Loggers"}
    assert JoinRequest.objects.count() == 0


def test_another_address_sends_nobodys_line(client: Client, hal: Person, stick: Community) -> None:
    """Who types an address that is known here, and signs in as somebody else, is asked once more."""
    said = {"name": "Not Hal", "email": "hal@example.org", "cares_about": "x"}
    client.post(reverse("join", args=["stick"]), said)
    leaver = Person.objects.create_user(name="Another")
    client.force_login(leaver)
    address = EmailAddress.objects.create(user=leaver, email="another@example.org")
    request = client.get(reverse("join", args=["stick"])).wsgi_request
    send_kept_line(request=request, email_address=address)
    assert JoinRequest.objects.count() == 0


def test_page_does_not_tell_that_an_address_is_known(client: Client, hal: Person, stick: Community) -> None:
    said = {"name": "Not Hal", "email": "hal@example.org", "cares_about": "x"}
    known = client.post(reverse("join", args=["stick"]), said)
    fresh = Client().post(reverse("join", args=["stick"]), {**said, "email": "new@example.org"})
    assert (known.status_code, known.headers["Location"]) == (fresh.status_code, fresh.headers["Location"])
    assert Person.objects.filter(name="Not Hal").count() == 1
    assert Letter.objects.get(to="hal@example.org").subject == "You are known here already"


def test_signing_up_alone_is_closed(client: Client, db: None, settings) -> None:
    assert "Nobody signs up alone" in client.get(reverse("account_signup")).content.decode()
    client.post(reverse("account_signup"), {"name": "Robot", "email": "robot@example.com"})
    assert Person.objects.count() == 0
    settings.FOUNDERS = "anyone"
    assert 'name="email"' in client.get(reverse("account_signup")).content.decode()


def test_a_flood_at_the_door_is_slowed(client: Client, stick: Community) -> None:
    said = [
        client.post(reverse("join", args=["stick"]), {"name": "R", "email": f"r{n}@example.com", "cares_about": ""})
        for n in range(12)
    ]
    assert [answer.status_code for answer in said] == [422] * 10 + [429] * 2


def test_words_are_given_back(client: Client, stranger: Person, stick: Community) -> None:
    client.force_login(stranger)
    answer = client.post(reverse("join", args=["stick"]), {"cares_about": "long " * 100})
    assert answer.status_code == 422
    assert "long long" in answer.content.decode()
    assert client.post(reverse("join", args=["stick"]), {"cares_about": "nul\0l"}).status_code == 422


def test_stewards_answer_on_their_page(client: Client, asked: JoinRequest, ines: Person, hal: Person) -> None:
    page = reverse("join_requests", args=["stick"])
    client.force_login(hal)
    assert client.get(page).status_code == 404
    answer = {f"{asked.pk}-words": "Welcome", f"{asked.pk}-accept": "yes"}
    assert client.post(reverse("join_request", args=["stick", asked.pk]), answer).status_code == 404
    client.force_login(ines)
    assert "Leaks under trams" in client.get(page).content.decode()
    without_words = {f"{asked.pk}-accept": "yes"}
    assert client.post(reverse("join_request", args=["stick", asked.pk]), without_words).status_code == 422
    client.post(reverse("join_request", args=["stick", asked.pk]), answer)
    client.post(reverse("join_request", args=["stick", asked.pk]), answer)
    assert JoinRequest.objects.get().accepted
    assert Letter.objects.filter(kind="joining").count() == 1


def test_steward_of_another_community_does_not_answer(
    client: Client, asked: JoinRequest, someone: Callable[..., Person]
) -> None:
    other = someone("Other Steward")
    found(by=other, name="Valve Keepers")
    client.force_login(other)
    said = {f"{asked.pk}-words": "x", f"{asked.pk}-accept": "yes"}
    assert client.post(reverse("join_request", args=["stick", asked.pk]), said).status_code == 404
    assert client.post(reverse("join_request", args=["valve-keepers", asked.pk]), said).status_code == 404
    assert JoinRequest.objects.get().answered_at is None


# --- leaving, pace, hello ---------------------------------------------------------------------------------------
