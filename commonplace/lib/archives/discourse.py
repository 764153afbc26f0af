"""Discourse as its own addresses give it in JSON: topics with their posts (`/t/12.json`), lists of posts
(`/posts.json`), single posts, and categories (`/categories.json`). The backup of a whole site is read by
`discourse_backup`.

Read as 421 topics of a real forum stand. A file is read whole, one after the other, twice: what opens a topic may stand
in another file than its answers. Likes are numbers without names here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from commonplace.lib.archives import discourse_backup, stream
from commonplace.lib.archives.discourse_posts import LIKE, Row, Topic, author, is_true, key_of, message, number, why_not
from commonplace.lib.archives.markup import words_of
from commonplace.lib.archives.stream import Link, Message, PassedOver, Place, Record, Settled, Thanks, Unsafe, Why

LARGEST: Final = 64 << 20  # bytes of one file
_MOST_LIKES: Final = 100_000
_HOST = re.compile(r"/user_avatar/([a-z0-9.-]{3,100})/", re.IGNORECASE)
# An address of a topic, and of one of its posts.
_TOPIC: Final = (
    r"/t/(?:(?!\d{1,9}/)[^\s()<>\[\]\"/?#]{1,200}/)?(?P<topic>\d{1,9})(?:/(?P<post>\d{1,9}))?"
    r"(?:\?[\w%=&;.+-]{0,200})?(?:#[\w-]{0,40})?(?![\w/])"
)


class DiscourseReader:
    """Files of JSON, opened."""

    kind = "discourse"

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self.title = ""
        self._topics: dict[int, Topic] = {}
        self._answered: dict[int, int] = {}  # by topic, the number of the post that settled it
        self._places: dict[int, Place] = {}
        self._private: set[int] = set()
        self._base = ""

    def records(self) -> Iterator[Record]:
        """The places, then each file's posts with their people, then what settled what."""
        self._look_ahead()
        yield from self._places.values()
        people: set[str] = set()
        taken: set[str] = set()
        for path in self._files:
            posts = _posts(found := _read(path))
            if isinstance(found, PassedOver):
                yield found
            elif not posts and not _categories(found):
                yield PassedOver(Why.UNKNOWN_KIND, path.name)
            for post in posts:
                yield from self._post(post, people, taken)
        for which, place in self._answered.items():
            key = key_of(which, place)
            if key in taken:
                yield Settled(key_of(which, self._topics[which].opener), key)
            elif which not in self._topics or self._topics[which].why is None:
                yield PassedOver(Why.NO_PARENT, f"topic {which} accepted_answer")

    def _post(self, post: Row, people: set[str], taken: set[str]) -> Iterator[Record]:
        topic, where = self._topics.get(number(post.get("topic_id"))), f"post {number(post.get('id'))}"
        who = str(number(post.get("user_id"))) if number(post.get("user_id")) else None
        said: Message | PassedOver = PassedOver(why_not(post) or Why.DAMAGED, where)
        if topic is not None:
            said = message(post, topic, author=who, base=self._base)
        if isinstance(said, Message) and said.key in taken:
            said = PassedOver(Why.REPEATED, where)
        if isinstance(said, PassedOver):
            yield said
            return
        if who and who not in people:
            people.add(who)
            yield author(post)
        taken.add(said.key)
        yield said
        yield from self._links(said)
        for action in _rows(post.get("actions_summary")):
            if number(action.get("id")) == LIKE:
                yield from (Thanks(said.key, None) for _ in range(min(number(action.get("count")), _MOST_LIKES)))

    def _links(self, said: Message) -> Iterator[Link]:
        """Addresses in its words that lead to topics that are taken, each once."""
        leads = re.finditer(rf"{re.escape(self._base)}{_TOPIC}", said.text) if self._base else ()
        for found in {one[0]: one for one in leads}.values():
            topic = self._topics.get(which := number(found["topic"]))
            if topic is not None and topic.why is None:
                key = key_of(which, max(number(found["post"]), topic.opener))
                if key != said.key:
                    yield Link(said.key, key, found[0])

    def _look_ahead(self) -> None:
        """Every topic by its own object and by its posts, wherever these stand."""
        self._topics, self._answered, self._places, self._private = {}, {}, {}, set()
        for path in self._files:
            for category in _categories(found := _read(path)):
                self._category(category)
            if isinstance(found, dict) and "post_stream" in found:
                self._topic(found, _posts(found))
            for post in _posts(found):
                self._see(post)
        for topic in self._topics.values():
            within = number(topic.place.rpartition("-")[2])
            if within in self._private:
                topic.why = Why.PRIVATE
            if topic.why is None:
                self._places.setdefault(within, Place(topic.place, f"Category {within}" if within else "Discourse"))
        for private in self._private:
            self._places.pop(private, None)

    def _category(self, category: Row) -> None:
        which = number(category.get("id"))
        if is_true(category.get("read_restricted")):
            self._private.add(which)
        about = words_of(str(category.get("description_text") or category.get("description") or ""))
        self._places[which] = Place(f"category-{which}", words_of(str(category.get("name") or which)), about)

    def _topic(self, found: Row, posts: Sequence[Row]) -> None:
        which = number(found.get("id"))
        listed = found.get("tags")
        tags = [one.get("name") if isinstance(one, dict) else one for one in listed] if isinstance(listed, list) else []
        closings = [one.get("created_at") for one in posts if one.get("action_code") == "closed.enabled"]
        why = Why.PRIVATE if found.get("archetype", "regular") != "regular" or found.get("visible") is False else None
        topic = self._topics.setdefault(which, Topic("", opener=0))
        topic.place = f"category-{number(found.get('category_id'))}"
        topic.title, topic.tags = str(found.get("title") or ""), tuple(str(tag) for tag in tags if tag)
        topic.why = topic.why or (Why.DELETED if found.get("deleted_at") else why)
        topic.closed_at = (closings or [found.get("last_posted_at")])[-1] if is_true(found.get("closed")) else None
        answer = found.get("accepted_answer")
        if isinstance(answer, dict):
            self._answered[which] = number(answer.get("post_number"))

    def _see(self, post: Row) -> None:
        which, place = number(post.get("topic_id")), number(post.get("post_number"))
        if not which or not place:
            return
        topic = self._topics.setdefault(which, Topic(f"category-{number(post.get('category_id'))}", opener=0))
        topic.title = topic.title or str(post.get("topic_title") or "")
        if post.get("topic_archetype", "regular") != "regular":
            topic.why = Why.PRIVATE
        if why_not(post) is None and (not topic.opener or place < topic.opener):
            topic.opener = place
        if is_true(post.get("accepted_answer")):
            self._answered.setdefault(which, place)
        if not self._base and (host := _HOST.search(str(post.get("avatar_template") or ""))):
            self._base = f"https://{host[1]}"


