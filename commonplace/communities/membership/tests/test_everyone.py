"""Several people at once: roles, standings and seats, with an answer for each; who was not seen lately; the list."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.founding.actions import found
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import change_pace, leave
from commonplace.communities.membership.actions.many import Outcome, appoint_many, make_many
from commonplace.communities.models import Deed, Membership, Role, SpaceSeat
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.standing import Standing
from commonplace.communities.stewards import NotASteward
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Person

PAGE = "/c/stick/settings/members/"


def client_of(person: Person, **headers: str) -> Client:
    client = Client(headers=headers)
    client.force_login(person)
    return client


def role(name: str = "Reader of loggers") -> dict[str, str]:
    """A role from today on, whatever day it was when the tests were gathered."""
    return {"role": "1", "role-name": name, "role-since": timezone.localdate().isoformat()}


def place(person: Person) -> Membership:
    return Membership.objects.get(person=person, community__slug="stick")


@pytest.fixture
def old(stick) -> Person:
    person = Person.objects.create_user(name="Old Voice", claimed_at=None)
    admit(person=person, community=stick, origin="archive")
    return person


@pytest.fixture
def circle(stick, rosa, hal):
    return open_space(
        community=stick, slug="circle", name="Circle", visibility=SpaceVisibility.GROUP, seats=[rosa, hal]
    )


def undoing(said: str) -> str:
    found = re.search(r'name="undoing" value="([^"]+)"', said)
    assert found
    return found[1]


def test_a_role_for_several_with_an_answer_for_each(stick, rosa, hal, tomasz, old, ines) -> None:
    gone = place(tomasz)
    leave(person=tomasz, community=stick)
    client = client_of(rosa)
    people = [place(one).pk for one in (hal, ines, old)] + [gone.pk]
    said = client.post(f"{PAGE}many", {**role(), "people": people}).text
    assert said.count("Has the role now.") == 2
    assert "nobody stands behind this name yet" in said
    assert "they have left meanwhile" in said
    assert {one.membership.person for one in Role.objects.all()} == {hal, ines}
    assert set(Deed.objects.filter(verb="appointed").values_list("person", "towards")) == {
        (rosa.pk, hal.pk),
        (rosa.pk, ines.pk),
    }
    # Pressed twice, it was given once.
    again = client.post(f"{PAGE}many", {**role(), "people": people}).text
    assert again.count("Has this role already") == 2
    assert 'name="undoing"' not in again
    assert Role.objects.count() == 2


def test_roles_are_taken_back_as_if_they_had_not_been_given(stick, rosa, hal, tomasz, ines) -> None:
    client = client_of(rosa)
    said = client.post(f"{PAGE}many", {**role(), "people": [place(hal).pk, place(tomasz).pk]}).text
    token = undoing(said)
    # Another steward cannot press it, nor anyone with a word of their own.
    for by, word in ((ines, token), (rosa, token[:-2] + "xx"), (rosa, "")):
        client_of(by).post(f"{PAGE}many/undo", {"undoing": word})
        assert Role.objects.count() == 2
    client.post(f"{PAGE}many/undo", {"undoing": token})
    assert not Role.objects.exists()
    assert not deeds_in_force().filter(verb="appointed").exists()
    assert client.post(f"{PAGE}many/undo", {"undoing": token}).status_code == 302


def test_stewards_are_made_and_unmade_together(stick, rosa, hal, tomasz, old, stranger) -> None:
    admit(person=stranger, community=stick, standing=Standing.GUEST, until=timezone.now() + timedelta(days=9))
    until = place(stranger).until
    client = client_of(rosa)
    people = [place(one).pk for one in (hal, stranger, old, rosa)]
    said = client.post(f"{PAGE}many", {"steward": "1", "people": people}).text
    assert {one: place(one).standing for one in (hal, stranger, old)} == {
        hal: "steward",
        stranger: "steward",
        old: "member",
    }
    assert "your own standing" in said
    client.post(f"{PAGE}many/undo", {"undoing": undoing(said)})
    assert (place(hal).standing, place(stranger).standing, place(stranger).until) == ("member", "guest", until)


def test_what_changed_meanwhile_is_not_taken_back(stick, rosa, hal, tomasz) -> None:
    client = client_of(rosa)
    said = client.post(f"{PAGE}many", {"steward": "1", "people": [place(hal).pk, place(tomasz).pk]}).text
    leave(person=hal, community=stick)
    client.post(f"{PAGE}many/undo", {"undoing": undoing(said)})
    assert (place(hal).standing, place(tomasz).standing) == ("alumnus", "member")


def test_somebody_tends_the_community_always(stick, rosa, ines) -> None:
    given = make_many(by=rosa, community=stick, people=[place(ines), place(rosa)], standing=Standing.MEMBER)
    assert {one.membership.person: one.outcome for one in given} == {ines: Outcome.DONE, rosa: Outcome.ONESELF}
    assert Membership.objects.filter(community=stick, standing=Standing.STEWARD).exists()


def test_seats_for_several_only_where_one_sits(stick, circle, rosa, ines, hal, tomasz) -> None:
    client = client_of(rosa)
    gift = {"seat": "1", "seat-space": circle.pk}
    said = client.post(f"{PAGE}many", {**gift, "people": [place(hal).pk, place(tomasz).pk]}).text
    assert ("Has a seat there already." in said, "Has a seat now" in said) == (True, True)
    assert set(circle.seats.values_list("person", flat=True)) == {rosa.pk, hal.pk, tomasz.pk}
    client.post(f"{PAGE}many/undo", {"undoing": undoing(said)})
    assert set(circle.seats.values_list("person", flat=True)) == {rosa.pk, hal.pk}
    without = client_of(ines)
    assert "Circle" not in without.get(PAGE).text
    assert without.post(f"{PAGE}many", {**gift, "people": [place(ines).pk]}).status_code == 422
    assert SpaceSeat.objects.filter(space=circle).count() == 2


@pytest.mark.parametrize(
    "given",
    [role, lambda: {"people": ["x", "9" * 30], **role()}, lambda: role(name=""), lambda: {"steward": "1"}],
)
def test_nothing_is_given_to_nobody(stick, rosa, given) -> None:
    answer = client_of(rosa).post(f"{PAGE}many", given())
    assert answer.status_code == 422
    assert ('id="came"' in answer.text, 'class="returned"' in answer.text) == (True, True)
    assert not Role.objects.exists()


def test_ticks_are_given_back_with_the_words(stick, rosa, hal) -> None:
    answer = client_of(rosa).post(f"{PAGE}many?who=stewards", {**role(name=""), "people": [place(hal).pk]})
    assert answer.status_code == 422
    whole = client_of(rosa).post(f"{PAGE}many", {**role(name=""), "people": [place(hal).pk]})
    assert re.search(rf'value="{place(hal).pk}"\s+checked', whole.text)


def test_people_of_another_community_are_not_reached(stick, rosa, stranger) -> None:
    other = found(by=stranger, name="Elsewhere", slug="elsewhere")
    theirs = Membership.objects.get(community=other)
    assert client_of(rosa).post(f"{PAGE}many", {**role(), "people": [theirs.pk]}).status_code == 422
    assert (
        appoint_many(by=rosa, community=stick, people=[theirs], name="X", since=timezone.localdate(), until=None) == []
    )
    assert not Role.objects.exists()


@pytest.mark.parametrize("who", ["hal", "stranger"])
def test_only_stewards(stick, who, hal, request) -> None:
    person = request.getfixturevalue(who)
    client = client_of(person)
    assert client.get(PAGE).status_code == 404
    for address in ("many", "many/undo", "export"):
        assert client.post(f"{PAGE}{address}", {**role(), "people": [place(hal).pk]}).status_code == 404
    with pytest.raises(NotASteward):
        appoint_many(by=person, community=stick, people=[place(hal)], name="X", since=timezone.localdate(), until=None)
    assert not Role.objects.exists()
    assert not Deed.objects.filter(verb="took_list").exists()


# --- Not seen lately ----------------------------------------------------------------------------------------------


def shown(client: Client, query: str) -> set[str]:
    return {row.person.name for row, _byline, _standings in client.get(f"{PAGE}?{query}").context["lines"]}


@pytest.fixture
def long_ago(stick) -> None:
    """Everyone has been here for two years."""
    ago = timezone.now() - timedelta(days=730)
    Membership.objects.filter(community=stick).update(joined_at=ago)
    Person.objects.filter(claimed_at__isnull=False).update(claimed_at=ago)
    Deed.objects.update(happened_at=ago)


def test_not_seen_lately_asks_the_ledger_and_leaves_out_whom_it_should(
    stick, table, rosa, ines, hal, tomasz, old, stranger, long_ago
) -> None:
    now = timezone.now()
    open_conversation(by=hal, space=table, kind="tip", title="A tip", text="Listen.", at=now - timedelta(days=120))
    open_conversation(by=ines, space=table, kind="tip", title="Another", text="Low.", at=now - timedelta(days=5))
    admit(person=stranger, community=stick)
    client = client_of(rosa)
    assert shown(client, "who=season") == {"Hal Brennan", "Tomasz Wilk", rosa.name}
    assert shown(client, "who=year") == {"Tomasz Wilk", rosa.name}
    change_pace(person=tomasz, community=stick, pace=Membership.Pace.FOLLOW)
    assert shown(client, "who=year") == {rosa.name}
    # A name that somebody has just claimed has been here for as long as they have.
    Person.objects.filter(pk=rosa.pk).update(claimed_at=now)
    assert shown(client, "who=year") == set()
    assert "Nobody: whoever might be among them has been seen." in client.get(f"{PAGE}?who=year").text


def test_what_was_taken_back_was_not_seen(stick, table, rosa, hal, long_ago) -> None:
    talk = open_conversation(by=hal, space=table, kind="tip", title="A tip", text="Listen.")
    client = client_of(rosa)
    assert "Hal Brennan" not in shown(client, "who=season")
    deed = Deed.objects.get(verb="opened", what_id=talk.pk)
    Deed.objects.create(
        verb=deed.verb, person=hal, community=stick, what="conversation", happened_at=deed.happened_at, reverses=deed
    )
    assert "Hal Brennan" in shown(client, "who=season")


def test_everyone_is_told_of_it_and_no_other_page_tells_it(stick, rosa, hal, tomasz, long_ago) -> None:
    member = client_of(hal)
    assert "have done nothing there for three months" in member.get("/me/communities").text
    assert "Stewards alone can ask who" in member.get("/c/stick/people/").text
    same = [
        re.sub(r'name="csrf\S+ value="[^"]+"', "", member.get(f"/c/stick/people/{q}").text) for q in ("", "?who=season")
    ]
    assert ("Tomasz Wilk" in same[0], "Tomasz Wilk" in same[1]) == (True, True)


def test_the_list_narrows_by_standing_and_by_role(stick, rosa, ines, hal, tomasz) -> None:
    client = client_of(rosa)
    client.post(f"{PAGE}many", {**role(), "people": [place(hal).pk]})
    assert shown(client, "who=stewards") == {rosa.name, ines.name}
    assert shown(client, "role=Reader+of+loggers") == {"Hal Brennan"}
    assert shown(client, "who=guests") == set()
    assert shown(client, "role=Nothing+of+the+kind") >= {"Hal Brennan", "Tomasz Wilk"}


# --- The list as a file -------------------------------------------------------------------------------------------


def rows_of(client: Client, delimiter: str = ",") -> list[list[str]]:
    answer = client.post(f"{PAGE}export")
    assert answer.streaming
    said = b"".join(answer.streaming_content).decode("utf-8")
    assert said.startswith("\ufeff")
    return list(csv.reader(io.StringIO(said.removeprefix("\ufeff")), delimiter=delimiter))


def test_the_list_of_people_as_a_file(stick, rosa, hal, old) -> None:
    Person.objects.filter(pk=hal.pk).update(name='=HYPERLINK("https://x.example")')
    client = client_of(rosa)
    client.post(f"{PAGE}many", {**role(), "people": [place(hal).pk]})
    head, *rows = rows_of(client)
    assert head == ["Name", "Standing", "Roles", "Guest until", "Here since"]
    joined = timezone.localdate(place(hal).joined_at).isoformat()
    assert ['\'=HYPERLINK("https://x.example")', "member", "Reader of loggers", "", joined] in rows
    assert len(rows) == Membership.objects.current().filter(community=stick).count() - 1
    assert "Old Voice" not in {row[0] for row in rows}
    assert not [cell for row in rows for cell in row if "@example" in cell]
    deed = Deed.objects.get(verb="took_list")
    assert (deed.person, deed.community) == (rosa, stick)


def test_the_list_in_polish_as_a_polish_spreadsheet_opens_it(stick, rosa) -> None:
    head, *rows = rows_of(client_of(rosa, **{"accept-language": "pl"}), delimiter=";")
    assert head == ["Imię i nazwisko", "Miejsce we wspólnocie", "Role", "Gość do", "Od kiedy"]
    assert len({len(row) for row in rows}) == 1


def test_looking_at_the_address_takes_nothing_along(stick, rosa) -> None:
    assert client_of(rosa).get(f"{PAGE}export").status_code == 405
    assert not Deed.objects.filter(verb="took_list").exists()
