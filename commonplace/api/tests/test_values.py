"""Every value that the document allows is taken, and every other is refused."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.api.api import api
from commonplace.communities.models import Community, Space
from commonplace.constellation.models import HostEye
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

# What is known here and nowhere else: the document says so in words.
KNOWN = {"topic": ["", "valves"], "space": ["", "table", "window"], "community": ["", "stick"], "after": [""]}
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])


@cache
def document() -> dict[str, Any]:
    return api.get_openapi_schema(path_prefix="/api/v1/")


def parameters() -> list[tuple[str, dict[str, Any]]]:
    return [
        (address, one)
        for address, methods in document()["paths"].items()
        for one in methods["get"]["parameters"]
        if one["in"] == "query"
    ]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def is_known_only(schema: dict[str, Any]) -> bool:
    return "another is refused" in schema.get("description", "").lower()


def fits(schema: dict[str, Any], said: str) -> bool:
    """Whether the document allows what stands in an address; what each keyword means is written down once more here."""
    schema = resolved(schema)
    if "anyOf" in schema and not any(fits(one, said) for one in schema["anyOf"]):
        return False
    if "not" in schema and fits(schema["not"], said):
        return False
    if "enum" in schema and said not in schema["enum"]:
        return False
    if "pattern" in schema and not re.search(
        schema["pattern"].removesuffix("$") + r"\Z" * ("$" in schema["pattern"]), said
    ):
        return False
    if len(said) > schema.get("maxLength", 10_000):
        return False
    if schema.get("format") == "date":
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", said, re.ASCII)) and is_of(date.fromisoformat, said)
    if schema.get("format") == "date-time":
        form = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
        leap = re.compile(r"(?<=:)60(?=[.Z+-])")  # RFC 3339 knows seconds that are put in
        return bool(re.fullmatch(form, said, re.ASCII)) and is_of(datetime.fromisoformat, leap.sub("59", said.upper()))
    if schema.get("type") == "boolean":
        return said in ("true", "false")
    if schema.get("type") == "integer":
        is_whole = bool(re.fullmatch(r"-?(0|[1-9]\d*)", said, re.ASCII))
        return is_whole and schema.get("minimum", -(10**30)) <= int(said) <= schema.get("maximum", 10**30)
    return True


def is_of(read: Callable[[str], object], said: str) -> bool:
    try:
        read(said)
    except ValueError:
        return False
    return True


def allowed(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    schema = resolved(schema)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        zones = st.sampled_from(["Z", "z", "+14:00", "-12:00", "+00:00"])
        moments = st.datetimes()
        return st.one_of(
            moments.map(lambda at: at.date().isoformat()),
            moments.map(lambda at: at.isoformat()),
            moments.map(lambda at: at.isoformat(timespec="minutes")),
            st.tuples(moments, zones).map(lambda one: one[0].isoformat() + one[1]),
            st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2016-12-31t23:59:60z"]),
        )
    if schema["type"] == "boolean":
        return st.sampled_from(["true", "false"])
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], schema["maximum"]).map(str)
    return PLAIN.filter(lambda said: fits(schema, said))


def forbidden(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    odd = st.sampled_from(
        ["1_0", " 1", "1 ", "+1", "1.0", "01", "1e1", "on", "yes", "True", "TRUE", "1", "0", "null", "none", "\0",
         "x\0y", "1e9", "1700000000", "2024-13-01", "2024-02-30", "2024-01-01 10:00:00", "2024-01-01T25:00:00Z",
         "2024-1-1", "0000-01-01", "2024-01-01T10", "2024-W01-1", "20240101", "x" * 201, "x" * 401, "\u0661",
         "WyJv!", "question\n"]
    )  # fmt: skip
    far = st.integers(-(10**20), 10**20).map(str)
    return st.one_of(odd, far, PLAIN).filter(lambda said: not fits(schema, said))


@pytest.fixture
def furnished(stick: Community, window: Space, table: Space, hal: Person) -> tuple[Client, Conversation]:
    talk = open_conversation(by=hal, space=window, kind="tip", title="At night", text="Listen.", topics=["Valves"])
    stick.modules = [*stick.modules, "map"]
    stick.save(update_fields=["modules"])
    # Of the host's communities nobody is told but who looks for it.
    HostEye.objects.create(person=hal)
    client = Client()
    client.force_login(hal)
    return client, talk


def ask(furnished: tuple[Client, Conversation], address: str, values: dict[str, str]) -> int:
    client, talk = furnished
    path = quote(address.format(slug="stick", pk=talk.pk))
    return client.get(f"{path}?{urlencode(values)}").status_code


@pytest.mark.parametrize("address", sorted(document()["paths"]))
def test_everything_allowed_is_taken(furnished: tuple[Client, Conversation], address: str, settings) -> None:
    settings.API_READS_A_MINUTE = 0
    said = {one["name"]: one for one in document()["paths"][address]["get"]["parameters"] if one["in"] == "query"}

    def values_of(name: str, one: dict[str, Any]) -> st.SearchStrategy[str]:
        if is_known_only(one):
            return st.sampled_from(KNOWN[name])
        return allowed(one["schema"])

    required = {name: values_of(name, one) for name, one in said.items() if one["required"]}
    optional = {name: values_of(name, one) for name, one in said.items() if not one["required"]}

    @many
    @given(st.fixed_dictionaries(required, optional=optional))
    def taken(values: dict[str, str]) -> None:
        for name, value in values.items():
            assert fits(said[name]["schema"], value), (name, value)
        assert ask(furnished, address, values) == 200, values

    taken()


@pytest.mark.parametrize(
    ("address", "said"), parameters(), ids=lambda one: one if isinstance(one, str) else one["name"]
)
def test_everything_else_is_refused(
    furnished: tuple[Client, Conversation], address: str, said: dict[str, Any], settings
) -> None:
    settings.API_READS_A_MINUTE = 0

    @many
    @given(forbidden(said["schema"]))
    def refused(value: str) -> None:
        values = {"q": "leak"} | {said["name"]: value} if address.endswith("search") else {said["name"]: value}
        assert ask(furnished, address, values) == 422, value

    refused()


@pytest.mark.parametrize(
    ("address", "said"), parameters(), ids=lambda one: one if isinstance(one, str) else one["name"]
)
def test_leaving_out_means_the_default(
    furnished: tuple[Client, Conversation], address: str, said: dict[str, Any]
) -> None:
    default = said["schema"].get("default")
    assert said["required"] == (said["name"] == "q")
    assert "null" not in str(said["schema"])
    if default is not None:
        client, talk = furnished
        path, query = address.format(slug="stick", pk=talk.pk), {"q": "listen"} if address.endswith("search") else {}
        word = str(default).lower() if isinstance(default, bool) else str(default)
        told = [client.get(path, query | more).json() for more in ({}, {said["name"]: word})]
        assert [one["items"] for one in told[:1]] == [one["items"] for one in told[1:]]


def test_moments_are_understood_as_written(furnished: tuple[Client, Conversation]) -> None:
    client, _talk = furnished
    today = datetime.now(UTC).date().isoformat()
    counts = [
        client.get("/api/v1/search", {"q": "listen", **said}).json()["total"]
        for said in ({}, {"since": today}, {"until": "2001-01-01"}, {"since": "9999-12-31T23:59:59-14:00"})
    ]
    assert counts == [1, 1, 0, 0]
