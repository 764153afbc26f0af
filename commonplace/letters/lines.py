"""Plain words in lines that a mail program need not break by itself."""

import re
import textwrap
from typing import Final

COLUMNS: Final = 72
# What a line begins with: room, the marks of a quotation, the mark of a list.
_BEGINNING = re.compile(r"(?P<kept>[ >]{0,40})(?P<mark>(?:[-*•] +|\d{1,3}\. +)?)")


def in_lines(text: str) -> str:
    """The text in lines of at most 72 columns; a longer word, such as a link, stays whole on a line of its own."""
    return "\n".join(line if len(line) <= COLUMNS else _broken(line) for line in text.split("\n"))


def _broken(line: str) -> str:
    began = _BEGINNING.match(line)
    kept, mark = (began["kept"], began["mark"]) if began else ("", "")
    return textwrap.fill(
        line[len(kept) + len(mark) :],
        COLUMNS,
        initial_indent=kept + mark,
        subsequent_indent=kept + " " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )
