"""Names that a house kept before it tidied them are tidied when it is brought up to date."""

import importlib

from django.apps import apps

from commonplace.people.models import Person


def test_names_are_tidied_once(db, someone) -> None:
    person = someone("Ada Lovelace")
    Person.objects.filter(pk=person.pk).update(name="A\u202eda\u3164 Lo\u0301velace")
    before = Person.objects.get(pk=person.pk).changed_at
    importlib.import_module("commonplace.people.migrations.0003_tidy_names").tidy_names(apps, None)
    person = Person.objects.get(pk=person.pk)
    assert person.name == "Ada Lóvelace"
    assert person.changed_at > before


def test_a_name_of_nothing_is_left_to_its_owner(db, someone) -> None:
    person = someone("Ada")
    Person.objects.filter(pk=person.pk).update(name="\u3164")
    importlib.import_module("commonplace.people.migrations.0003_tidy_names").tidy_names(apps, None)
    assert Person.objects.get(pk=person.pk).name == "\u3164"
