"""Everything of one's own, to take along: words and files, complete, and in bounded memory."""

import gc
import json
import tracemalloc
import zipfile
from datetime import timedelta
from inspect import GEN_CREATED, getgeneratorstate
from io import BytesIO
from types import GeneratorType

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import flag
from commonplace.conversations.actions.changing import edit, withdraw
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import amplify, say_me_too, thank
from commonplace.conversations.models import Attachment, Conversation
from commonplace.files.actions import keep_bytes
from commonplace.files.models import StoredFile
from commonplace.people.actions.profile import Belonging, belong
from commonplace.people.models import Person
from commonplace.web.everything import archive_of, bundle_of, words_of


def give(post_of: Conversation, name: str, data: bytes) -> StoredFile:
    stored = keep_bytes(name=name, data=data)
    Attachment.objects.create(post=post_of.posts.get(number=1), file=stored, name=name)
    return stored


@pytest.fixture
def talk(hal: Person, table: Space) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Valves", text="My own words")


def unpacked(client: Client) -> tuple[dict[str, bytes], dict]:
    answer = client.get(reverse("my_everything"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    return held, json.loads(held.pop("everything.json"))


def test_archive_holds_each_file_once(
    client: Client, hal: Person, leila: Person, talk: Conversation, table: Space
) -> None:
    notes = give(talk, "notes.txt", b"what we heard")
    other = open_conversation(by=hal, space=table, kind="tip", title="Again", text="The same notes")
    give(other, "notes.txt", b"what we heard")
    hers = open_conversation(by=leila, space=table, kind="tip", title="Hers", text="Hers")
    give(hers, "hers.txt", b"nothing of Hal's")
    withdraw(by=hal, post=other.posts.get())
    client.force_login(hal)
    files, everything = unpacked(client)
    assert files == {f"files/{notes.sha256[:12]}/notes.txt": b"what we heard"}
    assert [(one["name"], one["file_sha256"]) for one in everything["files"]] == [("notes.txt", notes.sha256)] * 2
    page = client.get(reverse("my_own")).content.decode()
    assert "one file you gave (13\xa0bytes)" in page


def test_everything_one_wrote_is_in_it(
    client: Client, hal: Person, leila: Person, amara: Person, stick: Community, talk: Conversation, table: Space
) -> None:
    belong(person=hal, belongings=[Belonging(organisation="Severn Water", unit="Night crew", country="GB")])
    edit(by=hal, post=talk.posts.get(), text="Other words", on_revision=1)
    hers = open_conversation(by=leila, space=table, kind="question", title="Hers", text="Hers")
    thank(by=hal, post=hers.posts.get())
    say_me_too(by=hal, conversation=hers)
    amplify(by=hal, conversation=hers, why="Worth an evening")
    keep_draft(by=hal, community=stick, place="opening", words={"text": "Half a thought"})
    greet(by=hal, membership=Membership.objects.get(person=amara), words="Come and listen")
    invite(by=hal, community=stick, words="You know valves", name="Bea")
    flag(by=hal, kind="post", object_id=hers.posts.get().pk, community=stick, why="An advert")
    leave(person=hal, community=stick, why="A year in the field")
    client.force_login(hal)
    _files, said = unpacked(client)
    assert said["profile"]["affiliations"][0]["organisation"] == "Severn Water"
    assert said["communities"][0]["left_why"] == "A year in the field"
    assert [one["source"] for one in said["posts"]] == ["Other words"]
    assert [one["source"] for one in said["earlier_words"]] == ["My own words"]
    assert [one["words"]["text"] for one in said["drafts"]] == ["Half a thought"]
    assert [one["post_conversation_id"] for one in said["thanks"]] == [hers.pk]
    assert [one["why"] for one in said["worth_attention"]] == ["Worth an evening"]
    assert [said[name][0]["words"] for name in ("hellos", "invitations")] == ["Come and listen", "You know valves"]
    assert [one["why"] for one in said["asked_to_look"]] == ["An advert"]
    assert len(said["me_too"]) == 1
    assert "Hers" not in json.dumps(said)


def test_what_was_brought_twice_is_taken_along_once(client: Client, hal: Person, talk: Conversation) -> None:
    first, second = (give(talk, "notes.txt", b"what we heard") for _ in range(2))
    assert first.pk != second.pk
    assert (bundle_of(hal).files, bundle_of(hal).size) == (1, len(b"what we heard"))
    client.force_login(hal)
    files, everything = unpacked(client)
    assert files == {f"files/{first.sha256[:12]}/notes.txt": b"what we heard"}
    assert len(everything["files"]) == 2


def test_archive_unpacks_on_every_system(client: Client, hal: Person, talk: Conversation) -> None:
    stored = give(talk, "notes.txt", b"what we heard")
    for name in (
        "Notes.TXT",
        "aux.txt",
        "a:b.txt",
        "caf\u00e9.txt",
        "cafe\u0301.txt",
        "ends. ",
        "\u65e5" * 120 + ".txt",
    ):
        # As a house may have kept them before names were looked at.
        give(talk, "kept.txt", b"what we heard")
        StoredFile.objects.filter(name="kept.txt").update(name=name)
    give(talk, "aux.txt", b"something else")
    client.force_login(hal)
    files, _everything = unpacked(client)
    names = [path.rpartition("/")[2] for path in files if path.startswith(f"files/{stored.sha256[:12]}/")]
    assert names == [
        "notes.txt", "Notes (2).TXT", "_aux.txt", "a_b.txt", "caf\u00e9.txt", "caf\u00e9 (2).txt", "ends",
        "\u65e5" * 48 + ".txt",
    ]  # fmt: skip
    assert [path[19:] for path in files if path not in {f"files/{stored.sha256[:12]}/{name}" for name in names}] == [
        "_aux.txt"
    ]


def test_lost_file_does_not_break_the_archive(client: Client, hal: Person, talk: Conversation) -> None:
    stored = give(talk, "notes.txt", b"what we heard")
    default_storage.delete(stored.content.name)
    client.force_login(hal)
    files, everything = unpacked(client)
    assert (files, len(everything["files"])) == ({}, 1)


def test_large_files_are_sent_piece_by_piece(hal: Person, talk: Conversation, tmp_path, settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT = tmp_path
    size = 20 * 1024 * 1024
    for n in range(3):
        path = default_storage.save(f"large{n}", ContentFile(bytes(size)))
        large = StoredFile.objects.create(
            sha256=str(n) * 64,
            name=f"large{n}.pdf",
            kind="document",
            content_type="application/pdf",
            size=size,
            content=path,
        )
        Attachment.objects.create(post=talk.posts.get(), file=large, name=large.name)
    assert (bundle_of(hal).files, bundle_of(hal).size) == (3, 3 * size)
    tracemalloc.start()
    sent = longest = 0
    for piece in archive_of(hal, now=timezone.now()):
        sent, longest = sent + len(piece), max(longest, len(piece))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 3 * size
    assert longest < 1024 * 1024
    assert most < 8 * 1024 * 1024


def test_words_alone_are_the_same_words(hal: Person, talk: Conversation) -> None:
    now = timezone.now() - timedelta(minutes=1)
    said = json.loads("".join(words_of(hal, now=now)))
    assert [one["source"] for one in said["posts"]] == ["My own words"]


@pytest.mark.parametrize("name", ["my_everything", "my_words"])
def test_strangers_take_nothing_along(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


def test_an_archive_that_nobody_reads_has_not_begun(client: Client, hal: Person, talk: Conversation) -> None:
    """One that had would hold a cursor, and close it when it is collected, maybe in the middle of a statement."""
    given = keep_bytes(name="given.csv", data=b"a,b")
    Attachment.objects.create(post=talk.posts.get(), file=given, name=given.name)
    client.force_login(hal)
    answer = client.get(reverse("my_everything"))
    # By `type`: a lazy object of another test wakes up when `isinstance` asks it.
    archives = [one for one in gc.get_objects() if type(one) is GeneratorType and one.gi_code is archive_of.__code__]
    assert {getgeneratorstate(one) for one in archives} == {GEN_CREATED}
    assert b"given.csv" in b"".join(answer.streaming_content)
