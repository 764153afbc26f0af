"""Whoever goes with their words leaves none of them in any row: each field that they filled is marked and looked for.

Lists of `mine` say what is theirs; a field that no list takes along is named here with its reason, and so is what stays
(docs/retention.md). `house/tests/test_erase.py` looks through the bytes of files.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import CharField, Field, FileField, JSONField, Model, TextField
from django.utils import timezone

from commonplace.people.actions.erasing import erase
from commonplace.people.mine import MINE, Erasing, Mine
from commonplace.people.models import Person
from commonplace.search.catch_up import begin_anew, tidy
from commonplace.search.findable import FINDABLE
from commonplace.search.index import keep
from commonplace.web.everything import words_of
from tests.filled import fill
from tests.furnished import Furnished
from tests.moving_whole import furnish_whole

SHORTEST = 60  # signs; what is shorter holds a code
# Of lists that are told elsewhere or nowhere: what in them is somebody's own words all the same.
ALSO = {
    "affiliations": {"organisation", "unit"},
    "comments_answered": {"answer"},
    "findings_kept": {"finding_source", "finding_html"},
    "mergers": {"merged_name"},
    "projects_closed": {"became_source", "became_html"},
    "words_handed_over": {"why"},
}
# What is said again in other words: it goes as they do.
SET_FROM_WORDS = {"html", "found_by", "parts", "checks", "folded"}
NO_WORDS = {
    "data": "keys of sign-in, and of a session",
    "digest": "of a secret",
    "email": "looked for as it is",
    "endpoint": "where a browser hears",
    "etag": "of another server",
    "extra_data": "as a sign-in server gave it; it goes with the account",
    "idempotency_key": "of a form that was sent twice",
    "known_zone": "of a calendar",
    "letter": "a digest",
    "listed": "what a feed lists",
    "modified": "of another server",
    "p256dh": "a key",
    "protocol": "which one",
    "provider": "which one",
    "public": "a key",
    "recipient": "an address of the house",
    "rule": "how a series goes on",
    "session_key": "a key",
    "uid": "of an account elsewhere",
    "user_agent": "of a browser",
    "zone": "of a clock",
    "auth": "a key",
    "checked": "what was looked for, by its key",
    "to": "keys of persons",
}
# Which words are others', or their own and told by another list.
OTHERS = {
    "Arrival": "as it came: it goes with the row",
    "Draw.asked": "a digest",
    "Series.exdates": "days",
    "Asked.outside_name": "of whoever asked from outside",
    "Captured.name": "of whoever was named at the table",
    "CaseNote.remark": "of whoever the case is about",
    "Hold.lifted_why": "a steward's decision",
    "Interview.address": "theirs, by which it is found",
    "Item.section": "which one",
    "Listed": "as a steward brought it",
    "OutsideCalendar.address": "of a calendar elsewhere",
    "Passage.part": "which one",
    "Report.kept": "figures, and what others let be told",
    "Resource.work_address": "of somebody's work elsewhere",
    "Round.circles": "which ones",
    "Round.questions": "what a community was asked",
    "Seat.name": "their name at the table, as it is looked for",
    "Wording.stood": "the charter's own words then",
}
STAYS = {
    "adapted_from_elsewhere": "what others' work is called, and where they keep it",
    "calendars_of_others": "what a calendar elsewhere is called",
    "charter": "the community's own by now",
    "first_steps_written": "the community's own by now",
    "guests_asked": "a guest's own name and address",
    "indicators": "what the community looks at, its own by now",
    "paused_candour": "what a steward said to all of why",
    "pulses_asked": "what everybody here was asked",
    "held_back": "what a steward decided of somebody else's words, who may ask why",
    "reasons_kept": "what stewards say to others",
    "sources_looked_at": "what others publish is called so",
    "units_of_indicators": "how the community counts, its own by now",
    "wordings": "what was adopted is the charter's own by now",
}
NEVER_TAKEN = {"put_beside": "what was told in confidence stays with its group"}


class Marks:
    """What is marked, and in which field of which list; what was alike stays alike, as a title and its first state."""

    def __init__(self) -> None:
        self.of: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._known: dict[tuple[int, str], str] = {}

    def mark(self, person: Person) -> None:
        """Put a mark of their own into each word of theirs."""
        for mine in MINE:
            # Who is on a list that a steward brought is known by their address, before any key leads to them.
            found = [mine.rows_of(person), *([mine.all_of(person)] if mine.of else [])]
            theirs = {row.pk: row for rows in found for row in rows}
            for row in theirs.values():
                self._mark(person, row, mine.code, [one for one in words_in(mine.model) if is_theirs(mine, one)])
        own = [one for one in words_in(Person) if one.name in {"craft", "ask_about", "learning_about", "place"}]
        self._mark(person, person, "profile", own)

    def of_person(self, person: Person) -> Iterator[tuple[str, set[tuple[str, str]]]]:
        return ((mark, where) for mark, where in self.of.items() if mark.startswith(f"qxq{person.pk}n"))

    def _mark(self, person: Person, row: Model, code: str, fields: list[Field[Any, Any]]) -> None:
        said = {}
        for field in fields:
            value = getattr(row, field.attname)
            known = person.pk, str(value) or field.name
            mark = self._known.setdefault(known, f"qxq{person.pk}n{len(self._known)}e")
            said[field.attname] = with_mark(value, mark, field.max_length)
            if mark in str(said[field.attname]):
                self.of[mark].add((code, field.name))
        if said:
            type(row)._base_manager.filter(pk=row.pk).update(**said)


def with_mark(value: Any, mark: str, longest: int | None) -> Any:
    """A text with the mark behind it, and so each text of several words in what is made of many."""
    if isinstance(value, str):
        return f"{value[: longest - len(mark) - 1] if longest else value} {mark}".strip()
    if isinstance(value, list):
        return [with_mark(one, mark, None) if not isinstance(one, str) or " " in one else one for one in value]
    if isinstance(value, dict):
        return {
            key: with_mark(one, mark, None) if not isinstance(one, str) or " " in one else one
            for key, one in value.items()
        }
    return value


def words_in(model: type[Model]) -> list[Field[Any, Any]]:
    """Fields of a model that hold words."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (CharField, TextField, JSONField))
        and not isinstance(field, FileField)
        and not field.choices
        and (field.max_length is None or field.max_length >= SHORTEST)
        and field.name not in NO_WORDS
    ]


