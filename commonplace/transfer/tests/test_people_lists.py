"""A list of people: read column by column, mended, invited from in a steward's words, and forgotten in its time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import (
    LIVES,
    invite,
    take_invitation,
    withdraw_invitation,
)
from commonplace.communities.models import Community, Invitation
from commonplace.letters.models import Letter, Pause
from commonplace.letters.pauses import pause_delivery
from commonplace.people.models import Person
from commonplace.transfer.actions.listing import MOST, invite_listed
from commonplace.transfer.models import PeopleList
from commonplace.transfer.tests.lists import LISTS, ROWS, agreed, bring, page_of


@pytest.fixture
def steward(client: Client, ines: Person, stick: Community) -> Client:
    client.force_login(ines)
    return client


def stands(people: PeopleList) -> dict[str, str]:
    rows = people.listed.standing(people.community, timezone.now()).order_by("number")
    return {one.name or str(one.number): one.stand for one in rows}


def test_column_by_column_before_anything_is_taken(steward: Client, hal: Person) -> None:
    people = bring(steward)
    page = steward.get(page_of(people))
    form = page.context["form"]
    assert [(one.label, one.initial) for one in form] == [
        ("Name", "name"), ("E-mail", "address"), ("Where you work", "organisation"), ("Country", "country"),
        ("Birthday", ""),
    ]  # fmt: skip
    assert "East Mill" in page.text
    preview = page.context["preview"]
    assert (preview.people, preview.reachable, preview.wrong_count) == (7, 4, 4)
    assert "Another row has this address." in page.text
    assert "=1+1" in page.text
    assert "This begins like a formula" in page.text
    assert not Letter.objects.exists()


def test_a_steward_says_otherwise_and_looks_again(steward: Client) -> None:
    people = bring(steward, "A,B,C", "nour@example.net,Nour,Weaver", "enno@example.net,Enno,Smith")
    assert [one["field"] for one in people.columns] == ["address", "", ""]
    said = {"column-0": "address", "column-1": "name", "column-2": "craft"}
    looked = steward.post(page_of(people), {**said, "look": "1"})
    assert looked.status_code == 200
    assert [row.where for row in looked.context["preview"].first] == ["Weaver", "Smith"]
    people.refresh_from_db()
    assert people.agreed_at is None
    for wrong in ({**said, "column-0": ""}, {**said, "column-2": "name"}):
        answer = steward.post(page_of(people), wrong)
        assert answer.status_code == 422
        assert 'value="name" selected' in answer.text
    assert steward.post(page_of(people), said).status_code == 302
    assert list(people.listed.order_by("number").values_list("name", "craft")) == [
        ("Nour", "Weaver"),
        ("Enno", "Smith"),
    ]


def test_what_was_left_out_is_forgotten_and_what_is_wrong_stays_as_typed(steward: Client, hal: Person) -> None:
    people = agreed(steward)
    people.refresh_from_db()
    assert [one["heading"] for one in people.columns] == ["Name", "E-mail", "Where you work", "Country"]
    cells = dict(people.listed.values_list("number", "cells"))
    assert cells[2] == []
    assert cells[7] == ["=1+1", "sum@example.net", "", "Atlantis"]
    assert not any("May" in cell for row in cells.values() for cell in row)
    assert stands(people) == {
        "Nour Aziz": "waits", "Enno Brand": "waits", "Hal": "here", "Nobody": "wrong", "Twice": "wrong",
        "7": "waits", "Lost": "wrong",
    }  # fmt: skip
    shown = steward.get(page_of(people))
    assert "lost at example" in shown.text
    assert "Until" in shown.text


def test_a_row_is_mended_beside_what_was_typed(steward: Client) -> None:
    people = agreed(steward)
    row = people.listed.get(number=7)
    page = f"{page_of(people)}/rows/{row.pk}"
    assert steward.get(page).context["form"].initial["name"] == "=1+1"
    typed = {"name": "=2+2", "address": "nour@example.net", "country": "Nowhere", "organisation": "", "craft": ""}
    answer = steward.post(page, typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "address", "country"}
    assert 'value="=2+2"' in answer.text
    good = typed | {"name": "Sum Total", "address": "Sum@Example.net", "country": "Poland"}
    assert steward.post(page, good).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.address, row.country, row.wrong, row.cells) == ("Sum Total", "sum@example.net", "PL", [], [])


def test_those_who_are_ticked_are_invited_once(steward: Client, ines: Person, hal: Person) -> None:
    people = agreed(steward)
    nour = people.listed.get(name="Nour Aziz")
    here = people.listed.get(name="Hal")
    said = {"words": "You mend looms as we do.", "row": [nour.pk, here.pk], "idempotency_key": uuid4()}
    for _twice in range(2):
        assert steward.post(page_of(people), said).status_code == 302
    assert list(Letter.objects.values_list("to", flat=True)) == ["nour@example.net"]
    invitation = Invitation.objects.get()
    assert (invitation.by, invitation.name, invitation.words) == (ines, "Nour Aziz", "You mend looms as we do.")
    assert stands(people)["Nour Aziz"] == "invited"
    nour.refresh_from_db()
    assert nour.invitation == invitation


def test_all_are_invited_and_a_double_press_goes_no_further(
    steward: Client, ines: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = agreed(steward, "Name,Mail", *(f"Person {letter},{letter}@example.net" for letter in "abcde"))
    in_turn = steward.get(page_of(people)).context["in_turn"]
    assert in_turn == [2, 3, 4, 5, 6]
    for _twice in range(2):
        sent = {"words": "Come.", "all": "4", "idempotency_key": uuid4()}
        assert steward.post(page_of(people), sent).status_code == 302
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["a@example.net", "b@example.net", "c@example.net"]


def test_nobody_is_ticked_or_words_hold_a_link_and_all_is_given_back(steward: Client) -> None:
    people = agreed(steward)
    nour = people.listed.get(name="Nour Aziz")
    assert steward.post(page_of(people), {"words": "Come."}).status_code == 422
    answer = steward.post(page_of(people), {"words": "See www.example.org", "row": [nour.pk]})
    assert answer.status_code == 422
    assert [row.row.pk for row in answer.context["rows"] if row.is_ticked] == [nour.pk]
    assert "See www.example.org" in answer.text
    assert not Letter.objects.exists()


def test_who_was_asked_before_or_wished_no_letters_gets_none(
    steward: Client, ines: Person, stick: Community, now
) -> None:
    withdrawn = invite(by=ines, community=stick, words="Come.", address="nour@example.net").invitation
    withdraw_invitation(invitation=withdrawn)
    invite(by=ines, community=stick, words="Come.", address="enno@example.net")
    for address, why in (("sum@example.net", Pause.Why.COMPLAINT), ("gone@example.net", Pause.Why.GONE)):
        invite(by=ines, community=stick, words="Come.", address=address)
        pause_delivery(address=address, why=why, now=timezone.now())
    Letter.objects.all().delete()
    people = agreed(steward, *ROWS, "Gone,gone@example.net")
    assert [stands(people)[one] for one in ("Nour Aziz", "Enno Brand", "7", "Gone")] == [
        "before", "invited", "unwished", "silent"
    ]  # fmt: skip
    rows = list(people.listed.values_list("pk", flat=True))
    sent = invite_listed(people=people, by=ines, words="Come.", rows=rows, idempotency_key=uuid4())
    assert sent == Letter.objects.count() == 1  # Hal is no member in this house
    page = steward.get(page_of(people)).text
    assert "asked not to be written to" in page
    assert "was invited once, and is not asked again" in page


def test_a_list_tells_nothing_that_the_house_alone_knows_of_an_address(steward: Client, ines: Person, now) -> None:
    """Another community's letters came back from there, or were called spam: that is not for these stewards."""
    pause_delivery(address="sum@example.net", why=Pause.Why.COMPLAINT, now=now)
    pause_delivery(address="nour@example.net", why=Pause.Why.GONE, now=now)
    people = agreed(steward)
    before = stands(people)
    assert (before["Nour Aziz"], before["7"]) == ("waits", "waits")
    rows = list(people.listed.values_list("pk", flat=True))
    invite_listed(people=people, by=ines, words="Come.", rows=rows, idempotency_key=uuid4())
    after = stands(people)
    assert (after["Nour Aziz"], after["7"], after["Enno Brand"]) == ("invited",) * 3


