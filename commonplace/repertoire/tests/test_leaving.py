"""Someone is erased: what they kept stays nameless, and with their wish their words go, wherever others left them."""

import pytest
from django.utils import timezone

from commonplace.people.actions.erasing import erase
from commonplace.repertoire.actions import changing, suggesting
from commonplace.repertoire.actions.wording import NothingSaid, Words
from commonplace.repertoire.tests.conftest import CARD, HOW

pytestmark = pytest.mark.django_db


def test_what_they_kept_stays_and_nobody_looks_after_it(card, hal) -> None:
    erase(person=hal, withdraw=False)
    card.refresh_from_db()
    assert (card.title, card.kept_by, card.steward) == (CARD.title, None, None)
    assert card.sections.get().source == HOW


def test_their_words_go_from_later_revisions_and_those_of_others_stay(card, hal, rosa) -> None:
    said = Words(CARD.title, CARD.good_for, {"how": HOW, "limits": "Not over 300 mm."})
    changing.change(by=rosa, resource=card, words=said, on=1)
    erase(person=hal, withdraw=True)
    card.refresh_from_db()
    assert (card.title, card.good_for) == ("Something whose words were withdrawn", "")
    assert [one.source for one in card.sections.all()] == ["Not over 300 mm."]
    assert [one.words for one in card.revisions.order_by("number")] == [{}, {"limits": "Not over 300 mm."}]
    assert card.kept_at < timezone.now()


def test_their_words_go_from_what_others_suggested_and_do_not_come_back_with_it(card, hal, rosa, tomasz) -> None:
    said = Words(CARD.title, CARD.good_for, {"how": HOW, "limits": "Not over 300 mm."})
    waits = suggesting.offer(by=tomasz, resource=card, words=said, on=1)
    erase(person=hal, withdraw=True)
    waits.refresh_from_db()
    assert (waits.title, waits.good_for) == ("Something whose words were withdrawn", "")
    assert waits.words == {"limits": "Not over 300 mm."}
    with pytest.raises(NothingSaid):
        suggesting.take(by=rosa, suggestion=waits)
    assert card.sections.count() == 0


def test_a_suggestion_that_lost_its_ground_cannot_be_taken_as_it_is(client, card, hal, rosa, tomasz) -> None:
    said = Words(CARD.title, CARD.good_for, {"how": HOW, "limits": "Not over 300 mm."})
    waits = suggesting.offer(by=tomasz, resource=card, words=said, on=1)
    erase(person=hal, withdraw=True)
    client.force_login(rosa)
    address = f"/c/stick/repertoire/{card.pk}/suggestions/{waits.pk}"
    assert "Work it in by hand" in client.post(address, {"take": "1"}, follow=True).text
    waits.refresh_from_db()
    assert waits.settled_at is None
