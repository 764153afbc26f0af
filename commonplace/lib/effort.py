"""How much work a text may make of itself, counted in steps and in characters of HTML, never by the clock.

markdown-it-py takes some steps for each character of everyday text and up to two hundred where brackets, pictures and
quotes open within one another; a table writes cells that nobody typed, and a reference its whole address wherever it is
named. So steps, cells and HTML are counted as they are made, and whoever runs out hears of it before more is spent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, fence, table
from markdown_it.rules_inline import StateInline

# Of 2,500 letters of real archives read as Markdown, the costliest took 0.9 steps for each character; a step takes some
# three microseconds.
STEPS = 3  # for each character typed
MORE_STEPS = 10_000
CELLS = 0.5  # a cell is at least a sign and a bar, so only rows that lack some have more
MORE_CELLS = 2000
HTML = 8  # characters for each character typed; a table of right-aligned figures has six
MORE_HTML = 20_000
CODE = 6000  # characters of code told apart by colour; the worst took 0.14 s
DEEPEST = 32  # words in emphasis in links in emphasis

_CELL = len("<td></td>\n") + 18  # with its class
_LINK = len('<a href="" title="" rel="nofollow noopener"></a>') + 16  # a name called out has a class as well


class TooMuch(Exception):
    """The text asks for more work, or becomes more HTML, than its length allows."""


@dataclass
class Effort:
    """What is left to spend on a text of `length` characters; raises TooMuch where nothing is."""

    length: int
    more_html: int = MORE_HTML
    steps: int = field(init=False)
    cells: float = field(init=False)
    html: int = field(init=False)
    code: int = field(init=False)

    def __post_init__(self) -> None:
        self.steps = STEPS * self.length + MORE_STEPS
        self.cells = CELLS * self.length + MORE_CELLS
        self.html = self.most_html
        self.code = CODE

    @property
    def most_html(self) -> int:
        """Characters of HTML that the text may become."""
        return HTML * self.length + self.more_html

    def step(self) -> None:
        """Take one step of reading."""
        self.steps -= 1
        if self.steps < 0:
            raise TooMuch("steps")

    def fill(self, cells: int) -> None:
        """Make the cells of a table."""
        self.cells -= cells
        if self.cells < 0:
            raise TooMuch("cells")

    def write_cell(self) -> None:
        """Write a cell as HTML."""
        self._write(_CELL)

    def write_link(self, attributes: dict[str, Any]) -> None:
        """Write a link or a picture as HTML."""
        self._write(_LINK + sum(len(str(value)) for value in attributes.values()))

    def nest(self, depth: int) -> None:
        """Open an element within `depth` others of a line."""
        if depth > DEEPEST:
            raise TooMuch("depth")

    def spare(self, code: int) -> int:
        """Characters of HTML that code of so many may become in colour; none where enough was coloured."""
        return self.html // 2 if code <= self.code else 0

    def colour(self, code: int, html: int) -> None:
        """Colour code of so many characters, and write it as HTML."""
        self.code -= code
        self._write(html)

    def has_room(self, html: int) -> bool:
        """Whether so many characters of HTML leave as many again for the rest of the text."""
        return html <= self.html // 2

    def write(self, html: str) -> None:
        """Write what was made as HTML."""
        self._write(len(html))

    def _write(self, characters: int) -> None:
        self.html -= characters
        if self.html < 0:
            raise TooMuch("html")


def counted(md: MarkdownIt) -> None:
    """Make a reader count its steps and cells in `env["effort"]`, which every text must bring."""
    md.inline.ruler.at("text", _text)
    md.inline.skipToken = _Skipping(md.inline)  # type: ignore[method-assign]
    md.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _text(state: StateInline, silent: bool) -> bool:
    """Words up to the next sign that may be markup; asked first at every place, so it counts for the other rules."""
    effort: Effort = state.env["effort"]
    effort.step()
    start = state.pos
    found = state.md.inline.terminator_re.search(state.src, start)
    state.pos = found.start() if found else state.posMax
    if state.pos == start:
        return False
    if not silent:
        state.append_pending(state.src[start : state.pos])
    return True


class _Skipping:
    """Looking ahead, which link labels do again and again over the same words."""

    def __init__(self, inline: ParserInline) -> None:
        self._skip = inline.skipToken

    def __call__(self, state: StateInline) -> None:
        effort: Effort = state.env["effort"]
        effort.step()
        self._skip(state)


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Code between fences; asked at every line, and once for each quote and list around it."""
    effort: Effort = state.env["effort"]
    effort.step()
    return fence(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, unless its header and the lines up to the next blank one would make too many cells."""
    if not table(state, start, end, True):
        return False
    if silent:
        return True
    header = state.src[state.bMarks[start] : state.eMarks[start]]
    rows = next((line for line in range(start, end) if state.isEmpty(line)), end) - start
    effort: Effort = state.env["effort"]
    effort.fill((header.count("|") + 1) * rows)
    return table(state, start, end, False)
