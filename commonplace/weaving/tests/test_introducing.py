"""Two are introduced when both have said yes, and until then neither learns anything of the other."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.attention.actions.choosing import be_quiet
from commonplace.communities.inbox import waiting_for
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.questions import askable
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.cultivation.network.own import own_ties
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.answers_by_link import answer_path
from commonplace.people.models import Person
from commonplace.weaving.actions import answering, introducing
from commonplace.weaving.actions.telling import ASKING, LAST_LOOK
from commonplace.weaving.models import ASKED_FOR, Introduction, Side

pytestmark = pytest.mark.django_db
YES, NO = Side.Says.YES, Side.Says.NO
HERE = "/c/stick/introductions/"


@pytest.fixture
def asked(pair: Introduction, ines: Person) -> Introduction:
    """Inês has proposed them."""
    introducing.propose(by=ines, introduction=pair, words="Ask about the weir.")
    return pair


def letters(kind: str) -> list[str]:
    return [one.text for one in Letter.objects.filter(kind=kind).order_by("pk")]


def waits(person: Person, now: datetime) -> list[str]:
    standings = list(Membership.objects.current(now).filter(person=person).select_related("community"))
    return [one.code for one in waiting_for(person, standings, now=now) if one.code.startswith("introd")]


def test_each_is_asked_by_a_letter_that_names_nobody(asked: Introduction, hal: Person, now: datetime) -> None:
    first, second = letters("introduction")
    assert first.count("/letters/press/") == second.count("/letters/press/") == 2
    assert not re.search("Hal|Tomasz|Inês|weir", first + second)
    assert waits(hal, now) == ["introduction_asked"]
    assert list(Deed.objects.filter(verb="proposed_introduction").values_list("towards", "what")) == [(None, "")]


def test_after_two_yeses_each_hears_who_the_other_is(
    asked: Introduction, stick: Community, hal: Person, tomasz: Person, now: datetime
) -> None:
    assert not answering.answer(by=hal, introduction=asked, says=YES)
    assert letters("introduced") == []
    assert answering.answer(by=tomasz, introduction=asked, says=YES)
    first, second = letters("introduced")
    assert "Tomasz Wilk" in first
    assert "Hal Brennan" in second
    assert "Ask about the weir." in first
    deeds = Deed.objects.filter(verb="was_introduced")
    assert set(deeds.values_list("person", "towards")) == {(hal.pk, tomasz.pk), (tomasz.pk, hal.pk)}
    (tie,) = own_ties(Viewpoint(hal, stick, standing_of(hal, stick)), hal, now=now + timedelta(minutes=1))
    assert (tie.byline.name, tie.given, tie.got) == ("Tomasz Wilk", True, True)
    assert waits(hal, now) == ["introduced"]


def test_a_no_looks_to_the_other_as_no_answer_does(
    client: Client, asked: Introduction, hal: Person, tomasz: Person, ines: Person, now: datetime
) -> None:
    client.force_login(hal)
    token = re.compile(r"(csrfmiddlewaretoken|nonce)[^>]*")
    page = f"{HERE}{asked.pk}"
    before = [token.sub("", client.get(one).text) for one in (HERE, page)]
    client.force_login(ines)
    tended = token.sub("", client.get(HERE).text)
    answering.answer(by=tomasz, introduction=asked, says=NO)
    assert token.sub("", client.get(HERE).text) == tended
    client.force_login(hal)
    assert [token.sub("", client.get(one).text) for one in (HERE, page)] == before
    assert not answering.answer(by=hal, introduction=asked, says=YES)
    assert waits(hal, now) == []
    assert letters("introduced") == []
    assert not Deed.objects.filter(verb="was_introduced").exists()


def test_a_link_answers_without_signing_in_and_looking_changes_nothing(
    client: Client, asked: Introduction, hal: Person, tomasz: Person, now: datetime
) -> None:
    answering.answer(by=tomasz, introduction=asked, says=YES)
    link = answer_path(ASKING, hal, asked.pk, choice=YES, at=now)
    seen = client.get(link).text
    assert "Tomasz" not in seen
    assert Side.objects.get(introduction=asked, person=hal).says == ""
    assert "You both said yes" in client.post(link).text
    # Once more finds what was said.
    assert "You both said yes" in client.post(link).text
    assert len(letters("introduced")) == 2


def test_nobody_answers_for_another_nor_after_four_weeks(
    asked: Introduction, hal: Person, leila: Person, ines: Person, now: datetime
) -> None:
    for other in (leila, ines):
        with pytest.raises(answering.NotAsked):
            answering.answer(by=other, introduction=asked, says=YES)
    with pytest.raises(answering.IsOver):
        answering.answer(by=hal, introduction=asked, says=YES, at=now + ASKED_FOR + timedelta(hours=1))


def test_whoever_was_asked_in_vain_finds_nothing_of_it(
    client: Client, asked: Introduction, hal: Person, leila: Person
) -> None:
    client.force_login(leila)
    assert client.get(f"{HERE}{asked.pk}").status_code == 404
    client.force_login(hal)
    assert client.get(f"{HERE}{asked.pk}").status_code == 200
    Introduction.objects.filter(pk=asked.pk).update(asked_at=asked.asked_at - ASKED_FOR)
    assert client.get(f"{HERE}{asked.pk}").status_code == 404


def test_only_stewards_propose_and_only_once(
    pair: Introduction, hal: Person, leila: Person, ines: Person, rosa: Person
) -> None:
    with pytest.raises(introducing.NotASteward):
        introducing.propose(by=leila, introduction=pair)
    introducing.propose(by=ines, introduction=pair)
    with pytest.raises(introducing.IsTakenUp):
        introducing.propose(by=rosa, introduction=pair)
    assert len(letters("introduction")) == 2


def test_a_steward_is_not_told_of_what_is_about_themselves(client: Client, pair: Introduction, ines: Person) -> None:
    Side.objects.filter(introduction=pair, seeks=True).update(person=ines)
    client.force_login(ines)
    assert f"introduction-{pair.pk}" not in client.get(HERE).text
    client.post(f"{HERE}{pair.pk}/propose")
    pair.refresh_from_db()
    assert pair.asked_at is None
    with pytest.raises(introducing.IsTakenUp):
        introducing.propose(by=ines, introduction=pair)


@pytest.mark.parametrize("how", ["follows only", "left alone", "left", "quiet"])
def test_whoever_does_not_want_to_is_not_asked(
    how: str, pair: Introduction, stick: Community, ines: Person, tomasz: Person, now: datetime
) -> None:
    if how == "follows only":
        Membership.objects.filter(person=tomasz).update(pace=Membership.Pace.FOLLOW)
    elif how == "left alone":
        answering.be_left_alone(by=tomasz, community=stick)
        assert not Introduction.objects.exists()
        return
    elif how == "left":
        leave(person=tomasz, community=stick, why="", at=now)
    else:
        be_quiet(person=tomasz, community=stick, until=now + timedelta(days=9))
    with pytest.raises(introducing.NotNow):
        introducing.propose(by=ines, introduction=pair)
    assert letters("introduction") == []


def test_who_wants_no_more_of_it_has_said_no_and_gets_no_letter(
    asked: Introduction, stick: Community, tomasz: Person
) -> None:
    answering.be_left_alone(by=tomasz, community=stick)
    side = Side.objects.get(introduction=asked, person=tomasz)
    assert side.says == NO
    letter = Letter.objects.get(about=f"{asked.pk} {side.pk}")
    assert not LAST_LOOK.may_go(letter)
    assert sum(LAST_LOOK.may_go(one) for one in Letter.objects.filter(kind=ASKING)) == 1


def test_what_came_of_it_is_asked_weeks_later_and_read_by_nobody(
    client: Client, asked: Introduction, stick: Community, hal: Person, tomasz: Person, now: datetime
) -> None:
    for one in (hal, tomasz):
        answering.answer(by=one, introduction=asked, says=YES)
    assert [q.code for q, _ in askable(hal, now + timedelta(weeks=1))] == []
    later = now + timedelta(weeks=4)
    assert [q.code for q, _ in askable(hal, later)] == ["introduced_and_met"]
    client.force_login(hal)
    client.post(f"{HERE}{asked.pk}/came", {"came": "of_use"})
    assert [q.code for q, _ in askable(hal, later)] == []
    assert [q.code for q, _ in askable(tomasz, later)] == ["introduced_and_met"]
    stick.modules = []
    stick.save(update_fields=["modules"])
    assert [q.code for q, _ in askable(tomasz, later)] == []


def test_whoever_is_erased_leaves_nothing_of_it(asked: Introduction, hal: Person, tomasz: Person) -> None:
    for one in (hal, tomasz):
        answering.answer(by=one, introduction=asked, says=YES)
    erase(person=tomasz, withdraw=True)
    assert not Introduction.objects.exists()
    assert not Letter.objects.filter(text__contains="Tomasz", sent_at=None).exists()


def test_a_steward_proposes_on_the_page(client: Client, pair: Introduction, ines: Person, hal: Person) -> None:
    client.force_login(ines)
    page = client.get(HERE).text
    assert "Hal Brennan" in page
    client.post(f"{HERE}{pair.pk}/propose", {f"{pair.pk}-words": "x" * 601})
    pair.refresh_from_db()
    assert pair.asked_at is None
    client.post(f"{HERE}{pair.pk}/propose", {f"{pair.pk}-words": "You two."})
    pair.refresh_from_db()
    assert pair.words == "You two."
    client.force_login(hal)
    assert client.post(f"{HERE}{pair.pk}/propose").status_code == 404
    assert "You two." not in client.get(f"{HERE}{pair.pk}").text
