"""Takeaways come back to whoever said them: on their day, in their morning, once, and nowhere that they have left."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Membership
from commonplace.conversations.models import Post
from commonplace.gatherings.actions.talking import begin_to_talk
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import asking, noting, stepping
from commonplace.runs.actions.asking_by_letter import OF_TAKEAWAYS, ask_what_came
from commonplace.runs.actions.harvesting import draft_of
from commonplace.runs.letters_that_ask import behind_stop, stop_address
from commonplace.runs.models import Captured, NotAsked, Run, WhatCame
from commonplace.runs.queries.harvest import sheaves
from commonplace.runs.queries.scene import Line
from commonplace.runs.tests.test_pages import as_, at

pytestmark = pytest.mark.django_db
# Noon at Greenwich, on the day for which they asked to be asked.
DAY = (timezone.now() + timedelta(days=30)).date()
NOON = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)


def said(run: Run, person: Person, words: str = "I dig at the second bend.", **more: object) -> Captured:
    return noting.note(run=run, phase=6, kind=Capture.TAKEAWAY, words=words, person=person, ask_on=DAY, **more)


@pytest.fixture
def taken(run, hal, tomasz) -> Captured:
    """What Tomasz will try; the run is over."""
    Person.objects.filter(pk=tomasz.pk).update(time_zone="UTC")
    line = said(run, tomasz)
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    Letter.objects.all().delete()
    return line


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind=OF_TAKEAWAYS.kind).order_by("pk"))


def links(letter: Letter) -> list[str]:
    return [one.removeprefix("http://localhost:8000") for one in letter.text.split() if "/letters/press/" in one]


def pressed(letter: Letter, number: int, **said: str):
    link = links(letter)[number]
    return Client().post(link[link.index("/letters") :], said)


def test_they_are_asked_in_their_morning_and_once(taken, tomasz) -> None:
    for hours in (-24, -5.5, 0, 1, 24):
        ask_what_came(now=NOON + timedelta(hours=hours))
    (letter,) = letters()
    assert "I dig at the second bend." in letter.text
    assert len(links(letter)) == 4
    stop = letter.headers["List-Unsubscribe"].rstrip(">").rpartition("/")[2]
    assert (behind_stop(stop), letter.headers["List-Unsubscribe-Post"]) == (tomasz, "List-Unsubscribe=One-Click")


def test_all_that_is_due_goes_in_one_letter_a_day(run, hal, tomasz) -> None:
    Person.objects.filter(pk=tomasz.pk).update(time_zone="UTC")
    for number in range(6):
        said(run, tomasz, f"Thing {number}.")
    Letter.objects.all().delete()
    for hours in (0, 1, 24, 25):
        ask_what_came(now=NOON + timedelta(hours=hours))
    assert [one.text.count("Thing ") for one in letters()] == [4, 2]


def test_the_morning_is_where_they_are(taken, tomasz) -> None:
    Person.objects.filter(pk=tomasz.pk).update(time_zone="Pacific/Auckland")
    # In Auckland it is seven in the morning when it is yesterday evening at Greenwich.
    ask_what_came(now=NOON - timedelta(hours=20))
    assert letters() == []
    ask_what_came(now=NOON - timedelta(hours=16))
    assert len(letters()) == 1


def test_one_press_answers_without_signing_in_and_it_stands_where_it_began(taken, run, tomasz, hal) -> None:
    ask_what_came(now=NOON)
    (letter,) = letters()
    link = links(letter)[0]
    assert "What came of it?" in Client().get(link[link.index("/letters") :]).text
    assert not WhatCame.objects.exclude(came="").exists()
    assert "You said that it helped." in pressed(letter, 0, words="The water was there.").text
    found = WhatCame.objects.get(captured=taken)
    assert (found.came, found.words) == ("helped", "The water was there.")
    shown = as_(hal).get(at(run)).text
    assert "The water was there." in shown
    lines = [Line(Captured.objects.select_related("what_came").get(pk=taken.pk), "")]
    assert "The water was there." in draft_of(sheaves(run, lines), page="/run/")
    assert not Post.objects.exists()
    # Pressed again it is said anew.
    pressed(letter, 1)
    assert WhatCame.objects.get(captured=taken).came == "nothing"


def test_too_many_words_come_back(taken) -> None:
    ask_what_came(now=NOON)
    answer = pressed(letters()[0], 0, words="dig " * 400)
    assert (answer.status_code, "dig dig dig" in answer.text) == (422, True)
    assert not WhatCame.objects.exclude(came="").exists()


def test_later_asks_again_in_a_month_and_rest_never(taken, now) -> None:
    ask_what_came(now=NOON)
    pressed(letters()[0], 2)
    taken.refresh_from_db()
    assert taken.ask_on == timezone.localdate() + asking.LATER
    asking.ask_later(captured=taken, by=taken.by, at=NOON)
    for days in (1, 29, 30, 31):
        ask_what_came(now=NOON + timedelta(days=days))
    assert len(letters()) == 2
    pressed(letters()[1], 3)
    for days in (60, 61, 90):
        ask_what_came(now=NOON + timedelta(days=days))
    assert len(letters()) == 2


def test_it_is_told_in_the_conversation_where_they_say_so_once(taken, run, hal, tomasz) -> None:
    talk = begin_to_talk(by=hal, gathering=run.gathering, text="So much for today.")
    ask_what_came(now=NOON)
    (letter,) = letters()
    link = links(letter)[0]
    assert "checked" in Client().get(link[link.index("/letters") :]).text
    for _ in range(2):
        pressed(letter, 0, words="*Two* metres down.", tells="on")
    (told,) = talk.posts.filter(author=tomasz)
    assert "I dig at the second bend." in told.html
    assert "*Two* metres down." in told.html


def test_under_chatham_house_the_tick_is_off_and_nobody_reads_a_name(close_run, hal, tomasz, amara) -> None:
    line = said(close_run, tomasz)
    stepping.step(run=close_run, act=stepping.Act.FINISH, number=2, by=hal)
    asking.say_what_came(captured=line, by=tomasz, came="helped", words="It did.")
    shown = as_(amara).get(at(close_run)).text
    assert "It did." in shown
    assert "Tomasz" not in shown
    page = as_(tomasz).get(reverse("run_came", args=["stick", close_run.gathering_id, line.pk])).text
    assert "checked" not in page


def test_a_letter_holds_no_word_of_what_is_sealed(run, hal, tomasz) -> None:
    type(run.gathering).objects.filter(pk=run.gathering_id).update(confidence="sealed")
    said(run, tomasz, "I tell the board.")
    ask_what_came(now=NOON)
    (letter,) = letters()
    assert "board" not in letter.text + letter.html
    link = links(letter)[0]
    assert "board" not in Client().get(link[link.index("/letters") :]).text
    assert run.gathering.title not in letter.text + letter.html + letter.subject


def gone_by_leaving(person: Person, run: Run) -> None:
    leave(person=person, community=run.gathering.community)


def gone_by_erasing(person: Person, run: Run) -> None:
    erase(person=person, withdraw=False)


def gone_by_stopping(person: Person, run: Run) -> None:
    path = stop_address(person)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path[path.index("/gatherings") :]).status_code == 200
    assert not NotAsked.objects.exists()
    assert strict.post(path[path.index("/gatherings") :], {"List-Unsubscribe": "One-Click"}).status_code == 200


def gone_by_taking_back(person: Person, run: Run) -> None:
    noting.take_back(captured=Captured.objects.get(by=person))


@pytest.mark.parametrize("going", [gone_by_leaving, gone_by_erasing, gone_by_stopping, gone_by_taking_back])
def test_who_left_was_erased_or_wants_none_is_asked_no_more(taken, run, tomasz, going) -> None:
    ask_what_came(now=NOON)
    waiting = letters()
    going(tomasz, run)
    assert [may_go(one) for one in waiting] == [False]
    Letter.objects.filter(kind=OF_TAKEAWAYS.kind).delete()
    WhatCame.objects.all().delete()
    ask_what_came(now=NOON + timedelta(days=1))
    assert letters() == []


def test_guests_and_what_lay_for_months_are_never_asked(run, tomasz) -> None:
    noting.note(run=run, phase=6, kind=Capture.TAKEAWAY, words="From outside.", ask_on=DAY)
    said(run, tomasz)
    ask_what_came(now=NOON + timedelta(days=61))
    assert letters() == []


def test_what_was_answered_while_the_letter_waited_is_left_out(run, tomasz) -> None:
    Person.objects.filter(pk=tomasz.pk).update(time_zone="UTC")
    first, _second = said(run, tomasz, "One thing."), said(run, tomasz, "Another.")
    ask_what_came(now=NOON)
    (letter,) = letters()
    asking.say_what_came(captured=first, by=tomasz, came="helped")
    assert may_go(letter)
    assert ("One thing." in letter.text, "Another." in letter.text) == (False, True)


def test_it_waits_on_today_too_until_it_is_said(taken, tomasz, run) -> None:
    def waits(person: Person, now: datetime) -> list[str]:
        here = list(Membership.objects.filter(person=person).select_related("community"))
        found = waiting_for(person, here, now=now)
        needs = needs_from(found, {one.community_id: one for one in here}, person)
        return [one.why for one in needs if one.action == "Say what came of it"]

    assert waits(tomasz, NOON - timedelta(days=2)) == []
    assert waits(tomasz, NOON) == ["You said that you would try: “I dig at the second bend.”"]
    page = reverse("run_came", args=["stick", run.gathering_id, taken.pk])
    assert as_(tomasz).post(page, {"came": "helped", "words": "Yes."}).status_code == 302
    assert waits(tomasz, NOON) == []


def test_nobody_elses_takeaway_can_be_answered(taken, run, leila, hal) -> None:
    page = reverse("run_came", args=["stick", run.gathering_id, taken.pk])
    for person in (leila, hal):
        assert as_(person).get(page).status_code == 404
        assert as_(person).post(page, {"came": "helped"}).status_code == 404
    with pytest.raises(asking.NotTheirs):
        asking.say_what_came(captured=taken, by=hal, came="helped")


def test_a_takeaway_is_noted_with_the_day_on_which_to_ask(run, tomasz) -> None:
    for days, kind in (("7", "takeaway"), ("", "takeaway"), ("7", "note"), ("9999", "takeaway")):
        mark = {"idempotency_key": f"00000000-0000-4000-8000-0000000{len(days):05}"}
        as_(tomasz).post(at(run, "note"), {"words": f"I try {days} {kind}", "kind": kind, "ask_in": days} | mark)
    kept = [(one.kind, one.ask_on) for one in Captured.objects.order_by("pk")]
    week = timezone.localdate() + timedelta(days=7)
    assert kept == [("takeaway", week), ("takeaway", None), ("note", None)]


def test_the_choice_stands_where_takeaways_are_kept(run, hal, tomasz) -> None:
    assert "ask me in a month" not in as_(tomasz).get(at(run)).text
    for number in range(2, 8):
        stepping.step(run=run, act=stepping.Act.NEXT, number=number, by=hal)
    assert "ask me in a month" in as_(tomasz).get(at(run)).text
