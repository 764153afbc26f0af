"""A place that moved in is taken back whole, as long as nobody here has built on it; and erased people stay erased."""

from __future__ import annotations

from django.utils import timezone

from commonplace.communities.models import Community, Deed, Membership, Space
from commonplace.communities.spaces.actions import change_space
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.models import Conversation, Post, Settlement, Thanks
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.store.kept import KEPT
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.actions.placing import Wish
from commonplace.transfer.actions.taking_back import ask_back, go_on_taking_back
from commonplace.transfer.hindrances import hindrances
from commonplace.transfer.models import Handle, Import, Known
from commonplace.transfer.queries import goes_with
from commonplace.transfer.tests.invented import every_record, of


def _rows() -> tuple[int, ...]:
    models = (Post, Conversation, Person, Membership, Deed, Known, Handle, Import, Thanks, Settlement, Space)
    return tuple(model._default_manager.count() for model in models)


def test_all_of_it_goes_and_can_come_again(stick: Community) -> None:
    before = _rows()
    moved = move_in(reader=of(every_record()), community=stick)
    whole = _rows()
    assert moved.run is not None
    assert hindrances(moved.run) == []
    assert (goes_with(moved.run).people, goes_with(moved.run).spaces) == (moved.people, 2)
    ask_back(run=moved.run)
    while Import.objects.exists():
        assert go_on_taking_back(now=timezone.now(), step=3)
    assert _rows() == before
    assert [one.code for one in KEPT for _row in one.wrong(timezone.now())] == []
    move_in(reader=of(every_record()), community=stick)
    assert _rows() == whole


def _taken_back(run: Import) -> None:
    ask_back(run=run)
    while Import.objects.filter(pk=run.pk).exists():
        assert go_on_taking_back(now=timezone.now(), step=50)


def test_spaces_that_somebody_used_or_that_were_here_stay(stick: Community, ines: Person) -> None:
    here = set(stick.spaces.values_list("slug", flat=True))
    wish = Wish(mapped={"general": "table"})
    moved = move_in(reader=of(every_record()), community=stick, wish=wish)
    assert moved.run is not None
    assert set(stick.spaces.values_list("slug", flat=True)) == here | {"help"}
    _taken_back(moved.run)
    assert set(stick.spaces.values_list("slug", flat=True)) == here
    moved = move_in(reader=of(every_record()), community=stick)
    assert moved.run is not None
    change_space(by=ines, space=stick.spaces.get(slug="help"), name="Help among us")
    _taken_back(moved.run)
    assert set(stick.spaces.values_list("slug", flat=True)) == here | {"help"}


def test_thanks_that_somebody_says_here_keep_it(stick: Community, ines: Person) -> None:
    moved = move_in(reader=of(every_record()), community=stick)
    assert moved.run is not None
    thank(by=ines, post=Post.objects.get(source="What q1 says."))
    assert [one.words for one in hindrances(moved.run, ines)] != []


def test_whoever_was_erased_comes_without_a_name(stick: Community) -> None:
    move_in(reader=of(every_record()[:-14]), community=stick)
    erase(person=Person.objects.get(name="Bruno Marsh"), withdraw=True)
    before = Person.objects.count()
    move_in(reader=of(every_record()), community=stick)
    move_in(reader=of(every_record()), community=stick)
    assert not Person.objects.filter(name="Bruno Marsh").exists()
    assert not Handle.objects.filter(name="Bruno Marsh").exists()
    assert Person.objects.count() <= before + 2