def _read(path: Path) -> object:
    """What a file holds, or why it cannot be read. Raises Unsafe."""
    if path.stat().st_size > LARGEST:
        return PassedOver(Why.TOO_LARGE, path.name)
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except RecursionError:
        raise Unsafe(f"{path.name} holds brackets within brackets without end") from None
    except ValueError as error:
        return PassedOver(Why.DAMAGED, f"{path.name} {getattr(error, 'pos', getattr(error, 'start', 0))}")


def _rows(value: object) -> list[Row]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _posts(found: object) -> list[Row]:
    """The posts of a file, in whichever of its forms."""
    if isinstance(found, list):
        return [one for row in _rows(found) for one in _posts(row)]
    if not isinstance(found, dict):
        return []
    if "post_number" in found:
        return [found]
    inside = found["post_stream"] if isinstance(found.get("post_stream"), dict) else found
    return _rows(inside.get("posts")) or _rows(found.get("latest_posts"))


def _categories(found: object) -> list[Row]:
    listed = found.get("category_list") if isinstance(found, dict) else None
    rows = _rows(listed.get("categories")) if isinstance(listed, dict) else []
    return rows + [one for row in rows for one in _rows(row.get("subcategory_list"))]


def opens(paths: Sequence[Path]) -> stream.Reader:
    """The backup where one of the paths holds it, else every file of JSON in them. Raises NotThisKind."""
    if (dump := discourse_backup.dump_in(paths)) is not None:
        return discourse_backup.BackupReader(dump)
    files = [one for path in paths for one in (sorted(path.rglob("*.json")) if path.is_dir() else [path])]
    if any(_posts(found) for found in map(_read, files)):
        return DiscourseReader(files)
    raise stream.NotThisKind(
        "Discourse gives topics as files of JSON with a post_stream, or a backup with a file dump.sql.gz."
    )
