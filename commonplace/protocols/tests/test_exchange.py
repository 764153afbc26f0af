"""A protocol goes from one house to another as a file; what is wrong in one is told in its place."""

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonplace.people.models import Person
from commonplace.protocols.bounds import FILE_BYTES
from commonplace.protocols.catalogue import protocol_named, protocols
from commonplace.protocols.exchange import read, written
from commonplace.protocols.models import Adaptation

HOME = "/c/stick/protocols/"


def values() -> dict[str, Any]:
    return json.loads(written(protocol_named("hot-topic")))


def problems(changed: dict[str, Any]) -> list[str]:
    return [place for place, _words in read(json.dumps(changed).encode()).problems]


@pytest.mark.parametrize("code", protocols())
def test_each_goes_out_and_comes_in_the_same(code: str) -> None:
    for language in ("en", "pl"):
        one = protocol_named(code, language)
        found = read(written(one, came_from="made by The Lone Shift"))
        assert (found.problems, found.unknown, found.came_from) == ([], [], "made by The Lone Shift")
        assert found.protocol == replace(one, why=dict(one.why))


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["title"], "", "title"),
        (["title"], 7, "title"),
        (["title"], "x" * 201, "title"),
        (["line"], "a\0b", "line"),
        (["formality"], 6, "formality"),
        (["formality"], True, "formality"),
        (["mode"], "beside", "mode"),
        (["people"], [9, 3], "people, 2"),
        (["people"], "many", "people, 1"),
        (["phases"], [], "phases"),
        (["phases"], "none", "phases"),
        (["phases", 1, "minutes"], "9", "phases, 2: minutes"),
        (["phases", 1, "minutes"], -9, "phases, 2: minutes"),
        (["phases", 2, "prompt"], None, "phases, 3: prompt"),
        (["phases", 2, "captures"], ["gossip"], "phases, 3: captures"),
        (["phases", 3, "speaks"], "the king", "phases, 4: speaks"),
        (["phases", 3, "code"], "why-now", "phases, 4: code"),
        (["roles", 0], "host", "roles"),
        (["prepare"], {"a": 1}, "prepare"),
        (["prepare", 0], "\ud800", "prepare, 1"),
        (["why"], [], "why"),
        (["format"], "commonplace protocol 99", "format"),
    ],
)
def test_what_is_wrong_is_told_in_its_place(path: list[Any], value: Any, place: str) -> None:
    changed = values()
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert place in problems(changed)
    assert read(json.dumps(changed).encode()).protocol is None


def test_what_nobody_knows_is_left_out_and_told() -> None:
    changed = values()
    changed["colour"] = "green"
    changed["phases"][0]["music"] = "slow"
    changed["\ud800"] = "half a character"
    found = read(json.dumps(changed).encode())
    assert found.unknown == ["phases, 1: music", "colour", "?"]
    assert found.protocol is not None


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe\x00", b"[" * 60_000, b"7", b"null", b"x" * (FILE_BYTES + 1), b'{"format": 1e999}']
)
def test_what_is_no_file_of_a_protocol_is_refused(data: bytes) -> None:
    found = read(data)
    assert (found.protocol, len(found.problems)) == (None, 1)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(key=st.sampled_from(sorted(values())), step=st.integers(0, 5), said=ANYTHING, into_phase=st.booleans())
def test_whatever_stands_in_a_file_it_is_read_or_refused(key: str, step: int, said: Any, into_phase: bool) -> None:
    changed = copy.deepcopy(values())
    if into_phase:
        phase = changed["phases"][step]
        phase[sorted(phase)[len(key) % len(phase)]] = said
    else:
        changed[key] = said
    found = read(json.dumps(changed).encode())
    assert (found.protocol is None) is bool(found.problems)


@pytest.mark.django_db
def test_it_leaves_by_its_page_and_comes_in_by_a_form(client: Client, stick, hal: Person) -> None:
    client.force_login(hal)
    file = client.get(f"{HOME}case-clinic/file")
    assert file["Content-Disposition"] == 'attachment; filename="case-clinic.json"'
    upload = SimpleUploadedFile("clinic.json", file.content, "application/json")
    sent = client.post(f"{HOME}bringing", {"file": upload, "space": "table"}, follow=True)
    row = Adaptation.objects.get()
    assert sent.redirect_chain == [(f"{HOME}{row.ref}/", 302)]
    assert row.as_protocol().phases == protocol_named("case-clinic").phases
    again = client.get(f"{HOME}{row.ref}/file")
    assert read(again.content).came_from == "came as a file"


@pytest.mark.django_db
def test_a_file_that_is_wrong_comes_back_with_every_place_named(client: Client, stick, hal: Person) -> None:
    client.force_login(hal)
    changed = values()
    changed["phases"][1]["minutes"] = "nine"
    changed["colour"] = "<b>green</b>"
    del changed["title"]
    upload = SimpleUploadedFile("topic.json", json.dumps(changed).encode(), "application/json")
    answer = client.post(f"{HOME}bringing", {"file": upload, "space": "table"})
    assert answer.status_code == 422
    for place in ("<bdi>title</bdi>", "<bdi>phases, 2: minutes</bdi>", "Nobody here knows these"):
        assert place in answer.text
    assert not Adaptation.objects.exists()
