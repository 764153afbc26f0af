"""A post as mail programs can show it: read once, and told as HTML without a style sheet and as plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, NamedTuple

from css_inline import CSSInliner
from django.conf import settings
from django.utils.translation import gettext

from commonplace.letters.lines import COLUMNS, in_lines
from commonplace.lib.mail.rendering import unfolded

# A longer post goes on in the house: mail programs cut a letter that is larger than 100 KB.
LONGEST: Final = 20_000  # characters, where each element counts as some
ELEMENT: Final = 12
STYLE: Final = Path(__file__).with_name("post.css").read_text()
_ALONE: Final = frozenset(("br", "hr", "img", "source"))
_KEPT: Final = frozenset(
    "p br hr h3 h4 h5 h6 blockquote ul ol li pre table thead tbody tr th td strong em s sub sup code".split()
)
# Which of the letter's own classes say how an element looks in the dark; see ui/mail.html.
_IN_THE_DARK: Final = {"blockquote": "sf rl", "pre": "cd", "code": "cd", "hr": "rl", "th": "rl", "td": "rl"}
_BLOCKS: Final = frozenset("p h3 h4 h5 h6 blockquote ul ol pre table hr div details li summary".split())


@dataclass(slots=True)
class Element:
    """An element of a post, with what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All that is said in it."""
        return "".join(one if isinstance(one, str) else one.words for one in self.inside)


class Told(NamedTuple):
    """A post in both parts of a letter, and whether it goes on beyond it."""

    html: str
    text: str
    is_cut: bool


class _Reader(HTMLParser):
    """Reads HTML that was made here; what was left open closes at the end."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.root = Element("div")
        self._open = [self.root]
        self._left = LONGEST
        self.is_cut = False
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._left -= ELEMENT
        if self._left <= 0:
            self.is_cut = True
            return
        made = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(made)
        if tag not in _ALONE:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if not self.is_cut and any(one.tag == tag for one in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._left <= 0:
            self.is_cut = self.is_cut or bool(data.strip())
            return
        if len(data) > self._left:
            data, self.is_cut = f"{data[: self._left]}…", True
        self._left -= len(data)
        self._open[-1].inside.append(data)


@lru_cache(maxsize=64)
def told(html: str, language: str) -> Told:
    """A post's HTML for a letter in a language (that of the moment): one post goes to many."""
    read = _Reader(unfolded(html))
    bare = _as_html(read.root)
    inlined = _inliner().inline_fragment(f'<div class="post">{bare}</div>', STYLE) if bare.strip() else ""
    return Told(inlined, _as_text(read.root), read.is_cut)


@lru_cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False)


# --- As HTML -----------------------------------------------------------------------------------------------------


def _as_html(one: Element | str) -> str:
    if isinstance(one, str):
        return escape(one, quote=False)
    inner = "".join(map(_as_html, one.inside))
    match one.tag:
        case "img":
            return _linked(_address(one.attributes.get("src", "")), escape(_picture(one)))
        case "a":
            address = _address(one.attributes.get("href", ""))
            # A picture within a link is a link by now, and there is none within another.
            return inner if "<a " in inner else _linked(address, inner)
        case "math":
            return f'<code class="cd">{escape(_formula(one))}</code>'
        case "summary":
            return f"<p><strong>{inner}</strong></p>"
        case tag if tag in _KEPT:
            opening = f"<{tag}{_attributes(one)}>"
            return opening if tag in _ALONE else f"{opening}{inner}</{tag}>"
    return inner


def _attributes(one: Element) -> str:
    found = {name: value for name, value in one.attributes.items() if name in ("dir", "start")}
    classes = [_IN_THE_DARK.get(one.tag, "")]
    classes += [name for name in one.attributes.get("class", "").split() if name.startswith("to-")]
    if said := " ".join(filter(None, classes)):
        found["class"] = said
    return "".join(f' {name}="{escape(value)}"' for name, value in found.items())


def _linked(address: str, inner: str) -> str:
    return f'<a class="ac" href="{escape(address)}">{inner}</a>' if address else inner


def _address(said: str) -> str:
    """An address that leads somewhere from a mailbox too; "" for one that leads within a page."""
    if said.startswith("/") and not said.startswith("//"):
        return f"{settings.BASE_URL}{said}"
    return said if said.startswith(("https://", "http://", "mailto:")) else ""


def _picture(one: Element) -> str:
    shows = one.attributes.get("alt", "").strip()
    return gettext("[Picture: %(what)s]") % {"what": shows} if shows else gettext("[Picture]")


