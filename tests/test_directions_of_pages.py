"""Every page of a house in which all that people wrote begins in Hebrew: none of it stands where it turns our words."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat, Left
from django.test import Client

from commonplace.lib.direction import FROM_THE_RIGHT
from tests.directions import BARE, VOID
from tests.furnished import Furnished
from tests.pages import routes

SHALOM = "\u05e9\u05dc\u05d5\u05dd "
# What people write, by the columns that hold it.
WRITTEN = frozenset(
    "name title words why lifted_why left_why craft organisation whereabouts cares_about ask_about learning_about"
    " domain community practice answer text excerpt appeal subject role named_as".split()
)
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
OURS = {"people", "communities", "conversations", "files", "transfer"}


class Undirected(HTMLParser):
    """Stretches of words from the right in no element that has a direction of its own, with where they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        self.directed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            said = dict(attrs)
            # Initials stand in a box of their own.
            is_initials = "face" in (said.get("class") or "").split() and "aria-hidden" in said
            is_directed = tag in {"bdi", *BARE} or is_initials or (tag != "html" and "dir" in said)
            self.open.append((tag, is_directed))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not FROM_THE_RIGHT.search(data):
            return
        if any(is_directed for _tag, is_directed in self.open) or not FROM_THE_RIGHT.search(ISOLATED.sub("", data)):
            self.directed += 1
        else:
            within = " > ".join(tag for tag, _is_directed in self.open[-3:])
            self.found.append(f"{within}: {' '.join(data.split())[:80]}")


def undirected(page: str) -> tuple[list[str], int]:
    """What lacks a direction on a page, and how much has one."""
    looked = Undirected()
    looked.feed(page)
    looked.close()
    return looked.found, looked.directed


def say_it_in_hebrew() -> int:
    """Begin whatever people wrote with a Hebrew word; how many rows were changed."""
    changed = 0
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for field in model._meta.concrete_fields:
            if field.name in WRITTEN and isinstance(field, models.CharField | models.TextField) and not field.choices:
                rows = model._default_manager.exclude(**{field.name: ""})
                said = Concat(Value(SHALOM), F(field.name))
                changed += rows.update(**{field.name: Left(said, field.max_length) if field.max_length else said})
    return changed


@pytest.fixture
def house(house: Furnished) -> Furnished:
    """The furnished one, and everything in it said in Hebrew."""
    assert say_it_in_hebrew() > 100
    return house


@pytest.mark.parametrize("who", ["steward", "member", "stranger"])
@pytest.mark.any_database(
    why="it is about the markup around words",
    seen=["tests/test_hostile.py::test_no_question_makes_a_page_stumble"],
)
def test_nothing_people_wrote_turns_our_words(house: Furnished, client: Client, who: str) -> None:
    if (person := house.person(who)) is not None:
        person.refresh_from_db()
        client.force_login(person)
    found: dict[str, list[str]] = {}
    pages = directed = 0
    for route in routes(without=("^", "account/logout")):
        known = house.known_to(who)
        for address in route.addresses(known, otherwise={"int": [1], "str": ["x"], "slug": ["x"]}):
            response = client.get(address)
            if response.status_code != 200 or "html" not in response.get("Content-Type", "") or response.streaming:
                continue
            lacking, having = undirected(response.content.decode())
            pages += 1
            directed += having
            if lacking:
                found.setdefault(route.written, lacking)
    assert found == {}
    assert (pages > 5, directed > 20) == (True, True)


@pytest.mark.parametrize(
    ("page", "lacking"),
    [
        (f"<p>{SHALOM}</p>", 1),
        (f'<p dir="auto">{SHALOM}</p>', 0),
        (f"<html dir='ltr'><p>by <bdi>{SHALOM}</bdi></p><p>{SHALOM}</p>", 1),
        (f"<p>by \u2068{SHALOM}\u2069, {SHALOM}</p>", 1),
        (f"<p>by \u2068{SHALOM}\u2069</p><input value='{SHALOM}'><br><i>{SHALOM}</i>", 1),
        (f"<textarea>{SHALOM}</textarea><title>{SHALOM}</title>", 0),
    ],
)
def test_it_finds(page: str, lacking: int) -> None:
    assert len(undirected(page)[0]) == lacking
