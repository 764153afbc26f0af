"""Someone is erased: what they kept stays nameless, and with their wish their words go, wherever others left them."""

import pytest
from django.utils import timezone

from commonplace.people.actions.erasing import erase
from commonplace.repertoire.actions import changing
from commonplace.repertoire.actions.wording import Words
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
