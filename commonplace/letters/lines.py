"""Plain words in lines that a mail program need not break by itself."""

import re
import textwrap
from typing import Final

COLUMNS: Final = 72
_CODE = re.compile(r"(?:> ){0,20} {4}")
# What a line begins with: room, the marks of a quotation, the mark of a list.
_BEGINNING = re.compile(r"(?P<kept>[ >]{0,40})(?P<mark>(?:[-*•] +|\d{1,3}\. +)?)")


def in_lines(text: str, columns: int = COLUMNS) -> str:
    """The text in lines of at most so many columns; a longer word, such as a link, stays whole on a line of its own.

    So does a line of code, which four blanks begin.
    """
    lines = text.split("\n")
    return "\n".join(one if len(one) <= columns or _CODE.match(one) else _broken(one, columns) for one in lines)


def _broken(line: str, columns: int) -> str:
    began = _BEGINNING.match(line)
    kept, mark = (began["kept"], began["mark"]) if began else ("", "")
    return textwrap.fill(
        line[len(kept) + len(mark) :],
        columns,
        initial_indent=kept + mark,
        subsequent_indent=kept + " " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )
