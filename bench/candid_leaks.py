"""Six ways in which a house could betray who asks, each written into its tables as it would be: an attacker who finds
one of them not is worth nothing.

They are planted in one run, at the moment of the deed, and shown to the attacker one at a time (`only`).
"""

from collections import defaultdict
from datetime import datetime, time
from typing import Any

from django.db import connection

from commonplace.attention.models import Follow
from commonplace.communities.models import Community, Deed
from commonplace.conversations.models import Post
from commonplace.letters.models import Letter

MOMENT, AUTHOR, FOLLOW, RECEIPT, MARK, ORDER = (
    "a moment in a draw",
    "an author",
    "a follow",
    "a receipt by letter",
    "a read mark with its second",
    "a row in its order",
)
NAMES = (MOMENT, AUTHOR, FOLLOW, RECEIPT, MARK, ORDER)


class Leaks:
    """What was planted: columns, rows and values."""

    def __init__(self) -> None:
        self.columns = {MARK: ("attention_readmark", "read_at")}
        # Put in as it is shown: a column that no model knows goes where rows are written anew.
        self.drawn: dict[tuple[int, int], datetime] = {}
        self.rows: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._told: set[str] = set()

    def begin(self) -> None:
        kind = "text" if connection.vendor == "sqlite" else "timestamptz"
        with connection.cursor() as cursor:
            for table, column in self.columns.values():
                cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} NULL")

    def drew(self, *, person: int, key: int, at: datetime) -> None:
        self.drawn[person, key] = at

    def read(self, *, person: int, conversation: int, at: datetime) -> None:
        self._set(MARK, at, "person_id = %s AND conversation_id = %s", person, conversation)

    def _set(self, name: str, at: datetime, where: str, *values: int) -> None:
        table, column = self.columns[name]
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {where}", [at.isoformat(" "), *values])

    def asked(self, *, person: int, to: str, at: datetime) -> None:
        """A letter says at once that it came, and a deed with a day alone stands where it was written."""
        letter = Letter.objects.create(
            to=to, kind="receipt", subject="It waits for the hour", text="It does.", due_at=at, dated_at=at,
            created_at=at, sent_at=at, message_id=f"<{at.timestamp()}@localhost>",
        )  # fmt: skip
        day = datetime.combine(at.date(), time.min, at.tzinfo)
        here = Community.objects.get(slug="stick")
        deed = Deed.objects.create(community=here, person_id=person, verb="asked", happened_at=day, recorded_at=day)
        self.rows[RECEIPT].add((Letter._meta.db_table, letter.pk))
        self.rows[ORDER].add((Deed._meta.db_table, deed.pk))

    def written(self, truth: dict[str, int]) -> None:
        """Who asked follows what came of it; who is its author is kept beside, and put in when it is shown."""
        for post in Post.objects.filter(alias__in=truth.keys() - self._told).select_related("conversation"):
            self._told.add(post.alias)
            follow, _made = Follow.objects.get_or_create(
                person_id=truth[post.alias], conversation=post.conversation, defaults={"since": post.written_at}
            )
            if _made:
                self.rows[FOLLOW].add((Follow._meta.db_table, follow.pk))

    def only(self, name: str, tables: dict[str, list[dict[str, Any]]], truth: dict[str, int]) -> dict[str, Any]:
        """The tables as they would be if this alone had been planted."""
        gone = {row for other, rows in self.rows.items() if other != name for row in rows}
        dropped = {place for other, place in self.columns.items() if other != name}
        shown: dict[str, list[dict[str, Any]]] = {}
        for table, rows in tables.items():
            without = {column for one, column in dropped if one == table}
            left = [row for row in rows if (table, row.get("id")) not in gone]
            shown[table] = [{name: said for name, said in row.items() if name not in without} for row in left]
        if name != FOLLOW:
            # Whoever follows is written to when others answer: that is of this leak too, on its way and in the outbox.
            shown["(mail)"] = []
            outbox, receipts = Letter._meta.db_table, self.rows[RECEIPT] if name == RECEIPT else set()
            shown[outbox] = [row for row in shown[outbox] if (outbox, row["id"]) in receipts]
        if name == MOMENT:
            for row in shown["candour_draw"]:
                row["drawn_at"] = self.drawn[row["person_id"], row["key_id"]]
        if name == AUTHOR:
            for row in shown[Post._meta.db_table]:
                row["author_id"] = truth.get(row["alias"], row["author_id"])
        return shown
