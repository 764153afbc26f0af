r"""Formulas between dollar signs, as MathML, which browsers set: $a^2$ in a line, $$\frac{a}{b}$$ on its own.

Prices stay prices: a formula begins right behind its sign, ends right before the other, no letter or figure touches it
from outside, and where it has spaces it has no words. latex2mathml reads it; of what it makes only the elements below
are written, by us. Whatever cannot be read, or is too much, stays as it was typed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, MutableMapping
from typing import Any
from xml.etree.ElementTree import Element  # nosec B405  # its type alone; nothing is parsed

from latex2mathml.converter import Converter
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from commonplace.lib.effort import Effort

LONGEST = 600  # characters of one formula; the worst took 80 ms
MOST = 4000  # characters of all formulas in one text, read or not; the worst took 0.5 s
DEEPEST = 30  # elements within elements
MORE_HTML = 60_000  # characters of HTML beyond what words may become

_SIZES = {"minsize", "maxsize", "width"}
_SIZE = re.compile(r"\d(?:\.\d{1,6})?(?:em|ex)?")
# What latex2mathml writes and pages may have, with the attributes that mean something and lead nowhere.
ELEMENTS: dict[str, set[str]] = {
    "math": {"display", "alttext"},
    **{name: set() for name in ("mn", "mpadded", "mphantom", "mroot", "mrow", "msqrt", "msub", "msubsup", "msup")},
    "mtext": set(),
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {"fence", "form", "largeop", "movablelimits", "separator", "stretchy", *_SIZES},
    "mover": {"accent"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "columnlines", "displaystyle", "rowlines"},
    "mtd": {"columnalign"},
    "mtr": set(),
    "munder": {"accentunder"},
    "munderover": set(),
}
# What would define words of its own, lead elsewhere, or dress what it stands in.
_REFUSED = re.compile(
    r"\\(?:[egx]?def|let|(?:re)?newcommand|providecommand|newenvironment|DeclareMathOperator|href|url|class|cssId|style"
    r"|color|textcolor|colorbox|fcolorbox|includegraphics|verb|input|require)(?![a-zA-Z])"
)
_IN_A_LINE = re.compile(r"\$(?![\s$])([^$`\n]{1,600}?)(?<![\s\\])\$(?![\w$])")
_ON_ITS_OWN = re.compile(r"\$\$(?!\$)([^$`]{1,600}?)(?<!\\)\$\$(?!\$)")
_COMMAND = re.compile(r"\\[a-zA-Z]{1,40}\s{0,9}(?:\{[^{}]{0,600}\})?")
_WORD = re.compile(r"(?<![^\s(])[^\W\d_]{2,}(?![^\s,.;:?!)])")


def signs(md: MarkdownIt) -> None:
    """Teach a reader formulas; every text brings its `effort`."""
    md.inline.ruler.before("escape", "maths", _maths)


def _maths(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$" or (state.pos and re.match(r"[\w$\\]", state.src[state.pos - 1])):
        return False
    effort: Effort = state.env["effort"]
    effort.step()
    is_apart = state.src.startswith("$$", state.pos)
    found = (_ON_ITS_OWN if is_apart else _IN_A_LINE).match(state.src, state.pos, state.posMax)
    if found is None or (not is_apart and _is_prose(found[1])):
        return False
    made = _made(found[1].strip(), state.env, is_apart=is_apart)
    if not made or not effort.has_room(len(made)):
        return False
    if not silent:
        effort.write(made)
        state.push("maths", "math", 0).meta = {"html": made}
    state.pos = found.end()
    return True


def formulas(text: str) -> Iterator[tuple[int, int]]:
    """From where to where formulas may stand in a text, as `signs` would look for them."""
    begin = 0
    while (at := text.find("$", begin)) >= 0:
        begin = at + 1
        if at and re.match(r"[\w$\\]", text[at - 1]):
            continue
        is_apart = text.startswith("$$", at)
        found = (_ON_ITS_OWN if is_apart else _IN_A_LINE).match(text, at)
        if found and (is_apart or not _is_prose(found[1])):
            yield at, found.end()
            begin = found.end()


def _is_prose(formula: str) -> bool:
    """Whether words stand between the signs, as in "$5 or 10$ a month"."""
    return bool(re.search(r"\s", formula)) and bool(_WORD.search(_COMMAND.sub(" ", formula)))


def _made(formula: str, env: MutableMapping[str, Any], *, is_apart: bool) -> str:
    """A formula of a text, read once however often it stands there; "" where enough was read."""
    read: dict[tuple[str, bool], str] = env.setdefault("maths", {})
    key = (formula, is_apart)
    if key not in read:
        if sum(len(one) for one, _ in read) + len(formula) > MOST:
            return ""
        read[key] = mathml(formula, is_apart=is_apart)
    return read[key]


def mathml(formula: str, *, is_apart: bool) -> str:
    """A formula in LaTeX as MathML with its source as `alttext`; "" where it cannot be read."""
    if not formula or len(formula) > LONGEST or _REFUSED.search(formula):
        return ""
    display = "block" if is_apart else "inline"
    try:
        made = "".join(_written(Converter(display=display).convert_to_element(formula)[0], 1))
    except Exception:  # noqa: BLE001  # it stumbles in many ways over what is no formula, and none of them matters here
        return ""
    return f'<math display="{display}" alttext="{html.escape(formula)}">{made}</math>'


class _NotOurs(ValueError):
    """An element that no page has, or one too deep within others."""


def _written(element: Element, depth: int) -> Iterator[str]:
    if element.tag not in ELEMENTS or element.tag == "math" or depth > DEEPEST:
        raise _NotOurs(element.tag)
    yield f"<{element.tag}"
    for name in sorted(ELEMENTS[element.tag] & set(element.attrib)):
        value = element.attrib[name]
        if name not in _SIZES or _SIZE.fullmatch(value):
            yield f' {name}="{html.escape(value)}"'
    # It writes signs as their numbers, to be read once more.
    yield f">{html.escape(html.unescape(element.text or ''), quote=False)}"
    for child in element:
        yield from _written(child, depth + 1)
    yield f"</{element.tag}>"


class MathsRenderer:
    """The HTML of formulas."""

    def maths(self, tokens: Any, idx: int, *_: Any) -> str:
        made: str = tokens[idx].meta["html"]
        return made
