"""Who was there: attending is taking part, once, and can be corrected; in confidence no deed tells which it was."""

from datetime import timedelta

import pytest

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.viewpoint import look
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import invite_guest, share
from commonplace.gatherings.actions.attending import NotYet, confirm_attendance
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.queries.choosing import attendance_of

pytestmark = pytest.mark.django_db


def deeds() -> list[tuple[str, str]]:
    found = deeds_in_force().filter(verb__in=["attended", "hosted"]).select_related("person")
    return sorted((deed.verb, deed.person.name) for deed in found)


def test_who_was_there_has_taken_part(clinic: Gathering, hal, tomasz, leila, amara, rosa) -> None:
    answer(gathering=clinic, says="yes", person=tomasz)
    answer(gathering=clinic, says="yes", person=leila)
    share(by=hal, gathering=clinic, person=rosa, part="takes notes")
    came = {tomasz.pk: "here", leila.pk: "not", amara.pk: "walked_in", hal.pk: "here", rosa.pk: "phone"}
    confirm_attendance(by=hal, gathering=clinic, came=came, others=2, at=clinic.ends_at)
    assert deeds() == [
        ("attended", "Amara Oyelaran"),
        ("attended", "Tomasz Wilk"),
        ("hosted", "Hal Brennan"),
        ("hosted", "Rosa Quispe"),
    ]
    # What is said twice counts once, and what was wrong is taken back.
    confirm_attendance(by=hal, gathering=clinic, came=came, others=2, at=clinic.ends_at)
    assert len(deeds()) == 4
    confirm_attendance(by=hal, gathering=clinic, came={leila.pk: "here"}, at=clinic.ends_at)
    assert deeds() == [("attended", "Leila Haddad")]
    clinic.refresh_from_db()
    assert (clinic.attendance_at, clinic.others_came) == (clinic.ends_at, 0)


def test_a_deed_tells_when_it_was_and_of_what(clinic: Gathering, hal, tomasz) -> None:
    confirm_attendance(by=hal, gathering=clinic, came={tomasz.pk: "here"}, at=clinic.ends_at)
    deed = deeds_in_force().get(verb="attended")
    assert (deed.happened_at, deed.what, deed.what_id) == (clinic.starts_at, "gathering", clinic.pk)


@pytest.mark.parametrize("confidence", ["chatham", "sealed"])
def test_in_confidence_a_deed_tells_the_week_and_no_more(called, hal, tomasz, confidence: str) -> None:
    closed = called(confidence=confidence)
    confirm_attendance(by=hal, gathering=closed, came={tomasz.pk: "here"}, at=closed.ends_at)
    deed = deeds_in_force().get(verb="attended")
    assert (deed.what, deed.what_id, deed.space, deed.happened_at.weekday(), deed.happened_at.hour) == (
        "",
        None,
        None,
        0,
        12,
    )
    assert abs(deed.happened_at - closed.starts_at) < timedelta(days=7)
    confirm_attendance(by=hal, gathering=closed, came={}, at=closed.ends_at)
    assert not deeds_in_force().filter(verb="attended").exists()


def test_only_who_holds_it_says_so_and_not_before_it_begins(clinic: Gathering, hal, tomasz) -> None:
    with pytest.raises(NotTheirs):
        confirm_attendance(by=tomasz, gathering=clinic, came={tomasz.pk: "here"}, at=clinic.ends_at)
    with pytest.raises(NotYet):
        confirm_attendance(by=hal, gathering=clinic, came={hal.pk: "here"})
    assert deeds() == []


def test_whoever_may_not_see_it_was_not_there(clinic: Gathering, hal, stranger) -> None:
    confirm_attendance(by=hal, gathering=clinic, came={stranger.pk: "here", 10**9: "here"}, at=clinic.ends_at)
    assert deeds() == []
    assert not clinic.answers.exists()


def test_the_screen_sets_down_who_said_yes_and_keeps_what_was_said(clinic: Gathering, hal, tomasz, leila) -> None:
    answer(gathering=clinic, says="yes", person=tomasz)
    answer(gathering=clinic, says="no", person=leila)
    guest = invite_guest(by=hal, gathering=clinic, address="nour@example.net", name="Nour")
    before = attendance_of(clinic, look(hal, "stick"))
    assert [(one.byline.name, one.came) for one in before] == [("Leila Haddad", ""), ("Tomasz Wilk", "here")]
    confirm_attendance(by=hal, gathering=clinic, came={leila.pk: "phone"}, guests={guest.pk: "here"}, at=clinic.ends_at)
    clinic.refresh_from_db()
    after = attendance_of(clinic, look(hal, "stick"))
    assert [(one.byline.name, one.came) for one in after] == [("Leila Haddad", "phone"), ("Tomasz Wilk", "")]
    assert clinic.answers.get(guest=guest).came == "here"


def test_a_host_who_left_holds_it_no_more_and_stewards_do(clinic: Gathering, hal, ines, tomasz) -> None:
    clinic.community.memberships.filter(person=hal).update(standing="alumnus")
    with pytest.raises(NotTheirs):
        confirm_attendance(by=hal, gathering=clinic, came={tomasz.pk: "here"}, at=clinic.ends_at)
    confirm_attendance(by=ines, gathering=clinic, came={tomasz.pk: "here"}, at=clinic.ends_at)
    assert deeds() == [("attended", "Tomasz Wilk")]
