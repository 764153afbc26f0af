"""Markup that stands in a template and is filled by Python, for what a page shows by the dozen.

A *piece* is a partial of a template that holds markup, translated words and slots, and decides nothing::

    {% partialdef reply %}<a href="{{ here }}?reply={{ n }}#reply">{% translate "Reply" %}</a>{% endpartialdef %}

It is rendered once for each language, with a mark in place of each slot, and from then on filled as a string is::

    pieces("conversations/post.html")["reply"](here=address, n=7)

So a designer finds the markup in ``templates/``, and a page does not pay a template engine fifty times for one frame.
Which piece stands where is Python's to decide. What fills a slot is escaped unless it is safe already or a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import Node, TextNode, VariableNode
from django.template.defaulttags import CommentNode
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MARK = re.compile("\x02([a-z_]+)\x03")
SLOT = re.compile(r"%%|%\(([a-z_]+)\)s")
BREAK = re.compile(r"\s*\n\s*")


class NotAPiece(ValueError):
    """A partial that would decide something, and so cannot be rendered before its values are known."""


class Piece:
    """A stretch of markup with slots; called with a value for each, it gives the markup filled."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, **slots: object) -> SafeString:
        for name, value in slots.items():
            if value and type(value) is not SafeString and type(value) is not int:
                slots[name] = escape(str(value))
        return SafeString(self._text % slots)

    def __len__(self) -> int:
        return len(self._text)

    def with_given(self, **slots: object) -> Piece:
        """The same piece with some of its slots filled for good; one filled with pieces has their slots too."""
        given = {name: _as_text(value) for name, value in slots.items()}
        return Piece(SLOT.sub(lambda found: given.get(found[1], found[0]), self._text))

    @staticmethod
    def in_line(pieces: Iterable[Piece]) -> Piece:
        """Pieces one after another, as one."""
        return Piece("".join(piece._text for piece in pieces))


def joined(parts: Iterable[SafeString | str]) -> SafeString:
    """Filled pieces one after another; what is no safe one is escaped."""
    return SafeString("".join([part if type(part) is SafeString else escape(part) for part in parts]))


def _as_text(value: object) -> str:
    if isinstance(value, Piece):
        return value._text
    return (value if isinstance(value, SafeString) else escape(str(value))).replace("%", "%%")


class Given(dict[str, Piece]):
    """The pieces of a template, in the language of the moment, with the same slots filled in each."""

    def __init__(self, template: str, **slots: object) -> None:
        super().__init__()
        self._pieces, self._slots = pieces(template), slots

    def __missing__(self, name: str) -> Piece:
        piece = self[name] = self._pieces[name].with_given(**self._slots)
        return piece


class _Slots(dict[str, SafeString]):
    """A context in which every name has a value: its own mark."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and MARK.fullmatch(f"\x02{name}\x03") is not None

    def __getitem__(self, name: str) -> SafeString:
        return SafeString(f"\x02{name}\x03")


def pieces(template: str) -> Mapping[str, Piece]:
    """The pieces of a template by name, in the language of the moment; raise NotAPiece for one that decides."""
    # A designer who changes the template while developing sees it at once.
    return (_pieces.__wrapped__ if settings.DEBUG else _pieces)(template, get_language())


@lru_cache(maxsize=100)
def _pieces(template: str, language: str | None) -> Mapping[str, Piece]:
    return {name: Piece(_text(f"{template}#{name}")) for name in names_in(template)}


def names_in(template: str) -> Iterable[str]:
    """The names of the partials that a template defines."""
    whole: Any = get_template(template)
    return tuple(whole.template.extra_data.get("partials", ()))


def _text(partial: str) -> str:
    """A partial as text for `%`, its line breaks without the indentation around them."""
    # Django's wrapper would run the context processors, and gives the partial itself.
    found: Any = get_template(partial)
    _check(found.template.nodelist, partial)
    context = Context()
    context.dicts.append(_Slots())
    # Its nodes alone: the page that happens to need a piece first would tell a test of the piece's slots as of its own.
    with context.bind_template(found.template):
        text = BREAK.sub("\n", found.template.nodelist.render(context).strip())
    return MARK.sub(r"%(\1)s", text.replace("%", "%%"))


def _check(nodes: Iterable[Node], partial: str) -> None:
    for node in nodes:
        is_plain = isinstance(node, TextNode | TranslateNode | CommentNode)
        is_slot = isinstance(node, VariableNode) and not node.filter_expression.filters
        is_sentence = isinstance(node, BlockTranslateNode) and not node.plural
        if not (is_plain or is_slot or is_sentence):
            raise NotAPiece(f"{partial} holds more than markup, words and {{{{ slots }}}}: {node!r}")
