"""Whatever points at a person is declared as theirs, with what erasing does about it; the download asks for no less."""

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model
from django.utils import timezone

from commonplace.people.mine import MINE, Erasing, Mine
from commonplace.people.models import Person
from commonplace.web.everything import words_of

GONE = {Erasing.GOES, Erasing.NAMELESS}


def keys_to_persons() -> Iterator[tuple[type[Model], ForeignKey]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model is Person:
                yield model, field


def test_every_key_to_a_person_is_declared_once() -> None:
    declared = sorted((mine.model._meta.label, mine.of) for mine in MINE if mine.erasing in GONE)
    assert declared == sorted((model._meta.label, field.name) for model, field in keys_to_persons())


def test_no_other_key_leads_to_a_person() -> None:
    """A list of many, or a key to one, would be found by neither the walk nor the test above."""
    related = {type(one.field) for one in Person._meta.related_objects}
    assert related == {ForeignKey}
    assert not Person._meta.many_to_many


@pytest.mark.parametrize("mine", [mine for mine in MINE if mine.erasing in GONE], ids=lambda mine: mine.code)
def test_a_row_can_do_what_is_said_of_it(mine: Mine) -> None:
    field = mine.model._meta.get_field(mine.of)
    assert field.null or mine.erasing is not Erasing.NAMELESS
    assert (field.remote_field.on_delete is CASCADE) is (mine.erasing is Erasing.GOES)


@pytest.mark.parametrize("mine", list(MINE), ids=lambda mine: mine.code)
def test_each_list_is_taken_along_or_says_why_not(mine: Mine, db: None) -> None:
    assert bool(mine.columns) is not bool(mine.why)
    if mine.columns:
        # Columns that are not there make the database, or Django before it, refuse.
        list(mine.told_to(Person(pk=0)))
    if mine.files:
        list(mine.rows_of(Person(pk=0)).values(mine.files))


def test_the_download_holds_each_list_by_its_code(hal: Person) -> None:
    said = json.loads("".join(words_of(hal, now=timezone.now())))
    assert list(said) == ["made_at", "profile", "agreed_to", *(mine.code for mine in MINE if mine.columns)]
    assert len(said) > 25
