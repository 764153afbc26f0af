"""The plain text of a letter that was sent as HTML alone."""

import re
from html.parser import HTMLParser

LARGEST = 2_000_000  # characters of HTML looked at
LONGEST_LINK = 4000  # characters between <a> and </a>
DEEPEST_SILENCE = 100  # styles in heads in drawings that nobody closed
_LONG = 10_000  # characters of a line that are put by, so that adding a word does not copy all that stand before it

_SILENT = {"script", "style", "head", "title", "template", "svg", "object"}
_BLOCKS = {
    "p",
    "div",
    "table",
    "tr",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "section",
    "article",
    "hr",
    "dl",
    "dt",
    "dd",
}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
# A '<' that opens no whole tag. Python's parser looks for the ends of such tags again and again: text, then.
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_TAG = re.compile(r"<[^<>]*>")
_NO_WORDS = [re.compile(rf"<(/)?{name}\b[^<>]*>", re.IGNORECASE) for name in ("head", "style", "script")]
_ENRICHED = re.compile(r"<<|</?[A-Za-z][A-Za-z-]{0,40}>")
_PARAMETER = re.compile(r"<param>[^<]*</param>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def text_of_html(markup: str) -> str:
    """The words of the markup in lines and paragraphs, its quotes marked with '>', its links' addresses kept."""
    reader = _Reader()
    reader.feed(_NO_TAG.sub("&lt;", without_comments(markup[:LARGEST])))
    reader.close()
    return reader.text()


def text_of_enriched(text: str) -> str:
    """The words of text/enriched (RFC 1896), where a line end is a space and only the others of several are lines."""
    text = _ENRICHED.sub(lambda found: "<" if found[0] == "<<" else "", _PARAMETER.sub("", text.replace("\r\n", "\n")))
    return re.sub(r"\n+", lambda found: found[0][1:] or " ", text)


def rough_text(markup: str) -> str:
    """The words of the markup, entities and all, in no order to speak of: quick, for comparing."""
    markup = without_comments(markup[:LARGEST])
    for silent in _NO_WORDS:
        markup = _without(markup, silent)
    return _TAG.sub(" ", markup)


def _without(markup: str, element: re.Pattern[str]) -> str:
    """The markup without what stands from an element's start tag to the next end tag of it, in one pass."""
    pieces: list[str] = []
    begin = 0
    # Starts and ends in one expression: looking for an end that nobody wrote, again for each start, would take forever.
    opened = False
    for found in element.finditer(markup):
        if found[1] and opened:
            begin, opened = found.end(), False
        elif not found[1] and not opened:
            pieces.append(markup[begin : found.start()])
            opened = True
    return "".join(pieces) + ("" if opened else markup[begin:])


def without_comments(markup: str) -> str:
    """The markup without comments and declarations, in one pass."""
    pieces: list[str] = []
    begin = 0
    while (at := markup.find("<!", begin)) >= 0:
        pieces.append(markup[begin:at])
        end = "-->" if markup.startswith("<!--", at) else ">"
        found = markup.find(end, at)
        if found < 0:
            return "".join(pieces)
        begin = found + len(end)
    return "".join(pieces) + markup[begin:]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._put_by: list[str] = []  # what stands before `_line` in a long line
        self._silent: list[str] = []
        self._pre = 0
        self._quotes = 0
        self._link = ""
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A body ends a head that nobody closed.
        if tag == "body":
            self._silent.clear()
        if tag in _SILENT and len(self._silent) < DEEPEST_SILENCE:
            self._silent.append(tag)
        if self._silent:
            return
        if tag == "br":
            self._end_line()
        elif tag in _BLOCKS:
            self._break(spaced=tag in _SPACED)
        elif tag == "li":
            self._break(spaced=False)
            self._line = "- "
        elif tag in ("td", "th") and self._has_words():
            self._line += "\t"
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""
            self._link_from = len(self._line)
        if tag == "pre":
            self._pre += 1
        elif tag == "blockquote":
            self._quotes = min(self._quotes + 1, 20)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
            return
        if tag == "a" and self._link:
            words = self._line[self._link_from :].strip()
            if self._link.startswith(("http://", "https://")) and words.rstrip("/") != self._link.rstrip("/"):
                self._line += f" <{self._link}>"
            self._link = ""
        if tag in _BLOCKS:
            self._break(spaced=tag in _SPACED)
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pre:
            first, *others = data.split("\n")
            self._line += first
            for line in others:
                self._end_line()
                self._line = line
            return
        words = _SPACE.sub(" ", data)
        self._line += words.lstrip(" ") if not self._line or self._line.endswith((" ", "\t")) else words
        if len(self._line) - self._link_from > LONGEST_LINK:
            self._link = ""
        if len(self._line) > _LONG and not self._link:
            # The last sign stays: it tells whether a space is needed.
            self._put_by.append(self._line[:-1])
            self._line, self._link_from = self._line[-1], 0

    def text(self) -> str:
        """What was read so far."""
        if self._has_words():
            self._end_line()
        text = "\n".join(self._lines).replace("\xa0", " ")
        return _BLANK_LINES.sub("\n\n", text).strip("\n")

    def _has_words(self) -> bool:
        return bool(self._put_by or self._line.strip())

    def _end_line(self) -> None:
        quote = "> " * self._quotes
        self._lines.append((quote + "".join(self._put_by) + self._line).rstrip())
        self._line = ""
        self._put_by.clear()
        self._link_from = 0

    def _break(self, *, spaced: bool) -> None:
        if self._has_words():
            self._end_line()
        self._line = ""
        if spaced and self._lines and self._lines[-1]:
            self._lines.append("")
