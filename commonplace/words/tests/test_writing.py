"""A word goes to those it is for, once, and stays between them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave as leave_community
from commonplace.communities.models import Deed
from commonplace.lib.markdown import TextTooLong
from commonplace.people.models import Person
from commonplace.store.due import do_due
from commonplace.words import rate_limit
from commonplace.words.actions.choosing import choose, leave, take_again, take_no_more
from commonplace.words.actions.writing import MAX_WORD, NothingSaid, NotTaken, NotTheirs, answer, begin, take_back
from commonplace.words.models import Correspondence, Correspondent, WhoMayWrite, Word, WordToTell
from commonplace.words.queries import found, listed, rows, unread, with_one
from commonplace.words.tests.conftest import SECRET


def whys(refused: NotTaken) -> list[str]:
    return [one.why_not for one in refused.who]


def test_a_word_is_for_its_own_people(word: Word, hal, leila, ines, tomasz):
    assert [list(Word.objects.visible_to(one)) for one in (hal, leila, ines, tomasz, None)] == [
        [word],
        [word],
        [],
        [],
        [],
    ]
    assert (word.source, word.html) == (
        f"Between us: *{SECRET}*.",
        f'<p dir="auto">Between us: <em>{SECRET}</em>.</p>\n',
    )


def test_no_ledger_knows_of_it(stick, hal, leila):
    before = Deed.objects.count()
    stick.refresh_from_db()
    version = stick.version
    word = begin(by=hal, to=[leila.pk], text="Off the ledger.")
    answer(by=leila, correspondence=word.correspondence, text="As agreed.")
    do_due(now=timezone.now())
    stick.refresh_from_db()
    assert (Deed.objects.count(), stick.version) == (before, version)


def test_sent_twice_it_is_one(hal, leila, between):
    one, again = (begin(by=hal, to=[leila.pk], text="Once.", idempotency_key="a") for _ in range(2))
    assert one == again
    first, second = (answer(by=hal, correspondence=between, text="Twice.", idempotency_key="b") for _ in range(2))
    assert first == second
    assert Word.objects.count() == 3


def test_it_goes_to_one_and_to_seven_and_to_no_more(hal, someone, come_in, leila):
    many = [come_in(someone(f"Guest{n} Oduya"), 5) for n in range(8)]
    Person.objects.filter(pk=hal.pk).update(joined_at=timezone.now() - timedelta(days=9))
    hal.refresh_from_db()
    assert (
        Correspondent.objects.filter(
            correspondence=begin(by=hal, to=[one.pk for one in many[:7]], text="All of you.").correspondence
        ).count()
        == 8
    )
    for to in ([one.pk for one in many], [], [hal.pk], [10**9]):
        with pytest.raises(NotTaken):
            begin(by=hal, to=to, text="Nobody, or too many.")


def test_nothing_and_too_much_are_no_words(hal, leila):
    for text in ("", "  \n", "****"):
        with pytest.raises(NothingSaid):
            begin(by=hal, to=[leila.pk], text=text)
    with pytest.raises(TextTooLong):
        begin(by=hal, to=[leila.pk], text="x" * (MAX_WORD + 1))
    assert not Word.objects.exists()


# --- Who may write ---------------------------------------------------------------------------------------------------


def test_a_stranger_may_not_write_and_an_archive_has_no_ears(stranger, hal, unclaimed):
    with pytest.raises(NotTaken) as refused:
        begin(by=stranger, to=[hal.pk], text="Buy pumps.")
    assert whys(refused.value) == ["stranger"]
    with pytest.raises(NotTaken):
        begin(by=hal, to=[unclaimed.pk], text="Are you there?")


def test_whoever_left_the_community_is_answered_by_those_they_wrote_to(stick, hal, leila, word, between):
    leave_community(person=hal, community=stick, why="")
    assert answer(by=leila, correspondence=between, text="Where did you go?").author == leila
    # Leila has written by now, so Hal may go on; to Leila alone.
    assert answer(by=hal, correspondence=between, text="Home.").author == hal


def test_whoever_never_answered_is_left_alone_by_who_left(stick, hal, leila, between):
    leave_community(person=hal, community=stick, why="")
    with pytest.raises(NotTaken) as refused:
        answer(by=hal, correspondence=between, text="And another thing.")
    assert whys(refused.value) == ["stranger"]


def test_only_people_i_have_written_to(hal, leila, tomasz, between):
    choose(person=leila, who=WhoMayWrite.KNOWN)
    for by in (hal, tomasz):
        with pytest.raises(NotTaken) as refused:
            begin(by=by, to=[leila.pk], text="May I?")
        assert whys(refused.value) == ["known"]
    answer(by=leila, correspondence=between, text="You may.")
    assert begin(by=hal, to=[leila.pk], text="Thank you.")
    with pytest.raises(NotTaken):
        begin(by=tomasz, to=[leila.pk], text="And I?")


def test_nobody_may_write_and_so_they_send_none(hal, leila, between):
    choose(person=leila, who=WhoMayWrite.NOBODY)
    with pytest.raises(NotTaken) as refused:
        answer(by=hal, correspondence=between, text="Hello?")
    assert whys(refused.value) == ["nobody"]
    with pytest.raises(NotTaken) as refused:
        answer(by=leila, correspondence=between, text="You cannot answer this.")
    assert refused.value.who == ()


def test_no_more_words_from_one_person(hal, leila, tomasz, between):
    take_no_more(person=leila, whom=hal)
    assert not WordToTell.objects.exists()
    for write in (
        lambda: answer(by=hal, correspondence=between, text="But."),
        lambda: begin(by=hal, to=[leila.pk, tomasz.pk], text="By another way."),
    ):
        with pytest.raises(NotTaken) as refused:
            write()
        assert whys(refused.value) == ["refused"]
    with pytest.raises(NotTaken) as refused:
        answer(by=leila, correspondence=between, text="You could not answer.")
    assert whys(refused.value) == ["your refusal"]
    assert begin(by=hal, to=[tomasz.pk], text="To you, then.")
    take_again(person=leila, whom=hal)
    assert answer(by=hal, correspondence=between, text="Thank you.")


def test_among_several_who_refuses_is_not_written_to_and_the_others_begin_anew(hal, leila, tomasz):
    three = begin(by=hal, to=[leila.pk, tomasz.pk], text="We three.").correspondence
    take_no_more(person=leila, whom=hal)
    with pytest.raises(NotTaken) as refused:
        answer(by=hal, correspondence=three, text="And then.")
    assert [one.pk for one in refused.value.who] == [leila.pk]
    assert answer(by=tomasz, correspondence=three, text="I may.")


def test_an_account_that_is_closed_is_said_to_be_gone(hal, leila, tomasz, between):
    three = begin(by=hal, to=[leila.pk, tomasz.pk], text="We three.").correspondence
    Person.objects.filter(pk=leila.pk).update(is_active=False)
    with pytest.raises(NotTaken) as refused:
        answer(by=hal, correspondence=between, text="Leila?")
    assert whys(refused.value) == ["gone"]
    assert answer(by=hal, correspondence=three, text="Tomasz is here.")
    told = WordToTell.objects.filter(word__correspondence=three).order_by("pk").values_list("person", flat=True)
    assert leila.pk not in list(told)[2:]


# --- Too many --------------------------------------------------------------------------------------------------------


def test_nobody_writes_to_everyone(hal, someone, come_in, monkeypatch):
    monkeypatch.setattr(rate_limit, "UNANSWERED", 3)
    Person.objects.filter(pk=hal.pk).update(joined_at=timezone.now() - timedelta(days=9))
    hal.refresh_from_db()
    people = [come_in(someone(f"Guest{n} Oduya"), 5) for n in range(5)]
    begun = begin(by=hal, to=[one.pk for one in people[:2]], text="You two.").correspondence
    begin(by=hal, to=[people[2].pk], text="And you.")
    with pytest.raises(rate_limit.TooManyUnanswered):
        begin(by=hal, to=[people[3].pk], text="And you too.")
    answer(by=people[0], correspondence=begun, text="Yes?")
    assert begin(by=hal, to=[people[3].pk], text="And you too.")


def test_an_hour_holds_so_many_words(hal, leila, between, monkeypatch):
    monkeypatch.setattr(rate_limit, "IN_AN_HOUR", 2)
    monkeypatch.setattr(rate_limit, "ON_THE_FIRST_DAY", 2)
    answer(by=hal, correspondence=between, text="Two.")
    with pytest.raises(rate_limit.TooFast):
        answer(by=hal, correspondence=between, text="Three.")
    assert answer(by=hal, correspondence=between, text="Later.", at=timezone.now() + timedelta(hours=2))


# --- Reading, going, taking back -------------------------------------------------------------------------------------


def test_the_unread_mark_is_ones_own(hal, leila, between, django_assert_num_queries):
    assert (unread(leila), unread(hal)) == (1, 0)
    with django_assert_num_queries(3):
        (line,) = rows(list(listed(leila)), leila)
    assert (line.with_whom, line.beginning, line.is_new, line.is_own) == (
        "Hal Brennan",
        f"Between us: {SECRET}.",
        True,
        False,
    )


def test_two_find_what_they_wrote_before_and_a_third_is_not_in_it(hal, leila, tomasz, between):
    begin(by=hal, to=[leila.pk, tomasz.pk], text="We three.")
    assert with_one(leila, hal.pk) == between
    assert with_one(tomasz, hal.pk) is None
    assert list(Word.objects.visible_to(tomasz).values_list("source", flat=True)) == ["We three."]


def test_whoever_goes_out_reads_no_more_and_the_last_one_takes_it_along(hal, leila, between):
    leave(person=leila, correspondence=between)
    assert list(Correspondence.objects.visible_to(leila)) == []
    assert not WordToTell.objects.exists()
    with pytest.raises(Correspondence.DoesNotExist):
        answer(by=leila, correspondence=between, text="I am still here.")
    with pytest.raises(NotTaken):
        answer(by=hal, correspondence=between, text="To whom?")
    leave(person=hal, correspondence=between)
    assert not Correspondence.objects.exists()
    assert not Word.objects.exists()


def test_what_is_taken_back_is_gone(hal, leila, word):
    with pytest.raises(NotTheirs):
        take_back(by=leila, word=word)
    take_back(by=hal, word=word)
    word.refresh_from_db()
    assert (word.source, word.html, word.found_by) == ("", "", "")
    assert unread(leila) == 0
    assert not WordToTell.objects.exists()


def test_ones_own_words_are_found_by_those_they_went_to(hal, leila, ines, word):
    answer(by=leila, correspondence=word.correspondence, text="Żuraw przy ŁÓDCE, ąę.")
    assert [[one.pk for one in found(who, "zanz DAWN")] for who in (hal, leila, ines)] == [[word.pk], [word.pk], []]
    assert [one.source for one in found(hal, "lodce zuraw")] == ["Żuraw przy ŁÓDCE, ąę."]
    assert found(hal, "%") == found(hal, "_") == found(hal, " ") == []
