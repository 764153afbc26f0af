"""Someone is erased, or two persons are one: what becomes of their words."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.people.actions.erasing import erase
from commonplace.people.merging import merge, part
from commonplace.people.models import Person
from commonplace.store.due import do_due
from commonplace.web.everything import words_of
from commonplace.words.actions.choosing import take_no_more
from commonplace.words.actions.drafting import KEPT_FOR, MOST, TooManyDrafts, forget_old_drafts, keep_draft
from commonplace.words.actions.handing import hand
from commonplace.words.actions.writing import answer, begin
from commonplace.words.models import Correspondence, Correspondent, HandedWord, NoMoreWords, Word, WordDraft
from commonplace.words.tests.conftest import SECRET


def test_what_someone_wrote_stays_with_the_others_without_a_name(client: Client, hal, leila, word, between):
    answer(by=leila, correspondence=between, text="Yes.")
    erase(person=hal, withdraw=False)
    client.force_login(leila)
    page = client.get(f"/words/{between.pk}/").text
    assert SECRET in page
    assert "Hal" not in page
    assert "someone who has left" in page
    assert "No word can go from here." in page
    assert client.get("/words/").status_code == 200


def test_or_goes_if_they_choose(stick, ines, hal, leila, word, between):
    answer(by=leila, correspondence=between, text="Yes.")
    hand(by=leila, word=word, community=stick, why="So.")
    erase(person=hal, withdraw=True)
    assert [(one.source, one.html, one.found_by) for one in Word.objects.filter(pk=word.pk)] == [("", "", "")]
    assert not HandedWord.objects.exists()
    assert Word.objects.filter(author=leila).count() == 1


def test_what_nobody_is_left_to_read_is_gone(hal, leila, between):
    erase(person=hal, withdraw=False)
    erase(person=leila, withdraw=False)
    assert not Correspondence.objects.exists()
    assert not Word.objects.exists()


def test_the_worker_lets_go_of_what_was_left_by_other_hands(hal, leila, between):
    Person.objects.filter(pk__in=[hal.pk, leila.pk]).delete()
    assert Word.objects.exists()
    do_due(now=timezone.now())
    assert not Word.objects.exists()


def test_one_takes_ones_own_words_along_and_nobody_elses(hal, leila, between, now):
    answer(by=leila, correspondence=between, text="Yes, gladly.")
    keep_draft(by=leila, place="new", form="", text="Half", to=[hal.pk])
    taken = "".join(words_of(leila, now=now))
    told = json.loads(taken)
    assert [one["source"] for one in told["words_written"]] == ["Yes, gladly."]
    assert [one["text"] for one in told["words_begun"]] == ["Half"]
    assert SECRET not in taken
    assert SECRET in "".join(words_of(hal, now=now))


def test_two_persons_who_become_one_keep_their_words_and_refuse_nobody_themselves(hal, leila, tomasz, someone):
    twice = begin(by=tomasz, to=[hal.pk, leila.pk], text="Both of you.").correspondence
    alone = begin(by=tomasz, to=[leila.pk], text="You.").correspondence
    take_no_more(person=hal, whom=leila)
    merge(kept=hal, other=leila, why="The same person.")
    assert set(Correspondence.objects.visible_to(hal)) == {twice, alone}
    assert Correspondent.objects.filter(correspondence=twice).count() == 2
    assert not NoMoreWords.objects.exists()


def test_the_way_back_from_it_is_kept(hal, unclaimed, someone):
    other = Person.objects.create_user(name="Other Voice", claimed_at=None)
    NoMoreWords.objects.create(person=other, whom=unclaimed)
    merger = merge(kept=unclaimed, other=other, why="Alike.", is_undoable=True)
    assert not NoMoreWords.objects.exists()
    part(merger=merger)
    assert NoMoreWords.objects.filter(person_id=merger.merged_id, whom=unclaimed).exists()


def test_drafts_are_not_kept_for_ever_nor_without_end(hal, monkeypatch):
    for n in range(MOST):
        keep_draft(by=hal, place="new", form=str(n), text="Half")
    with pytest.raises(TooManyDrafts):
        keep_draft(by=hal, place="new", form="more", text="Half")
    assert keep_draft(by=hal, place="new", form="3", text=" ") is None
    assert WordDraft.objects.count() == MOST - 1
    assert forget_old_drafts(now=timezone.now() + KEPT_FOR * 2) == MOST - 1
