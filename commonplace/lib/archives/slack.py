"""Slack's export, unpacked: channels, people, and a file of messages for each channel and day.

Read as Slack's own help describes it and as a real one of 2015 and 2016 stands. Only channels that `channels.json`
lists are taken: private ones (`groups.json`), letters to one or a few (`dms.json`, `mpims.json`) and folders that no
list names are counted and left. Names and words, but no files, come with an export; a file is told by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from commonplace.lib.archives.escaping import shown_name
from commonplace.lib.archives.json_pieces import Row, row, said
from commonplace.lib.archives.slack_channel import Channel, listed
from commonplace.lib.archives.slack_words import Called, words
from commonplace.lib.archives.stream import Author, NotThisKind, PassedOver, Place, Record, Why

CHANNELS: Final = "channels.json"
_PEOPLE: Final = ("users.json", "org_users.json")
_NAMELESS: Final = re.compile(r"deactivateduser\d*")  # whose profile was deleted, not only switched off


class SlackReader:
    """One export, opened; `root` is the folder with the lists in it."""

    kind = "slack"
    title = ""

    def __init__(self, root: Path) -> None:
        self._root = root

    def records(self) -> Iterator[Record]:
        """The people, then each channel with its days in order."""
        people: dict[str, str] = {}  # how each is called
        channels: dict[str, tuple[str, str]] = {}  # of each folder: the key and the name of its channel
        machines: set[str] = set()
        for name in _PEOPLE:
            for one in self._listed(name):
                if isinstance(one, PassedOver):
                    yield one
                elif _NAMELESS.fullmatch(said(one.get("name"))):
                    yield PassedOver(Why.DELETED, f"{name} {said(one.get('id'))}")
                elif (author := _author(one)) is None:
                    yield PassedOver(Why.DAMAGED, name)
                elif author.key in people:
                    yield PassedOver(Why.REPEATED, f"{name} {author.key}")
                else:
                    people[author.key] = author.name
                    machines |= {author.key} if author.is_machine else set()
                    yield author
        for one in self._listed(CHANNELS):
            if isinstance(one, PassedOver):
                yield one
                continue
            key, name = said(one.get("id")), said(one.get("name"))
            if not key or not name or one.get("is_private") is True or name in channels:
                yield PassedOver(Why.PRIVATE if one.get("is_private") else Why.DAMAGED, f"{CHANNELS} {key}")
                continue
            about = said(row(one.get("purpose")).get("value")) or said(row(one.get("topic")).get("value"))
            channels[name] = (key, name)
            yield Place(key, name, words(about, Called(people, dict(channels.values()))).text)
        yield from self._beside()
        called = Called(people, dict(channels.values()))
        for folder in sorted(path for path in self._root.iterdir() if path.is_dir() and not path.is_symlink()):
            found = channels.get(folder.name)
            if found is None:
                yield from self._counted(folder)
            else:
                yield from Channel(found[0], folder, called, machines).records()

    def _listed(self, name: str) -> Iterator[Row | PassedOver]:
        if (self._root / name).is_file():
            yield from listed(self._root / name, name)

    def _beside(self) -> Iterator[Record]:
        """What lies beside the channels: private ones are named nowhere, of what else there is each file is told."""
        for path in sorted(self._root.glob("*.json")):
            if path.name in ("groups.json", "dms.json", "mpims.json", "integration_logs.json"):
                why = Why.SYSTEM if path.name.startswith("integration") else Why.PRIVATE
                for number, one in enumerate(listed(path, path.name), start=1):
                    yield one if isinstance(one, PassedOver) else PassedOver(why, f"{path.name} {number}")
            elif path.name not in (CHANNELS, *_PEOPLE):
                yield PassedOver(Why.UNKNOWN_KIND, path.name)

    def _counted(self, folder: Path) -> Iterator[Record]:
        for path in sorted(folder.glob("*.json")):
            # The folder of a direct message may bear its people's names.
            for number, one in enumerate(listed(path, path.name), start=1):
                yield one if isinstance(one, PassedOver) else PassedOver(Why.PRIVATE, f"{path.name} {number}")


def _author(one: Row) -> Author | None:
    key, profile = said(one.get("id")), row(one.get("profile"))
    if not key:
        return None
    names = (profile.get("display_name"), profile.get("real_name"), one.get("real_name"), one.get("name"))
    return Author(
        key, next(filter(None, map(shown_name, names)), ""), said(profile.get("email")),
        is_verified=one.get("is_email_confirmed") is True, is_machine=one.get("is_bot") is True or key == "USLACKBOT",
        about=said(profile.get("title")),
    )  # fmt: skip


def opens(paths: Sequence[Path]) -> SlackReader:
    """Open an export. Raises NotThisKind."""
    for path in paths:
        for root in (path, *sorted(path.iterdir())) if path.is_dir() else ():
            if (root / CHANNELS).is_file() and any((root / name).is_file() for name in _PEOPLE):
                return SlackReader(root)
    raise NotThisKind("A Slack export has a file channels.json and a file users.json beside it.")


__all__ = ["SlackReader", "opens"]