def test_what_became_of_each_is_told(steward: Client, ines: Person, someone: Callable[..., Person]) -> None:
    people = agreed(steward)
    invite_listed(people=people, by=ines, words="Come.", until=3, idempotency_key=uuid4())
    take_invitation(invitation=Invitation.objects.get(address="nour@example.net"), person=someone("Nour Aziz"))
    assert (stands(people)["Nour Aziz"], stands(people)["Enno Brand"]) == ("joined", "invited")
    assert {link.label: link.count for link in steward.get(page_of(people)).context["views"]}["are here"] == "1"
    only = steward.get(page_of(people) + "?show=here")
    assert [row.row.name for row in only.context["rows"]] == ["Nour Aziz"]
    later = timezone.now() + LIVES + timedelta(days=1)
    rows = people.listed.standing(people.community, later, ["before"])
    assert [one.name for one in rows] == ["Enno Brand"]


def test_columns_agreed_on_twice_are_one_list(steward: Client) -> None:
    people = agreed(steward)
    again = steward.post(page_of(people), {"column-0": "name", "column-1": "address"}, follow=True)
    assert (again.status_code, "Nobody was written to." in again.text) == (200, True)
    assert not Letter.objects.exists()


def test_enter_on_a_tick_takes_nobody_off(steward: Client) -> None:
    page = steward.get(page_of(agreed(steward))).text
    # A browser presses the first button of the form that it stands in.
    form = page[page.index('action="#words"') :]
    assert [one for one in re.findall(r"<button[^>]*>", form[: form.index("</form>")]) if 'name="off"' in one] == [
        one for one in re.findall(r"<button[^>]*>", form) if 'form="taking-off"' in one
    ]


