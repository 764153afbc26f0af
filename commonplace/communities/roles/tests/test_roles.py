"""Roles pass on: a brief in the community's words, somebody who learns it in time, a note for whoever comes next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.inbox import waiting_for
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership, Role, RoleBrief
from commonplace.communities.roles.actions import ElsewhereStanding, NotTheirs, Unnamed, brief, hand_over
from commonplace.communities.stewards import NotASteward
from commonplace.people.models import Person

NOTE = "Ask what went wrong last week, and then be quiet."


def given(by: Person, person: Person, name: str, since: int, until: int | None, **more: bool) -> Role:
    """A role from one day to another, counted from today."""
    today = timezone.localdate()
    return appoint(
        by=by,
        membership=Membership.objects.select_related("community", "person").get(person=person),
        name=name,
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
        **more,
    )


@pytest.fixture
def librarian(ines: Person, hal: Person, tomasz: Person, rosa: Person, stick: Community) -> Role:
    """Hal held it and wrote a note, Tomasz holds it, Rosa learns it."""
    before = given(ines, hal, "librarian", -400, -30)
    hand_over(by=hal, role=before, words=NOTE)
    given(ines, tomasz, "librarian", -29, 200)
    given(ines, rosa, "librarian", -10, 200, is_shadow=True)
    return before


def page_of(client: Client, person: Person) -> str:
    client.force_login(person)
    return client.get("/c/stick/roles/").content.decode()


def test_everyone_reads_who_holds_it_and_who_did_before(
    client: Client, librarian: Role, leila: Person, ines: Person, stick: Community
) -> None:
    brief(by=ines, community=stick, name="LIBRARIAN", words="Keeps what we keep.")
    told = page_of(client, leila)
    assert told.index("Keeps what we keep.") < told.index("Held by") < told.index("Tomasz")
    assert told.index("Learns it") < told.index("Rosa") < told.index("Before") < told.index("Hal")


def test_the_note_is_for_who_comes_next_and_stewards(
    client: Client, librarian: Role, ines: Person, hal: Person, tomasz: Person, rosa: Person, leila: Person
) -> None:
    reads = {person.name: NOTE in page_of(client, person) for person in (ines, tomasz, rosa, leila)}
    assert reads == {ines.name: True, tomasz.name: True, rosa.name: True, leila.name: False}
    assert "Change what you wrote for whoever comes next" in page_of(client, hal)


def test_a_role_of_another_name_opens_no_note(client: Client, librarian: Role, ines: Person, leila: Person) -> None:
    given(ines, leila, "host", -3, None)
    assert NOTE not in page_of(client, leila)


def test_whoever_learns_a_role_does_not_hold_it(client: Client, librarian: Role, rosa: Person, leila: Person) -> None:
    client.force_login(leila)
    assert "learns the role of" in client.get(f"/c/stick/people/{rosa.pk}/").content.decode()
    found = client.get("/c/stick/people/?role=librarian").content.decode()
    assert f"/people/{rosa.pk}/" not in found


def test_only_the_holder_writes_the_note_and_for_as_long_as_they_are_here(
    client: Client, librarian: Role, ines: Person, hal: Person, tomasz: Person, stick: Community
) -> None:
    with pytest.raises(NotTheirs):
        hand_over(by=ines, role=librarian, words="What he learned.")
    client.force_login(tomasz)
    assert client.get(f"/c/stick/roles/{librarian.pk}/handover").status_code == 404
    client.force_login(hal)
    answer = client.post(f"/c/stick/roles/{librarian.pk}/handover", {"words": "Another."})
    assert answer.status_code == 302
    librarian.refresh_from_db()
    assert librarian.handover == "Another."
    leave(person=hal, community=stick)
    with pytest.raises(ElsewhereStanding):
        hand_over(by=hal, role=librarian, words="Once more.")


def test_a_brief_is_the_stewards_word(client: Client, librarian: Role, ines: Person, hal: Person) -> None:
    with pytest.raises(NotASteward):
        brief(by=hal, community=librarian.membership.community, name="librarian", words="Nothing to do.")
    with pytest.raises(Unnamed):
        brief(by=ines, community=librarian.membership.community, name="…", words="Something.")
    client.force_login(ines)
    page = f"/c/stick/roles/{librarian.pk}/brief"
    assert client.post(page, {"words": "Keeps what we keep."})["Location"].endswith(f"#role-{librarian.pk}")
    assert RoleBrief.objects.get().words == "Keeps what we keep."
    client.post(page, {"words": ""})
    assert not RoleBrief.objects.exists()
    client.force_login(hal)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("until", "asked"), [(None, False), (200, False), (29, True), (0, True), (-29, True), (-40, False)]
)
def test_whose_term_ends_is_asked_to_write_it_down(
    ines: Person, hal: Person, stick: Community, until: int | None, asked: bool
) -> None:
    role = given(ines, hal, "librarian", -400, until)
    assert ("handing_on" in lines_for(hal)) is asked
    hand_over(by=hal, role=role, words=NOTE)
    assert "handing_on" not in lines_for(hal)
    assert "handing_on" not in lines_for(ines)


def test_whoever_learns_a_role_is_asked_nothing_at_its_end(ines: Person, hal: Person, stick: Community) -> None:
    given(ines, hal, "librarian", -400, 5, is_shadow=True)
    assert "handing_on" not in lines_for(hal)


def lines_for(person: Person) -> set[str]:
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    return {one.code for one in waiting_for(person, standings, now=timezone.now())}


def test_whoever_tends_alone_is_told_on_the_page(client: Client, ines: Person, hal: Person, stick: Community) -> None:
    assert "You tend this community alone." in page_of(client, ines)
    Membership.objects.filter(person=hal).update(standing="steward")
    assert "You tend this community alone." not in page_of(client, ines)


def test_those_who_come_stand_in_their_order(client: Client, ines: Person, hal: Person, leila: Person) -> None:
    given(ines, leila, "host", 90, 180)
    given(ines, hal, "host", 10, 80)
    told = page_of(client, ines)
    assert told.index("nobody at present") < told.index("Hal") < told.index("Leila")
