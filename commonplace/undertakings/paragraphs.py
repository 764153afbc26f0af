"""A text as paragraphs, each of which can be spoken about: cut where blank lines are, and rendered one by one."""

from __future__ import annotations

import re

from commonplace.lib import markdown
from commonplace.lib.text import excerpt, plain, tidy

MOST = 150  # what follows is one last paragraph
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
ITEM = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s")
DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:")
BEGINNING = 60
MOST_SAID = 2_000  # characters at the foot of a text that every paragraph is rendered with


def cut(source: str) -> list[str]:
    """The paragraphs of a text in Markdown; code and lists stay whole."""
    blocks: list[list[str]] = []
    fence, is_new = "", True
    for line in source.splitlines():
        if not fence and not line.strip():
            is_new = True
            continue
        if is_new and not (blocks and _goes_on(blocks[-1], line)) and len(blocks) < MOST:
            blocks.append([])
        elif is_new:
            blocks[-1].append("")
        is_new = False
        blocks[-1].append(line)
        found = FENCE.match(line)
        if fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence and found:
            fence = found[1]
    return ["\n".join(block) for block in blocks]


def _goes_on(block: list[str], line: str) -> bool:
    """Whether a line after a blank one belongs to the paragraph before it: a list, or what is set in beneath it."""
    is_list = ITEM.match(block[0]) is not None
    return line.startswith(("  ", "\t")) or (is_list and ITEM.match(line) is not None)


def rendered(source: str) -> list[str]:
    """The HTML of each paragraph that shows anything; raises `markdown.TextTooLong`."""
    if len(source) > markdown.MAX_SOURCE:
        raise markdown.TextTooLong(len(source))
    source = tidy(source).strip()
    # Where a link leads is said once for the whole text, at its foot.
    lines = source.splitlines()
    said = "\n".join(line for line in lines if DEFINITION.match(line))
    said = said if len(said) <= MOST_SAID else ""
    found = (markdown.render(f"{block}\n\n{said}" if said else block) for block in cut(source))
    return [one.html for one in found if not one.is_blank]


def beginning(html: str) -> str:
    """How a paragraph begins, to know it by."""
    return excerpt(plain(html), BEGINNING)
