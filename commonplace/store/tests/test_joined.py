"""Parts that are asked as one statement say what each says alone, and those that are left out are not asked."""

from itertools import permutations

import pytest
from django.db import connection
from django.db.models import CharField, F, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from commonplace.communities.models import Community, Membership, Space
from commonplace.people.models import Person
from commonplace.store.joined import Joined, Part
from commonplace.store.prepared import Prepared
from commonplace.store.statements import Frozen

pytestmark = pytest.mark.django_db


def spaces(*, person: Person, inside: list[int]) -> QuerySet[Space, tuple[str, str]]:
    found = Space.objects.visible_to(person).filter(community__in=inside).order_by()
    return found.annotate(what=Value("space", CharField()), called=F("name")).values_list("what", "called")


def people(*, inside: list[int]) -> QuerySet[Membership, tuple[str, str]]:
    found = Membership.objects.filter(community__in=inside).order_by()
    return found.annotate(what=Value("person", CharField()), called=F("person__name")).values_list("what", "called")


def nobody(*, inside: list[int]) -> QuerySet[Membership, tuple[str, str]]:
    return people(inside=inside).none()


PARTS = {
    "nobody": Part(Prepared(nobody), ("inside",)),
    "spaces": Part(Prepared(spaces), ("person", "inside")),
    "people": Part(Prepared(people), ("inside",)),
}


def alone(name: str, person: Person, inside: list[int]) -> list[tuple[str, str]]:
    match name:
        case "spaces":
            return list(spaces(person=person, inside=inside))
        case "people":
            return list(people(inside=inside))
    return []


@pytest.mark.parametrize("names", [[*some] for n in range(4) for some in permutations(PARTS, n)])
def test_all_that_the_parts_say_and_nothing_else(stick: Community, table: Space, hal: Person, names: list[str]) -> None:
    asked = Joined(PARTS, order="called", most=60)(names, person=hal, inside=[stick.pk])
    every = [row for name in names for row in alone(name, hal, [stick.pk])]
    assert asked == sorted(every, key=lambda row: row[1], reverse=True)


def test_only_the_first(stick: Community, table: Space, hal: Person, leila: Person) -> None:
    every = Joined(PARTS, order="called", most=60)(["people", "spaces"], person=hal, inside=[stick.pk])
    assert Joined(PARTS, order="called", most=2)(["people", "spaces"], person=hal, inside=[stick.pk]) == every[:2]


def test_one_statement_and_none_where_nothing_could_be_said(stick: Community, hal: Person) -> None:
    joined = Joined(PARTS, order="called", most=60)
    with CaptureQueriesContext(connection) as asked:
        joined(["spaces", "people"], person=hal, inside=[stick.pk])
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert joined(["nobody"], person=hal, inside=[stick.pk]) == []
        assert joined([], person=hal, inside=[stick.pk]) == []
    assert len(asked) == 0


def test_a_value_that_a_part_need_not_use(stick: Community, hal: Person) -> None:
    def build(*, person: Person, inside: list[int]) -> QuerySet[Membership, tuple[str, str]]:
        return people(inside=inside)

    spare = Part(Prepared(build, spare=("person",)), ("person", "inside"))
    assert Joined({"people": spare}, order="called", most=60)(["people"], person=hal, inside=[stick.pk])
    strict = Part(Prepared(build), ("person", "inside"))
    with pytest.raises(Frozen, match="person"):
        Joined({"people": strict}, order="called", most=60)(["people"], person=hal, inside=[stick.pk])