def test_one_or_all_come_off(steward: Client, ines: Person) -> None:
    people = agreed(steward)
    invite_listed(people=people, by=ines, words="Come.", until=2, idempotency_key=uuid4())
    steward.post(page_of(people), {"off": people.listed.get(name="Enno Brand").pk})
    assert "Enno Brand" not in stands(people)
    steward.post(page_of(people), {"all_off": "1"})
    assert not PeopleList.objects.exists()
    assert Invitation.objects.opening(timezone.now()).count() == 1


def test_a_list_brought_by_mistake_takes_its_invitations_along(
    steward: Client, ines: Person, stick: Community, someone: Callable[..., Person]
) -> None:
    invite(by=ines, community=stick, name="Uma", address="uma@rush.example", words="Come.")
    people = agreed(steward)
    assert "their links will lead nowhere" not in steward.get(page_of(people)).text
    invite_listed(people=people, by=ines, words="Come.", until=5, idempotency_key=uuid4())
    opened = Invitation.objects.opening(timezone.now())
    take_invitation(invitation=opened.get(address="nour@example.net"), person=someone("Nour Aziz"))
    left = opened.all().count() - 1
    assert "their links will lead nowhere" in steward.get(page_of(people)).text
    said = steward.post(page_of(people), {"all_off": "1", "invitations": "1"}, follow=True).text
    assert left > 0
    assert f"The list is gone, and {left} invitation" in said
    assert [one.address for one in opened.all()] == ["uma@rush.example"]
    assert Invitation.objects.filter(taken_at__isnull=False).count() == 1


def test_the_same_file_is_the_same_list(steward: Client) -> None:
    assert bring(steward) == bring(steward, name="again.csv")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Name,Phone\nHal,1\n", "This is no list of people"),
        (b"PK\x03\x04 broken", "This is no list of people"),
        (b"Mail\n" + b"".join(b"p%d@example.net\n" % n for n in range(MOST + 1)), "at most. Part it."),
        (b"x" * (5 * 1024 * 1024 + 1), "This is more than"),
    ],
)
def test_what_is_no_list_is_said_beside_the_field(steward: Client, data: bytes, words: str) -> None:
    answer = steward.post(LISTS, {"file": SimpleUploadedFile("a.csv", data)})
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["file"])
    assert not PeopleList.objects.exists()


def test_members_and_other_communities_find_nothing(
    steward: Client, hal: Person, someone: Callable[..., Person], stranger: Person
) -> None:
    people = agreed(steward)
    row = people.listed.get(name="Nour Aziz")
    for person in (hal, stranger):
        steward.force_login(person)
        for page in (LISTS, page_of(people), f"{page_of(people)}/rows/{row.pk}"):
            assert steward.get(page).status_code == 404
            assert steward.post(page, {"all_off": "1", "name": "X"}).status_code == 404
    assert people.listed.count() == 7


def test_pages_ask_few_questions(steward: Client, django_assert_max_num_queries) -> None:
    people = bring(steward)
    with django_assert_max_num_queries(12):
        steward.get(page_of(people))
    with django_assert_max_num_queries(12):
        steward.get(LISTS)
    many = agreed(steward, "Name,Mail", *(f"P Q,p{n}@example.net" for n in range(80)))
    with django_assert_max_num_queries(12):
        steward.get(page_of(many))
