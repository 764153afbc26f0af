"""Code told apart by colour: Pygments reads it, and a few classes of our own say what a piece is.

Only what names its language is read, and only languages whose readers stay quick on the worst that could be typed:
their patterns look back, so a long line or a long text may take the square of its length (of Java a second for 6,000
characters, so Java is shown plain). So is whatever is beyond the bounds.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, String, _TokenType

LONGEST_LINE = 200
# What people write after the fence, and what Pygments calls it.
_UNDER_THEIR_NAMES = (
    *("bash", "c", "cpp", "css", "diff", "go", "html", "ini", "javascript", "json", "matlab", "python", "r", "rust"),
    *("sql", "toml", "typescript", "xml", "yaml"),
)
_SHORT = {"c++": "cpp", "js": "javascript", "patch": "diff", "py": "python", "sh": "bash", "shell": "bash"}
LANGUAGES = {name: name for name in _UNDER_THEIR_NAMES} | _SHORT | {"rs": "rust", "ts": "typescript", "yml": "yaml"}
CLASSES = {"hl-key", "hl-text", "hl-number", "hl-note", "hl-name", "hl-gone", "hl-new"}
_KINDS = (
    (Comment, "hl-note"),
    (Keyword, "hl-key"),
    (String, "hl-text"),
    (Number, "hl-number"),
    (Literal, "hl-number"),
    (Name.Function, "hl-name"),
    (Name.Class, "hl-name"),
    (Name.Tag, "hl-key"),
    (Name.Attribute, "hl-name"),
    (Name.Decorator, "hl-name"),
    (Generic.Deleted, "hl-gone"),
    (Generic.Inserted, "hl-new"),
    (Generic.Subheading, "hl-note"),
    (Generic.Heading, "hl-note"),
)
_SPAN = len('<span class="hl-number"></span>')
_lexers: dict[str, Lexer] = {}


def coloured(code: str, language: str, *, room: int) -> str:
    """HTML of code in a language as its writer names it; '' where it is not to be coloured or needs more than `room`
    characters of HTML.
    """
    known = LANGUAGES.get(language.lower())
    if known is None or not room or any(len(line) > LONGEST_LINE for line in code.split("\n")):
        return ""
    if known not in _lexers:
        _lexers[known] = get_lexer_by_name(known, stripnl=False, ensurenl=False)
    pieces = []
    for kind, words in groupby(_read(_lexers[known], code), key=lambda piece: piece[0]):
        shown = html.escape("".join(word for _kind, word in words))
        pieces.append(f'<span class="{kind}">{shown}</span>' if kind else shown)
        room -= len(shown) + (_SPAN if kind else 0)
        if room < 0:
            return ""
    return "".join(pieces)


def _read(lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    for token, words in lexer.get_tokens(code):
        yield _class_of(token), words


def _class_of(token: _TokenType) -> str:
    return next((name for kind, name in _KINDS if token in kind), "")
