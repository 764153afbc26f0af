"""Text that was wrapped for the journey and says so: format=flowed with its quotes, and delsp (RFC 3676)."""

import re

_FLOWED = re.compile(r"\bformat\s*=\s*\"?flowed\b", re.IGNORECASE)
_DELSP = re.compile(r"\bdelsp\s*=\s*\"?yes\b", re.IGNORECASE)
# Some programs set a space between the marks; what they mean is plain.
_MARKS = re.compile(r">(?: ?>)*")


def unwrapped(text: str, content_type: str) -> str:
    """The text with its paragraphs in one line each, where its Content-Type says that it flows; else as it is."""
    if "flowed" not in content_type.lower() or not _FLOWED.search(content_type):
        return text
    deletes_space = _DELSP.search(content_type) is not None
    lines: list[str] = []
    flowing: list[str] = []  # the beginning of a paragraph that goes on
    depth_before = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        depth, words = _taken_apart(line)
        is_separator = words in ("-- ", "--")
        if flowing and (depth != depth_before or is_separator or not words.strip()):
            lines.append(_marked("".join(flowing).rstrip(" "), depth_before))
            flowing.clear()
        depth_before = depth
        if words.endswith(" ") and not is_separator and words.strip():
            flowing.append(words[:-1] if deletes_space else words)
            continue
        lines.append(_marked("".join(flowing) + words, depth))
        flowing.clear()
    if flowing:
        lines.append(_marked("".join(flowing).rstrip(" "), depth_before))
    return "\n".join(lines)


def _taken_apart(line: str) -> tuple[int, str]:
    """How deep a line is quoted, and its words without the space that was put before them for the journey."""
    marks = _MARKS.match(line)
    depth = marks[0].count(">") if marks else 0
    return depth, line[marks.end() if marks else 0 :].removeprefix(" ")


def _marked(words: str, depth: int) -> str:
    return f"{'>' * depth} {words}" if depth and words else ">" * depth or words
