"""Messages of archives as pages show them, by a second process where there are many and a second core.

It knows nothing of Django or the database, and works one batch ahead of whoever keeps them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from commonplace.lib import markdown
from commonplace.lib.archives.plain import as_markdown
from commonplace.lib.archives.stream import Form
from commonplace.lib.mail.addresses import withheld
from commonplace.transfer.other_process import OtherProcess, whoever_asks

WITHHELD = "…@…"
MANY = 2_000  # messages for which a second process is worth its start


class Asked(NamedTuple):
    """A message as it came."""

    text: str
    form: str
    with_maths: bool = False


class Shown(NamedTuple):
    """A message as it is kept: its source without addresses, its HTML, and its words for search."""

    source: str
    html: str
    words: str
    is_blank: bool


def shown(one: Asked) -> Shown:
    """What is kept of a message's words."""
    source = source_of(one.text, one.form)
    rendered = markdown.render(source, with_maths=one.with_maths and "$" in source)
    return Shown(source, rendered.html, rendered.text, rendered.is_blank)


def source_of(text: str, form: str) -> str:
    """The words as they are kept, without addresses."""
    text = withheld(text, WITHHELD)
    return (text if form == Form.MARKDOWN else as_markdown(text))[: markdown.MAX_SOURCE]


class Here:
    """Sets messages in this process, when they are taken; one batch is asked for at a time."""

    def __init__(self) -> None:
        self._asked: Sequence[Asked] = ()

    def ask(self, some: Sequence[Asked]) -> None:
        self._asked = some

    def take(self) -> list[Shown]:
        return [shown(one) for one in self._asked]

    def close(self) -> None:
        pass


class Beside(OtherProcess):
    """Sets messages in a process of its own, as soon as they are asked for."""

    def __init__(self) -> None:
        super().__init__("commonplace.transfer.shown")
        self._asked: Sequence[Asked] = ()

    def ask(self, some: Sequence[Asked]) -> None:
        # Only once the last answer is taken: texts are longer than a pipe, and both would wait for the other to read.
        self._asked = some
        self.send([tuple(one) for one in some])

    def take(self) -> list[Shown]:
        answer = self.receive()
        return [shown(one) for one in self._asked] if answer is None else [Shown(*one) for one in answer]


def setter_for(messages: int) -> Here | Beside:
    """Who sets so many messages on this machine."""
    return Beside() if messages >= MANY and (os.cpu_count() or 1) > 1 else Here()


def main() -> None:
    """Set messages for whoever started this, until they close the pipe."""
    with whoever_asks() as (asked, given):
        while True:
            given.send([tuple(shown(Asked(*one))) for one in asked.recv()])  # our own process wrote it


if __name__ == "__main__":
    main()
