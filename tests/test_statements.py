"""Which tests PostgreSQL is asked: all statements between them, and none that is about a database left out."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from commonplace.people.models import Person
from tests.covering import Holds, cheapest
from tests.databases import ROOT, speaks_of_a_database
from tests.statements import OFTEN, Notes, chosen, digest, kinds_of, noted

sending = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.builds(Holds, st.frozensets(st.sampled_from("12345678"), max_size=5), st.floats(0, 9)),
)


@given(notes=sending, told=st.dictionaries(st.sampled_from("12345678"), st.integers(1, 3)))
def test_each_statement_is_sent_so_often_or_as_often_as_there_are(notes: dict[str, Holds], told: dict[str, int]):
    found = cheapest(notes, Counter(told), OFTEN)
    assert len(found) == len(set(found))
    there, sent = Counter(told), Counter(told)
    for name, one in notes.items():
        there.update(one.parts)
        sent.update(one.parts if name in found else ())
    assert all(sent[each] >= min(OFTEN, number) for each, number in there.items())


def test_the_cheaper_is_taken_and_who_sends_nothing_of_their_own_is_not():
    notes = {"dear": Holds(frozenset("ab"), 9), "cheap": Holds(frozenset("ab"), 1), "part": Holds(frozenset("a"), 2)}
    assert cheapest(notes, Counter(), 1) == ["cheap"]
    assert {"cheap", "dear"} <= {*cheapest(notes, Counter(), 2)}


def test_what_differs_in_how_many_is_one_statement():
    assert digest("x IN (%s, %s)", "int") == digest("x IN (%s, %s, %s)", "int")
    assert digest("VALUES (%s, %s), (%s, %s)", "int") == digest("VALUES (%s, %s)", "int")
    assert digest("SAVEPOINT s1_x2", "") == digest("SAVEPOINT s1_x3", "")
    assert digest("x LIMIT 21", "") == digest("x LIMIT 5", "")
    assert digest("x = %s", "int") != digest("y = %s", "int")


@pytest.mark.parametrize(
    "value",
    ["ł", "a\x00", "a*", "50%", "a" * 5000, 2**31, 2**63, None, True, 1.5, b"a"],
    ids=lambda value: repr(value)[:12],
)
def test_what_a_database_could_take_otherwise_is_another_kind(value: object):
    plain = {kinds_of(["a"]), kinds_of([1]), ""}
    assert kinds_of([value]) not in plain
    assert kinds_of({"named": value}) == kinds_of([value, value])


def test_what_a_test_sends_is_noted_with_its_errors(tmp_path, ines, request):
    notes = Notes(tmp_path)
    wrapped = notes.pytest_runtest_protocol(SimpleNamespace(nodeid="a"))  # type: ignore[arg-type]
    next(wrapped)
    try:
        assert Person.objects.filter(name="Inês Baptista").exists()
        first = set(notes.sent)
        assert first
        assert Person.objects.filter(name="Hal").count() == 0
        assert first < notes.sent
        with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        assert digest("SELECT nothing FROM nowhere", f" {error.typename}") in notes.sent
        assert digest("SELECT nothing FROM nowhere", "") not in notes.sent
        before = set(notes.sent)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE nowhere (one integer)")
        assert notes.sent == before
    finally:
        connection.execute_wrappers.remove(notes._watch)
    with pytest.raises(StopIteration):
        next(wrapped)
    assert noted(tmp_path)["a"].parts == notes.sent


def item(name: str, **more: Any) -> Any:
    given = {"nodeid": name, "path": more.pop("path"), "fixturenames": (), "get_closest_marker": lambda _name: None}
    return SimpleNamespace(**given | more)


class Item(SimpleNamespace):
    __hash__ = object.__hash__


def test_what_is_about_a_database_or_unknown_is_never_left_out(tmp_path):
    plain, raw = tmp_path / "plain.py", tmp_path / "raw.py"
    plain.write_text("def test(): ...")
    raw.write_text("from django.db import IntegrityError\nraises(IntegrityError)")
    there = [
        Item(**vars(item("known", path=plain))),
        Item(**vars(item("known too", path=plain))),
        Item(**vars(item("unknown", path=plain))),
        Item(**vars(item("raw", path=raw))),
        Item(**vars(item("commits", path=plain, fixturenames=("transactional_db",)))),
    ]
    same = Holds(frozenset("a"), 1)
    notes = {one.nodeid: same for one in there if one.nodeid != "unknown"}
    assert {one.nodeid for one in chosen(there, notes)} == {"unknown", "raw", "commits"}
    notes["known"] = Holds(frozenset("ab"), 1)
    assert {one.nodeid for one in chosen(there, notes)} == {"unknown", "raw", "commits", "known"}


@pytest.mark.parametrize(("room", "differs"), [("search", True), ("store", True), ("conversations", False)])
def test_a_room_that_does_something_else_on_each_database_is_never_left_out(tmp_path, room, differs):
    plain = ROOT / "commonplace" / room / "tests" / "__init__.py"
    assert speaks_of_a_database(item("one", path=plain)) is differs
