"""Pictures within a text: those that came along, placed by a sign that names them, and those of our own addresses.

    ![](valve.png)      ![The valve, half open](<the valve.png>)

A sign leads to nothing but what came with the same text: it names a file, and whoever renders says which there are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from markdown_it.token import Token

from commonplace.lib.effort import Effort

FILES = "/files/"  # where our own attachments live; pictures come from nowhere else
STILL = "(prefers-reduced-motion: reduce)"
_BARE = re.compile(r"[^\s()]+")
_SIGN = re.compile(r"!\[([^\[\]\n]{0,500})\]\((?:<[^<>\n]{1,700}>|[^\s()<>]{1,700})\)")


class Picture(NamedTuple):
    """A picture that came along: its address, what it shows ("" where nobody said), its size, and whether it moves."""

    address: str
    name: str
    description: str = ""
    width: int | None = None
    height: int | None = None
    moves: bool = False


Pictures = Mapping[str, Picture]


def named(name: str) -> str:
    """A file's name as signs are compared: without regard to capitals."""
    return name.casefold()


def sign_of(name: str) -> str:
    """The sign that places a file of this name in a text."""
    name = name.replace("%", "%25").replace("&", "%26")
    return f"![]({name})" if _BARE.fullmatch(name) else f"![](<{name}>)"


def without_signs(source: str, instead: str) -> str:
    """Markdown whose signs for pictures gave way to what they show, or to `instead`."""
    return _SIGN.sub(lambda sign: sign[1] or instead, source)


def is_ours(source: str) -> bool:
    """Whether an address is one of our own files."""
    path = unquote(source)
    return path.startswith(FILES) and not {".", ".."} & set(path.split("/")) and "\\" not in path and "//" not in path


def picture(token: Token, *, pictures: Pictures, effort: Effort, linked: bool) -> Token | None:
    """What a sign places: one's own picture by its name, or one of our addresses; None for anything else."""
    source = str(token.attrs.get("src", ""))
    found = pictures.get(named(unquote(source)))
    if found is None:
        return token if is_ours(source) else None
    placed = Token("placed", "img", 0, content=token.content, meta={"picture": found, "linked": linked})
    effort.write_link({"picture": _html(placed)})
    return placed


def names_a_file(source: str) -> bool:
    """Whether an address is no more than the name of a file, which nobody brought."""
    return not re.match(r"[a-z][a-z0-9+.\-]*:|[/#?]", source, re.IGNORECASE)


def _html(token: Token) -> str:
    one: Picture = token.meta["picture"]
    address = html.escape(one.address)
    size = f' width="{one.width}" height="{one.height}"' if one.width and one.height else ""
    alt = html.escape(one.description or token.content or one.name)
    shown = f'<img src="{address}" alt="{alt}"{size} loading="lazy">'
    if one.moves:
        # Whoever asked their device for less motion sees the first frame, and what moves only behind the link.
        shown = f'<picture><source media="{STILL}" srcset="{address}?still">{shown}</picture>'
    return shown if token.meta["linked"] else f'<a href="{address}">{shown}</a>'


class PicturesRenderer:
    """The HTML of placed pictures."""

    def placed(self, tokens: Any, idx: int, *_: Any) -> str:
        return _html(tokens[idx])


def placed_in(markup: str) -> Iterator[tuple[str, str]]:
    """The pictures within HTML made here: the address of each, and what stands for it where it is not seen."""
    for found in re.finditer(r'<img src="([^"]{1,1000})"(?: alt="([^"]{0,5000})")?', markup):
        yield html.unescape(found[1]), html.unescape(found[2] or "")


__all__ = [
    "FILES",
    "STILL",
    "Picture",
    "Pictures",
    "PicturesRenderer",
    "is_ours",
    "named",
    "names_a_file",
    "picture",
    "placed_in",
    "sign_of",
    "without_signs",
]
