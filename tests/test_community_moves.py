"""A whole community moves to another house and comes back equal, as far as people allow it."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from commonplace.communities.owned import OWNED
from commonplace.lib.markdown_sieve import SIEVE_OF_STORED
from commonplace.transfer.community_in import bring_community
from commonplace.transfer.community_out import list_of, write_community
from tests.furnished import Furnished
from tests.moving_whole import furnish_whole

type Lists = dict[str, list[dict[str, Any]]]
# Rooms on which communities stand: their rows are persons', letters and files, and go along with what names them.
BELOW = {"people", "files", "letters", "limits", "live", "store"}
ADDRESS = re.compile(r"/c/[a-z-]+/([a-z-]+)/(\d+)|/files/(\d+)/|/c/[a-z-]+")


def test_everything_comes_back_equal(house: Furnished, tmp_path: Path) -> None:
    """And nothing of it is empty: a room that brings a list furnishes the house with it."""
    furnish_whole(house)
    there, back = tmp_path / "there.zip", tmp_path / "back.zip"
    counts = write_community(house.community, there)
    assert {code for code, count in counts.items() if not count} == set()
    came = bring_community(path=there, slug="elsewhere")
    assert dict(came.left_out) == {}
    write_community(came.community, back)
    first, second = told(there), told(back)
    assert first.keys() == second.keys()
    for code, rows in first.items():
        assert second[code] == rows, code


def test_each_model_of_the_house_goes_along_or_says_why_not() -> None:
    known = [one.model for one in OWNED]
    of_rooms = [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("commonplace")]
    assert {one._meta.label for one in of_rooms if one not in known and one._meta.app_label not in BELOW} == set()
    assert len(known) == len(set(known))
    assert all(bool(one.of) is not bool(one.why) for one in OWNED)


def test_no_column_is_called_as_the_number_of_a_row_is() -> None:
    owned = [one.model for one in OWNED if one.of]
    assert [one._meta.label for one in owned if "key" in {column.attname for column in one._meta.concrete_fields}] == []


@pytest.mark.parametrize("model", [one.model for one in OWNED if one.of], ids=lambda one: one._meta.label)
def test_what_goes_along_points_at_nothing_that_stays(model: type[Model]) -> None:
    (owned,) = (one for one in OWNED if one.model is model)
    for column in model._meta.concrete_fields:
        if column.is_relation and column.name not in owned.without:
            assert list_of(column.related_model), column.name
        if column.name in owned.without:
            assert column.null or column.has_default() or column.blank, column.name


def told(path: Path) -> Lists:
    """What a file says: rows named by their turn in place of their keys."""
    with zipfile.ZipFile(path) as parcel:
        about = json.loads(parcel.read("manifest.json"))
        lists: Lists = {
            name.removesuffix(".jsonl"): [json.loads(line) for line in parcel.read(name).splitlines()]
            for name in parcel.namelist()
            if name.endswith(".jsonl")
        }
    turns = {code: {row["key"]: turn for turn, row in enumerate(rows)} for code, rows in lists.items()}
    by_path = {path: one.code for one in OWNED for path in one.paths} | {"people": "people"}
    of_kind = {one.kind: one for one in OWNED if one.kind}

    def address(found: re.Match[str]) -> str:
        path, key, file = found.groups()
        if file:
            return f"/files/{turns['files'].get(int(file), 'gone')}/"
        return f"/c/here/{path}/{turns[by_path[path]].get(int(key), key)}" if path in by_path else "/c/here"

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(one) for one in value]
        return ADDRESS.sub(address, SIEVE_OF_STORED.clean(value)) if isinstance(value, str) else value

    for code, rows in lists.items():
        columns = about["lists"].get(code, {})
        things = next((one.things for one in OWNED if one.code == code), ())
        for row in rows:
            for kind, key in things:
                named = of_kind.get(row[kind])
                row[key] = turns[named.code].get(row[key]) if named else None
                if row.get("part_id"):
                    part = of_kind.get(named.part) if named else None
                    row["part_id"] = turns[part.code].get(row["part_id"]) if part else None
            for name, sort in columns.items():
                if sort.startswith("-> ") and row[name] is not None:
                    row[name] = turns[sort[3:]].get(row[name])
            row["key"] = None
            row |= {name: plain(value) for name, value in row.items()}
    lists["community"][0]["slug"] = ""
    return lists
