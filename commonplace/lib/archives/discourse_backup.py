"""The backup of a whole Discourse: the folder that its tar.gz unpacks to, with a file dump.sql.gz in it.

Tables are read by the names of their columns, as Discourse's own migrations call them; no real backup has confirmed it.
It is read twice, because posts stand before the topics that they belong to. What was kept to some is never taken:
letters, categories with readers of their own, whispers, unlisted topics. Uploads are told by their names.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from commonplace.lib.archives import sql_dump
from commonplace.lib.archives.discourse_posts import LIKE, Topic, author, is_true, key_of, message, number, why_not
from commonplace.lib.archives.markup import words_of
from commonplace.lib.archives.moments import from_words
from commonplace.lib.archives.stream import PassedOver, Place, Record, Settled, Thanks, Why

NAMES: Final = ("dump.sql.gz", "dump.sql")
_NEEDED: Final = {
    *("categories", "topics", "posts", "post_actions", "users", "user_emails", "tags", "topic_tags"),
    *("topic_custom_fields", "discourse_solved_solved_topics"),
}
_HIGHEST: Final = 20_000_000  # the highest id of a post that is taken; each below it takes eight bytes
_FLAGS: Final = range(3, 9)
_ANONYMOUS = re.compile(r"anon\d+")

type Row = sql_dump.Row


class BackupReader:
    """One backup, opened."""

    kind = "discourse"
    title = ""

    def __init__(self, dump: Path) -> None:
        self._dump = dump

    def records(self) -> Iterator[Record]:
        """The places, then people, posts and likes as the dump has them, then what settled what."""
        known = _Known()
        try:
            for table, row in sql_dump.rows(self._dump, _NEEDED.__contains__):
                if row is not None:
                    known.take(table, row)
        except sql_dump.Cut:
            pass  # told below, where the same is read again
        known.settle()
        yield from known.places.values()
        takes = {"users": known.user, "posts": known.post, "post_actions": known.action}
        try:
            for table, row in sql_dump.rows(self._dump, _NEEDED.__contains__):
                if row is None:
                    yield PassedOver(Why.UNKNOWN_KIND, f"table {table}")
                elif table in takes:
                    yield takes[table](row)
        except sql_dump.Cut as cut:
            yield PassedOver(Why.DAMAGED, str(cut))
        yield from known.settled()


class _Known:
    """What the rows of a table need to know of others; it grows with topics and people, and by eight bytes a post."""

    def __init__(self) -> None:
        self.topics: dict[int, Topic] = {}
        self.places: dict[int, Place] = {}
        self.answers: dict[int, tuple[int, str | None]] = {}
        self._private: set[int] = set()
        self._addresses: dict[int, str] = {}
        self._nameless: set[int] = set()
        self._people: set[int] = set()
        self._tags: dict[int, str] = {}
        self._of_topics: list[tuple[int, int]] = []
        self._topic_of, self._number_of = array("I"), array("I")  # by the id of a post that is taken

    def take(self, table: str, row: Row) -> None:
        """Remember a row."""
        which = number(row.get("id"))
        if table == "categories":
            self.places[which] = Place(
                f"category-{which}", words_of(row.get("name") or str(which)), words_of(row.get("description") or "")
            )
            self._private |= {which} if is_true(row.get("read_restricted")) else set()
        elif table == "topics":
            self._topic(which, row)
        elif table == "posts":
            self._see(which, row)
        elif table == "users":
            self._nameless |= {which} if _ANONYMOUS.fullmatch(row.get("username") or "") else set()
            self._people.add(which)
        elif table == "user_emails" and is_true(row.get("primary", "t")):
            self._addresses[number(row.get("user_id"))] = row.get("email") or ""
        elif table == "tags":
            self._tags[which] = row.get("name") or ""
        elif table == "topic_tags":
            self._of_topics.append((number(row.get("topic_id")), number(row.get("tag_id"))))
        elif table == "topic_custom_fields" and row.get("name") == "accepted_answer_post_id":
            self.answers.setdefault(number(row.get("topic_id")), (number(row.get("value")), row.get("created_at")))
        elif table == "discourse_solved_solved_topics":
            self.answers[number(row.get("topic_id"))] = (number(row.get("answer_post_id")), row.get("created_at"))

    def _topic(self, which: int, row: Row) -> None:
        topic = self.topics.setdefault(which, Topic("", opener=0))
        topic.place, topic.title = f"category-{number(row.get('category_id'))}", row.get("title") or ""
        is_open = row.get("archetype") == "regular" and is_true(row.get("visible", "t"))
        topic.why = Why.DELETED if row.get("deleted_at") else None if is_open else Why.PRIVATE
        # The dump tells that it is closed, and when it was last touched.
        topic.closed_at = row.get("bumped_at") or row.get("updated_at") if is_true(row.get("closed")) else None

    def _see(self, which: int, row: Row) -> None:
        topic, place = number(row.get("topic_id")), number(row.get("post_number"))
        if (
            why_not(row)
            or not 0 < which < _HIGHEST
            or not topic
            or place < 1
            or not (row.get("raw") or row.get("cooked"))
        ):
            return
        for numbers, value in ((self._topic_of, topic), (self._number_of, place)):
            numbers.extend([0] * (which + 1 - len(numbers)))
            numbers[which] = value
        of = self.topics.setdefault(topic, Topic("", opener=0))
        of.opener = min(of.opener, place) if of.opener else place

    def settle(self) -> None:
        """Know of every topic whether it is taken, once all rows were seen."""
        tags: dict[int, list[str]] = {}
        for topic, tag in self._of_topics:
            tags.setdefault(topic, []).append(self._tags.get(tag, ""))
        for which, of in self.topics.items():
            category = number(of.place.rpartition("-")[2])
            if category in self._private:
                of.why = Why.PRIVATE
            elif category not in self.places:
                of.why = of.why or Why.NO_PARENT
            of.tags = tuple(sorted(filter(None, tags.get(which, ()))))
        for category in self._private:
            self.places.pop(category, None)

    def user(self, row: Row) -> Record:
        """Somebody with an account, unless it was made nameless."""
        which = number(row.get("id"))
        if not which or which in self._nameless:
            return PassedOver(Why.DELETED if which else Why.DAMAGED, f"user {which}")
        address = self._addresses.get(which, "") if which > 0 else ""
        is_verified = bool(address) and is_true(row.get("active")) and not is_true(row.get("staged"))
        return author(row, address=address, is_verified=is_verified)

    def post(self, row: Row) -> Record:
        """A post, as a message or the reason why it is none."""
        topic = self.topics.get(number(row.get("topic_id")))
        if topic is None or not topic.place:
            return PassedOver(why_not(row) or Why.NO_PARENT, f"post {row.get('id')}")
        return message(row, topic, author=self._person(number(row.get("user_id"))))

    def action(self, row: Row) -> Record:
        """A like; flags are for moderators alone, and bookmarks for their owner."""
        kind, where = number(row.get("post_action_type_id")), f"post_action {row.get('id')}"
        if kind != LIKE:
            return PassedOver(Why.PRIVATE if kind in _FLAGS else Why.UNKNOWN_KIND, where)
        key = self._key(number(row.get("post_id")))
        if row.get("deleted_at") or not key:
            return PassedOver(Why.DELETED if row.get("deleted_at") else Why.NO_PARENT, where)
        return Thanks(key, self._person(number(row.get("user_id"))), from_words(row.get("created_at")))

    def settled(self) -> Iterator[Record]:
        """What settled the topics that are taken."""
        for which, (answer, at) in sorted(self.answers.items()):
            key, topic = self._key(answer), self.topics.get(which)
            if key and topic and self._topic_of[answer] == which:
                yield Settled(key_of(which, topic.opener), key, from_words(at))
            else:
                yield PassedOver(topic.why if topic and topic.why else Why.NO_PARENT, f"topic {which} answer {answer}")

    def _person(self, who: int) -> str | None:
        return str(who) if who in self._people and who not in self._nameless else None

    def _key(self, post: int) -> str:
        """The key of a post that is taken; nothing for any other."""
        topic = self._topic_of[post] if 0 < post < len(self._topic_of) else 0
        is_taken = topic in self.topics and self.topics[topic].why is None and bool(self.topics[topic].place)
        return key_of(topic, self._number_of[post]) if is_taken else ""


def dump_in(paths: Sequence[Path]) -> Path | None:
    """The dump of a backup among files and folders; None where there is none."""
    for path in paths:
        if path.is_file() and path.name.endswith((".sql", ".sql.gz")):
            return path
        for folder in (path, *sorted(path.iterdir())) if path.is_dir() else ():
            for name in NAMES:
                if (folder / name).is_file():
                    return folder / name
    return None
