"""What a community holds to: asked on coming in and again when it changes, and never in the way."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonplace.agreements.actions import answering
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.actions.norms import OtherNorms, say_yes, take_yes_back
from commonplace.agreements.actions.rights import NotAMember
from commonplace.agreements.models import NormsYes, Says
from commonplace.agreements.tests.test_proposing import titles

ASKED = "What do we hold to here?"


def test_one_is_asked_on_coming_in_until_one_said_yes(chosen, hal, now):
    stick = chosen()
    assert ASKED in titles(hal, stick, now)
    say_yes(by=hal, community=stick, on_revision=2)
    assert ASKED not in titles(hal, stick, now)
    take_yes_back(by=hal, community=stick)
    assert ASKED in titles(hal, stick, now)


def test_one_is_asked_again_when_the_words_change_and_not_when_others_do(put, stick, hal, rosa, now):
    say_yes(by=hal, community=stick, on_revision=2)
    for passage, words in (("domain", "Water."), ("norms", "Nobody sells or begs.")):
        proposal = put(passage=passage, words=words)
        for person in (hal, rosa):
            answering.answer(by=person, proposal=proposal, says=Says.YES, on=1, at=now)
        proposal.ends_at = now + timedelta(days=8, hours=len(passage))
        proposal.save(update_fields=["ends_at"])
        close_what_is_over(now=now + timedelta(days=9))
        assert (ASKED in titles(hal, stick, now)) is (passage == "norms")
    with pytest.raises(OtherNorms):
        say_yes(by=hal, community=stick, on_revision=2)
    say_yes(by=hal, community=stick, on_revision=4)
    assert NormsYes.objects.get(person=hal).words == "Nobody sells or begs."


def test_a_community_without_norms_asks_nobody(stick, hal, now):
    assert ASKED not in titles(hal, stick, now)
    with pytest.raises(OtherNorms):
        say_yes(by=hal, community=stick, on_revision=0)


def test_nobody_outside_says_yes(chosen, stranger):
    with pytest.raises(NotAMember):
        say_yes(by=stranger, community=chosen(), on_revision=2)


def test_the_page_shows_the_words_takes_a_yes_and_gives_it_back(client, chosen, hal, rosa, stranger):
    chosen()
    page = reverse("norms", args=["stick"])
    client.force_login(hal)
    assert "Nobody sells." in client.get(page).content.decode()
    assert "The words changed meanwhile." in client.post(page, {"on_revision": "9" * 30}, follow=True).content.decode()
    shown = client.post(page, {"on_revision": "2"}, follow=True).content.decode()
    assert "You said yes to these words" in shown
    NormsYes.objects.filter(person=hal).update(words="Nobody buys.")
    assert "What changed since you said yes" in client.get(page).content.decode()
    client.post(page, {"take_back": "1"})
    assert not NormsYes.objects.exists()
    client.force_login(stranger)
    assert client.get(page).status_code == 404
