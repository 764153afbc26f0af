"""A letter that was sent as HTML alone, read as Markdown: emphasis, headings, lists, links, code and quotes stay."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from commonplace.lib.mail.markup import DEEPEST_SILENCE, LARGEST, without_comments

LONGEST_ADDRESS = 2000  # characters of a link's address
DEEPEST_LIST, DEEPEST_QUOTE, DEEPEST_EMPHASIS = 8, 20, 8
MOST_TAGS = 200_000  # read of one letter; the rest is nobody's words
_SILENT = frozenset("script style head title template svg object noscript select button".split())
_BLOCKS = frozenset(
    "p div table tr ul ol li h1 h2 h3 h4 h5 h6 pre blockquote section article hr dl dt dd header footer center".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre dl hr".split())
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_EMPHASES = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_BLANK_LINES = re.compile(r"\n(?:[> \t]*\n){2,}")
_SIGNS = re.compile(r"[\\*`\[\]]|(?<!\w)_|_(?!\w)|~~")
_BEGINS = re.compile(r"^(?:(#{1,6})(?= |$)|([-+])(?= )|(\d{1,9})([.)])(?= )|(>)|([-=]{2,})$)")
_SAFE = ("http://", "https://")


def markdown_of_html(markup: str) -> str:
    """The words of the markup as Markdown, its quotes marked with '>' and its signature below '-- '."""
    reader = _Reader()
    reader.feed(_NO_TAG.sub("&lt;", without_comments(markup[:LARGEST])))
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._begin = ""  # what stands before the words of a line: an item's mark, a heading's
        self._silent: list[str] = []
        self._lists: list[int] = []  # the number of the next item, 0 where they have none
        self._open: list[str] = []  # emphasis
        self._deeper = 0  # emphasis within so much emphasis that nobody sees it
        self._link: tuple[str, int] | None = None  # its address, and where in the line it begins
        self._has_words = False  # whether the line has any
        self._quotes = self._pre = self._tags = 0
        self._is_signed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tags += 1
        if tag == "body":
            self._silent.clear()
        if tag in _SILENT and len(self._silent) < DEEPEST_SILENCE:
            self._silent.append(tag)
        if self._silent or self._tags > MOST_TAGS:
            return
        told = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._break(spaced=tag in _SPACED and not (self._lists and tag in ("ul", "ol", "p")))
        if "signature" in f"{told.get('class', '')} {told.get('id', '')}".lower() and not self._is_signed:
            # As gmail and Thunderbird mark it; the line above it is what plain mail has.
            self._is_signed = True
            self._break(spaced=False)
            self._lines.append(f"{self._margin}-- ".lstrip(" ") if not self._margin else f"{self._margin}--")
        self._opened(tag, told)

    def _opened(self, tag: str, told: dict[str, str]) -> None:
        if tag == "br":
            self._end_line()
        elif tag == "hr":
            self._lines.append(f"{self._margin}* * *")
            self._break(spaced=True)
        elif tag in ("ul", "ol"):
            if len(self._lists) < DEEPEST_LIST:
                start = told.get("start", "1")
                self._lists.append((int(start) if start.isdecimal() and len(start) < 6 else 1) if tag == "ol" else 0)
        elif tag == "li":
            number = self._lists[-1] if self._lists else 0
            if number:
                self._lists[-1] = number + 1
            self._begin = f"{'   ' * max(0, len(self._lists) - 1)}{f'{number}.' if number else '-'} "
        elif tag in _HEADINGS:
            self._begin = f"{'#' * _HEADINGS[tag]} "
        elif tag in ("td", "th") and self._has_words:
            self._line.append(" ")
        elif tag == "blockquote":
            self._quotes = min(self._quotes + 1, DEEPEST_QUOTE)
        elif tag == "pre":
            self._lines.append(f"{self._margin}```")
            self._pre += 1
        elif tag in _EMPHASES and not self._pre:
            if len(self._open) == DEEPEST_EMPHASIS:
                self._deeper += 1
            else:
                self._open.append(tag)
                self._line.append(f"\0{tag}")
        elif tag == "a":
            self._end_link()
            self._link = told.get("href", ""), len(self._line)
        elif tag == "img" and not told.get("src", "").startswith(_SAFE) and (said := told.get("alt", "").strip()):
            self.handle_data(said[:200])

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
            return
        if tag in _EMPHASES and self._open and not self._pre:
            if self._deeper:
                self._deeper -= 1
            else:
                self._open.pop()
                self._line.append(f"\1{tag}")
        elif tag == "a":
            self._end_link()
        if tag == "pre" and self._pre:
            self._break(spaced=False)
            self._pre -= 1
            self._lines.append(f"{self._margin}```")
        elif tag == "blockquote":
            self._break(spaced=False)
            self._quotes = max(0, self._quotes - 1)
        if tag in _BLOCKS:
            self._break(spaced=tag in _SPACED and not (len(self._lists) > 1 and tag in ("ul", "ol")))
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if self._silent or self._tags > MOST_TAGS:
            return
        if self._pre:
            first, *others = data.split("\n")
            self._line.append(first)
            for line in others:
                self._end_line()
                self._line.append(line)
            return
        words = _SIGNS.sub(r"\\\g<0>", _SPACE.sub(" ", data.replace("\0", "").replace("\1", "")))
        if not self._has_words:
            words = words.lstrip(" ")
            words = _BEGINS.sub(_guarded, words) if not self._line else words
        if words:
            self._line.append(words)
            self._has_words = self._has_words or not words.isspace()

    def text(self) -> str:
        """What was read, as Markdown."""
        self._break(spaced=False)
        if self._pre:
            self._lines.append("```")
        text = _BLANK_LINES.sub(lambda found: "\n" + found[0].split("\n")[1] + "\n", "\n".join(self._lines))
        return text.strip("\n")

    @property
    def _margin(self) -> str:
        return "> " * self._quotes

    def _end_link(self) -> None:
        if self._link is None:
            return
        (address, since), self._link = self._link, None
        words = "".join(one for one in self._line[since:] if one[:1] not in ("\0", "\1")).strip()
        address = address.strip()
        if not address.startswith(_SAFE) or len(address) > LONGEST_ADDRESS or re.search(r"[\s<>]", address):
            return
        if not words or words.replace("\\", "").rstrip("/") in (address.rstrip("/"), address.partition("://")[2]):
            self._line[since:] = [address if words else ""]
            return
        self._line[since:] = [f"[{words}](<{address}>)"]

    def _end_line(self) -> None:
        said = self._emphasised() if not self._pre else "".join(self._line)
        margin = self._margin
        if self._pre or said.strip():
            self._lines.append(f"{margin}{self._begin}{said if self._pre else said.strip()}".rstrip())
            self._begin = ""
        else:
            self._lines.append(margin.rstrip())
        self._begin_line()

    def _begin_line(self) -> None:
        # Emphasis goes on in the next line, and so does a link.
        self._line = [f"\0{tag}" for tag in self._open]
        self._has_words = False
        if self._link is not None:
            self._link = self._link[0], len(self._line)

    def _emphasised(self) -> str:
        """The line with its emphasis, set close to the words as Markdown asks; around nothing there is none."""
        out: list[str] = []
        opened: list[tuple[str, int]] = []
        for one in [*self._line, *(f"\1{tag}" for tag in reversed(self._open))]:
            if one[:1] == "\0":
                opened.append((_EMPHASES[one[1:]], len(out)))
            elif one[:1] == "\1":
                if not opened:
                    continue
                sign, since = opened.pop()
                words = "".join(out[since:])
                # A sign within the same sign would end it.
                if words.strip() and not any(other == sign for other, _place in opened):
                    left, right = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
                    words = f"{left}{sign}{words.strip()}{sign}{right}"
                out[since:] = [words]
            else:
                out.append(one)
        return _SPACE.sub(" ", "".join(out))

    def _break(self, *, spaced: bool) -> None:
        if self._has_words or (self._pre and any(self._line)):
            self._end_line()
        self._begin_line()
        if spaced and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._margin.rstrip())


def _guarded(found: re.Match[str]) -> str:
    """The beginning of a line, so that Markdown does not take it for more than its writer did."""
    if found[3]:
        return f"{found[3]}\\{found[4]}"
    return f"\\{found[0]}"
