"""What a post of Discourse says, whether it comes as JSON or as a row of its database: the same names, other values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from commonplace.lib.archives.escaping import hidden, shown_name
from commonplace.lib.archives.markup import markdown_of, words_of
from commonplace.lib.archives.moments import from_words
from commonplace.lib.archives.stream import Author, Enclosure, Message, PassedOver, Why
from commonplace.lib.text import one_line, tidy

LIKE: Final = 2
_SMALL_ACTION, _WHISPER = 3, 4
# What its own reading alone makes something of; then what it made is read.
_HAS_MARKUP = re.compile(
    r"<(?!https?://)[A-Za-z/!]|\[(?!/?(?:quote|details|spoiler)\b)/?[a-z]{1,20}(?:=[^\]\n]{0,200})?\](?!\()"
)
_QUOTE = re.compile(r'\[quote(?:="?([^",\]\n]{0,100})([^\]\n]{0,200}))?\]|\[/quote\]')
_FROM = re.compile(r"\b(post|topic):\s?(\d{1,9})\b")
_DETAILS = re.compile(r'^\[details(?:="?([^"\]\n]{0,180})"?)?\]\s*$|^\[/details\]\s*$')
_SPOILER = re.compile(r"\[/?spoiler\]")
_UPLOAD = re.compile(r"!?\[([^\]\n|]{0,200})(?:\|[^\]\n]{0,80})?\]\(upload://[\w.-]{1,120}\)(?: \([\d.]+ \w{1,5}\))?")
_CALLED = re.compile(r"(?<![\w`@/.\\])@(?=\w)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")

type Row = Mapping[str, object]


@dataclass(slots=True)
class Topic:
    """A conversation as its posts need to know it; `why` says why none of them is taken."""

    place: str
    title: str = ""
    why: Why | None = None
    opener: int = 1  # the number of the first post that is taken
    closed_at: object = None
    tags: tuple[str, ...] = ()


def number(value: object) -> int:
    """A whole number, as JSON or as its figures; 0 for anything else."""
    try:
        return int(str(value)) if value is not None and len(str(value)) < 19 else 0
    except ValueError:
        return 0


def is_true(value: object) -> bool:
    """Whether something holds, in JSON's words or PostgreSQL's."""
    return value in (True, "t", "true")


def key_of(topic: int, post: int) -> str:
    """The key of a post: both numbers stay while its conversation stands."""
    return f"{topic}/{post}"


def why_not(post: Row) -> Why | None:
    """Why a post is not taken, told without its words."""
    kind = number(post.get("post_type"))
    if kind == _SMALL_ACTION:
        return Why.SYSTEM
    if kind == _WHISPER:
        return Why.PRIVATE
    gone = post.get("deleted_at") or is_true(post.get("user_deleted")) or is_true(post.get("hidden"))
    return Why.DELETED if gone else None


def message(post: Row, topic: Topic, *, author: str | None, base: str = "") -> Message | PassedOver:
    """One post as a record of the stream."""
    of, place = number(post.get("topic_id")), number(post.get("post_number"))
    key = key_of(of, place)
    at = from_words(post.get("created_at"))
    why = topic.why or why_not(post)
    if why is None and (not of or place < 1 or at is None):
        why = Why.DAMAGED
    text, files = ("", ()) if why else words(post, base)
    if why or not (text or files) or at is None:
        return PassedOver(why or Why.EMPTY, f"post {number(post.get('id'))}")
    opens = place == topic.opener
    reply_to = number(post.get("reply_to_post_number"))
    is_edited = number(post.get("version")) > 1
    return Message(
        key, topic.place, author, at, text,
        title=words_of(topic.title) if opens else "",
        thread=key_of(of, topic.opener),
        answers=key_of(of, reply_to) if reply_to >= topic.opener and not opens else "",
        topics=topic.tags if opens else (),
        edited_at=from_words(post.get("last_version_at") or post.get("updated_at")) if is_edited else None,
        closed_at=from_words(topic.closed_at) if opens and topic.closed_at else None,
        enclosures=files,
        is_automatic=number(post.get("user_id")) < 0,
    )  # fmt: skip


def author(user: Row, *, address: str = "", is_verified: bool = False, about: str = "") -> Author:
    """Whoever has an account, by the name that others saw."""
    who = number(user.get("user_id") or user.get("id"))
    called = shown_name(user.get("name")) or shown_name(user.get("username"))
    return Author(str(who), called, address, is_verified, is_machine=who < 0, about=about)


def words(post: Row, base: str) -> tuple[str, tuple[Enclosure, ...]]:
    """What a post says: as it was written where the house reads that, else as Discourse showed it."""
    raw, cooked = (str(post.get(name) or "") for name in ("raw", "cooked"))
    if not raw or (cooked and _HAS_MARKUP.search(raw)):
        return markdown_of(cooked, base=base), ()
    return written(raw, base, number(post.get("topic_id")))


def written(raw: str, base: str = "", topic: int = 0) -> tuple[str, tuple[Enclosure, ...]]:
    """Discourse's Markdown as the house's: quotes, folded parts, names called, and uploads by their names. A quote of
    another topic than its own leads there, where `base` says where the forum stood.
    """
    files: list[str] = []
    lines: list[str] = []
    quotes, fence = 0, ""
    for line in tidy(hidden(raw)).split("\n"):
        begins = _FENCE.match(line)
        if fence:
            fence = "" if begins and begins[1].startswith(fence) else fence
            lines.append(f"{'> ' * quotes}{line}")
            continue
        fence = begins[1] if begins else ""
        before = 0
        for found in _QUOTE.finditer(line):
            _add(lines, quotes, _line(line[before : found.start()], files))
            before, opens = found.end(), not found[0].startswith("[/")
            quotes = min(quotes + 1, 8) if opens else max(quotes - 1, 0)
            said = f"{_quoted(found, base, topic)}:" if opens and found[1] else ""
            lines.extend([f"{'> ' * quotes}{said}", ">" * quotes] if said else ["> " * (quotes - opens)])
        rest = line[before:]
        if rest.strip() or not before:
            lines.append(f"{'> ' * quotes}{_line(rest, files) if not fence else rest}")
    text = "\n".join(line.rstrip() for line in lines)
    names = tuple(Enclosure(one_line(name)) for name in files if one_line(name))
    return re.sub(r"\n{3,}", "\n\n", text).strip(), names


def _add(lines: list[str], quotes: int, line: str) -> None:
    if line.strip():
        lines.append(f"{'> ' * quotes}{line}")


def _quoted(found: re.Match[str], base: str, topic: int) -> str:
    """Whose words a quote holds, leading there where they stand in another topic."""
    name, where = _plainly(found[1]), {word: int(said) for word, said in _FROM.findall(found[2] or "")}
    to = where.get("topic", 0)
    return f"[{name}]({base}/t/{to}/{where.get('post', 1)})" if base and name and to not in (0, topic) else name


def _plainly(name: str) -> str:
    return re.sub(r"[\\`*_\[\]<>~^$|#@]", "", name).strip()


def _line(line: str, files: list[str]) -> str:
    """A line outside of code; names of uploads are added to `files`."""
    if found := _DETAILS.match(line):
        return ":::" if line.startswith("[/") else f"::: {found[1] or '…'}"

    def named(found: re.Match[str]) -> str:
        files.append(found[1])
        return found[1]

    line = _SPOILER.sub("", _UPLOAD.sub(named, line))
    # In code between backticks an @ is what it is.
    return "`".join(_CALLED.sub("", part) if place % 2 == 0 else part for place, part in enumerate(line.split("`")))
