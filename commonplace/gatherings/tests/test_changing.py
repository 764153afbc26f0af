"""Another time, another place, or not at all: whoever said that they come is told, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.changes import QUIET, tell_changes
from commonplace.gatherings.actions.changing import IsLooser, IsOver, IsTalkedAbout, call_off, change
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.actions.talking import begin_to_talk
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(clinic: Gathering, tomasz, leila, amara) -> Gathering:
    for person, says in ((tomasz, "yes"), (leila, "maybe"), (amara, "no")):
        answer(gathering=clinic, says=says, person=person)
    return clinic


def told() -> list[str]:
    tell_changes(now=timezone.now() + QUIET)
    return sorted(Letter.objects.values_list("to", flat=True))


def test_calling_off_tells_the_reason_to_whoever_would_have_come(answered: Gathering, hal) -> None:
    call_off(by=hal, gathering=answered, why="The street is closed.")
    answered.refresh_from_db()
    assert (answered.state, answered.why, answered.sequence) == ("cancelled", "The street is closed.", 1)
    assert told() == ["leila@example.org", "tomasz@example.org"]
    letter = Letter.objects.first()
    assert "does not take place" in letter.subject
    assert "The street is closed." in letter.text
    call_off(by=hal, gathering=answered, why="Another reason.")
    answered.refresh_from_db()
    assert (answered.why, len(told())) == ("The street is closed.", 2)


def test_another_time_is_told_by_everyones_own_clock(answered: Gathering, hal, leila) -> None:
    leila.time_zone = "Asia/Kolkata"
    leila.save(update_fields=["time_zone"])
    earlier = plan()
    moved = plan(wall=earlier.wall.replace(month=1, day=12, year=earlier.wall.year + 1))
    change(by=hal, gathering=answered, plan=moved)
    answered.refresh_from_db()
    assert (answered.sequence, answered.wall) == (1, moved.wall)
    assert told() == ["leila@example.org", "tomasz@example.org"]
    letters = {letter.to: letter.text for letter in Letter.objects.all()}
    assert "19:30 (Asia/Kolkata)" in letters["leila@example.org"]
    assert "15:00 (Europe/Warsaw)" in letters["tomasz@example.org"]


def test_another_title_is_told_to_nobody(answered: Gathering, hal) -> None:
    same = plan(title="The logger says nothing", wall=answered.wall)
    change(by=hal, gathering=answered, plan=same)
    answered.refresh_from_db()
    assert (answered.title, answered.sequence, told()) == ("The logger says nothing", 0, [])


def test_only_who_holds_it_and_stewards_change_it(answered: Gathering, tomasz, ines, stranger) -> None:
    for person in (tomasz, stranger):
        with pytest.raises(NotTheirs):
            change(by=person, gathering=answered, plan=plan())
        with pytest.raises(NotTheirs):
            call_off(by=person, gathering=answered, why="Because.")
    call_off(by=ines, gathering=answered, why="Because.")


def test_what_is_over_stays_as_it_was(answered: Gathering, hal) -> None:
    with pytest.raises(IsOver):
        call_off(by=hal, gathering=answered, why="Late.", at=answered.ends_at + timedelta(days=1))


def test_confidence_is_never_looser_than_the_space_nor_than_what_people_said_yes_to(
    called, hal, tomasz, table: Space
) -> None:
    closed = called(confidence="chatham")
    change(by=hal, gathering=closed, plan=plan(confidence="ordinary"))
    closed = called(confidence="chatham", title="Again")
    answer(gathering=closed, says="yes", person=tomasz)
    with pytest.raises(IsLooser):
        change(by=hal, gathering=closed, plan=plan(confidence="ordinary"))
    Space.objects.filter(pk=table.pk).update(confidence="sealed")
    table.refresh_from_db()
    assert called(confidence="ordinary", space=table).confidence == "sealed"


@pytest.mark.parametrize("confidence", ["chatham", "sealed"])
def test_what_was_talked_about_under_a_looser_word_is_held_no_closer(
    client: Client, clinic: Gathering, table: Space, hal, tomasz, confidence: str
) -> None:
    begin_to_talk(by=tomasz, gathering=clinic, text="Leila said it.")
    with pytest.raises(IsTalkedAbout):
        change(by=hal, gathering=clinic, plan=plan(confidence=confidence))
    change(by=hal, gathering=clinic, plan=plan(title="Another title"))
    client.force_login(hal)
    address = f"/c/stick/gatherings/{clinic.pk}/change"
    form = client.get(address).context["form"]
    asked = {name: form[name].value() or "" for name in form.fields} | {"confidence": confidence}
    assert "It has been talked about under a looser word." in client.post(address, asked).text
    clinic.refresh_from_db()
    assert clinic.confidence == "ordinary"
    # Where its space grows closer the conversation does too.
    Space.objects.filter(pk=table.pk).update(confidence=confidence)
    fresh = Gathering.objects.select_related("space", "community").get(pk=clinic.pk)
    assert change(by=hal, gathering=fresh, plan=plan()).confidence == confidence


@pytest.mark.parametrize(("confidence", "named"), [("chatham", True), ("sealed", False)])
def test_letters_of_what_is_sealed_tell_no_title(called, hal, tomasz, confidence: str, named: bool) -> None:
    closed = called(confidence=confidence)
    answer(gathering=closed, says="yes", person=tomasz)
    call_off(by=hal, gathering=closed, why="A reason among us.")
    letter = Letter.objects.get()
    said = f"{letter.subject} {letter.text} {letter.html}"
    assert ("The logger says leak" in said, "A reason among us." in said) == (named, named)


def test_no_letter_leads_elsewhere(called, hal, tomasz) -> None:
    lure = called(title="See cheap.example", place="buy@cheap.example")
    answer(gathering=lure, says="yes", person=tomasz)
    call_off(by=hal, gathering=lure, why="Go to https://cheap.example/ instead")
    letter = Letter.objects.get()
    assert "cheap.example" not in f"{letter.subject} {letter.text} {letter.html}"


def test_a_letter_is_looked_at_once_more_before_it_goes(answered: Gathering, hal, tomasz) -> None:
    change(by=hal, gathering=answered, plan=plan(place="The yard", wall=answered.wall))
    assert len(told()) == 2
    moved = Letter.objects.get(to="tomasz@example.org")
    assert may_go(moved)
    call_off(by=hal, gathering=answered, why="Rain.")
    assert not may_go(moved)
    off = Letter.objects.filter(to="tomasz@example.org").latest("pk")
    assert may_go(off)
    answered.community.memberships.filter(person=tomasz).update(standing="alumnus")
    assert not may_go(off)
