"""Zulip's topics as conversations: which message opens each, and which settled it where the topic was resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commonplace.lib.archives.zulip_words import NO_TOPIC, RESOLVED


@dataclass(slots=True)
class _Topic:
    opens: str
    opener: str
    is_resolved: bool = False
    answer: str = ""  # the last message by somebody other than who opened it
    settled: str = ""
    at: datetime | None = None


class Topics:
    """The topics of one stream as its messages go by."""

    def __init__(self) -> None:
        self._topics: dict[str, _Topic] = {}

    def take(self, name: str, message: str, author: str) -> tuple[str, str]:
        """The message that opens the topic of this one, and the topic's name where it is this; empty without one."""
        bare = name.removeprefix(RESOLVED).strip()
        if bare.casefold() in NO_TOPIC:
            return "", ""
        # Zulip takes a topic in capitals for the same.
        topic = self._topics.get(bare.casefold())
        if topic is None:
            self._topics[bare.casefold()] = _Topic(message, author, name.startswith(RESOLVED))
            return message, bare
        topic.is_resolved = topic.is_resolved or name.startswith(RESOLVED)
        if author != topic.opener:
            topic.answer = message
        return topic.opens, ""

    def said_by_the_program(self, name: str, text: str, at: datetime) -> None:
        """Take note of a line of the program, which may say that the topic was resolved."""
        topic = self._topics.get(name.removeprefix(RESOLVED).strip().casefold())
        if topic is not None and "marked this topic as resolved" in text:
            topic.settled, topic.at = topic.answer, at

    def settled(self) -> Iterator[tuple[str, str, datetime | None]]:
        """Of each topic that stands as resolved what opened it, what answered it, and when that was said.

        Zulip tells that, not by what: it is the last message before by somebody other than who opened it.
        """
        for topic in self._topics.values():
            if topic.is_resolved and (answer := topic.settled or topic.answer):
                yield topic.opens, answer, topic.at if topic.settled else None


__all__ = ["Topics"]
