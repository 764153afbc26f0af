"""Whoever reads leaves days behind, and never a moment: every table is looked at after a walk through the pages."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.people.sessions import SessionStore, forget_moments
from tests.furnished import Furnished
from tests.pages import routes

FROM = "203.0.113.77"
SAID = "a leak is a sound first"
# Leading out ends the walk.
NOT_WALKED = ("^", "account/logout")
# Columns in which somebody's reading or presence leaves a moment all the same, and why it must.
MUST: Final[Mapping[str, str]] = {}
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
EARLIER = NOON - timedelta(minutes=7)
SPELT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def kept() -> dict[str, dict[Any, dict[str, Any]]]:
    """All rows of all tables, by their kind and key."""
    return {
        model._meta.label: {row["pk"]: row for row in model._base_manager.values("pk", *_columns(model))}
        for model in apps.get_models()
        if model._meta.managed
    }


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


def moments(said: Any) -> Iterator[datetime]:
    """The moments finer than a day that a value of a column tells, spelt out or as seconds since 1970."""
    if isinstance(said, dict | list):
        for one in said.values() if isinstance(said, dict) else said:
            yield from moments(one)
    elif isinstance(said, datetime) and said.astimezone(UTC).time() != time.min:
        yield said
    elif isinstance(said, int | float) and not isinstance(said, bool) and 1.6e9 < said < 3e9 and said % 86_400:
        yield datetime.fromtimestamp(said, UTC)
    elif isinstance(said, str) and (found := SPELT.search(said)):
        yield datetime.fromisoformat(found[0]).replace(tzinfo=UTC)


def left_behind(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Columns in which a moment, or where somebody is, was written that stood nowhere before.

    What stood there is a deed of others, which a mark may name.
    """
    known = {moment for rows in before.values() for row in rows.values() for moment in moments(list(row.values()))}
    found = set()
    for label, rows in after.items():
        for pk, row in rows.items():
            old = before[label].get(pk, {})
            for column, value in row.items():
                if value != old.get(column) and (FROM in str(value) or set(moments(value)) - known):
                    found.add(f"{label}.{column}")
    return found


def test_a_walk_through_the_house_leaves_days(house: Furnished) -> None:
    person = Person.objects.get(pk=house.person("member").pk)
    person.set_password(SAID)
    person.save()
    before, client = kept(), Client(REMOTE_ADDR=FROM, raise_request_exception=False)
    address = person.emailaddress_set.get().email
    client.post(reverse("account_login"), {"login": address, "password": SAID, "remember": "on"})
    assert client.get(reverse("me")).status_code == 200
    pages = 0
    # One address of each kind is enough: what a look leaves behind hangs on the view.
    for route in routes(without=NOT_WALKED):
        known = house.known_to("member")
        for one in route.addresses(known, otherwise={"int": [1], "str": ["x"], "slug": ["x"]}):
            answer = client.get(one)
            pages += answer.status_code == 200
            break
    assert pages > 100
    forget_moments(now=timezone.now() + timedelta(hours=2))
    after = kept()
    for rows in (before, after):
        for row in rows[Session._meta.label].values():
            row["session_data"] = {"said": SessionStore().decode(row["session_data"])}
    assert left_behind(before, after) == set(MUST)


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        (NOON, True),
        (NOON.replace(hour=0), False),
        (EARLIER, False),
        (NOON.date(), False),
        (NOON.timestamp(), True),
        ({"at": [int(NOON.timestamp())]}, True),
        (NOON.replace(hour=0).timestamp(), False),
        ("since 2026-03-04 12:00", True),
        ("since 2026-03-04", False),
        (f"from {FROM}", True),
        (7, False),
        (None, False),
        (True, False),
    ],
)
def test_it_finds(value: Any, is_found: bool) -> None:
    before = {"room.Mark": {1: {"at": EARLIER, "said": None}}}
    for pk in (1, 2):
        after = {"room.Mark": {pk: {"at": EARLIER, "said": value}}}
        assert left_behind(before, after) == ({"room.Mark.said"} if is_found else set())
