"""What stands within a line of others' HTML, as Markdown: emphasis, code, links, pictures, small letters.

Whether two stars are seen as stars hangs on what stands beside them, which is known once the line is whole. So a line
is first written with signs of private use, and these are settled at its end: into the house's, or into nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from commonplace.lib.archives.escaping import UNSEEN, escaped, hidden
from commonplace.lib.text import tidy

LONGEST_ADDRESS: Final = 2000
PICTURE: Final = "🖼"  # heard as a picture in every language
_NO_NAME = re.compile(r"[0-9a-f_-]{16,}\.|[0-9a-f]{16,}$", re.IGNORECASE)
_EMPHASIS: Final = {"em": "*", "strong": "**", "strike": "~~"}
_KINDS: Final = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn"), "em"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    "sub": "sub",
    "sup": "sup",
}
_CODE: Final = frozenset({"code", "samp", "tt"})
_OPEN: Final = {
    "em": "\ue010",
    "strong": "\ue012",
    "strike": "\ue014",
    "sub": "\ue016",
    "sup": "\ue018",
    "code": "\ue01a",
}
_CLOSE: Final = {kind: chr(ord(sign) + 1) for kind, sign in _OPEN.items()}
_PRIVATE = re.compile("[\ue000-\ue02f]")
_SMALL = re.compile("\ue016([^\ue010-\ue01b]*)\ue017|\ue018([^\ue010-\ue01b]*)\ue019")
_SMALL_WORDS = re.compile(r"(?:[^\W_]|[+\-−=().,]){1,40}")
_LOUD = re.compile("([\ue010\ue012\ue014])([^\ue010-\ue015]*)[\ue011\ue013\ue015]")
_CODED = re.compile("\ue01a([^\ue01a\ue01b]*)\ue01b")
_LEFT_OVER = re.compile("[\ue010-\ue019]")
_BLANKS = re.compile("  +")
_AROUND_LINE_ENDS = re.compile(r" *\n *")
_BESIDE = frozenset(" \n!\"#$%&'()+,-./:;<=>?@[\\]^{|}")  # may stand beside stars that open or close


@dataclass(slots=True)
class Element:
    """An element with what stands in it."""

    tag: str = ""
    given: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    def classes(self) -> list[str]:
        """The words of its class."""
        return self.given.get("class", "").split()

    def words(self) -> str:
        """All that is said in it, line ends as they stand."""
        return "".join(one if isinstance(one, str) else "\n" if one.tag == "br" else one.words() for one in self.inside)


def without_signs(text: str) -> str:
    """The text without signs of private use, which have a meaning here."""
    return _PRIVATE.sub("", text)


def _spaced(text: str, *, but: str = "") -> str:
    """The text with one blank where there was any white space, but for one sign of it."""
    for sign in "\n\t\r\f":
        text = text if sign == but else text.replace(sign, " ")
    return _BLANKS.sub(" ", text) if "  " in text else text


def is_unseen(one: Element) -> bool:
    """Whether nobody was meant to see it: a pixel that tells who reads, or what programs hang on a picture."""
    if one.tag == "img":
        is_dot = any(one.given.get(side, "").removesuffix("px") in ("0", "1", "2") for side in ("width", "height"))
        if is_dot or {"site-icon", "thumbnail", "avatar"} & set(one.classes()):
            return True
        return bool(re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", one.given.get("style", "")))
    return one.tag == "div" and "meta" in one.classes()


class Lines:
    """Lines of one text, whose links within its own place stand on `base`; without it they are words."""

    def __init__(self, base: str) -> None:
        self._base = base

    def of(self, inside: Iterable[Element | str]) -> str:
        """A paragraph: lines, each trimmed, in signs that the house reads."""
        inside = list(inside)
        said = "".join(self._pieces(inside))
        if len(inside) > 1 or (inside and isinstance(inside[0], Element)):
            flat = Element(inside=inside).words()
            if hidden(flat).count(UNSEEN) > said.count(UNSEEN):
                # An address in several pieces: <b>rosa</b>@example.org
                return escaped(hidden(_spaced(flat)).strip())
            said = settled(_spaced(said, but="\n"))
        return (_AROUND_LINE_ENDS.sub("\n", said) if "\n" in said else said).strip()

    def _pieces(self, inside: Iterable[Element | str], within: frozenset[str] = frozenset()) -> Iterator[str]:
        for one in inside:
            if isinstance(one, str):
                yield escaped(hidden(_spaced(one)), in_link="a" in within)
            elif one.tag == "br":
                yield " " if "a" in within else "\n"
            elif not is_unseen(one):
                yield from self._element(one, within)

    def _element(self, one: Element, within: frozenset[str]) -> Iterator[str]:
        kind = _KINDS.get(one.tag, "")
        classes = one.classes()
        if one.tag == "img":
            yield self._picture(one, classes, within)
        elif one.tag in _CODE:
            if code := hidden(_spaced(one.words()).strip()):
                yield f"{_OPEN['code']}{code}{_CLOSE['code']}"
        elif "mention" in classes or "mention-group" in classes:
            yield escaped(hidden(one.words().strip().lstrip("@")), in_link="a" in within)
        elif "math" in classes and "$" not in one.words():
            yield f"${one.words().strip()}$"
        elif one.tag == "a":
            yield self._link(one, within)
        elif kind and kind not in within and not (kind in _EMPHASIS and within & set(_EMPHASIS)):
            yield from (_OPEN[kind], *self._pieces(one.inside, within | {kind}), _CLOSE[kind])
        else:
            edge = "" if one.tag in ("span", "u", "kbd", "var", "q") or kind else " "
            yield from (edge, *self._pieces(one.inside, within), edge)

    def _link(self, one: Element, within: frozenset[str]) -> str:
        href = self.leads(one.given.get("href", ""))
        said = "".join(self._pieces(one.inside, within | {"a"})).strip()
        words = one.words().strip()
        if not href or not said or "a" in within or words == one.given.get("href"):
            return "".join(self._pieces(one.inside, within))
        return f"[{said}]({href})"

    def _picture(self, one: Element, classes: list[str], within: frozenset[str]) -> str:
        source = one.given.get("src", "")
        alt = hidden(_spaced(one.given.get("alt") or one.given.get("title") or "").strip())
        if "emoji" in classes:
            return escaped(alt, in_link="a" in within)
        named = alt or hidden(unquote(re.split(r"[?#]", source, maxsplit=1)[0]).rpartition("/")[2])
        named = PICTURE if source and (not named or _NO_NAME.match(named)) else named
        href = "" if "a" in within else self.leads(source)
        said = escaped(without_signs(named), in_link=bool(href) or "a" in within)
        return f"[{said}]({href})" if href and said else said

    def leads(self, href: str) -> str:
        """Where a link leads, as a line of Markdown holds it; nothing where that is no page, or tells an address."""
        href = href.strip()
        if not href or href.startswith("#") or len(href) > LONGEST_ADDRESS:
            return ""
        try:
            whole = urljoin(self._base, href) if self._base else f"https:{href}" if href.startswith("//") else href
            host = urlsplit(whole).hostname or ""
        except ValueError:
            return ""
        plainly = unquote(whole)
        if not whole.lower().startswith(("http://", "https://")) or not host or hidden(plainly) != plainly:
            return ""
        safe = quote(without_signs(tidy(whole)), safe="!#$%&'+,/:;=?@[]~-._")
        return re.sub(r"&(?=#?\w{1,32};)", "&amp;", safe)


def settled(line: str) -> str:
    """A line with signs of private use in the house's."""
    if _LEFT_OVER.search(line):
        line = _SMALL.sub(_small, line)
        line = _LEFT_OVER.sub("", _LOUD.sub(_loud, line))
    return _CODED.sub(_coded, line) if _OPEN["code"] in line else line


