"""Objects made of rows are what Django's own would be."""

import pytest
from django.db import models

from commonplace.people.models import Person
from commonplace.store.fast_rows import FromRows

pytestmark = pytest.mark.django_db


def own_way(person: Person) -> Person:
    """The same row, as Django makes an object of it."""
    names = [field.attname for field in Person._meta.concrete_fields]
    return models.Model.from_db.__func__(Person, "default", names, [getattr(person, name) for name in names])


def test_a_row_becomes_the_same_object(ines):
    found = Person.objects.get(pk=ines.pk)
    theirs = own_way(found)
    known = {name: value for name, value in vars(found).items() if name != "_state"}
    assert known == {name: value for name, value in vars(theirs).items() if name != "_state"}
    assert (found._state.adding, found._state.db) == (theirs._state.adding, theirs._state.db) == (False, "default")


def test_a_column_left_unread_is_read_when_it_is_asked_for(ines, django_assert_num_queries):
    found = Person.objects.defer("craft").get(pk=ines.pk)
    assert found.get_deferred_fields() == {"craft"}
    with django_assert_num_queries(1):
        assert found.craft == ines.craft


def test_a_changed_object_is_saved_over_its_row(ines):
    found = Person.objects.get(pk=ines.pk)
    found.craft = "listens"
    found.save(update_fields=["craft"])
    found.refresh_from_db()
    assert found.craft == "listens"
    assert Person.objects.filter(name=ines.name).count() == 1


def test_no_model_made_so_has_a_file_as_a_field():
    for model in FromRows.__subclasses__():
        assert not [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]
