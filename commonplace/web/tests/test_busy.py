"""A busy database answers late or says so; nothing is half-written, and the words come back."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from commonplace.communities.actions.founding import found
from commonplace.communities.models import Community, Deed
from commonplace.conversations.models import Conversation
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.web.busy import is_busy

WORDS = 'We heard it <b>twice</b>, "between" two & three.'
SHOWN = "We heard it &lt;b&gt;twice&lt;/b&gt;, &quot;between&quot; two &amp; three."


@pytest.fixture
def nils(transactional_db: None) -> Person:
    return register(name="Nils Aro", address="nils@example.org", is_confirmed=True)


@pytest.fixture
def valves(nils: Person) -> Community:
    return found(by=nils, name="Valves", slug="valves", domain="Valves that sing", visibility="public")


@pytest.fixture
def writer(nils: Person) -> Client:
    client = Client()
    client.force_login(nils)
    return client


@pytest.fixture
def held(valves: Community, writer: Client) -> Iterator[None]:
    """Someone else writes all the time, and we are impatient."""
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
                cursor.execute("UPDATE conversations_post SET number = number")
            else:
                cursor.execute("BEGIN")
                cursor.execute("LOCK TABLE conversations_conversation, people_person IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            impatient = "PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = '50ms'"
            cursor.execute(impatient)
        yield
    finally:
        with other.cursor() as cursor:
            cursor.execute("ROLLBACK")
        # Django leaves a database in memory open for the others who share it; this one is ours.
        other.connection.close()
        with connection.cursor() as cursor:
            patient = "PRAGMA busy_timeout = 20000" if connection.vendor == "sqlite" else "SET lock_timeout = 0"
            cursor.execute(patient)


def test_words_come_back_and_nothing_is_half_written(held: None, writer: Client, valves: Community) -> None:
    answer = writer.post(
        reverse("compose", args=["valves"]),
        {"kind": "question", "title": "Night", "text": WORDS, "space": valves.spaces.get().pk, "once": "a" * 32},
    )
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert SHOWN in page
    assert WORDS not in page
    assert "a" * 32 not in page


def test_nothing_was_written(writer: Client, valves: Community, held: None) -> None:
    before = Deed.objects.count()
    writer.post(reverse("compose", args=["valves"]), {"kind": "tip", "title": "Night", "text": WORDS})
    if connection.vendor == "sqlite":
        assert (Deed.objects.count(), Conversation.objects.count()) == (before, 0)
    else:
        assert Deed.objects.count() == before


@pytest.mark.parametrize("address", ["/", "/c/valves/", "/api/v1/communities/valves/people"])
def test_reading_answers_or_says_so(held: None, writer: Client, address: str) -> None:
    # Whoever reads is looked up before any view is asked, which is where the second half of the answer comes from.
    writer.raise_request_exception = False
    answer = writer.get(address)
    assert answer.status_code in (200, 503)
    if connection.vendor == "postgresql":
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
        assert ("detail" in answer.json()) if address.startswith("/api/") else ("<h1>" in answer.content.decode())


def test_a_file_held_by_another_writer_is_busy(tmp_path: Path) -> None:
    held, other = (sqlite3.connect(tmp_path / "held.sqlite3", timeout=0.01, autocommit=True) for _ in range(2))
    held.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
        error = OperationalError("database is locked")
        error.__cause__ = caught.value
        assert is_busy(error)
    finally:
        held.close()
        other.close()


@pytest.mark.django_db
def test_a_mistake_in_a_query_is_not_busy() -> None:
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert not is_busy(caught.value)


def test_a_refused_connection_is_busy() -> None:
    assert is_busy(OperationalError("connection refused"))
    assert not is_busy(ValueError("connection refused"))
