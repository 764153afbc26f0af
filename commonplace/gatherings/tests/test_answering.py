"""Saying whether one comes: as many as fit, a line behind them, and once however often it is said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.membership.actions.leaving import leave
from commonplace.gatherings.actions.answering import IsOff, IsOver, answer, free_seats_of_who_left, take_back
from commonplace.gatherings.actions.changing import call_off, change
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.models import Letter

pytestmark = pytest.mark.django_db
Says = Answer.Says


def said(gathering: Gathering) -> dict[str, str]:
    return {row.person.name.split()[0]: row.says for row in gathering.answers.select_related("person").order_by("pk")}


def test_one_says_yes_and_thinks_better_of_it(clinic: Gathering, tomasz) -> None:
    answer(gathering=clinic, says="yes", person=tomasz)
    assert list(deeds_in_force().filter(verb="said_yes").values_list("person", flat=True)) == [tomasz.pk]
    answer(gathering=clinic, says="yes", person=tomasz)
    assert deeds_in_force().filter(verb="said_yes").count() == 1
    answer(gathering=clinic, says="no", person=tomasz, words="Dig on the other side.")
    row = clinic.answers.get()
    assert (row.says, row.words) == ("no", "Dig on the other side.")
    assert not deeds_in_force().filter(verb="said_yes").exists()


def test_who_comes_too_late_waits_and_moves_up_in_order(called, tomasz, leila, amara, rosa) -> None:
    small = called(capacity=1)
    for person in (tomasz, leila, amara, rosa):
        answer(gathering=small, says="yes", person=person)
    assert said(small) == {"Tomasz": "yes", "Leila": "waiting", "Amara": "waiting", "Rosa": "waiting"}
    answer(gathering=small, says="no", person=tomasz)
    assert said(small) == {"Tomasz": "no", "Leila": "yes", "Amara": "waiting", "Rosa": "waiting"}
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (
        "leila@example.org",
        "There is a seat for you: “The logger says leak”.",
    )
    # Whoever left and comes back stands at the end of the line; whoever waits and says yes again keeps their place.
    answer(gathering=small, says="yes", person=amara)
    answer(gathering=small, says="yes", person=tomasz)
    assert [row.person.name for row in small.answers.waiting()] == ["Amara Oyelaran", "Rosa Quispe", "Tomasz Wilk"]


def test_more_seats_let_the_line_move_up(called, hal, tomasz, leila, amara) -> None:
    small = called(capacity=1)
    for person in (tomasz, leila, amara):
        answer(gathering=small, says="yes", person=person)
    change(by=hal, gathering=small, plan=plan(capacity=2))
    assert said(small) == {"Tomasz": "yes", "Leila": "yes", "Amara": "waiting"}
    change(by=hal, gathering=small, plan=plan(capacity=None))
    assert said(small)["Amara"] == "yes"
    # Fewer seats take none away that was given.
    change(by=hal, gathering=small, plan=plan(capacity=1))
    assert list(small.answers.coming().values_list("person__name", flat=True).order_by("person__name")) == [
        "Amara Oyelaran",
        "Leila Haddad",
        "Tomasz Wilk",
    ]


def test_nobody_answers_what_is_over_or_called_off(clinic: Gathering, hal, tomasz) -> None:
    with pytest.raises(IsOver):
        answer(gathering=clinic, says="yes", person=tomasz, at=clinic.ends_at)
    call_off(by=hal, gathering=clinic, why="The street is closed.")
    with pytest.raises(IsOff):
        answer(gathering=clinic, says="yes", person=tomasz)
    assert not clinic.answers.exists()


def test_whoever_is_taken_out_leaves_their_seat_to_the_next(called, tomasz, leila) -> None:
    small = called(capacity=1)
    first = answer(gathering=small, says="yes", person=tomasz)
    answer(gathering=small, says="yes", person=leila)
    take_back(answer=Answer.objects.select_related("gathering__community", "gathering__space").get(pk=first.pk))
    assert said(small) == {"Leila": "yes"}


def test_a_yes_in_confidence_is_told_by_no_deed(called, tomasz) -> None:
    closed = called(confidence="chatham")
    answer(gathering=closed, says="yes", person=tomasz)
    assert not deeds_in_force().filter(verb="said_yes").exists()


def test_waiting_for_longer_than_it_lasts_is_no_fault(called, tomasz, leila) -> None:
    small = called(capacity=1)
    row = answer(gathering=small, says="yes", person=tomasz)
    answer(gathering=small, says="yes", person=leila)
    whole = Answer.objects.select_related("gathering__community", "gathering__space").get(pk=row.pk)
    take_back(answer=whole, at=small.ends_at + timedelta(days=1))
    assert said(small) == {"Leila": "waiting"}
    assert not Letter.objects.exists()


def test_who_leaves_the_community_keeps_no_seat_in_what_lies_ahead(called, now, stick, tomasz, leila, rosa) -> None:
    small = called(capacity=1)
    for person in (tomasz, leila, rosa):
        answer(gathering=small, says="yes", person=person)
    assert free_seats_of_who_left(now=now) == 0
    leave(person=tomasz, community=stick)
    later = timezone.now()
    assert [free_seats_of_who_left(now=later), free_seats_of_who_left(now=later)] == [1, 0]
    assert said(small) == {"Leila": "yes", "Rosa": "waiting"}
    assert [one.to for one in Letter.objects.filter(kind="gathering")] == ["leila@example.org"]
    assert not deeds_in_force().filter(verb="said_yes", person=tomasz).exists()


def test_what_has_been_keeps_who_left(called, now, stick, tomasz) -> None:
    once = called()
    answer(gathering=once, says="yes", person=tomasz)
    leave(person=tomasz, community=stick)
    assert free_seats_of_who_left(now=once.ends_at) == 0
    assert said(once) == {"Tomasz": "yes"}
