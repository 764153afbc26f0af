"""The forums of a course of Moodle from its backup: the folder that an .mbz unpacks to, with moodle_backup.xml in it.

Read by the names that Moodle's own backup writes (`mod/forum/backup/moodle2`); no real backup has confirmed it. A
forum is a place; what was written for one group, or in a forum that was hidden, is a closed one. Private replies are
never taken, nor grades, which Moodle calls ratings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from commonplace.lib.archives.elements import Closed, Opened
from commonplace.lib.archives.escaping import escaped_text, hidden, shown_name
from commonplace.lib.archives.markup import markdown_of, words_of
from commonplace.lib.archives.moments import from_seconds
from commonplace.lib.archives.moodle_backup import Backup, Row, said
from commonplace.lib.archives.stream import Author, Enclosure, Message, NotThisKind, PassedOver, Place, Record, Why
from commonplace.lib.text import one_line, tidy

BACKUP: Final = "moodle_backup.xml"
_OF_EVERYBODY: Final = ("-1", "0", "")
_AUTO, _HTML, _PLAIN = "0", "1", "2"
_AREAS: Final = ("attachment", "post")
_MOST_FILES: Final = 200_000
_ANSWER = re.compile(r"^(?:\s*(?:re|aw|odp|sv|antw|rv|rif)\s*(?:\[\d+\])?:)+", re.IGNORECASE)
_NAMELESS = re.compile(r"anon(?:firstname)?\d+")


@dataclass(slots=True)
class _Discussion:
    """A discussion while its posts are read: a few fields, and all that was said in it."""

    row: Row = field(default_factory=dict)
    posts: list[Row] = field(default_factory=list)


class MoodleReader:
    """One backup, unpacked."""

    kind = "moodle"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._backup = Backup(folder)
        self.title = ""
        self._people: set[str] = set()
        self._groups: dict[str, str] = {}
        self._files: dict[str, list[Enclosure]] = {}
        for one in self._backup.whole(BACKUP):
            if isinstance(one, Closed) and one.name == "original_course_fullname":
                self.title = words_of(one.text)

    def records(self) -> Iterator[Record]:
        """People, then each forum with its discussions; every other activity is told by its folder."""
        self._people, self._groups, self._files = set(), {}, {}
        for row in self._backup.rows("users.xml", "user"):
            yield row if isinstance(row, PassedOver) else self._author(row)
        for row in self._backup.rows("groups.xml", "group"):
            if isinstance(row, PassedOver):
                yield row
            else:
                self._groups[row["id"]] = words_of(row.get("name", ""))
        for row in self._backup.rows("files.xml", "file"):
            if isinstance(row, PassedOver):
                yield row
            elif (
                row.get("filearea") in _AREAS
                and row.get("component") == "mod_forum"
                and row.get("filename", ".") != "."
            ):
                yield from self._file(row)
        for folder in sorted((self._folder / "activities").glob("*")):
            if folder.name.startswith("forum_"):
                yield from self._forum(folder)
            else:
                yield PassedOver(Why.UNKNOWN_KIND, f"activities/{folder.name}")

    def _author(self, row: Row) -> Record:
        key = row["id"]
        if not key.isdecimal() or key in self._people:
            return PassedOver(Why.REPEATED if key in self._people else Why.DAMAGED, f"users.xml {key}")
        is_gone = row.get("deleted") == "1" or _NAMELESS.fullmatch(row.get("firstname", ""))
        if is_gone or _NAMELESS.fullmatch(row.get("username", "")):
            return PassedOver(Why.DELETED, f"users.xml {key}")
        self._people.add(key)
        name = shown_name(f"{row.get('firstname', '')} {row.get('lastname', '')}")
        # Only who came in by a letter to it showed that it is theirs; others were written down by the school.
        address = row.get("email", "").strip()
        is_verified = bool(address) and row.get("auth") == "email" and row.get("confirmed") == "1"
        return Author(key, name, address, is_verified, about=words_of(row.get("description", "")))

    def _file(self, row: Row) -> Iterator[Record]:
        if len(self._files) >= _MOST_FILES:
            yield PassedOver(Why.TOO_LARGE, f"files.xml {row['id']}")
            return
        name = one_line(row.get("filename", ""))
        one = Enclosure(name, row.get("mimetype", ""), self._backup.opener(row.get("contenthash", "")))
        self._files.setdefault(row.get("itemid", ""), []).append(one)

    def _forum(self, folder: Path) -> Iterator[Record]:
        """One forum: its places as they come up, and its discussions, each once it is whole."""
        name = f"activities/{folder.name}"
        settings = self._backup.whole(f"{name}/module.xml")
        is_hidden = any(isinstance(one, Closed) and (one.name, one.text) == ("visible", "0") for one in settings)
        forum: Row = {}
        path: list[str] = []
        talk, post = _Discussion(), dict[str, str]()
        places: set[str] = set()
        for one in self._backup.whole(f"{name}/forum.xml"):
            if isinstance(one, PassedOver):
                yield from self._discussion(talk, forum, is_hidden, places)
                yield one
            elif isinstance(one, Opened):
                path.append(one.name)
                if one.name == "forum":
                    forum = {"id": one.given.get("id", "")}
                elif path[-2:] == ["discussions", "discussion"]:
                    talk = _Discussion({"id": one.given.get("id", "")})
                elif path[-2:] == ["posts", "post"]:
                    post = {"id": one.given.get("id", "")}
            else:
                parent = path[-2] if len(path) > 1 else ""
                if path[-2:] == ["posts", "post"]:
                    talk.posts.append(post)
                elif path[-2:] == ["discussions", "discussion"]:
                    yield from self._discussion(talk, forum, is_hidden, places)
                    talk = _Discussion()
                elif one.name == "rating":
                    yield PassedOver(Why.PRIVATE, f"{name} rating")
                elif parent in ("forum", "discussion", "post"):
                    {"forum": forum, "discussion": talk.row, "post": post}[parent].setdefault(one.name, said(one.text))
                path.pop()

    def _discussion(self, talk: _Discussion, forum: Row, is_hidden: bool, places: set[str]) -> Iterator[Record]:
        group = talk.row.get("groupid", "")
        is_closed = group not in _OF_EVERYBODY
        place = f"forum-{forum.get('id')}" + (f"-group-{group}" if is_closed else "")
        records = [self._post(post, place) for post in talk.posts]
        taken = [one for one in records if isinstance(one, Message)]
        if taken and place not in places:
            places.add(place)
            title = words_of(forum.get("name", "")) + (f" · {self._groups.get(group) or group}" if is_closed else "")
            yield Place(place, title, words_of(forum.get("intro", "")), is_closed or is_hidden)
        first = f"post-{talk.row.get('firstpost')}"
        opener = next((one for one in taken if one.key == first), min(taken, key=lambda one: one.at, default=None))
        for one in records:
            if not isinstance(one, Message) or opener is None:
                yield one
                continue
            # A reply's subject is its words only where it is its own.
            is_own = one is not opener and one.title and one.title != words_of(talk.row.get("name", ""))
            text = f"**{escaped_text(one.title)}**\n\n{one.text}" if is_own else one.text
            is_locked = one is opener and talk.row.get("timelocked", "0") not in _OF_EVERYBODY
            yield Message(
                one.key, place, one.author, one.at, text.strip(),
                title=words_of(talk.row.get("name", "")) if one is opener else "",
                thread=opener.key, answers="" if one is opener else one.answers,
                edited_at=one.edited_at, closed_at=from_seconds(talk.row["timelocked"]) if is_locked else None,
                enclosures=one.enclosures,
            )  # fmt: skip

    def _post(self, post: Row, place: str) -> Message | PassedOver:
        where, at = f"post {post['id']}", from_seconds(post.get("created"))
        if post.get("privatereplyto", "0") not in _OF_EVERYBODY:
            return PassedOver(Why.PRIVATE, where)
        if post.get("deleted") == "1":
            return PassedOver(Why.DELETED, where)
        if not post["id"].isdecimal() or at is None:
            return PassedOver(Why.DAMAGED, where)
        files = tuple(self._files.get(post["id"], ()))
        text = _words(post.get("message", ""), post.get("messageformat", _HTML))
        if not text and not files:
            return PassedOver(Why.EMPTY, where)
        edited = from_seconds(post.get("modified"))
        return Message(
            f"post-{post['id']}", place, post.get("userid") if post.get("userid") in self._people else None, at, text,
            title=_ANSWER.sub("", words_of(post.get("subject", ""))).strip(),
            answers=f"post-{post['parent']}" if post.get("parent", "0") not in _OF_EVERYBODY else "",
            edited_at=edited if edited and edited > at else None, enclosures=files,
        )  # fmt: skip


def _words(text: str, form: str) -> str:
    if form in (_HTML, _AUTO):
        return markdown_of(text if form == _HTML else re.sub(r"\r?\n", "<br>", text))
    return escaped_text(tidy(text)) if form == _PLAIN else tidy(hidden(text)).strip()


def opens(paths: Sequence[Path]) -> MoodleReader:
    """The backup in a folder. Raises NotThisKind."""
    for folder in paths:
        for one in (folder, *sorted(folder.iterdir())) if folder.is_dir() else ():
            if (one / BACKUP).is_file():
                return MoodleReader(one)
    raise NotThisKind("A backup of Moodle is an .mbz with a file moodle_backup.xml in it.")
