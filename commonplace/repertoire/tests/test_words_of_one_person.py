"""Two persons turn out to be one, or one is erased: what of their words is kept, and what they answered, goes along."""

import pytest
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.merging import merge
from commonplace.people.models import Person
from commonplace.repertoire.actions import consenting
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.trying import say_what_came, will_try
from commonplace.repertoire.actions.using import Account, tell_use
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import How, Passage, Resource, Told, Trial, Use

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(shelve, window: Space, table: Space, rosa, hal, tomasz) -> dict[str, Passage]:
    """Rosa keeps for anyone what Hal and Tomasz said among members; Hal said yes to one, and no to another."""
    said = [(hal, "yes"), (hal, "no"), (hal, "waits"), (tomasz, "his")]
    talks = [open_conversation(by=by, space=table, kind="tip", title=word, text=f"It {word}.") for by, word in said]
    passages = [Taken(talk.posts.get(), "how") for talk in talks]
    made = shelve(by=rosa, space=window, kind="guide", words=Words("Warm valves", parts={}), passages=passages)
    rows = made.passages.select_related("resource__community", "resource__space", "author").order_by("position")
    found = dict(zip((word for _by, word in said), rows, strict=True))
    consenting.answer(by=hal, passage=found["yes"], says="nameless")
    consenting.answer(by=hal, passage=found["no"], says="no")
    return found


def read(person: Person | None, resource: Resource) -> list[str]:
    return [one.source for one in Passage.objects.visible_to(person).filter(resource=resource).order_by("position")]


def waiting_for(person: Person) -> list[str]:
    return list(Passage.objects.to_be_asked().filter(author=person).order_by("pk").values_list("source", flat=True))


def test_of_two_who_are_one_words_and_answers_are_theirs(taken, hal, tomasz, rosa) -> None:
    made = taken["yes"].resource
    assert read(None, made) == ["It yes."]
    letters = Letter.objects.filter(kind=consenting.KIND).count()
    merge(kept=tomasz, other=hal, why="One and the same")
    assert [one.author for one in made.passages.all()] == [tomasz] * 4
    assert read(None, made) == ["It yes."]
    assert [one.consent.says for one in made.passages.select_related("consent").order_by("position")] == [
        "nameless",
        "no",
        "",
        "",
    ]
    assert waiting_for(tomasz) == ["It waits.", "It his."]
    # They were asked once, and are not asked twice because they are one.
    assert consenting.ask_again(now=timezone.now()) == 0
    assert Letter.objects.filter(kind=consenting.KIND).count() == letters
    consenting.answer(by=tomasz, passage=taken["waits"], says="named")
    assert read(None, made) == ["It yes.", "It waits."]
    with pytest.raises(consenting.IsOut):
        consenting.answer(by=tomasz, passage=taken["no"], says="named")


def test_of_two_who_both_tried_it_one_is_asked_and_both_accounts_stay(card, tomasz, leila) -> None:
    for one in (tomasz, leila):
        tell_use(by=one, resource=card, account=Account(How.HELPED, told=Told.MEMBERS), idempotency_key="k" * 32)
        will_try(by=one, what=card)
    say_what_came(by=leila, trial=Trial.objects.get(person=leila), came=How.HARM, words="It tore.")
    merge(kept=tomasz, other=leila, why="One and the same")
    assert Trial.objects.filter(person=tomasz).count() == 1
    assert sorted(Use.objects.filter(person=tomasz).values_list("how", flat=True)) == ["harm", "helped", "helped"]


@pytest.mark.parametrize("withdraws", [False, True])
def test_who_is_erased_leaves_what_they_let_be_kept_unless_they_take_their_words_along(
    taken, hal, tomasz, withdraws: bool
) -> None:
    made = taken["yes"].resource
    erase(person=hal, withdraw=withdraws)
    assert read(None, made) == ([] if withdraws else ["It yes."])
    rows = made.passages.order_by("position")
    assert [one.author for one in rows] == [None, None, None, tomasz]
    assert [bool(one.source) for one in rows] == [not withdraws, False, not withdraws, True]
    # Nobody can say yes any more to what waited; it is asked of nobody, and read by nobody.
    assert list(Passage.objects.to_be_asked().values_list("author", flat=True)) == [tomasz.pk]
    assert consenting.ask_again(now=timezone.now()) == 0
