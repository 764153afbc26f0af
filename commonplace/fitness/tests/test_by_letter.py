"""A code comes by letter and is good for one sheet; nothing the house keeps says whose sheet is whose."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.fitness.actions import posting
from commonplace.fitness.actions.answering import HasAnswered, IsOver, NotAsked, Words, answer
from commonplace.fitness.actions.opening import close, open_round
from commonplace.fitness.actions.posting import IsUsed, NoLetter, answer_by_code, post_codes, send_code
from commonplace.fitness.inbox_lines import LINES
from commonplace.fitness.instruments import Circle
from commonplace.fitness.models import Code, HadSheet, Round, Sheet
from commonplace.fitness.queries import told_of
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.people.models import Person
from tests.crowds import somebody

WORDS = Words({"time": 2}, {"time": "Never enough."})


def code_of(person: Person) -> str:
    letter = Letter.objects.get(kind=posting.LETTER, to=person.emailaddress_set.get().email)
    found = re.search(r"/round/by-letter/([\w-]+)", letter.text)
    assert found is not None
    return found[1]


def test_a_member_asks_for_a_code_and_answers_by_it_once(opened: Round, hal: Person, client: Client) -> None:
    client.force_login(hal)
    assert client.post("/c/stick/fitness/1/by-letter").headers["Location"] == "/c/stick/fitness/#leaf"
    page = client.get("/c/stick/fitness/").text
    assert ("A letter with a code" in page, "/fitness/1/answer" in page) == (True, False)
    # There is one for each, and no second letter.
    client.post("/c/stick/fitness/1/by-letter")
    with pytest.raises(HasAnswered):
        answer(by=hal, opened=opened, words=WORDS)
    client.logout()
    there = f"/round/by-letter/{code_of(hal)}"
    sheet = client.get(there)
    assert (sheet.status_code, "good for one" in sheet.text) == (200, True)
    assert client.post(there, {}).status_code == 422
    assert "Your sheet is in" in client.post(there, {"n_time": "2", "c_time": "Never enough."}).text
    assert client.get(there).status_code == client.post(there, {"n_time": "5"}).status_code == 410
    (kept,) = Sheet.objects.all()
    assert (kept.circle, kept.numbers, kept.typed, kept.mark) == ("members", {"time": 2}, False, None)


def test_nothing_that_is_kept_leads_from_a_person_to_a_code_or_a_sheet(opened: Round, crowd: list[Person]) -> None:
    for person in crowd:
        send_code(to=person, opened=opened)
    names = {field.name for field in Code._meta.get_fields()}
    assert names == {"id", "round", "circle", "digest"}
    assert not any(code_of(person) in str(row) for person in crowd for row in Code.objects.values())
    letters = Letter.objects.filter(kind=posting.LETTER)
    assert {(one.key, one.about) for one in letters} == {(None, f"{opened.pk}")}
    answer_by_code(code=code_of(crowd[0]), words=WORDS)
    assert (Code.objects.count(), HadSheet.objects.count(), Sheet.objects.count()) == (4, 5, 1)


def test_five_who_answered_by_letter_are_told_and_no_code_outlives_the_round(
    opened: Round, ines: Person, hal: Person, crowd: list[Person]
) -> None:
    for person in crowd:
        send_code(to=person, opened=opened)
        answer_by_code(code=code_of(person), words=WORDS)
    send_code(to=hal, opened=opened)
    close(by=ines, opened=opened)
    opened.refresh_from_db()
    told = {row.item.code: row.readings[0].middle for row in told_of(opened).rows if row.readings}
    assert told["time"] is not None
    assert [model.objects.count() for model in (Code, HadSheet, Sheet)] == [0, 0, 0]
    with pytest.raises(IsUsed):
        answer_by_code(code=code_of(hal), words=WORDS)
    assert not may_go(Letter.objects.filter(kind=posting.LETTER).latest("pk"))


def test_a_round_closed_while_somebody_answers_by_code_gives_the_words_back(
    opened: Round, hal: Person, client: Client
) -> None:
    send_code(to=hal, opened=opened)
    Round.objects.filter(pk=opened.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    late = client.post(f"/round/by-letter/{code_of(hal)}", {"n_time": "2", "c_time": "Never enough."})
    assert (late.status_code, "Never enough." in late.text) == (409, True)
    with pytest.raises(IsOver):
        answer_by_code(code=code_of(hal), words=WORDS)
    assert not Sheet.objects.exists()


def test_whom_no_letter_reaches_answers_on_the_page(
    opened: Round, asking: Community, hal: Person, stranger: Person, client: Client
) -> None:
    hal.emailaddress_set.update(verified=False)
    with pytest.raises(NoLetter):
        send_code(to=hal, opened=opened)
    assert [model.objects.count() for model in (Code, HadSheet)] == [0, 0]
    with pytest.raises(NotAsked):
        send_code(to=stranger, opened=opened)
    client.force_login(hal)
    client.post("/c/stick/fitness/1/by-letter")
    assert "/fitness/1/answer" in client.get("/c/stick/fitness/").text


def test_a_round_by_letter_goes_to_everyone_once(
    asking: Community, ines: Person, hal: Person, crowd: list[Person], now: datetime
) -> None:
    person = register(name="Reachable", address="reachable@example.org", is_confirmed=True)
    crowd[0].emailaddress_set.all().delete()
    asking.memberships.filter(person=crowd[0]).update(person=person)
    until = now.date() + timedelta(days=9)
    made = open_round(by=ines, community=asking, instrument="fitness", circles=[], until=until, by_letter=True, at=now)
    answer(by=hal, opened=made, words=WORDS, at=now)
    reached = post_codes(now=now)
    assert reached == Code.objects.count() == Letter.objects.filter(kind=posting.LETTER).count() > 0
    assert set(Code.objects.values_list("circle", flat=True)) == {Circle.MEMBERS}
    assert post_codes(now=now) == 0
    assert (code_of(person) != "", Letter.objects.filter(to="hal@example.org").exists()) == (True, False)
    # Nobody who has a code is asked on Today.
    asked = LINES[0].rows(person=person, communities=[asking.pk], now=now)
    assert list(asked) == []
    # Whoever comes later gets theirs with the next round of the worker.
    late = somebody("Late")
    asking.memberships.create(person=late, standing="member")
    assert post_codes(now=now) == (1 if late.emailaddress_set.filter(verified=True).exists() else 0)
