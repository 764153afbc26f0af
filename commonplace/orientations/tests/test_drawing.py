"""Members draw how they are together; what is told is told once, of five and more."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Deed
from commonplace.communities.modules import Orientation
from commonplace.communities.settings.actions.modules import switch
from commonplace.lib.spread import Middle
from commonplace.orientations import actions
from commonplace.orientations.models import Leaning, Profile
from commonplace.orientations.queries import MODULE, could_go_off, could_go_on, told_of
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from tests.crowds import somebody

MEETINGS, CONTENT = Orientation.MEETINGS, Orientation.CONTENT
SOME: dict[Orientation, actions.Said] = {MEETINGS: (1, 4), CONTENT: (3, 3)}


@pytest.fixture
def drawn(stick: Community, ines: Person, now: datetime) -> Profile:
    """The community, with the module, asked to draw for two weeks."""
    switch(by=ines, community=stick, code=MODULE, on=True, at=now)
    stick.refresh_from_db()
    return actions.ask(by=ines, community=stick, until=now.date() + timedelta(days=14), at=now)


def members_of(community: Community, number: int) -> list[Person]:
    people = [somebody(f"Member {n}") for n in range(number)]
    for person in people:
        admit(person=person, community=community)
    return people


@pytest.fixture
def crowd(stick: Community) -> list[Person]:
    return members_of(stick, 5)


def test_the_middle_half_is_told_once_it_is_closed(drawn: Profile, ines: Person, crowd: list[Person]) -> None:
    for number, person in enumerate(crowd):
        actions.draw(by=person, profile=drawn, said={MEETINGS: (number, 5), CONTENT: (3, None)})
    assert told_of(drawn) == []
    actions.close(by=ines, profile=drawn)
    drawn.refresh_from_db()
    told = {one.orientation: one for one in told_of(drawn)}
    assert drawn.drawn == 5
    assert (told[MEETINGS].today, told[MEETINGS].wanted, told[MEETINGS].wants) == (Middle(1, 3), Middle(5, 5), 1)
    assert (told[CONTENT].today, told[CONTENT].wanted, told[CONTENT].wants) == (Middle(3, 3), None, 0)


def test_of_four_nothing_is_told_and_no_row_says_a_number(drawn: Profile, ines: Person, crowd: list[Person]) -> None:
    for person in crowd[:4]:
        actions.draw(by=person, profile=drawn, said=SOME)
    actions.close(by=ines, profile=drawn)
    drawn.refresh_from_db()
    assert told_of(drawn) == []
    assert {(one.today_from, one.wanted_to) for one in drawn.spreads.all()} == {(None, None)}


def test_who_leaves_later_takes_nothing_out_of_what_was_told(
    drawn: Profile, ines: Person, crowd: list[Person], now: datetime
) -> None:
    for number, person in enumerate(crowd):
        actions.draw(by=person, profile=drawn, said={MEETINGS: (number, number)})
    actions.close(by=ines, profile=drawn)
    drawn.refresh_from_db()
    before = told_of(drawn)
    erase(person=crowd[0], withdraw=False)
    assert not Leaning.objects.filter(person=crowd[0].pk).exists()
    assert told_of(drawn) == before


def test_two_pictures_side_by_side_tell_of_nobody_alone(
    drawn: Profile, ines: Person, crowd: list[Person], now: datetime, client: Client
) -> None:
    def picture(profile: Profile, numbers: list[int]) -> Middle | None:
        for person, number in zip(crowd, numbers, strict=True):
            actions.draw(by=person, profile=profile, said={MEETINGS: (number, None)})
        actions.close(by=ines, profile=profile)
        profile.refresh_from_db()
        return {one.orientation: one for one in told_of(profile)}[MEETINGS].today

    def once_more() -> Profile:
        return actions.ask(by=ines, community=drawn.community, until=now.date() + timedelta(days=14))

    crowd += members_of(drawn.community, 3)
    assert picture(drawn, [4] * 8) == Middle(4, 4)
    assert picture(once_more(), [0] * 4 + [4] * 4) == Middle(4, 4)
    # One more alone, on top of four whom it told nothing of: five said otherwise since, none of them by themselves.
    assert picture(once_more(), [0] * 5 + [4] * 3) == Middle(0, 4)
    client.force_login(ines)
    assert "5 people or more" in client.get("/c/stick/orientations/").text


def test_drawing_again_is_instead_and_is_one_deed(drawn: Profile, hal: Person) -> None:
    actions.draw(by=hal, profile=drawn, said=SOME)
    actions.draw(by=hal, profile=drawn, said={MEETINGS: (0, 0)})
    assert [(one.orientation, one.today, one.wanted) for one in Leaning.objects.filter(person=hal)] == [
        (MEETINGS, 0, 0)
    ]
    assert Deed.objects.filter(verb="drew_together", person=hal).count() == 1


def test_what_is_over_is_told_by_itself_and_drawn_no_more(
    drawn: Profile, hal: Person, ines: Person, now: datetime
) -> None:
    later = now + timedelta(days=15)
    with pytest.raises(actions.IsOver):
        actions.draw(by=hal, profile=drawn, said=SOME, at=later)
    assert actions.close_what_is_over(now=now) == 0
    assert actions.close_what_is_over(now=later) == 1
    assert actions.close_what_is_over(now=later) == 0
    again = actions.ask(by=ines, community=drawn.community, until=later.date() + timedelta(days=9), at=later)
    with pytest.raises(actions.IsOpen):
        actions.ask(by=ines, community=drawn.community, until=again.until, at=later)


def test_what_would_serve_is_proposed_and_what_is_not_wanted(stick: Community, drawn: Profile, ines: Person) -> None:
    for person in members_of(stick, 5):
        wished = {MEETINGS: (1, 4), Orientation.CULTIVATION: (4, 1), Orientation.CONVERSATIONS: (5, 1)}
        actions.draw(by=person, profile=drawn, said=wished)
    actions.close(by=ines, profile=drawn)
    drawn.refresh_from_db()
    told = told_of(drawn)
    on = {module.code for one in could_go_on(stick, told) for module in one.modules}
    off = {module.code for one in could_go_off(stick, told) for module in one.modules}
    assert {"gatherings", "protocols"} <= on
    # What serves something else besides stays, and so does what no community is without.
    assert off == {"cultivation", MODULE}


def test_a_guest_and_a_stranger_draw_nothing(drawn: Profile, stranger: Person) -> None:
    with pytest.raises(actions.NotAMember):
        actions.draw(by=stranger, profile=drawn, said=SOME)
    assert list(Profile.objects.visible_to(stranger)) == list(Profile.objects.visible_to(None)) == []


def test_a_member_draws_on_the_page_and_finds_it_again(drawn: Profile, hal: Person, client: Client) -> None:
    client.force_login(hal)
    assert "How are we together?" in client.get("/").text
    answer = client.post("/c/stick/orientations/draw", {"meetings_today": "2", "meetings_wanted": "4"}, follow=True)
    assert "It is drawn." in answer.text
    assert '<option value="4" selected>' in answer.text
    assert "How are we together?" not in client.get("/").text
    nothing = client.post("/c/stick/orientations/draw", {})
    assert (nothing.status_code, "One line is enough." in nothing.text) == (422, True)
    wrong = client.post("/c/stick/orientations/draw", {"meetings_today": "9", "content_wanted": "1"})
    assert (wrong.status_code, "no longer one of the choices" in wrong.text) == (422, True)
    assert client.post("/c/stick/orientations/close").status_code == 404


def test_a_steward_asks_and_closes_on_the_page(stick: Community, ines: Person, now: datetime, client: Client) -> None:
    switch(by=ines, community=stick, code=MODULE, on=True, at=now)
    client.force_login(ines)
    assert "Nobody has asked yet." in client.get("/c/stick/orientations/").text
    assert client.post("/c/stick/orientations/ask", {"until": "2020-01-01"}).status_code == 422
    until = (now + timedelta(days=10)).date().isoformat()
    assert "Members are asked." in client.post("/c/stick/orientations/ask", {"until": until}, follow=True).text
    closed = client.post("/c/stick/orientations/close", follow=True).text
    assert "Fewer than 5 people drew." in closed
    profile = Profile.objects.get()
    assert client.get(f"/c/stick/orientations/{profile.pk}").status_code == 200
    assert client.get("/c/stick/orientations/999999").status_code == 404
