"""Our reading of what was written, quoted and signed in letters, beside mail-parser-reply on the same texts.

COMMONPLACE_ARCHIVES names the folder of real archives; without it, give files. mail-parser-reply is no dependency, and
without it ours is read alone: put it into a folder of its own, and name that.

    pip install --target /tmp/beside mail-parser-reply==1.36
    PYTHONPATH=/tmp/beside python bench/mail_quotes.py [--rounds 3] [--letters N] [FILE...]

"As they stood": letters whose pieces, joined, are the text, line by line, blank lines and white space at the ends of
lines aside. "Left with nothing": letters of which nothing counts as newly written, though they have lines that bear no
">", announce no quote and were not put there by the archive.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from commonplace.lib.mail.mailbox import read_mailboxes
from commonplace.lib.mail.message import MailMessage, read_all
from commonplace.lib.mail.quoting import Kind, parts_of

ARCHIVES = ("r-sig-teaching", "twisted-web", "twisted-reality")
ANNOUNCES = re.compile(r"(?:wrote|writes|schrieb|said)\s*:\s*$|^On\b.{0,200}$|^-{2,}", re.IGNORECASE)
# What pipermail writes in place of a part that it took out.
TAKEN_OUT = re.compile(
    r"^An? .{0,80} was scrubbed\.\.\.\n(?:(?:From|Subject|Date|Name|Type|Size|Desc|URL)\s*: .*\n?)+", re.MULTILINE
)


class Pieces(NamedTuple):
    """A letter's text in pieces, and what of it counts as newly written."""

    all: str
    written: str


def ours(text: str) -> Pieces:
    """By `parts_of`."""
    parts = parts_of(text)
    return Pieces("".join(one.text for one in parts), "".join(one.text for one in parts if one.kind is Kind.WRITTEN))


def beside(languages: list[str]) -> Callable[[str], Pieces]:
    """By mail-parser-reply, told the languages."""
    parser: Any = import_module("mailparser_reply").EmailReplyParser(languages=languages)

    def read(text: str) -> Pieces:
        replies = parser.read(text).replies
        return Pieces("\n".join(one.content for one in replies), replies[0].body if replies else "")

    return read


def lines_of(text: str) -> list[str]:
    """The lines that say something, without white space at their ends."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def has_own_lines(text: str) -> bool:
    """Whether some line before the signature is marked as no quote, and announces none."""
    own = re.split(r"^-- ?$|^_{10,}$", TAKEN_OUT.sub("", text), maxsplit=1, flags=re.MULTILINE)[0]
    return any(
        line.strip() and not line.lstrip().startswith(">") and not ANNOUNCES.search(line) for line in own.splitlines()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--letters", type=int, default=0, help="the first so many alone")
    options = parser.parse_args()
    paths = options.files or [Path(os.environ["COMMONPLACE_ARCHIVES"]) / "mbox" / name for name in ARCHIVES]
    texts = [one.text for one in read_all(read_mailboxes(paths)) if isinstance(one, MailMessage) and one.text.strip()]
    texts = texts[: options.letters or None]
    readers: dict[str, Callable[[str], Pieces]] = {"ours": ours}
    if find_spec("mailparser_reply"):
        readers["mail-parser-reply"] = beside(["en", "de"])
    best: dict[str, float] = {}
    for _ in range(options.rounds):
        for name, read in readers.items():
            began = process_time()
            for text in texts:
                read(text)
            best[name] = min(best.get(name, 1e9), process_time() - began)
    print(f"{len(texts)} letters, {sum(map(len, texts)) / 1e6:.1f} million characters, best of {options.rounds} rounds")
    print(f"{'':20}{'a second':>10}{'as they stood':>15}{'left with nothing':>19}")
    for name, read in readers.items():
        found = [read(text) for text in texts]
        stood = sum(lines_of(one.all) == lines_of(text) for one, text in zip(found, texts, strict=True))
        nothing = sum(not one.written.strip() and has_own_lines(text) for one, text in zip(found, texts, strict=True))
        print(f"{name:20}{len(texts) / best[name]:>10.0f}{stood:>15}{nothing:>19}")


if __name__ == "__main__":
    main()
