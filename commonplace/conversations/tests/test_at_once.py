"""Four processes reply to one conversation at once: numbers have no gaps, and a double press is one reply.

Real processes on a database that is really shared: PostgreSQL as it is, SQLite as a copy in a file.
"""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.db import connection

from commonplace.communities.models import Deed
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry

PROCESSES, EACH, PRESSED = 4, 8, 5
WRITER = """
import sys
from django.conf import settings
database, conversation, person, *keys = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
import django
django.setup()
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
here = Conversation.objects.select_related("community", "space").get(pk=conversation)
by = Person.objects.get(pk=person)
print("ready", flush=True)
sys.stdin.readline()
for one in keys:
    reply(by=by, conversation=here, text=f"I heard it, {one}.", idempotency_key=one)
"""


def test_numbers_have_no_gaps_and_no_doubles(
    transactional_db: None, tmp_path: Path, asked: Conversation, hal: Person
) -> None:
    name = lend(tmp_path / "shared.sqlite3")
    writers = [writer_of(name, asked, hal, [f"{n}-{k}" for k in range(EACH)]) for n in range(PROCESSES)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n", writer.stderr.read()
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate(timeout=60)[1] for writer in writers] == [""] * PROCESSES
    take_back(tmp_path / "shared.sqlite3")

    wrote = PROCESSES * EACH + PRESSED
    posts = list(Post.objects.filter(conversation=asked).order_by("number"))
    assert [post.number for post in posts] == list(range(1, wrote + 2))
    assert len({post.idempotency_key for post in posts[1:]}) == wrote
    asked.refresh_from_db()
    assert (asked.last_number, asked.post_count) == (wrote + 1, wrote + 1)
    ids = {post.pk for post in posts[1:]}
    assert sorted(Deed.objects.filter(verb="replied").values_list("part_id", flat=True)) == sorted(ids)
    assert ids <= set(SearchEntry.objects.filter(kind="post").values_list("object_id", flat=True))


def writer_of(name: str, conversation: Conversation, by: Person, keys: list[str]) -> subprocess.Popen[str]:
    """A process that waits for a word and then replies, with what all of them press besides."""
    pressed = [f"pressed-{n}" for n in range(PRESSED)]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(conversation.pk), str(by.pk), *keys, *pressed],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lend(path: Path) -> str:
    """The database under a name that other processes know: PostgreSQL's own, or a file of what SQLite has in memory."""
    if connection.vendor != "sqlite":
        return str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(path)) as file:
        connection.connection.backup(file)
    return str(path)


def take_back(path: Path) -> None:
    """Give SQLite's memory what the processes wrote into the file."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as file:
            file.backup(connection.connection)
