"""Decisions, and actions with who and when: kept, taken on, done, moved, let go; asked for on their day."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.models import Membership
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.people.actions.erasing import erase
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import deciding, noting, seating, stepping
from commonplace.runs.actions.deciding import decide
from commonplace.runs.models import Action, Captured
from commonplace.runs.tests.test_pages import as_, at

pytestmark = pytest.mark.django_db
ENDED = Action.Ended


def ended(run, hal):
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    run.refresh_from_db()
    return run


def decided(client, run, words: str, **more: str):
    said = {"kind": "decision", "decided": words, "owner": "", "due_on": "", "idempotency_key": str(uuid4())}
    return client.post(at(run, "deciding"), {**said, **more})


def waits(person, now=None) -> list[str]:
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    found = [one for one in waiting_for(person, standings, now=now or timezone.now()) if one.code == "action_due"]
    return [one.why for one in needs_from(found, {one.community_id: one for one in standings}, person)]


def test_at_the_table_a_decision_is_a_line_and_an_action_has_who_and_when(run, hal, tomasz) -> None:
    day = timezone.localdate() + timedelta(days=3)
    decided(as_(hal), run, "We meet monthly.")
    decided(as_(hal), run, "Ring the depot.", kind="action", owner=str(tomasz.pk), due_on=day.isoformat())
    kept = list(run.captured.order_by("pk").values_list("kind", "words", "action__owner", "action__due_on"))
    assert kept == [
        ("decision", "We meet monthly.", None, None),
        ("action", "Ring the depot.", tomasz.pk, day),
    ]
    shown = as_(tomasz).get(at(ended(run, hal))).text
    assert shown.count("Ring the depot.") == 1
    assert "Yours" in shown
    assert "Tomasz" in as_(hal).get(at(run)).text


def test_sent_twice_it_is_kept_once(run, hal) -> None:
    mark = str(uuid4())
    for _ in range(2):
        decided(as_(hal), run, "Ring the depot.", kind="action", idempotency_key=mark)
    assert Action.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"decided": ""}, "It has no words yet."),
        ({"due_on": "2001-01-01"}, "Choose a day from today on"),
        ({"due_on": "soon"}, "That is no day of the calendar."),
        ({"owner": "999999"}, "no longer one of the choices"),
    ],
)
def test_what_stands_in_the_way_is_said_and_the_words_come_back(run, hal, wrong: dict[str, str], said: str) -> None:
    answered = as_(hal).post(at(run, "deciding"), {"kind": "action", "decided": "Ring them.", "owner": "", **wrong})
    assert answered.status_code == 422
    assert said in answered.text
    assert ("Ring them." in answered.text) == ("decided" not in wrong)
    assert not Captured.objects.exists()


def test_afterwards_who_was_there_adds_to_it_and_nobody_else(run, hal, tomasz, leila) -> None:
    answer(gathering=run.gathering, person=tomasz, says="yes")
    ended(run, hal)
    assert decided(as_(tomasz), run, "We meet monthly.").status_code == 302
    assert decided(as_(leila), run, "We never meet.").status_code == 422
    assert decided(as_(hal), run, "Thursday.").status_code == 302
    assert [one.words for one in run.captured.order_by("pk")] == ["We meet monthly.", "Thursday."]
    assert "A decision, or something to be done" not in as_(leila).get(at(run)).text


def test_who_cannot_see_it_is_given_nothing_to_do(run, hal, stranger) -> None:
    with pytest.raises(deciding.NotHere):
        decide(run=run, kind=Capture.ACTION, words="Ring.", by=hal, owner=stranger)
    assert not Captured.objects.exists()


def test_what_nobody_does_yet_is_taken_on_by_the_first(run, hal, tomasz, leila) -> None:
    line = decide(run=run, kind=Capture.ACTION, words="Ring.", by=hal)
    ended(run, hal)
    for person in (tomasz, tomasz, leila):
        as_(person).post(at(run, "taking-on"), {"line": line.pk})
    assert Action.objects.get().owner == tomasz
    assert "I take it on" not in as_(leila).get(at(run)).text


def test_it_is_asked_for_on_its_day_and_a_few_days_after(run, hal, tomasz) -> None:
    day = timezone.localdate() + timedelta(days=3)
    line = decide(run=run, kind=Capture.ACTION, words="Ring the depot.", by=hal, owner=tomasz, due_on=day)
    dawn = timezone.make_aware(datetime.combine(day, time.min))
    asked = [
        bool(waits(tomasz, dawn + timedelta(hours=hours))) for hours in (-72, -1, 1, 4 * 24, 5 * 24 - 1, 5 * 24 + 1)
    ]
    assert asked == [False, False, True, True, True, False]
    assert waits(hal, dawn + timedelta(hours=1)) == []
    deciding.end(captured=line, by=tomasz, how=ENDED.DONE)
    assert waits(tomasz, dawn + timedelta(hours=1)) == []


@pytest.mark.parametrize(
    ("press", "left"),
    [
        ("done", ("done", 0)),
        ("letting-go", ("let_go", 0)),
        ("moving", ("", 7)),
    ],
)
def test_done_moved_or_let_go_by_one_press(run, hal, tomasz, press: str, left: tuple[str, int]) -> None:
    today = timezone.localdate()
    line = decide(run=run, kind=Capture.ACTION, words="Ring.", by=hal, owner=tomasz, due_on=today)
    ended(run, hal)
    for _ in range(2):
        as_(tomasz).post(at(run, press), {"line": line.pk})
    action = Action.objects.get()
    assert (action.ended, (action.due_on - today).days) == left
    assert waits(tomasz) == []
    shown = as_(hal).get(at(run)).text
    assert {"done": "Done, ", "let_go": "Let go, ", "": "by "}[action.ended] in shown


def test_it_is_moved_to_a_day_of_ones_choice(run, hal) -> None:
    line = decide(run=run, kind=Capture.ACTION, words="Ring.", by=hal, owner=hal)
    ended(run, hal)
    day = timezone.localdate() + timedelta(days=40)
    as_(hal).post(at(run, "moving"), {"line": line.pk, "due_on": day.isoformat()})
    shown = as_(hal).post(at(run, "moving"), {"line": line.pk, "due_on": "2001-01-01"}, follow=True).text
    assert "Choose a day from today on" in shown
    assert Action.objects.get().due_on == day


def test_others_say_nothing_of_what_somebody_took_on(run, hal, tomasz, leila) -> None:
    line = decide(run=run, kind=Capture.ACTION, words="Ring.", by=hal, owner=tomasz)
    ended(run, hal)
    assert as_(leila).post(at(run, "done"), {"line": line.pk}).status_code == 403
    with pytest.raises(NotTheirs):
        deciding.move(captured=line, by=leila, due_on=timezone.localdate())
    assert Action.objects.get().is_open


def test_under_chatham_house_one_takes_things_on_oneself_and_nobody_else_is_told(close_run, hal, tomasz, ines) -> None:
    with pytest.raises(deciding.NotHere):
        decide(run=close_run, kind=Capture.ACTION, words="Ring.", by=hal, owner=tomasz)
    line = decide(
        run=close_run, kind=Capture.ACTION, words="I dig.", by=tomasz, owner=tomasz, due_on=timezone.localdate()
    )
    other = decide(run=close_run, kind=Capture.DECISION, words="No more pits.", by=tomasz)
    assert (other.by, other.name) == (None, "")
    ended(close_run, hal)
    for person in (hal, ines):
        shown = as_(person).get(at(close_run)).text
        assert "I dig." in shown
        assert "Tomasz" not in shown
    assert "Yours" in as_(tomasz).get(at(close_run)).text
    assert waits(tomasz) == ["Done, moved or let go: one press says it."]
    as_(tomasz).post(at(close_run, "done"), {"line": line.pk})
    assert Action.objects.get().ended == "done"


def test_who_is_erased_does_nothing_any_more(run, hal, tomasz) -> None:
    decide(run=run, kind=Capture.ACTION, words="Ring.", by=hal, owner=tomasz)
    erase(person=tomasz, withdraw=True)
    assert (Action.objects.get().owner, Action.objects.get().captured.words) == (None, "Ring.")


def test_the_harvest_asks_no_more_than_twelve_times(run, hal, tomasz, django_assert_max_num_queries) -> None:
    for number in range(6):
        decide(run=run, kind=Capture.ACTION, words=f"Do {number}", by=hal, owner=tomasz)
        noting.note(run=run, phase=0, kind=Capture.QUESTION, words=f"Why {number}?", person=hal)
    for line in run.captured.filter(kind="question")[:3]:
        as_(hal).post(at(run, "carrying"), {"line": line.pk})
    ended(run, hal)
    for person in (hal, tomasz):
        client = as_(person)
        client.get(at(run))
        with django_assert_max_num_queries(12):
            client.get(at(run))


# Buttons -----------------------------------------------------------------------------------------------------------


def test_a_line_of_ones_own_can_be_taken_back_from_the_page_while_it_lasts_and_after(run, hal, tomasz, leila) -> None:
    for words in ("First.", "Second."):
        noting.note(run=run, phase=0, kind=Capture.NOTE, words=words, person=tomasz)
    first, second = run.captured.order_by("pk")
    assert as_(tomasz).get(at(run)).text.count('formaction="taking-back#leaf"') == 2
    assert "Take back a line of yours" not in as_(leila).get(at(run)).text
    as_(tomasz).post(at(run, "taking-back"), {"line": first.pk})
    ended(run, hal)
    assert as_(tomasz).get(at(run)).text.count('formaction="taking-back#leaf"') == 1
    as_(tomasz).post(at(run, "taking-back"), {"line": second.pk})
    assert set(run.captured.values_list("words", flat=True)) == {""}


def test_who_holds_it_shows_a_guest_the_door_from_the_table(run, hal, tomasz) -> None:
    guest = seating.sit_as_guest(run=run, wall=run.wall, name="Nour")
    assert f'formaction="sending-out#around" name="seat"\n            value="{guest.pk}"' in as_(hal).get(at(run)).text
    assert "Show the door" not in as_(tomasz).get(at(run)).text
    as_(hal).post(at(run, "sending-out"), {"seat": guest.pk})
    assert not run.seats.filter(pk=guest.pk).exists()


def test_who_holds_it_closes_the_door_to_guests_from_the_page(run, hal) -> None:
    assert "Close the door to guests" in as_(hal).get(at(run)).text
    as_(hal).post(at(run, "wall"))
    run.refresh_from_db()
    assert run.wall == ""
    assert "Close the door to guests" not in as_(hal).get(at(run)).text


def test_a_member_who_leaves_the_page_keeps_their_seat_until_it_ends(run, hal, tomasz) -> None:
    as_(tomasz).get("/")
    assert "Tomasz" in as_(hal).get(at(run)).text
    ended(run, hal)
    assert not run.seats.exists()
