"""Words that were written without Markdown, put so that Markdown reads them as they stood."""

from __future__ import annotations

import re

_URL = re.compile(r"https?://[^\s<>\"\\`]{1,2000}[^\s<>\"\\`.,;:!?)\]'*_~]", re.IGNORECASE)
_SIGNS = re.compile(r"[\\`*_\[\]<~^$|]|&(?=#?[A-Za-z0-9]{1,31};)|!(?=\[)")
_BEGINS = re.compile(r"^([ \t]*)(?:([#>+=\-:])|(\d{1,9})([.)]))")
_INDENT = re.compile(r"^[ \t]+")


def as_markdown(text: str) -> str:
    """The same words as Markdown; addresses of pages stay links, each line stays a line."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    found: list[str] = []
    end = 0
    for url in _URL.finditer(line):
        found += [_SIGNS.sub(r"\\\g<0>", line[end : url.start()]), f"<{url[0]}>"]
        end = url.end()
    found.append(_SIGNS.sub(r"\\\g<0>", line[end:]))
    said = _BEGINS.sub(_unsigned, "".join(found))
    # Four blanks would make it code.
    return _INDENT.sub(lambda blanks: "\u00a0" * len(blanks[0].expandtabs(4)), said)


def _unsigned(found: re.Match[str]) -> str:
    blanks, sign, number, dot = found.groups()
    return f"{blanks}\\{sign}" if sign else f"{blanks}{number}\\{dot}"
