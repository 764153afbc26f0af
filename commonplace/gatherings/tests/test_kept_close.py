"""What is for a few stays with them: where one meets, who was there, what is held back; and links of those who left."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions.holding import hold
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import TooManyAsked, invite_guest, uninvite
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.changes import QUIET, tell_changes
from commonplace.gatherings.actions.changing import change
from commonplace.gatherings.actions.convening import TooMany, convene, require_room
from commonplace.gatherings.actions.serial import begin_series, make_dates_of_all
from commonplace.gatherings.actions.telling import LAST_LOOK
from commonplace.gatherings.by_link import token_for
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.merging import merge

pytestmark = pytest.mark.django_db
MEET, PHONE = "https://meet.example.org/clinic", "+48 12 555 01"


def test_copying_a_gathering_tells_nobody_where_it_meets(client: Client, called, hal, tomasz, rosa) -> None:
    one = called(telephone=PHONE)
    told = {}
    for who in (tomasz, hal, rosa):
        client.force_login(who)
        page = client.get(f"/c/stick/gatherings/new?copy={one.pk}")
        assert page.status_code == 200
        assert "The logger says leak" in page.text
        told[who] = (MEET in page.text, PHONE in page.text)
    assert told == {tomasz: (False, False), hal: (True, True), rosa: (True, True)}


@pytest.mark.parametrize("confidence", ["ordinary", "chatham", "sealed"])
def test_whom_to_ask_next_names_nobody_who_was_there_in_confidence(
    client: Client, called, hal, tomasz, leila, confidence: str
) -> None:
    before = called(confidence=confidence)
    confirm_attendance(by=hal, gathering=before, came={leila.pk: "here"}, at=before.ends_at)
    past = timezone.now() - timedelta(days=3)
    Gathering.objects.filter(pk=before.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
    named = {}
    for who in (tomasz, hal):
        mine = convene(by=who, space=before.space, plan=plan(title="The next one"))
        client.force_login(who)
        named[who] = "Leila Haddad" in client.get(f"/c/stick/gatherings/{mine.pk}/asking").text
    assert named == {tomasz: confidence == "ordinary", hal: True}


def test_whoever_left_answers_by_no_link_and_reads_no_address(
    client: Client, called, stick, window: Space, hal, tomasz
) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    public = called(space=window)
    answer(gathering=public, says="yes", person=tomasz)
    soon = timezone.now() + timedelta(minutes=5)
    Gathering.objects.filter(pk=public.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=1))
    path = f"/gatherings/answer/{token_for(public.pk, person=tomasz.pk)}"
    assert MEET in client.get(path).text
    leave(person=tomasz, community=stick)
    for response in (client.get(path), client.post(path, {"says": "maybe"})):
        assert response.status_code == 410
        assert MEET not in response.text
    assert "maybe" not in Answer.objects.filter(person=tomasz).values_list("says", flat=True)


def test_whoever_left_is_written_to_no_more(called, stick, window: Space, hal, tomasz, leila) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    public = called(space=window)
    for who in (tomasz, leila):
        answer(gathering=public, says="yes", person=who)
    leave(person=tomasz, community=stick)
    change(by=hal, gathering=public, plan=plan(place="Another hall"))
    tell_changes(now=timezone.now() + QUIET)
    letters = Letter.objects.filter(kind="gathering_changes")
    assert [letter.to for letter in letters if may_go(letter)] == ["leila@example.org"]


def test_the_link_of_somebody_merged_is_that_of_whom_they_became(client: Client, clinic, someone, come_in, tomasz):
    other = come_in(someone("Wilk Tomasz"), 100)
    path = f"/gatherings/answer/{token_for(clinic.pk, person=other.pk)}"
    merge(kept=tomasz, other=other, why="the same")
    assert client.post(path, {"says": "yes"}).status_code == 200
    assert [(row.person, row.says) for row in clinic.answers.all()] == [(tomasz, "yes")]


def test_guests_hear_nothing_of_what_is_held_back(clinic: Gathering, hal, rosa) -> None:
    guest = invite_guest(by=hal, gathering=clinic, address="guest@example.net")
    letter = Letter.objects.get(to="guest@example.net")
    assert LAST_LOOK.may_go(letter)
    hold(by=rosa, kind="gathering", object_id=clinic.pk, community=clinic.community, why="A look")
    assert not LAST_LOOK.may_go(letter)
    answer(gathering=clinic, says="yes", guest=guest)


@pytest.mark.parametrize("confidence", ["chatham", "sealed"])
def test_a_stricter_word_takes_the_names_out_of_deeds(clinic: Gathering, hal, tomasz, leila, confidence: str) -> None:
    answer(gathering=clinic, says="yes", person=leila)
    confirm_attendance(by=hal, gathering=clinic, came={tomasz.pk: "here", hal.pk: "here"}, at=clinic.starts_at)
    change(by=hal, gathering=clinic, plan=plan(confidence=confidence), at=clinic.starts_at)
    told = deeds_in_force().filter(verb__in=["said_yes", "attended", "hosted"])
    assert not told.filter(what_id=clinic.pk).exists()
    assert not told.filter(happened_at=clinic.starts_at).exists()
    assert sorted(told.values_list("verb", "person__name")) == [("attended", "Tomasz Wilk"), ("hosted", "Hal Brennan")]
    clinic.refresh_from_db()
    confirm_attendance(by=hal, gathering=clinic, came={tomasz.pk: "not", hal.pk: "here"}, at=clinic.ends_at)
    assert [row.verb for row in told.all()] == ["hosted"]


def test_attendance_is_taken_back_after_another_beginning(clinic: Gathering, hal, tomasz) -> None:
    confirm_attendance(by=hal, gathering=clinic, came={tomasz.pk: "here"}, at=clinic.starts_at)
    change(by=hal, gathering=clinic, plan=plan(wall=plan().wall + timedelta(minutes=15)), at=clinic.starts_at)
    clinic.refresh_from_db()
    confirm_attendance(by=hal, gathering=clinic, came={tomasz.pk: "not"}, at=clinic.ends_at)
    assert not deeds_in_force().filter(verb="attended").exists()


def test_nobody_is_flooded_by_being_asked_and_let_go(clinic: Gathering, hal) -> None:
    said = {"by": hal, "gathering": clinic, "address": "guest@example.net"}
    for _again in range(3):
        uninvite(by=hal, guest=invite_guest(**said))
    with pytest.raises(TooManyAsked):
        invite_guest(**said)
    assert Letter.objects.filter(to="guest@example.net").count() == 3
    invite_guest(**said, at=timezone.now() + timedelta(days=1, minutes=1))


def test_withdrawn_words_leave_neither_house_nor_telephone(called, hal, leila) -> None:
    one = called(place="At mine: 3 Mill Lane", telephone=PHONE)
    begun = begin_series(
        by=hal, space=one.space, plan=plan(place="At mine: 3 Mill Lane", telephone=PHONE), rule="FREQ=WEEKLY;COUNT=3"
    )
    answer(gathering=one, says="yes", person=leila)
    erase(person=hal, withdraw=True)
    for row in (*Gathering.objects.all(), begun.series.__class__.objects.get()):
        assert (row.place, row.telephone, row.link, row.purpose) == ("", "", "", "")


def test_a_series_counts_once_in_a_day(clinic: Gathering, hal, table) -> None:
    begin_series(by=hal, space=table, plan=plan(), rule="FREQ=WEEKLY")
    require_room(hal, now=timezone.now())
    make_dates_of_all(now=timezone.now() + timedelta(days=300))
    require_room(hal, now=timezone.now() + timedelta(days=300))
    for n in range(28):
        convene(by=hal, space=table, plan=plan(title=f"One more {n}"))
    with pytest.raises(TooMany):
        require_room(hal, now=timezone.now())
