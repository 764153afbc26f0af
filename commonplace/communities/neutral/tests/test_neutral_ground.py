"""Whom neutral ground is for, and that nobody learns by whose word it is not for them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.inbox import waiting_for
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.roles import appoint, step_down
from commonplace.communities.models import Community, Deed, Lead, Membership, Role, Space
from commonplace.communities.neutral.actions import (
    AskedAlready,
    NobodySaidSo,
    NotForGuests,
    TooManyLeads,
    ask_to_look_again,
    say_it_is_so,
    say_who_leads,
    take_back,
)
from commonplace.communities.spaces.actions import NoSeat, WordsWouldReachFurther, change_space, open_space, seat
from commonplace.communities.stewards import ElsewhereStanding
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person


@pytest.fixture
def lee(stick: Community) -> Space:
    """A space on neutral ground."""
    return open_space(community=stick, slug="lee", name="The lee", visibility=SpaceVisibility.NEUTRAL)


@pytest.fixture
def asked(lee: Space, hal: Person) -> Conversation:
    return open_conversation(
        space=lee, by=hal, kind="question", title="May one say no to a target?", text="I would like to."
    )


def sponsor(person: Person, by: Person, stick: Community, name: str = "Sponsor") -> Role:
    membership = Membership.objects.get(person=person, community=stick)
    return appoint(by=by, membership=membership, name=name, since=timezone.localdate(), until=None)


def reads(person: Person | None, lee: Space) -> bool:
    """Asked both ways round, which say the same."""
    seen = Space.objects.visible_to(person).filter(pk=lee.pk).exists()
    if person is not None:
        assert Person.objects.filter(access.is_here_and_reads(lee), pk=person.pk).exists() == seen
    return seen


def test_members_read_it_and_strangers_do_not(lee: Space, hal: Person, rosa: Person, stranger: Person) -> None:
    assert [reads(one, lee) for one in (hal, rosa, stranger, None)] == [True, True, False, False]
    assert not Space.objects.filter(access.space_is_visible_inside(), pk=lee.pk).exists()


def test_whoever_somebody_says_to_be_led_by_does_not_read_it(
    stick: Community, lee: Space, asked: Conversation, hal: Person, tomasz: Person
) -> None:
    said = say_who_leads(by=hal, community=stick, person=tomasz)
    assert not reads(tomasz, lee)
    assert list(Conversation.objects.visible_to(tomasz)) == []
    assert list(Post.objects.visible_to(tomasz)) == []
    take_back(by=hal, lead=said)
    assert reads(tomasz, lee)


def test_ones_own_word_does_the_same(stick: Community, lee: Space, tomasz: Person) -> None:
    say_who_leads(by=tomasz, community=stick, person=tomasz)
    assert say_who_leads(by=tomasz, community=stick, person=tomasz).pk == Lead.objects.get().pk
    assert not reads(tomasz, lee)


def test_sponsors_do_not_read_it_while_their_term_lasts(
    stick: Community, lee: Space, rosa: Person, tomasz: Person
) -> None:
    role = sponsor(tomasz, rosa, stick)
    assert role.is_sponsor
    assert not reads(tomasz, lee)
    step_down(by=tomasz, role=role)
    assert not reads(tomasz, lee), "today is still of the term"
    Role.objects.filter(pk=role.pk).update(until=timezone.localdate() - timedelta(days=2))
    assert reads(tomasz, lee)


def test_a_sponsor_by_another_name_is_ticked(stick: Community, lee: Space, rosa: Person, tomasz: Person) -> None:
    assert not sponsor(tomasz, rosa, stick, "Patron").is_sponsor
    assert reads(tomasz, lee)
    assert sponsor(tomasz, rosa, stick, "Główna sponsorka").is_sponsor
    assert not reads(tomasz, lee)


def test_a_word_is_of_one_community(
    stick: Community, lee: Space, hal: Person, tomasz: Person, stranger: Person
) -> None:
    with pytest.raises(ElsewhereStanding):
        say_who_leads(by=hal, community=stick, person=stranger)
    with pytest.raises(ElsewhereStanding):
        say_who_leads(by=stranger, community=stick, person=tomasz)
    assert reads(tomasz, lee)


def test_what_one_said_goes_with_oneself_and_what_was_said_of_one_waits(
    stick: Community, hal: Person, tomasz: Person, leila: Person
) -> None:
    say_who_leads(by=hal, community=stick, person=tomasz)
    say_who_leads(by=leila, community=stick, person=hal)
    leave(person=hal, community=stick)
    assert list(Lead.objects.values_list("by", "person")) == [(leila.pk, hal.pk)]


def test_guests_speak_of_themselves_alone_and_nobody_names_many(
    stick: Community, hal: Person, amara: Person, member: Callable[[str], Person]
) -> None:
    Membership.objects.filter(person=amara, community=stick).update(standing="guest")
    with pytest.raises(NotForGuests):
        say_who_leads(by=amara, community=stick, person=hal)
    say_who_leads(by=amara, community=stick, person=amara)
    for name in ("Uma", "Vera", "Wim", "Xenia", "Yves"):
        say_who_leads(by=hal, community=stick, person=member(f"{name} Example"))
    with pytest.raises(TooManyLeads):
        say_who_leads(by=hal, community=stick, person=member("Zoe Example"))


def test_nothing_of_it_is_a_deed(stick: Community, hal: Person, tomasz: Person) -> None:
    before = Deed.objects.count()
    take_back(by=hal, lead=say_who_leads(by=hal, community=stick, person=tomasz))
    assert Deed.objects.count() == before


def test_nobody_takes_back_what_another_said(stick: Community, hal: Person, tomasz: Person, rosa: Person) -> None:
    said = say_who_leads(by=hal, community=stick, person=tomasz)
    for one in (tomasz, rosa):
        take_back(by=one, lead=said)
    assert Lead.objects.count() == 1


def test_whoever_was_named_has_it_looked_at_again(stick: Community, hal: Person, tomasz: Person) -> None:
    with pytest.raises(NobodySaidSo):
        ask_to_look_again(person=tomasz, community=stick)
    said = say_who_leads(by=hal, community=stick, person=tomasz)
    ask_to_look_again(person=tomasz, community=stick)
    standing = Membership.objects.select_related("community").get(person=hal, community=stick)
    now = timezone.now()
    assert "led" in [one.code for one in waiting_for(hal, [standing], now=now)]
    say_it_is_so(by=hal, lead=said)
    assert "led" not in [one.code for one in waiting_for(hal, [standing], now=now)]
    with pytest.raises(AskedAlready):
        ask_to_look_again(person=tomasz, community=stick)


class TestOnPages:
    def test_for_them_the_space_is_not_there(
        self, client: Client, stick: Community, lee: Space, asked: Conversation, hal: Person, tomasz: Person
    ) -> None:
        say_who_leads(by=hal, community=stick, person=tomasz)
        client.force_login(tomasz)
        assert client.get(f"/c/stick/conversations/{asked.pk}/").status_code == 404
        for page in ("conversations/", "conversations/new?kind=question", "about", "", "settings/spaces/"):
            assert "The lee" not in client.get(f"/c/stick/{page}").content.decode(), page
        assert asked.title not in client.get("/search?q=target").content.decode()

    def test_they_learn_that_somebody_said_so_and_not_who(
        self, client: Client, stick: Community, hal: Person, tomasz: Person
    ) -> None:
        say_who_leads(by=hal, community=stick, person=tomasz)
        client.force_login(tomasz)
        # Whom one may name is everybody, in the order of names: it tells nothing.
        page = client.get("/c/stick/neutral-ground").content.decode().partition("<select")[0]
        assert "Somebody here said that you lead them." in page
        assert hal.name not in page

    def test_saying_it_asking_again_and_taking_it_back(
        self, client: Client, stick: Community, hal: Person, tomasz: Person
    ) -> None:
        client.force_login(hal)
        assert (
            f'value="{tomasz.pk}" selected' in client.get(f"/c/stick/neutral-ground?who={tomasz.pk}").content.decode()
        )
        client.post("/c/stick/neutral-ground", {"person": tomasz.pk})
        said = Lead.objects.get(by=hal)
        client.force_login(tomasz)
        client.post("/c/stick/neutral-ground/look")
        assert client.post(f"/c/stick/neutral-ground/{said.pk}").status_code == 404
        client.force_login(hal)
        assert "Please look again." in client.get("/c/stick/neutral-ground").content.decode()
        client.post(f"/c/stick/neutral-ground/{said.pk}", {"so": "still"})
        assert "Please look again." not in client.get("/c/stick/neutral-ground").content.decode()
        client.post(f"/c/stick/neutral-ground/{said.pk}")
        assert not Lead.objects.exists()

    def test_ones_own_word_is_said_and_taken_back_by_the_same_button(
        self, client: Client, stick: Community, hal: Person
    ) -> None:
        client.force_login(hal)
        client.post("/c/stick/neutral-ground/own")
        assert Lead.objects.own().get().person == hal
        client.post("/c/stick/neutral-ground/own")
        assert not Lead.objects.exists()

    def test_huge_and_foolish_numbers_are_nobody(self, client: Client, stick: Community, hal: Person) -> None:
        client.force_login(hal)
        for who in ("9" * 40, "x", "-1", "٣"):
            assert client.get("/c/stick/neutral-ground", {"who": who}).status_code == 200
        assert client.post("/c/stick/neutral-ground", {"person": "9" * 30}).status_code == 422


class TestChangingASpace:
    def test_a_steward_who_leads_neither_sees_nor_changes_it(
        self, client: Client, stick: Community, lee: Space, rosa: Person, hal: Person
    ) -> None:
        say_who_leads(by=hal, community=stick, person=rosa)
        client.force_login(rosa)
        assert client.get(f"/c/stick/settings/spaces/{lee.pk}").status_code == 404
        with pytest.raises(NoSeat):
            change_space(by=rosa, space=lee, visibility=SpaceVisibility.GROUP)

    @pytest.mark.parametrize("wider", [SpaceVisibility.PUBLIC, SpaceVisibility.MEMBERS, SpaceVisibility.GROUP])
    def test_what_was_written_there_stays_on_neutral_ground(
        self, lee: Space, asked: Conversation, rosa: Person, wider: SpaceVisibility
    ) -> None:
        with pytest.raises(WordsWouldReachFurther):
            change_space(by=rosa, space=lee, visibility=wider)

    def test_members_may_make_it_neutral_a_group_may_not(
        self, table: Space, circle: Space, rosa: Person, hal: Person
    ) -> None:
        for space, by in ((table, hal), (circle, rosa)):
            open_conversation(space=space, by=by, kind="discussion", title="Said", text="Here.")
        assert change_space(by=rosa, space=table, visibility=SpaceVisibility.NEUTRAL).is_neutral
        with pytest.raises(WordsWouldReachFurther):
            change_space(by=rosa, space=circle, visibility=SpaceVisibility.NEUTRAL)

    def test_nobody_is_seated_there(self, lee: Space, rosa: Person, hal: Person) -> None:
        with pytest.raises(ValueError, match=str(lee.pk)):
            seat(by=rosa, space=lee, person=hal)


def test_moving_out_of_it_asks_whoever_wrote(lee: Space, table: Space, circle: Space, window: Space) -> None:
    order = {
        space.slug: [other.slug for other in (lee, table, circle, window) if other.reaches_beyond(space)]
        for space in (lee, table, circle, window)
    }
    assert order == {
        "lee": ["table", "circle", "window"],
        "table": ["window"],
        "circle": ["lee", "table", "window"],
        "window": [],
    }
