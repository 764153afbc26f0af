"""Invitations that calendars understand: out with the letter, back with the answer, and only from whom it is."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage

import pytest
from icalendar import Calendar, vCalAddress

from commonplace.communities.doors import InLetters
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Space
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import ask, invite_guest, uninvite
from commonplace.gatherings.actions.changes import tell_changes
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.actions.serial import begin_series, end_series
from commonplace.gatherings.actions.serial_changes import change_series
from commonplace.gatherings.models import Answer, Gathering, Series
from commonplace.letters.envelope import as_mail
from commonplace.letters.models import Letter
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.post import send
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = "https://commons.example", "mail.commons.example", True


@pytest.fixture
def clinic(stick, hal, table, now) -> Gathering:
    wall = (now + timedelta(days=7)).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
    plan = Plan(title="Clinic", wall=wall, zone="Europe/Warsaw", purpose="A leak.", link="https://meet.example.org/x")
    return convene(by=hal, space=table, plan=plan)


@pytest.fixture
def asked(clinic, hal, rosa) -> Letter:
    """The letter in which Hal asks Rosa to come."""
    ask(by=hal, gathering=clinic, people=[rosa.pk])
    return Letter.objects.filter(kind="gathering").latest("pk")


def as_read(letter: Letter) -> EmailMessage:
    got = email.message_from_bytes(as_mail(letter).message(policy=policy.SMTP).as_bytes(), policy=policy.default)
    assert isinstance(got, EmailMessage)
    return got


def sheet(letter: Letter) -> Calendar | None:
    """What a mail program finds to put into a calendar."""
    found = [part for part in as_read(letter).walk() if part.get_content_type() == "text/calendar"]
    assert len(found) <= 1
    if not found:
        return None
    calendar = Calendar.from_ical(found[0].get_payload(decode=True))
    assert found[0].get_param("method") == calendar["METHOD"]
    return calendar


def reply(
    invitation: Calendar, says: str, sender: str, *, of: str = "", now: datetime | None = None, **changed: object
) -> Arrival:
    """What a calendar program sends when somebody presses a button of the invitation."""
    (event,) = invitation.events
    told = Calendar.from_ical(invitation.to_ical())
    told["METHOD"] = "REPLY"
    (answered,) = told.events
    attendee = vCalAddress(f"MAILTO:{of or sender}")
    attendee.params["PARTSTAT"] = says
    answered["ATTENDEE"] = attendee
    for name, value in changed.items():
        del answered[name.replace("_", "-")]
        answered.add(name.replace("_", "-"), value)
    message = EmailMessage()
    to = str(event["ORGANIZER"]).removeprefix("mailto:")
    message["From"], message["To"], message["Subject"] = sender, to, f"{says}: {event['SUMMARY']}"
    message["Message-ID"] = f"<{says}.{sender}.{len(changed)}>"
    message["Auto-Submitted"] = "auto-generated"  # as some calendars write it
    message.set_content(f"{sender} says {says}")
    message.add_alternative(told.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    (arrival,) = send(message.as_bytes(), to, mail_from=sender, now=now)
    return arrival


def said(gathering: Gathering, **whose: object) -> str:
    return Answer.objects.get(gathering=gathering, **whose).says


def test_the_letter_that_asks_is_an_invitation_to_its_reader_alone(asked: Letter, clinic, hal, rosa) -> None:
    invitation = sheet(asked)
    assert invitation is not None
    assert invitation["METHOD"] == "REQUEST"
    (event,) = invitation.events
    assert event["ATTENDEE"] == "mailto:rosa@example.org"
    assert event["ORGANIZER"].startswith("mailto:calendar+")
    assert event["ORGANIZER"].endswith("@mail.commons.example")
    assert (event.start, event["SEQUENCE"]) == (clinic.starts_at, clinic.sequence)
    told = invitation.to_ical().decode()
    assert "Hal" not in told
    assert "meet.example.org" not in told
    parts = [part.get_content_type() for part in as_read(asked).walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]


@pytest.mark.parametrize(("says", "kept"), [("ACCEPTED", "yes"), ("TENTATIVE", "maybe"), ("DECLINED", "no")])
def test_what_a_calendar_answers_is_said_once(asked: Letter, clinic, rosa, says: str, kept: str) -> None:
    invitation = sheet(asked)
    assert reply(invitation, says, "rosa@example.org").outcome == Outcome.ELSEWHERE
    reply(invitation, says, "rosa@example.org", SEQUENCE=0)
    assert said(clinic, person=rosa) == kept
    assert Answer.objects.filter(gathering=clinic).count() == 1


def test_an_answer_counts_for_nobody_but_whose_address_it_is_from(asked: Letter, clinic, rosa, ines, hal) -> None:
    invitation = sheet(asked)
    reply(invitation, "ACCEPTED", "ines@example.org")
    reply(invitation, "ACCEPTED", "ines@example.org", of="rosa@example.org")
    reply(invitation, "ACCEPTED", "rosa@example.org", of="ines@example.org")
    reply(invitation, "ACCEPTED", "nobody@elsewhere.example", of="rosa@example.org")
    assert list(Answer.objects.filter(gathering=clinic).exclude(says="")) == []


def test_one_who_writes_in_anothers_name_is_found_out_by_the_trusted_server(
    asked: Letter, clinic, rosa, settings
) -> None:
    settings.MAIL_AUTHSERV_ID = "mx.commons.example"
    invitation = sheet(asked)
    to = str(invitation.events[0]["ORGANIZER"]).removeprefix("mailto:")
    told = invitation.to_ical().replace(b"METHOD:REQUEST", b"METHOD:REPLY").replace(b"NEEDS-ACTION", b"ACCEPTED")
    message = EmailMessage()
    message["Authentication-Results"] = "mx.commons.example; dmarc=fail header.from=example.org"
    message["From"], message["To"], message["Message-ID"] = "rosa@example.org", to, "<x@y>"
    message.set_content(told.decode(), subtype="calendar", params={"method": "REPLY"})
    send(message.as_bytes(), to)
    assert said(clinic, person=rosa) == ""


@pytest.mark.parametrize(
    "changed",
    [{"UID": "another@stick"}, {"UID": ""}],
)
def test_an_answer_to_something_else_is_none(asked: Letter, clinic, rosa, changed: dict) -> None:
    reply(sheet(asked), "ACCEPTED", "rosa@example.org", **changed)
    assert said(clinic, person=rosa) == ""


def test_a_yes_to_how_it_was_before_is_none_to_how_it_is(asked: Letter, clinic, rosa) -> None:
    invitation = sheet(asked)
    Gathering.objects.filter(pk=clinic.pk).update(sequence=1)
    reply(invitation, "ACCEPTED", "rosa@example.org")
    assert said(clinic, person=rosa) == ""
    reply(sheet(asked), "ACCEPTED", "rosa@example.org", SEQUENCE=1)
    assert said(clinic, person=rosa) == "yes"


def test_whoever_left_or_comes_too_late_answers_nothing(asked: Letter, clinic, stick, rosa, hal) -> None:
    invitation = sheet(asked)
    late = reply(invitation, "ACCEPTED", "rosa@example.org", now=clinic.ends_at + timedelta(hours=1))
    assert late.outcome == Outcome.ELSEWHERE
    assert said(clinic, person=rosa) == ""
    leave(person=rosa, community=stick)
    reply(invitation, "DECLINED", "rosa@example.org")
    assert not Answer.objects.filter(gathering=clinic).exclude(says="").exists()


def test_a_guest_from_outside_answers_by_their_calendar_until_they_are_let_go(clinic, hal) -> None:
    guest = invite_guest(by=hal, gathering=clinic, address="gast@elsewhere.example")
    letter = Letter.objects.filter(to="gast@elsewhere.example").get()
    invitation = sheet(letter)
    (event,) = invitation.events
    assert event["ORGANIZER"].startswith("mailto:guest+")
    assert "/gatherings/answer/" in event["URL"]
    assert "A leak." not in invitation.to_ical().decode()
    reply(invitation, "ACCEPTED", "someone@example.org", of="gast@elsewhere.example")
    assert said(clinic, guest=guest) == ""
    reply(invitation, "ACCEPTED", "gast@elsewhere.example")
    assert said(clinic, guest=guest) == "yes"
    uninvite(by=hal, guest=guest)
    reply(invitation, "ACCEPTED", "gast@elsewhere.example", SEQUENCE=1)
    assert not Answer.objects.filter(gathering=clinic, guest=guest).exists()


def test_what_is_called_off_is_taken_out_of_calendars(asked: Letter, clinic, hal, rosa) -> None:
    reply(sheet(asked), "ACCEPTED", "rosa@example.org")
    call_off(by=hal, gathering=Gathering.objects.get(pk=clinic.pk), why="Hal is ill.")
    off = Letter.objects.filter(kind="gathering").latest("pk")
    calendar = sheet(off)
    assert calendar["METHOD"] == "CANCEL"
    (event,) = calendar.events
    assert (event["STATUS"], event["ATTENDEE"]) == ("CANCELLED", "mailto:rosa@example.org")
    assert event["SEQUENCE"] == Gathering.objects.get(pk=clinic.pk).sequence


def test_where_no_mail_comes_in_no_answer_is_asked_for(asked: Letter, settings) -> None:
    settings.MAIL_IN = False
    calendar = sheet(asked)
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in calendar.events[0]


def test_without_words_where_none_are_sent(asked: Letter, clinic, table) -> None:
    Space.objects.filter(pk=table.pk).update(in_letters=InLetters.NOTICE)
    assert sheet(asked).events[0]["SUMMARY"] == "A gathering in The Listening Stick"
    assert b"Clinic" not in sheet(asked).to_ical()


def test_it_speaks_as_its_reader_does(asked: Letter, rosa, table) -> None:
    Space.objects.filter(pk=table.pk).update(in_letters=InLetters.NOTICE)
    Person.objects.filter(pk=rosa.pk).update(language="pl")
    assert sheet(asked).events[0]["SUMMARY"] == "Spotkanie w społeczności The Listening Stick"


def test_a_date_of_a_series_is_asked_to_by_itself_and_answered(asked: Letter, clinic, rosa, table) -> None:
    told = {name: getattr(clinic, name) for name in ("community", "space", "convener", "title", "zone", "minutes")}
    told |= {"wall_on": clinic.wall_on, "wall_time": clinic.wall_time}
    series = Series.objects.create(rule="FREQ=WEEKLY", **told)
    Gathering.objects.filter(pk=clinic.pk).update(series=series, recurrence_id=f"{clinic.wall:%Y-%m-%dT%H:%M}")
    invitation = sheet(asked)
    (event,) = invitation.events
    assert "RRULE" not in event
    assert event["RECURRENCE-ID"].dt == clinic.starts_at
    assert str(series.uid) in event["UID"]
    reply(invitation, "ACCEPTED", "rosa@example.org", RECURRENCE_ID=clinic.starts_at + timedelta(days=7))
    assert said(clinic, person=rosa) == ""
    reply(invitation, "ACCEPTED", "rosa@example.org", RECURRENCE_ID=clinic.starts_at.astimezone(UTC))
    assert said(clinic, person=rosa) == "yes"


@pytest.mark.parametrize("body", ["", "hello", "BEGIN:VCALENDAR\nMETHOD:REPLY\n", "BEGIN:VCALENDAR\n" * 40])
def test_words_to_the_address_are_passed_over(asked: Letter, clinic, rosa, body: str) -> None:
    to = str(sheet(asked).events[0]["ORGANIZER"]).removeprefix("mailto:")
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "rosa@example.org", to, "<x@y>"
    message.set_content(body, subtype="calendar")
    (arrival,) = send(message.as_bytes(), to)
    assert arrival.outcome == Outcome.ELSEWHERE
    assert said(clinic, person=rosa) == ""
    assert Letter.objects.count() == 1


def test_a_series_that_is_moved_goes_into_a_calendar_by_the_name_that_it_knows(stick, hal, rosa, table, now) -> None:
    begin = (now + timedelta(days=7)).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
    plan = Plan(title="Clinic", wall=begin, zone="Europe/Warsaw")
    first = begin_series(by=hal, space=table, plan=plan, rule="FREQ=WEEKLY;COUNT=6", at=now)
    dates = list(Gathering.objects.filter(series=first.series).order_by("starts_at"))
    for one in dates[2:5]:
        ask(by=hal, gathering=one, people=[rosa.pk], at=now)
        answer(gathering=one, says="yes", person=rosa, at=now)
    before = {event["RECURRENCE-ID"].dt: event for one in Letter.objects.all() for event in sheet(one).events}
    Letter.objects.all().delete()
    moved = replace(plan, wall=dates[1].wall + timedelta(days=1, hours=2))
    change_series(by=hal, gathering=dates[1], plan=moved, at=now)
    tell_changes(now=now + timedelta(minutes=5))
    letter = Letter.objects.get()
    invitation = sheet(letter)
    assert invitation["METHOD"] == "REQUEST"
    told = {event["RECURRENCE-ID"].dt: event for event in invitation.events}
    assert told.keys() == before.keys()
    for of, event in told.items():
        assert event["UID"] == before[of]["UID"]
        assert event["SEQUENCE"] > before[of]["SEQUENCE"]
        assert event.start - before[of].start == timedelta(days=1, hours=2)
    # An answer to one of them is one to that alone, and a late one to how it was before is none.
    one = Gathering.objects.get(pk=dates[2].pk)
    alone = Calendar.from_ical(invitation.to_ical())
    of = told[min(told)]["RECURRENCE-ID"]
    alone.subcomponents = [part for part in alone.subcomponents if part.get("RECURRENCE-ID") == of]
    reply(alone, "DECLINED", "rosa@example.org", SEQUENCE=before[min(told)]["SEQUENCE"])
    assert said(one, person=rosa) == "yes"
    reply(alone, "DECLINED", "rosa@example.org")
    assert [said(Gathering.objects.get(pk=row.pk), person=rosa) for row in dates[2:5]] == ["no", "yes", "yes"]


def test_a_series_that_ends_is_taken_out_of_calendars_in_one_letter(stick, hal, rosa, table, now) -> None:
    begin = (now + timedelta(days=7)).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
    first = begin_series(
        by=hal, space=table, plan=Plan(title="Clinic", wall=begin, zone="UTC"), rule="FREQ=WEEKLY;COUNT=6", at=now
    )
    for one in Gathering.objects.filter(series=first.series).order_by("starts_at")[:2]:
        answer(gathering=one, says="yes", person=rosa, at=now)
    end_series(by=hal, series=first.series, why="Enough.", at=now)
    tell_changes(now=now + timedelta(minutes=5))
    letter = Letter.objects.get()
    assert "2 gatherings that you have answered do not take place." in letter.subject
    assert letter.text.count("Enough.") == 2
    assert letter.text.count("It was to be: ") == 2
    calendar = sheet(letter)
    assert (calendar["METHOD"], len(calendar.events)) == ("CANCEL", 2)
    assert {event["STATUS"] for event in calendar.events} == {"CANCELLED"}
