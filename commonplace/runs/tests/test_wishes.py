"""What should stay and what be different: said in one press by those who were there, read by them and their hosts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.runs.actions import asking, stepping
from commonplace.runs.actions.asking_by_letter import WISHES, ask_for_wishes
from commonplace.runs.models import Run, Wish
from commonplace.runs.queries.wishes import wishes_of
from commonplace.runs.tests.test_pages import as_, at

pytestmark = pytest.mark.django_db


def ended(run: Run, hal: Person, *there: Person) -> Run:
    """It is over, and its host said who was there."""
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    if there:
        Gathering.objects.filter(pk=run.gathering_id).update(
            starts_at=run.started_at, ends_at=run.started_at + timedelta(hours=1)
        )
        run.gathering.refresh_from_db()
        came = {one.pk: "here" for one in there}
        confirm_attendance(by=hal, gathering=run.gathering, came=came)
    run.refresh_from_db()
    Person.objects.update(time_zone="UTC")
    Letter.objects.all().delete()
    return run


def morning_after(run: Run, hour: int = 8) -> datetime:
    assert run.finished_at is not None
    day = run.finished_at.astimezone(UTC).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind=WISHES).order_by("pk"))


def links(letter: Letter) -> list[str]:
    return [one[one.index("/letters") :] for one in letter.text.split() if "/letters/press/" in one]


def test_those_who_were_there_and_have_not_said_are_asked_next_morning_once(run, hal, tomasz, leila, amara) -> None:
    ended(run, hal, hal, tomasz, leila)
    asking.wish(run=run, by=leila, stays=True)
    ask_for_wishes(now=morning_after(run, 6))
    assert letters() == []
    for hours in (0, 1, 24, 48):
        ask_for_wishes(now=morning_after(run) + timedelta(hours=hours))
    assert sorted(one.to for one in letters()) == ["hal@example.org", "tomasz@example.org"]


def test_one_press_says_it_without_signing_in_and_another_says_it_anew(run, hal, tomasz) -> None:
    ended(run, hal, tomasz)
    ask_for_wishes(now=morning_after(run))
    (letter,) = letters()
    stay, differ = links(letter)
    Client().get(stay)
    assert not Wish.objects.said().exists()
    assert "Thank you." in Client().post(stay, {"words": "The rounds."}).text
    Client().post(differ, {"words": "A longer break."})
    Client().post(stay, {"words": "The short rounds."})
    row = Wish.objects.get()
    assert (row.person, row.stay, row.differ) == (tomasz, "The short rounds.", "A longer break.")
    assert may_go(letter) is False


def test_a_press_without_words_is_enough(run, hal, tomasz) -> None:
    ended(run, hal, tomasz)
    as_(tomasz).post(at(run, "wish"), {"side": "stay", "words": ""})
    row = Wish.objects.get()
    assert (row.stay_at is not None, row.differ_at) == (True, None)
    as_(tomasz).post(at(run, "wish"), {"side": "stay", "words": "", "takes_back": "1"})
    assert not Wish.objects.said().exists()


def test_lines_are_for_those_who_were_there_and_for_the_host(run, hal, tomasz, leila, amara) -> None:
    ended(run, hal, hal, tomasz, leila)
    asking.wish(run=run, by=tomasz, stays=False, words="Less of the phone.")
    for person in (hal, leila):
        shown = as_(person).get(at(run)).text
        assert ("Less of the phone." in shown, "Tomasz Wilk" in shown) == (True, True)
    assert "Less of the phone." not in as_(amara).get(at(run)).text
    # She was not there, and cannot say.
    assert as_(amara).post(at(run, "wish"), {"side": "stay", "words": "All"}, follow=True).status_code == 200
    assert Wish.objects.said().count() == 1


def test_under_chatham_house_no_name_stands_beside_a_line_nor_is_kept(close_run, hal, tomasz, now) -> None:
    ended(close_run, hal, hal, tomasz)
    asking.wish(run=close_run, by=tomasz, stays=False, words="Less of the phone.")
    shown = as_(hal).get(at(close_run)).text
    assert ("Less of the phone." in shown, "Tomasz" in shown) == (True, False)
    asking.let_go_of_wishes(now=close_run.finished_at + timedelta(days=13))
    assert Wish.objects.get().person == tomasz
    asking.let_go_of_wishes(now=close_run.finished_at + timedelta(days=15))
    assert (Wish.objects.get().person, Wish.objects.get().differ) == (None, "Less of the phone.")


def test_sealed_wishes_go_with_the_lines(run, hal, tomasz) -> None:
    ended(run, hal, tomasz)
    asking.wish(run=run, by=tomasz, stays=True, words="All.")
    Gathering.objects.filter(pk=run.gathering_id).update(confidence="sealed")
    asking.let_go_of_wishes(now=run.finished_at + timedelta(days=15))
    assert not Wish.objects.exists()


def test_others_learn_how_many_from_five_on(run, hal, stick, amara, member, now) -> None:
    there = [member(f"{name} Person") for name in ("Abo", "Bela", "Cira", "Dov", "Esi")]
    ended(run, hal, hal, *there)
    seen = Viewpoint(amara, stick, Membership.objects.get(person=amara, community=stick))
    for number, person in enumerate(there):
        before = wishes_of(run, seen, is_host=False, now=now)
        assert (before.total, before.shows_counts, before.shows_lines) == (number, False, False)
        asking.wish(run=run, by=person, stays=True, words="Tea.")
    shown = as_(amara).get(at(run)).text
    assert ("5 people" in shown, "Tea." in shown) == (True, False)


def test_two_weeks_later_nobody_is_asked_any_more(run, hal, tomasz) -> None:
    ended(run, hal, tomasz)
    with pytest.raises(asking.TooLate):
        asking.wish(run=run, by=tomasz, stays=True, at=run.finished_at + timedelta(days=14, minutes=1))
    ask_for_wishes(now=run.finished_at + timedelta(days=20))
    assert letters() == []


def test_while_nobody_said_who_was_there_those_who_kept_a_line_are_asked(run, hal, tomasz, leila) -> None:
    run.captured.create(phase=0, kind="note", words="Hiss.", by=leila)
    ended(run, hal)
    ask_for_wishes(now=morning_after(run))
    assert [one.to for one in letters()] == ["leila@example.org"]


def test_too_many_words_come_back(run, hal, tomasz) -> None:
    ended(run, hal, tomasz)
    answer = as_(tomasz).post(at(run, "wish"), {"side": "stay", "words": "tea " * 400})
    assert (answer.status_code, "tea tea tea" in answer.text) == (422, True)


def test_who_is_erased_is_named_by_no_wish(run, hal, tomasz, leila) -> None:
    ended(run, hal, tomasz, leila)
    for person in (tomasz, leila):
        asking.wish(run=run, by=person, stays=True, words="Tea.")
    erase(person=tomasz, withdraw=False)
    erase(person=leila, withdraw=True)
    assert [(one.person, one.stay) for one in Wish.objects.all()] == [(None, "Tea.")]


def test_the_host_of_the_next_date_reads_what_was_wished_last_time(stick, hal, tomasz, table, now) -> None:
    first = begin_series(by=hal, space=table, plan=plan(), rule="FREQ=WEEKLY;COUNT=3")
    follow(gathering=first, protocol=protocol_named("case-clinic"), by=hal)
    _first, second, _third = first.series.gatherings.order_by("starts_at")
    run = stepping.start(gathering=first, by=hal)
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    run.refresh_from_db()
    asking.wish(run=run, by=tomasz, stays=False, words="Begin at four.")
    page = f"/c/stick/gatherings/{second.pk}/"
    shown = as_(hal).get(page).text
    assert ("Last time people wished" in shown, "Begin at four." in shown) == (True, True)
    assert "Begin at four." not in as_(tomasz).get(page).text


def test_the_page_asks_no_more_than_twelve_times(run, hal, tomasz, leila, django_assert_max_num_queries) -> None:
    ended(run, hal, hal, tomasz, leila)
    for person in (hal, tomasz, leila):
        asking.wish(run=run, by=person, stays=True, words="Tea.")
        client = as_(person)
        client.get(at(run))
        with django_assert_max_num_queries(12):
            client.get(at(run))
