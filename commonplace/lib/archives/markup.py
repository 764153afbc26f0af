"""HTML of others as Markdown of the house: what they said, without what nobody should be shown.

nh3 reads it as browsers do and lets some fifty elements through, closed and in order. What is made of these is ours:
a Markdown that another program writes means other things here (`~5~`, `$5$`, `@rosa`, `::: more`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Final

import nh3

from commonplace.lib.archives.escaping import escaped_text, hidden, lines_kept
from commonplace.lib.archives.inlines import Element, Lines, is_unseen, without_signs
from commonplace.lib.mail.markup import rough_text
from commonplace.lib.text import one_line, tidy

LARGEST: Final = 400_000  # characters of HTML that are read as such; of more the words alone
MOST_TAGS: Final = 5_000  # elements opened; where each stands in the one before, nh3 takes half a second for them
DEEPEST: Final = 24  # elements within elements; what stands deeper stands where these end
DEEPEST_BLOCKS: Final = 8  # quotes and lists within another
MOST_CELLS: Final = 2_000

_BLOCKS: Final = frozenset(
    "p div section article header footer main aside figure figcaption h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd"
    " pre table thead tbody tfoot tr td th hr details summary form fieldset address center caption".split()
)
_LINES: Final = "a b strong i em cite dfn s strike del sub sup code kbd samp tt br img span u var q".split()
_SILENT: Final = set("script style head title template svg object iframe noscript textarea select canvas".split())
_CLEANER: Final = nh3.Cleaner(
    tags=set(_BLOCKS) | set(_LINES),
    clean_content_tags=_SILENT,
    attributes={
        **{tag: {"class"} for tag in ("aside", "div", "span")},
        "a": {"class", "href"},
        "img": {"class", "src", "alt", "title", "width", "height", "style"},
        "ol": {"start"},
        "pre": {"class", "lang", "data-code-wrap"},
        "code": {"class", "data-lang"},
    },
    url_schemes={"http", "https"},
    link_rel=None,
)
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-([A-Za-z0-9+#.-]{1,30})(?:\s|$)")
_NO_LANGUAGE: Final = {"auto", "plaintext", "text", "none", "nohighlight"}
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s"=<>]+="[^"]*+")*+)>|([^<]+)')
_ATTRIBUTE = re.compile(r'([^\s"=<>]+)="([^"]*)"')
_OPENS = re.compile("<[A-Za-z]")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_IS_LIST = re.compile(r"- |\d+\. ")
_VOID: Final = frozenset({"br", "img", "hr"})


def markdown_of(markup: str, *, base: str = "") -> str:
    """The Markdown of others' HTML; links within their own place stand on `base`, without it they are words."""
    # JSON may hold half of a pair, which is no character.
    markup = without_signs(markup).encode("utf-8", "replace").decode()
    if len(markup) > LARGEST or len(_OPENS.findall(markup)) > MOST_TAGS:
        return escaped_text(unescape(rough_text(markup)))
    return tidy("\n\n".join(_Blocks(base).of(_tree(_CLEANER.clean(markup)))))


def words_of(markup: str) -> str:
    """What HTML says, on one line without signs: a title, a name, what somebody tells of themselves."""
    return one_line(hidden(unescape(rough_text(markup))))


def _tree(markup: str) -> Element:
    """What nh3 let through, as elements in elements: it closes what it opens, and quotes and escapes as browsers do."""
    root = Element()
    opened, deeper = [root], 0
    for found in _TOKEN.finditer(markup):
        ends, tag, given, said = found.groups()
        inside = opened[-1].inside
        if said:
            inside.append(without_signs(unescape(said)) if "&" in said else said)
        elif tag in _VOID:
            inside.append(Element(tag, _given(given)))
        elif ends and deeper:
            deeper -= 1
        elif ends:
            opened.pop()
        elif deeper or len(opened) > DEEPEST:
            deeper += 1
            inside.append(Element("br") if tag in _BLOCKS else "")
        else:
            one = Element(tag, _given(given))
            inside.append(one)
            opened.append(one)
    return root


def _given(attributes: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)} if attributes else {}


