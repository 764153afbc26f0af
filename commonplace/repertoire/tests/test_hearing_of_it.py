"""Whoever looks after something hears of what others made of it; whoever keeps words, of a yes and of a no."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.inbox import Need, may_wait, needs_from, waiting_for
from commonplace.communities.models import Community, Membership, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.repertoire.actions import consenting
from commonplace.repertoire.actions.adapting import adapt
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Consent, Passage
from commonplace.repertoire.tests.conftest import CARD

pytestmark = pytest.mark.django_db
OURS = {"adapted", "words_let", "words_kept_back"}


def hears(person: Person, *, in_days: int = 0) -> list[Need]:
    """What of these things waits for somebody, in the words in which they read it."""
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    now = timezone.now() + timedelta(days=in_days, seconds=5)
    found = [one for one in waiting_for(person, standings, now=now) if one.code in OURS]
    return needs_from(found, {one.community_id: one for one in standings}, person)


def test_a_steward_hears_who_made_their_own_of_it(card, stick, hal, tomasz, leila) -> None:
    own = adapt(by=tomasz, parent=card, space=card.space, words=CARD, changed="In Polish")
    adapt(by=hal, parent=card, space=card.space, words=CARD, changed="Larger")
    (need,) = hears(hal)
    assert need.title == "Tomasz Wilk made their own of it."
    assert "In Polish" in need.why
    assert need.url == own.url("stick")
    assert hears(tomasz) == hears(leila) == hears(hal, in_days=15) == []
    assert hal.pk in may_wait(stick, now=timezone.now())


def test_what_they_may_not_see_is_not_told(card, circle, hal, rosa) -> None:
    adapt(by=rosa, parent=card, space=circle, words=CARD, changed="Among us")
    assert hears(hal) == []


@pytest.fixture
def taken(shelve, window: Space, table: Space, hal, rosa, tomasz) -> list[Passage]:
    """Rosa keeps for anyone what she, Hal and Tomasz said among members."""
    talks = [
        open_conversation(by=by, space=table, kind="tip", title=f"Of {by.name}", text=f"Warm it, says {by.name}.")
        for by in (rosa, hal, tomasz)
    ]
    passages = [Taken(talk.posts.get(), "how") for talk in talks]
    made = shelve(by=rosa, space=window, kind="guide", words=Words("Warm valves", parts={}), passages=passages)
    return list(made.passages.select_related("resource__community", "resource__space", "author").order_by("position"))


def answer(passage: Passage, says: str) -> None:
    consenting.answer(by=passage.author, passage=passage, says=says)


def test_a_keeper_hears_yes_and_no_and_from_nobody_why(taken, stick: Community, hal, rosa, tomasz) -> None:
    _own, of_hal, of_tomasz = taken
    assert hears(rosa) == []
    answer(of_hal, "nameless")
    answer(of_tomasz, "no")
    no, yes = hears(rosa)
    assert (no.title, yes.title) == (
        "Somebody would rather not have their words kept.",
        "Somebody lets you keep their words.",
    )
    assert no.url == yes.url == of_hal.resource.url("stick")
    assert not [name for name in ("Hal", "Tomasz") for said in (no, yes) if name in said.title + said.why]
    assert hears(hal) == hears(tomasz) == []
    assert rosa.pk in may_wait(stick, now=timezone.now())


def test_a_yes_that_is_asked_for_anew_is_no_news(taken, rosa) -> None:
    of_hal = taken[1]
    answer(of_hal, "named")
    assert len(hears(rosa)) == 1
    Consent.objects.filter(passage=of_hal).update(asked_at=timezone.now() + timedelta(seconds=1))
    assert hears(rosa) == []


def test_words_that_went_with_whoever_said_them_are_no_news(taken, rosa, hal) -> None:
    answer(taken[1], "named")
    assert len(hears(rosa)) == 1
    erase(person=hal, withdraw=True)
    assert hears(rosa) == []