def _beside(found: re.Match[str]) -> tuple[str, str]:
    return found.string[: found.start()][-1:], found.string[found.end() :][:1]


def _small(found: re.Match[str]) -> str:
    words, sign = (found[1], "~") if found[1] is not None else (found[2], "^")
    before, after = _beside(found)
    is_alone = not {before, after} & {"~", "^", "\ue014", "\ue015", "\ue017", "\ue019", "\ue016", "\ue018"}
    return f"{sign}{words}{sign}" if is_alone and _SMALL_WORDS.fullmatch(words) else words


def _loud(found: re.Match[str]) -> str:
    sign = next(sign for kind, sign in _EMPHASIS.items() if _OPEN[kind] == found[1])
    said = found[2].strip()
    lead, trail = found[2][: len(found[2]) - len(found[2].lstrip())], found[2][len(found[2].rstrip()) :]
    before, after = _beside(found)
    before, after = lead[-1:] or before, trail[:1] or after
    is_seen = bool(said) and "\n\n" not in said
    opens = said[:1].isalnum() or not before or before in _BESIDE
    closes = said[-1:].isalnum() or not after or after in _BESIDE
    clash = {before, after} & {"*", "~", "_", *_OPEN.values(), *_CLOSE.values()}
    return f"{lead}{sign}{said}{sign}{trail}" if is_seen and opens and closes and not clash else found[2]


def _coded(found: re.Match[str]) -> str:
    code = found[1]
    before, after = _beside(found)
    if {before, after} & {"`", _OPEN["code"], _CLOSE["code"]}:
        return escaped(code)
    fence = "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)
    edge = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{edge}{code}{edge}{fence}"