def is_theirs(mine: Mine, field: Field[Any, Any]) -> bool:
    taken = field.name in mine.columns or (bool(mine.columns) and field.name in SET_FROM_WORDS)
    return taken or field.name in ALSO.get(mine.code, ())


def rows() -> Iterator[tuple[str, str]]:
    """Every cell of the database, in lower case."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, cell in zip(names, row, strict=True):
                    yield f"{table}.{name}", str(cell).lower()


def index() -> None:
    """Take everything in anew, and put the index together, in whose parts deleted words stand until then."""
    for findable in FINDABLE:
        keep(findable.entries(list(findable.rows().values_list("pk", flat=True))))
    if connection.vendor == "sqlite":
        begin_anew()
        while tidy():
            pass


def left_of(person: Person, names: set[str], marks: Marks) -> set[frozenset[tuple[str, str]]]:
    """What of someone stands somewhere: the lists and fields that it was theirs in, or the cell that names them."""
    left, mark = set(), re.compile(rf"qxq{person.pk}n\d+e")
    for where, cell in rows():
        left |= {frozenset(marks.of[found]) for found in mark.findall(cell)}
        left |= {frozenset([("named", where)]) for name in names if name in cell and where not in NAMED}
    return left


def furnished_and_marked(house: Furnished) -> tuple[list[Person], Marks]:
    furnish_whole(house)
    fill(house)
    marks = Marks()
    others = ("Leila Haddad", "Tomasz Wilk", "Amara Oyelaran")
    # Whoever tends the place goes last.
    people = [house.member, *(Person.objects.get(name=name) for name in others), house.steward]
    for person in people:
        marks.mark(person)
    index()
    return people, marks


def names_of(person: Person) -> set[str]:
    first = person.name.split()[0].lower()
    return {person.name.lower(), f"{first}@example.org" if first != "inês" else "ines@example.org"}


# What others said of them, in words of their own.
NAMED = {
    "conversations_post.html",
    "conversations_post.source",
    "search_searchentry.body",
    "search_searchentry.body_words",
}


def test_no_word_of_whoever_takes_them_along_is_left(house: Furnished) -> None:
    people, marks = furnished_and_marked(house)
    for person in people:
        person.refresh_from_db()
        said = "".join(words_of(person, now=timezone.now()))
        away = {one for mark, where in marks.of_person(person) if mark not in said for one in where}
        away -= {(code, name) for code, names in ALSO.items() for name in names}
        assert [one for one in sorted(away) if one[1] not in SET_FROM_WORDS and one[0] not in NEVER_TAKEN] == []
    filled = set().union(*marks.of.values())
    lists = [(mine.code, field.name) for mine in MINE for field in words_in(mine.model) if field.name in mine.columns]
    assert set(lists) - filled == set()
    stayed: set[str] = set()
    for person in people:
        erase(person=person, withdraw=True)
        index()
        left = left_of(person, names_of(person), marks)
        stayed |= {code for one in left for code, _name in one}
        assert [sorted(one) for one in left if not {code for code, _name in one} & STAYS.keys()] == [], person.name
    assert STAYS.keys() - stayed == set()


def test_where_words_stay_nothing_else_does(house: Furnished) -> None:
    (hal, *_others), marks = furnished_and_marked(house)
    erase(person=hal, withdraw=False)
    index()
    gone = {mine.code for mine in MINE if mine.erasing is Erasing.GOES} | {"profile"}
    left = left_of(hal, names_of(hal), marks)
    assert [sorted(one) for one in left if {code for code, _name in one} <= {*gone, "named"}] == []


def test_each_field_of_words_is_taken_along_or_says_why_not() -> None:
    known: dict[type[Model], set[str]] = defaultdict(set)
    for mine in MINE:
        known[mine.model] |= {*mine.columns, *ALSO.get(mine.code, ())}
    forgotten = [
        f"{mine.model.__name__}.{field.name}"
        for mine in MINE
        if mine.columns
        for field in words_in(mine.model)
        if field.name not in known[mine.model] | SET_FROM_WORDS and mine.model.__name__ not in OTHERS
    ]
    assert {one for one in forgotten if one not in OTHERS} == set()
