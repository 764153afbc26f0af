"""Words between people at the same moment: one answers while the other leaves, both leave, one sends twice."""

import pytest

from commonplace.people.models import Person
from commonplace.words.actions.choosing import leave
from commonplace.words.actions.writing import NotTaken, answer, begin
from commonplace.words.models import Correspondence, Correspondent, Word, WordToTell
from tests import races
from tests.crowds import community
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


def two_who_write() -> tuple[Person, Person, Correspondence]:
    _here, (_steward, one, other) = community(members=2)
    return one, other, begin(by=one, to=[other.pk], text="Between us.").correspondence


def somebody_answers_while_both_leave() -> Race:
    one, other, between = two_who_write()
    doers = [
        lambda: answer(by=one, correspondence=between, text="One thing more."),
        lambda: leave(person=other, correspondence=between),
        lambda: leave(person=one, correspondence=between),
    ]

    def check(outcomes) -> None:
        # Nobody is left in it, so nothing of it is, and nobody is told of it.
        assert not Correspondence.objects.filter(pk=between.pk).exists()
        assert not Word.objects.filter(correspondence=between).exists()
        assert not WordToTell.objects.filter(word__correspondence=between).exists()

    # Whoever was left alone in it is told that there is nobody to write to.
    return Race(doers, check, (Correspondence.DoesNotExist, NotTaken))


def all_leave() -> Race:
    one, other, between = two_who_write()
    doers = [lambda who=who: leave(person=who, correspondence=between) for who in (one, other)]

    def check(outcomes) -> None:
        assert not Correspondence.objects.filter(pk=between.pk).exists()
        assert not Correspondent.objects.filter(correspondence=between).exists()

    return Race(doers, check)


def one_answer_is_sent_several_times() -> Race:
    one, _other, between = two_who_write()
    doers = [lambda: answer(by=one, correspondence=between, text="Once.", idempotency_key="once")] * AT_ONCE

    def check(outcomes) -> None:
        assert not refused(outcomes)
        assert Word.objects.filter(correspondence=between, idempotency_key="once").count() == 1

    return Race(doers, check)


def somebody_begins_several_times() -> Race:
    _here, (_steward, one, other) = community(members=2)
    doers = [lambda: begin(by=one, to=[other.pk], text="Once.", idempotency_key="once")] * AT_ONCE

    def check(outcomes) -> None:
        assert Word.objects.filter(author=one).count() == Correspondence.objects.filter(begun_by=one).count() == 1

    return Race(doers, check)


RACES = (
    somebody_answers_while_both_leave,
    all_leave,
    one_answer_is_sent_several_times,
    somebody_begins_several_times,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