def _formula(one: Element) -> str:
    return one.attributes.get("alttext", "") or one.words


# --- As plain words ----------------------------------------------------------------------------------------------


def _as_text(root: Element) -> str:
    blocks = [block for block in _blocks(root, COLUMNS) if block.strip()]
    # Nobody ends a letter of ours by two dashes of their own.
    lines = "\n\n".join(blocks).split("\n")
    return "\n".join("--" if line.rstrip() == "--" else line.rstrip() for line in lines)


FEWEST: Final = 30


def _blocks(one: Element, columns: int) -> Iterator[str]:
    """What stands in an element, block by block."""
    run: list[Element | str] = []
    for part in one.inside:
        if isinstance(part, Element) and part.tag in _BLOCKS:
            yield _paragraph(run, columns)
            run = []
            yield from _block(part, columns)
        else:
            run.append(part)
    yield _paragraph(run, columns)


def _block(one: Element, columns: int) -> Iterator[str]:
    match one.tag:
        case "pre":
            yield "\n".join(f"    {line}" for line in one.words.strip("\n").split("\n"))
        case "hr":
            yield "* * *"
        case "blockquote":
            yield _marked("> ", "> ", _joined(one, columns - 2))
        case "ul" | "ol":
            yield _list(one, columns)
        case "table":
            yield "\n".join(_row(row) for row in _all(one, "tr"))
        case "h3" | "h4" | "h5" | "h6":
            said = _paragraph(one.inside, columns)
            yield f"{said}\n{'-' * min(max(map(len, said.split(chr(10)))), columns)}" if said else ""
        case _:
            yield from _blocks(one, columns)


def _joined(one: Element, columns: int) -> str:
    return "\n\n".join(block for block in _blocks(one, max(columns, FEWEST)) if block.strip())


def _marked(first: str, rest: str, text: str) -> str:
    lines = text.split("\n")
    return "\n".join(f"{first if n == 0 else rest}{line}".rstrip() for n, line in enumerate(lines))


def _list(one: Element, columns: int) -> str:
    begin = one.attributes.get("start", "1")
    number = int(begin) if begin.isdigit() else 1
    items = []
    for item in (part for part in one.inside if isinstance(part, Element) and part.tag == "li"):
        mark = f"{number}. " if one.tag == "ol" else "- "
        said = _joined(item, columns - len(mark))
        # Points of few words stand close; within one, a list follows its words.
        items.append(_marked(mark, " " * len(mark), said.replace("\n\n- ", "\n- ")))
        number += 1
    return "\n".join(items)


def _row(row: Element) -> str:
    cells = [part for part in row.inside if isinstance(part, Element) and part.tag in ("td", "th")]
    return " | ".join(" ".join(_inline(cell.inside).split()) for cell in cells)


def _all(one: Element, tag: str) -> Iterator[Element]:
    for part in one.inside:
        if isinstance(part, Element):
            if part.tag == tag:
                yield part
            else:
                yield from _all(part, tag)


def _paragraph(run: list[Element | str], columns: int) -> str:
    lines = [" ".join(line.split()) for line in _inline(run).split("\x00")]
    return "\n".join(in_lines(line, columns) for line in lines).strip("\n")


_SIGNS: Final[dict[str, Callable[[str], str]]] = {
    "strong": lambda words: f"*{words}*",
    "em": lambda words: f"_{words}_",
    "code": lambda words: f"`{words}`",
    # The number of a note has brackets already.
    "sup": lambda words: words if words.startswith("[") else f"^{words}",
    "sub": lambda words: f"_{words}",
}


def _inline(run: list[Element | str]) -> str:
    said = []
    for one in run:
        if isinstance(one, str):
            said.append(one.replace("\x00", ""))
            continue
        words = _inline(one.inside)
        match one.tag:
            case "br":
                said.append("\x00")
            case "img":
                said.append(f"{_picture(one)} {_address(one.attributes.get('src', ''))} ")
            case "math":
                said.append(_formula(one))
            case "a":
                said.append(_with_address(words, one))
            case tag if tag in _SIGNS and words.strip():
                said.append(_SIGNS[tag](words))
            case _:
                said.append(words)
    return "".join(said)


def _with_address(words: str, link: Element) -> str:
    address = _address(link.attributes.get("href", ""))
    # A name leads to a page of whom it names; the name is enough.
    if not address or address in (words, f"mailto:{words}") or link.attributes.get("class") == "mention":
        return words
    return f"{words} <{address}>"
