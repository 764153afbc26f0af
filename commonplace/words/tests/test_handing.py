"""A word that one received is handed to stewards by one's own will: a copy of it, and nothing else."""

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Deed
from commonplace.communities.standing import Standing
from commonplace.words.actions.handing import (
    IN_AN_HOUR,
    KEPT_FOR,
    NotToHand,
    TooManyHanded,
    be_done,
    forget_old,
    hand,
    stewards_to_look,
)
from commonplace.words.actions.writing import answer, begin, take_back
from commonplace.words.models import HandedWord, Word
from commonplace.words.tests.conftest import SECRET


def test_stewards_read_the_copy_and_nothing_else_of_it(client: Client, stick, ines, hal, leila, tomasz, word, between):
    answer(by=leila, correspondence=between, text="A private answer.")
    deeds = Deed.objects.count()
    client.force_login(leila)
    assert SECRET in client.get(f"/words/handing/{word.pk}").text
    assert client.post(f"/words/handing/{word.pk}", {"why": "", "community": stick.pk}).status_code == 422
    client.post(f"/words/handing/{word.pk}", {"why": "It frightens me.", "community": stick.pk})
    handed = HandedWord.objects.get()
    assert Deed.objects.count() == deeds
    page = f"/c/stick/moderation/handed/{handed.pk}/"
    client.force_login(ines)
    assert "Leila Haddad handed you a word." in client.get("/c/stick/").text
    shown = client.get(page).text
    assert SECRET in shown
    assert "It frightens me." in shown
    assert "A private answer." not in shown
    assert client.get(f"/words/{between.pk}/").status_code == 404
    for other in (tomasz, hal, leila):
        client.force_login(other)
        assert client.get(page).status_code == 404
    client.force_login(ines)
    client.post(page)
    assert not HandedWord.objects.exists()
    assert Word.objects.count() == 2


def test_its_writer_is_no_steward_to_look_at_it(client: Client, stick, ines, leila):
    word = begin(by=ines, to=[leila.pk], text="From your steward.")
    assert stewards_to_look(leila, ines.pk) == []
    with pytest.raises(NotToHand):
        hand(by=leila, word=word, community=stick, why="So.")
    client.force_login(leila)
    assert "There is nobody to hand it to." in client.get(f"/words/handing/{word.pk}").text
    assert client.post(f"/words/handing/{word.pk}", {"why": "So.", "community": stick.pk}).status_code == 422


def test_a_steward_who_wrote_it_does_not_see_that_it_was_handed(client: Client, stick, ines, rosa, leila):
    stick.memberships.filter(person=rosa).update(standing=Standing.STEWARD)
    word = begin(by=ines, to=[leila.pk], text="From your steward.")
    handed = hand(by=leila, word=word, community=stick, why="So.")
    for steward, status in ((ines, 404), (rosa, 200)):
        client.force_login(steward)
        assert client.get(f"/c/stick/moderation/handed/{handed.pk}/").status_code == status
        assert ("handed you a word" in client.get("/c/stick/").text) is (status == 200)


def test_only_what_one_received_and_may_read_is_handed(stick, hal, leila, tomasz, word):
    for by in (hal, tomasz):
        with pytest.raises(NotToHand):
            hand(by=by, word=word, community=stick, why="So.")
    take_back(by=hal, word=word)
    with pytest.raises(NotToHand):
        hand(by=leila, word=word, community=stick, why="So.")


def test_a_copy_goes_when_its_writer_takes_the_word_back_or_nobody_looks(stick, ines, hal, leila, word):
    hand(by=leila, word=word, community=stick, why="So.")
    take_back(by=hal, word=word)
    assert not HandedWord.objects.exists()
    other = begin(by=hal, to=[leila.pk], text="Another.")
    hand(by=leila, word=other, community=stick, why="So.", at=timezone.now() - KEPT_FOR * 2)
    assert forget_old(now=timezone.now()) == 1


def test_handing_again_says_why_anew_and_too_many_are_too_many(stick, ines, hal, leila, between, word):
    one = hand(by=leila, word=word, community=stick, why="So.")
    assert hand(by=leila, word=word, community=stick, why="More.") == one
    one.refresh_from_db()
    assert one.why == "More."
    for n in range(IN_AN_HOUR - 1):
        written = Word.objects.create(correspondence=between, author=hal, source="x", html=f"<p>{n}</p>")
        hand(by=leila, word=written, community=stick, why="So.")
    written = Word.objects.create(correspondence=between, author=hal, source="x", html="<p>x</p>")
    with pytest.raises(TooManyHanded):
        hand(by=leila, word=written, community=stick, why="So.")
    be_done(by=ines, handed=one)
