"""People answer, who did and what they said part ways, and what is told is told once."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import models
from django.test import Client

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Deed, Membership
from commonplace.fitness.actions.answering import (
    HasAnswered,
    IsOver,
    NotAsked,
    Words,
    answer,
    mix_sheets,
    type_in,
)
from commonplace.fitness.actions.deciding import IsStillOpen, decide, take_away
from commonplace.fitness.actions.opening import (
    IsOpen,
    NotASteward,
    TooLong,
    TooSoon,
    close,
    close_what_is_over,
    open_round,
)
from commonplace.fitness.circles import circle_of
from commonplace.fitness.in_json import as_json
from commonplace.fitness.instruments import INSTRUMENTS, OWN, Circle
from commonplace.fitness.models import Comment, HadSheet, Round, Sheet
from commonplace.fitness.queries import told_of
from commonplace.lib.spread import Middle
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.store.models import DueWork

LOW = Words({"time": 1, "listening": 5}, {"time": "There is no time."})


def all_say(people: list[Person], opened: Round, words: Words = LOW) -> None:
    for person in people:
        answer(by=person, opened=opened, words=words)


def test_what_five_say_is_told_once_it_is_closed(opened: Round, ines: Person, crowd: list[Person]) -> None:
    all_say(crowd, opened)
    assert told_of(opened).is_empty
    close(by=ines, opened=opened)
    opened.refresh_from_db()
    told = told_of(opened)
    rows = {row.item.code: row for row in told.rows}
    assert [one.middle for one in rows["time"].readings] == [Middle(1, 1)]
    assert [one.middle for one in rows["giving"].readings] == [None]
    assert [row.item.code for row in told.low] == ["time"]
    assert [one.words for one in rows["time"].comments] == ["There is no time."] * 5
    assert as_json(told)["items"][3]["circles"] == {"members": {"from": 1, "to": 1, "people_at_least": 5, "trend": 0}}


def test_a_round_with_four_answers_tells_nothing(opened: Round, ines: Person, crowd: list[Person]) -> None:
    all_say(crowd[:4], opened)
    close(by=ines, opened=opened)
    opened.refresh_from_db()
    assert told_of(opened).is_empty
    assert {(one.low, one.high, one.people) for one in opened.cells.all()} == {(None, None, 0)}
    assert not Comment.objects.exists()


def test_no_row_leads_from_who_answered_to_what_was_said(opened: Round, crowd: list[Person]) -> None:
    before = Deed.objects.count()
    all_say(crowd, opened)
    assert Deed.objects.count() == before
    columns = {model: {field.name for field in model._meta.fields} for model in (HadSheet, Sheet)}
    assert columns[HadSheet] == {"id", "round", "person", "by_letter"}
    assert columns[Sheet] == {"id", "round", "circle", "numbers", "comments", "typed", "mark"}
    # Whoever signs in has one sheet by their name, and needs no mark on it.
    assert set(Sheet.objects.values_list("mark", flat=True)) == {None}
    of_moments = (models.DateTimeField, models.DateField, models.TimeField)
    assert not any(isinstance(field, of_moments) for model in columns for field in model._meta.fields)
    kept = [set(model.objects.values_list("pk", flat=True)) for model in (HadSheet, Sheet)]
    assert not kept[0] & kept[1]
    mix_sheets(now=opened.at)
    assert [set(model.objects.values_list("pk", flat=True)) for model in (HadSheet, Sheet)] == kept
    assert DueWork.objects.filter(code="wipe", done_at=None).exists()


def test_once_it_is_closed_no_sheet_is_kept(opened: Round, ines: Person, crowd: list[Person]) -> None:
    all_say(crowd, opened)
    close(by=ines, opened=opened)
    assert not HadSheet.objects.exists()
    assert not Sheet.objects.exists()
    assert DueWork.objects.filter(code="wipe", done_at=None).exists()


def test_whoever_answers_as_it_closes_hears_of_it(
    opened: Round, ines: Person, crowd: list[Person], now: datetime
) -> None:
    close(by=ines, opened=opened)
    with pytest.raises(IsOver):
        answer(by=crowd[0], opened=opened, words=LOW)
    with pytest.raises(IsOver):
        type_in(by=ines, opened=opened, circle=Circle.MEMBERS, words=LOW)
    assert not HadSheet.objects.exists()
    assert close_what_is_over(now=now + timedelta(days=20)) == 0


def test_one_sheet_each_and_none_for_others(opened: Round, hal: Person, stranger: Person) -> None:
    answer(by=hal, opened=opened, words=LOW)
    with pytest.raises(HasAnswered):
        answer(by=hal, opened=opened, words=Words({"time": 5}))
    with pytest.raises(NotAsked):
        answer(by=stranger, opened=opened, words=LOW)
    assert [sheet.numbers for sheet in Sheet.objects.all()] == [LOW.numbers]
    assert list(Round.objects.visible_to(stranger)) == list(Round.objects.visible_to(None)) == []


def test_what_is_not_asked_or_not_on_the_scale_is_left_out(opened: Round, hal: Person) -> None:
    answer(by=hal, opened=opened, words=Words({"time": 9, "wealth": 3, "giving": 2}, {"wealth": "Much."}))
    sheet = Sheet.objects.get()
    assert (sheet.numbers, sheet.comments) == ({"giving": 2}, {})


def test_the_worker_closes_what_is_over(opened: Round, now: datetime) -> None:
    later = now + timedelta(days=15)
    assert close_what_is_over(now=now) == 0
    assert close_what_is_over(now=later) == 1
    assert close_what_is_over(now=later) == 0


def test_the_same_is_asked_again_after_sixty_days(opened: Round, ines: Person, hal: Person, now: datetime) -> None:
    until = now.date() + timedelta(days=9)
    ask = partial(open_round, community=opened.community, circles=[], at=now)
    with pytest.raises(IsOpen):
        ask(by=ines, instrument="success", until=until)
    close(by=ines, opened=opened, at=now)
    with pytest.raises(TooSoon):
        ask(by=ines, instrument="fitness", until=until)
    with pytest.raises(TooLong):
        ask(by=ines, instrument="success", until=now.date() + timedelta(days=400))
    with pytest.raises(NotASteward):
        ask(by=hal, instrument="success", until=until)
    own = ask(by=ines, instrument=OWN, until=until, questions=["We laugh.", "We rest."])
    assert own.number == 2
    assert [(item.code, item.words) for item in own.what.items] == [("own-1", "We laugh."), ("own-2", "We rest.")]
    close(by=ines, opened=own, at=now)
    with pytest.raises(TooSoon):
        ask(by=ines, instrument=OWN, until=until, questions=["We rest."])
    for questions in ([], [f"Number {n}." for n in range(10)]):
        with pytest.raises(ValueError, match=r"own|10"):
            ask(by=ines, instrument=OWN, until=until, questions=questions)


def test_a_second_round_tells_what_moved(
    opened: Round, ines: Person, crowd: list[Person], now: datetime, client: Client
) -> None:
    all_say(crowd, opened, Words({"time": 1, "giving": 3}))
    close(by=ines, opened=opened, at=now)
    later = now + timedelta(days=61)
    again = open_round(
        by=ines,
        community=opened.community,
        instrument="fitness",
        circles=[],
        until=later.date() + timedelta(days=9),
        at=later,
    )
    for person in crowd:
        answer(by=person, opened=again, words=Words({"time": 4, "giving": 3}), at=later)
    close(by=ines, opened=again, at=later)
    again.refresh_from_db()
    rows = {row.item.code: row.readings[0] for row in told_of(again).rows}
    assert (rows["time"].trend, rows["time"].earlier) == (1, [(1, Middle(1, 1))])
    assert rows["giving"].trend == 0
    told = told_of(again)
    assert [(item.code, [n for n, _middle in rounds]) for item, _one, rounds in told.trends] == [
        ("time", [1, 2]),
        ("giving", [1, 2]),
    ]
    assert [len(row) for row in told.trend_table] == [4, 4]
    assert told.trend_table[0][2] == "not at all"
    assert [(item.code, one.before, one.now) for item, one, _rounds in told.moved] == [
        ("time", "round 1: not at all", "now: mostly")
    ]
    assert told.unmoved == [("Giving", "")]
    client.force_login(ines)
    page = client.get("/c/stick/fitness/").text
    assert ("Over the rounds" in page, "As in the round before:" in page) == (True, True)


def test_circles_are_told_by_roles(
    asking: Community, ines: Person, hal: Person, crowd: list[Person], now: datetime
) -> None:
    today = now.date()
    for person in crowd[:4]:
        here = Membership.objects.get(community=asking, person=person)
        appoint(by=ines, membership=here, name="Librarian", since=today, until=None)
    here = Membership.objects.get(community=asking, person=crowd[4])
    appoint(by=ines, membership=here, name="Sponsor", since=today, until=None)
    opened = open_round(
        by=ines,
        community=asking,
        instrument="fitness",
        circles=[Circle.CORE, Circle.HOST],
        until=today + timedelta(days=9),
        at=now,
    )
    assert {circle_of(one, opened, now=now) for one in crowd[:4]} == {Circle.CORE}
    assert (circle_of(crowd[4], opened, now=now), circle_of(hal, opened, now=now)) == (Circle.HOST, Circle.MEMBERS)


def test_a_core_group_of_few_answers_among_members(asking: Community, ines: Person, now: datetime) -> None:
    until = now.date() + timedelta(days=9)
    few = open_round(by=ines, community=asking, instrument="success", circles=[Circle.CORE], until=until, at=now)
    assert few.circles == ["members"]
    assert circle_of(ines, few, now=now) == Circle.MEMBERS


def test_where_circles_differ_a_sentence_says_it_first(opened: Round, ines: Person, crowd: list[Person]) -> None:
    Round.objects.filter(pk=opened.pk).update(circles=["members", "host"])
    opened.refresh_from_db()
    all_say(crowd, opened, Words({"recognition": 2, "listening": 4}))
    for _sheet in range(5):
        type_in(by=ines, opened=opened, circle=Circle.HOST, words=Words({"recognition": 5, "listening": 5}))
    close(by=ines, opened=opened)
    opened.refresh_from_db()
    assert [row.difference.replace("\u2068", "").replace("\u2069", "") for row in told_of(opened).differences] == [
        "Recognition: the host’s side sees it, members do not.",
        "Listening: the host’s side sees more of it than members.",
    ]


def test_who_is_erased_leaves_a_sheet_of_nobody(opened: Round, crowd: list[Person]) -> None:
    all_say(crowd[:1], opened)
    erase(person=crowd[0], withdraw=False)
    assert not HadSheet.objects.exists()
    assert Sheet.objects.count() == 1


def test_what_was_decided_is_kept_and_a_comment_can_go(
    opened: Round, ines: Person, hal: Person, crowd: list[Person]
) -> None:
    with pytest.raises(IsStillOpen):
        decide(by=ines, closed=opened, words="Too early.")
    all_say(crowd, opened)
    close(by=ines, opened=opened)
    opened.refresh_from_db()
    for _time in range(2):
        decide(by=ines, closed=opened, words="We meet every second week.")
    assert as_json(told_of(opened))["decisions"] == ["We meet every second week."]
    comment = opened.comments.first()
    assert comment is not None
    with pytest.raises(NotASteward):
        take_away(by=hal, comment=comment)
    take_away(by=ines, comment=comment)
    assert opened.comments.count() == 4


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_codes_of_an_instrument_are_its_own(code: str) -> None:
    items = INSTRUMENTS[code].items
    assert len({item.code for item in items}) == len(items) <= 9
    assert max(len(item.code) for item in items) <= 16
