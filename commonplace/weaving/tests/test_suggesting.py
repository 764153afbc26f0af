"""A member thinks of two who should meet: each is asked as ever, and whoever thought of them hears nothing of it."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.models import Community, Deed
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.weaving.actions import answering, suggesting
from commonplace.weaving.actions.finding import find_in
from commonplace.weaving.actions.telling import ASKING, LAST_LOOK
from commonplace.weaving.models import ASKED_FOR, Introduction, Side

pytestmark = pytest.mark.django_db
YES = Side.Says.YES
HERE = "/c/stick/introductions/"


@pytest.fixture
def thought(stick: Community, rosa: Person, hal: Person, tomasz: Person) -> Introduction:
    """Rosa knows Hal and Tomasz."""
    return suggesting.suggest(by=rosa, community=stick, one=hal, other=tomasz, words="Ask about the weir.")


def asked() -> int:
    return Letter.objects.filter(kind=ASKING).count()


def test_both_are_asked_and_neither_learns_who_the_other_is_or_who_thought_of_them(
    thought: Introduction, hal: Person, client: Client
) -> None:
    letters = [one.text for one in Letter.objects.filter(kind=ASKING)]
    assert len(letters) == 2
    assert not re.search("Hal|Tomasz|Rosa|weir|steward", "".join(letters))
    deed = Deed.objects.get(verb="suggested_introduction")
    assert (deed.towards, deed.what) == (None, "")
    client.force_login(hal)
    assert "Somebody who knows you and somebody else here" in client.get(f"{HERE}{thought.pk}").text


def test_after_two_yeses_they_are_introduced_and_nothing_changes_for_who_thought_of_them(
    thought: Introduction, rosa: Person, hal: Person, tomasz: Person, client: Client
) -> None:
    client.force_login(rosa)
    before = client.get(HERE).text
    assert not answering.answer(by=hal, introduction=thought, says=YES)
    assert answering.answer(by=tomasz, introduction=thought, says=YES)
    (first, _second) = (one.text for one in Letter.objects.filter(kind="introduced").order_by("pk"))
    assert "Ask about the weir." in first
    token = re.compile('name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub("", client.get(HERE).text) == token.sub("", before)
    assert client.get(f"{HERE}{thought.pk}").status_code == 404


def test_who_wants_to_be_left_alone_is_not_asked_and_nobody_is_told(
    stick: Community, rosa: Person, hal: Person, tomasz: Person, client: Client
) -> None:
    answering.be_left_alone(by=tomasz, community=stick)
    client.force_login(rosa)
    page = f"{HERE}people/{hal.pk}"
    said = client.post(page, {"other": tomasz.pk, "words": ""}, follow=True).text
    assert "Each of the two is asked by themselves, as soon as they may be." in said
    assert asked() == 0
    answering.be_proposed(by=tomasz, community=stick)
    find_in(stick, now=Introduction.objects.get().found_at + timedelta(days=1))
    assert asked() == 2


def test_nobody_is_asked_about_two_at_once_nor_twice_in_a_year(
    thought: Introduction, stick: Community, rosa: Person, hal: Person, tomasz: Person, now: datetime
) -> None:
    later = thought.found_at + ASKED_FOR * 3
    suggesting.suggest(by=rosa, community=stick, one=tomasz, other=hal)
    suggesting.suggest(by=rosa, community=stick, one=tomasz, other=hal, at=later)
    assert asked() == 2
    suggesting.suggest(by=rosa, community=stick, one=tomasz, other=hal, at=thought.found_at + timedelta(days=400))
    assert asked() == 4


def test_three_pairs_in_four_weeks_taken_back_or_not(
    thought: Introduction, stick: Community, rosa: Person, hal: Person, tomasz: Person
) -> None:
    for one in (thought, *(suggesting.suggest(by=rosa, community=stick, one=hal, other=tomasz) for _ in range(2))):
        suggesting.take_back(by=rosa, introduction=one)
    with pytest.raises(suggesting.TooMany):
        suggesting.suggest(by=rosa, community=stick, one=hal, other=tomasz)
    with pytest.raises(suggesting.IsPast):
        suggesting.take_back(by=rosa, introduction=thought)


def test_what_is_taken_back_is_asked_no_more(thought: Introduction, rosa: Person, hal: Person, client: Client) -> None:
    letter = Letter.objects.filter(kind=ASKING).first()
    assert letter is not None
    assert LAST_LOOK.may_go(letter)
    client.force_login(rosa)
    assert "It is taken back." in client.post(f"{HERE}{thought.pk}/back", follow=True).text
    assert not LAST_LOOK.may_go(letter)
    with pytest.raises(answering.IsOver):
        answering.answer(by=hal, introduction=thought, says=YES)


def test_two_others_and_neither_a_stranger_nor_oneself(
    stick: Community, rosa: Person, hal: Person, stranger: Person, client: Client
) -> None:
    for one, other in ((hal, hal), (rosa, hal), (hal, stranger)):
        with pytest.raises(suggesting.NotTwoOthers):
            suggesting.suggest(by=rosa, community=stick, one=one, other=other)
    with pytest.raises(suggesting.NotAMember):
        suggesting.suggest(by=stranger, community=stick, one=rosa, other=hal)
    client.force_login(rosa)
    assert (
        client.get(f"{HERE}people/{stranger.pk}").status_code
        == client.get(f"{HERE}people/{rosa.pk}").status_code
        == 404
    )
    nothing = client.post(f"{HERE}people/{hal.pk}", {"other": "", "words": "Both count drops."})
    assert (nothing.status_code, "Choose one of those who are here." in nothing.text) == (422, True)
    assert "Both count drops." in nothing.text
    assert f"{HERE}people/{hal.pk}" in client.get(f"/c/stick/people/{hal.pk}/").text
    client.force_login(stranger)
    assert client.get(f"{HERE}people/{hal.pk}").status_code == 404