class _Blocks:
    """The blocks of one text."""

    def __init__(self, base: str) -> None:
        self._lines = Lines(base)
        self._depth = 0
        self._special: dict[str, Callable[[Element], Iterable[str]]] = {
            "blockquote": self._quote, "aside": self._aside, "ul": self._list, "ol": self._list, "pre": self._code,
            "table": self._table, "details": self._fold, "hr": lambda one: ["---"],
            **{f"h{level}": self._heading for level in range(1, 7)},
        }  # fmt: skip

    def of(self, element: Element) -> list[str]:
        """The blocks within an element."""
        return [block for block in self._each(element) if block]

    def _each(self, element: Element) -> Iterator[str]:
        line: list[Element | str] = []
        for one in element.inside:
            if isinstance(one, str) or (one.tag not in _BLOCKS and not _holds_blocks(one)):
                line.append(one)
                continue
            yield lines_kept(self._lines.of(line))
            line = []
            if not is_unseen(one):
                yield from self._special.get(one.tag, self.of)(one)
        yield lines_kept(self._lines.of(line))

    def _line(self, one: Element) -> str:
        return " ".join(self._lines.of(one.inside).split())

    def _within(self, one: Element) -> list[str]:
        self._depth += 1
        blocks = self.of(one)
        self._depth -= 1
        return blocks

    def _heading(self, one: Element) -> Iterator[str]:
        if said := self._line(one):
            yield f"{'#' * int(one.tag[1])} " + re.sub(r"(?<!\\)#(?=#*$)", r"\\#", said)

    def _quote(self, one: Element) -> Iterator[str]:
        if self._depth >= DEEPEST_BLOCKS:
            yield from self.of(one)
        elif blocks := self._within(one):
            yield _with("> ", "> ", "\n\n".join(blocks))

    def _aside(self, one: Element) -> Iterator[str]:
        """A quote as Discourse writes it: whose words they are stands in it, above them."""
        is_quote = "quote" in one.classes()
        parts = [
            inner
            for part in one.inside
            for inner in (
                part.inside if isinstance(part, Element) and part.tag == "blockquote" and is_quote else [part]
            )
        ]
        yield from (self._quote if is_quote else self.of)(Element("blockquote", {}, parts))

    def _list(self, one: Element) -> Iterator[str]:
        if self._depth >= DEEPEST_BLOCKS:
            yield from self.of(one)
            return
        start = one.given.get("start", "")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
        items: list[tuple[str, list[str]]] = []
        for item in one.inside:
            if isinstance(item, Element) or item.strip():
                whole = item if isinstance(item, Element) and item.tag == "li" else Element("li", {}, [item])
                mark = f"{number + len(items)}. " if one.tag == "ol" else "- "
                items.append((mark, self._within(whole)))
        is_loose = any(sum(not _IS_LIST.match(block) for block in blocks) > 1 for _, blocks in items)
        between = "\n\n" if is_loose else "\n"
        yield between.join(_with(mark, " " * len(mark), between.join(blocks)) for mark, blocks in items)

    def _code(self, one: Element) -> Iterator[str]:
        code = next((part for part in one.inside if isinstance(part, Element) and part.tag == "code"), one)
        named = code.given.get("data-lang") or one.given.get("data-code-wrap") or one.given.get("lang") or ""
        told = _LANGUAGE.search(f"{code.given.get('class', '')} {one.given.get('class', '')} lang-{named}")
        said = hidden(tidy(one.words())).rstrip()
        said = said[len(_BLANK_LINES.match(said)[0]) :] if said[:1] in "\n \t" else said  # type: ignore[index]
        if said:
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", said)), 0)
            yield f"{fence}{told[1] if told and told[1] not in _NO_LANGUAGE else ''}\n{said}\n{fence}"

    def _table(self, one: Element) -> Iterator[str]:
        rows = list(_rows(one))
        width = max((len(row) for row in rows), default=0)
        if not 0 < width * len(rows) <= MOST_CELLS:
            yield lines_kept(self._lines.of([one.words()]))
            return
        yield from (self._line(part) for part in one.inside if isinstance(part, Element) and part.tag == "caption")
        if all(cell.tag != "th" for cell in rows[0]):
            rows.insert(0, [])
        cells = [[self._line(cell).replace("|", "\\|") for cell in row] for row in rows]
        head, *others = (f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells)
        yield "\n".join([head, f"|{' --- |' * width}", *others])

    def _fold(self, one: Element) -> Iterator[str]:
        head = next((part for part in one.inside if isinstance(part, Element) and part.tag == "summary"), Element())
        rest = Element("div", {}, [part for part in one.inside if part is not head])
        title = one_line(hidden(head.words()))
        inside = "\n\n".join(self._within(rest))
        if (
            self._depth
            or not 0 < len(title) < 190
            or title.lower().startswith("details ")
            or not inside
            or "```" in inside
        ):
            yield from (lines_kept(self._line(head)), inside)
        else:
            yield f"::: {title}\n{inside}\n:::"


def _with(first: str, others: str, block: str) -> str:
    """A block behind the sign of a quote or an item."""
    head, *rest = block.split("\n")
    return "\n".join([f"{first}{head}".rstrip(), *(f"{others}{line}".rstrip() for line in rest)])


def _holds_blocks(one: Element) -> bool:
    """Whether an element of a line was put around whole paragraphs, as editors do."""
    if "lightbox" in one.classes():
        return False
    return any(isinstance(part, Element) and (part.tag in _BLOCKS or _holds_blocks(part)) for part in one.inside)


def _rows(one: Element) -> Iterator[list[Element]]:
    for part in one.inside:
        if isinstance(part, Element) and part.tag == "tr":
            yield [cell for cell in part.inside if isinstance(cell, Element) and cell.tag in ("td", "th")]
        elif isinstance(part, Element) and part.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(part)
