"""The kinds of archives that this house reads: one list, by the word of the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from commonplace.lib.archives import discourse, moodle, slack, stackexchange, telegram, whatsapp, zulip
from commonplace.lib.archives.stream import Reader


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its word, what it is called, what is given to it, and how its files are opened.

    `says` is the word for what was said there: "posts" or "messages". `opens` gets files and folders, never packed
    ones (see `at_hand`); it raises NotThisKind and Unsafe.
    """

    code: str
    called: str
    given: str  # what one brings, for the help of the command and of the page
    opens: Callable[[Sequence[Path]], Reader]
    says: str = "messages"


KINDS: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    """Have these kinds read."""
    for one in kinds:
        KINDS[one.code] = one


declare(
    Kind("discourse", "Discourse", "topics as JSON, or the backup of the site (tar.gz)", discourse.opens, "posts"),
    Kind("moodle", "Moodle", "the backup of a course (.mbz) with its users", moodle.opens, "posts"),
    Kind(
        "stackexchange",
        "Stack Exchange",
        "a folder with a site's dump: Posts.xml, Users.xml …",
        stackexchange.opens,
        "posts",
    ),
    Kind("slack", "Slack", "an export, packed or unpacked: channels.json, users.json …", slack.opens),
    Kind("zulip", "Zulip", "an archive with stream_index.json, or Zulip's own export with realm.json", zulip.opens),
    Kind("whatsapp", "WhatsApp", "the text that a phone exports of a group, packed or not", whatsapp.opens),
    Kind("telegram", "Telegram", "result.json, as the program for desktops exports it", telegram.opens),
)

__all__ = ["KINDS", "Kind", "declare"]
