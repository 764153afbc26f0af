"""A busy database answers late or says so; nothing is half-written, and the words come back."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, connection, connections
from django.test import Client
from django.urls import reverse
from psycopg import errors

from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Deed
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.files.tests import samples
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.web.busy import is_busy, is_full

NOWHERE = {"at-TOTAL_FORMS": "0", "at-INITIAL_FORMS": "0"}
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
        {
            "kind": "question",
            "title": "Night",
            "text": WORDS,
            "space": valves.spaces.get().pk,
            "idempotency_key": "a" * 32,
        },
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


@pytest.fixture
def full() -> Iterator[None]:
    """A disk without room: SQLite may take no page more."""
    if connection.vendor != "sqlite":
        pytest.skip("a disk of PostgreSQL's cannot be filled here; its own words for it are tried below")
    with connection.cursor() as cursor:
        # Pages that earlier tests left free would be room.
        free, size = (cursor.execute(f"PRAGMA {what}").fetchone()[0] for what in ("freelist_count", "page_size"))
        cursor.execute("CREATE TABLE IF NOT EXISTS filling (bytes)")
        cursor.execute("INSERT INTO filling VALUES (zeroblob(%s))", [free * size])
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 4294967294")
        cursor.execute("DROP TABLE IF EXISTS filling")


@pytest.fixture
def unwritable() -> Iterator[None]:
    """A database that may only be read."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if is_sqlite else "SET default_transaction_read_only = on")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 0" if is_sqlite else "SET default_transaction_read_only = off")


@pytest.mark.parametrize("trouble", ["full", "unwritable"])
def test_words_come_back_where_there_is_no_room(
    writer: Client, valves: Community, trouble: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    deeds = Deed.objects.count()
    said = {"kind": "tip", "title": "Night", "text": WORDS + "\n\nAnd so on." * 5000, "space": valves.spaces.get().pk}
    said["idempotency_key"] = "a" * 32
    request.getfixturevalue(trouble)
    answer = writer.post(reverse("compose", args=["valves"]), said)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert "The house has no room to write" in page
    assert SHOWN in page
    assert "a" * 32 not in page
    assert (Deed.objects.count(), Conversation.objects.count()) == (deeds, 0)
    assert any("Nothing can be written" in one.getMessage() for one in caplog.records)


@pytest.mark.parametrize("trouble", ["full", "unwritable"])
def test_reading_goes_on_where_nothing_can_be_written(
    writer: Client, valves: Community, nils: Person, trouble: str, request: pytest.FixtureRequest
) -> None:
    talk = open_conversation(by=nils, space=valves.spaces.get(), kind="tip", title="Night", text="Listen.")
    request.getfixturevalue(trouble)
    addresses = (
        "/",
        "/c/valves/",
        reverse("conversation", args=["valves", talk.pk]),
        "/me",
        "/search?q=listen",
        "/c/valves/people/",
    )
    assert [writer.get(address).status_code for address in addresses] == [200] * len(addresses)
    assert [Client().get(address).status_code for address in addresses[:2]] == [200] * 2


def test_a_full_disk_is_said_before_any_view(writer: Client, valves: Community, unwritable: None) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post(reverse("account_login"), {"login": "nils@example.org", "password": "no", "note": "my words"})
    assert answer.status_code in (200, 503)
    signing_in = client.post(reverse("account_request_login_code"), {"email": "nils@example.org"})
    assert (signing_in.status_code, "no room to write" in signing_in.content.decode()) == (503, True)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_no_room_for_a_file_is_said_too(
    writer: Client, valves: Community, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def no_room(*args: object, **kwargs: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("django.core.files.storage.InMemoryStorage._save", no_room)
    photo = SimpleUploadedFile("me.png", samples.picture(), content_type="image/png")
    answer = writer.post(reverse("my_profile"), {"name": "Nils Aro", "craft": WORDS, "photo": photo, **NOWHERE})
    assert answer.status_code == 503
    assert SHOWN in answer.content.decode()


def test_an_upload_without_room_on_the_way_is_said(
    writer: Client, valves: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    writer.raise_request_exception = False
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", no_room)
    large = SimpleUploadedFile("me.png", b"x" * 4_000_000, content_type="image/png")
    answer = writer.post(reverse("my_profile"), {"name": "Nils Aro", "photo": large})
    assert (answer.status_code, "no room to write" in answer.content.decode()) == (503, True)


@pytest.mark.parametrize("wrong", [errors.DiskFull, errors.IoError, errors.ReadOnlySqlTransaction])
def test_a_full_disk_of_postgresql_is_known(wrong: type[Exception]) -> None:
    error = OperationalError("could not extend file")
    error.__cause__ = wrong("could not extend file: No space left on device")
    assert is_full(error)
    assert not is_busy(error)


def test_other_mishaps_with_files_are_not_a_full_disk() -> None:
    assert not is_full(FileNotFoundError(errno.ENOENT, "No such file"))
    assert not is_full(ValueError("disk full"))


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
