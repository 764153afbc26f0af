"""Regular expressions judged by their shape: where two unbounded repeats can share the same signs, time may explode.

A repeat within a repeat takes exponential time where what the inner one matches could be the outer one's turn as well;
two neighbours that can match the same signs take quadratic time. Possessive repeats give nothing back: they do neither.
`re._parser` is not public; if it moves, only this test has to follow.
"""

import re
from collections.abc import Iterable, Iterator
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_SIGNS = frozenset([*map(chr, range(128)), "é", "日", "\u00a0"])
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT)
_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}
_NOTHING: frozenset[str] = frozenset()


def ambiguities(pattern: "re.Pattern[Any]") -> list[str]:
    """What in a pattern may take more than linear time: `nested` or `neighbours`, with a few of the signs shared."""
    return list(_judged(_parser.parse(pattern.pattern, pattern.flags)))


def _judged(items: Iterable[Any]) -> Iterator[str]:
    before: frozenset[str] = _NOTHING  # what the unbounded repeats just before can match
    for op, value in items:
        if op in _REPEATS and value[1] is c.MAXREPEAT:
            can, body = _any_of(value[2]), list(value[2])
            if shared := before & _first_of(body):
                yield f"neighbours {_few(shared)}"
            if shared := _shared(body):
                yield f"nested {_few(shared)}"
            before = before | can if value[0] == 0 else can
        elif not _may_be_empty([(op, value)]):
            before = _NOTHING
        for inner in _inside(op, value):
            yield from _judged(inner)


def _few(signs: frozenset[str]) -> str:
    return "".join(sorted(signs, key=lambda sign: (not sign.isalnum(), sign))[:3])


def _inside(op: Any, value: Any) -> list[Any]:
    if op in (*_REPEATS, c.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is c.SUBPATTERN:
        return [value[3]]
    if op is c.BRANCH:
        return list(value[1])
    return [value] if op is c.ATOMIC_GROUP else []


def _signs_of(op: Any, value: Any) -> frozenset[str]:
    """The signs that one item may match anywhere in it."""
    if op is c.LITERAL:
        return frozenset(chr(value))
    if op is c.NOT_LITERAL:
        return _SIGNS - {chr(value)}
    if op is c.ANY:
        return _SIGNS - {"\n"}
    if op is c.IN:
        found: frozenset[str] = _NOTHING
        for kind, what in value:
            if kind is c.LITERAL:
                found |= {chr(what)}
            elif kind is c.RANGE:
                found |= {sign for sign in _SIGNS if what[0] <= ord(sign) <= what[1]}
            elif kind is c.CATEGORY:
                found |= {sign for sign in _SIGNS if re.match(_CATEGORIES[what], sign)}
        return _SIGNS - found if value[0][0] is c.NEGATE else found
    return frozenset().union(*map(_any_of, _inside(op, value)))


def _any_of(items: Iterable[Any]) -> frozenset[str]:
    return frozenset().union(*(_signs_of(op, value) for op, value in items))


def _may_be_empty(items: Iterable[Any]) -> bool:
    for op, value in items:
        if op in (c.AT, c.ASSERT, c.ASSERT_NOT):
            continue
        inside = _inside(op, value)
        if op in (*_REPEATS, c.POSSESSIVE_REPEAT) and value[0] == 0:
            continue
        if not any(_may_be_empty(one) for one in inside):
            return False
    return True


def _first_of(items: Iterable[Any]) -> frozenset[str]:
    found: frozenset[str] = _NOTHING
    for item in items:
        inside = _inside(*item)
        found |= frozenset().union(*map(_first_of, inside)) if inside else _signs_of(*item)
        if not _may_be_empty([item]):
            break
    return found


def _unbounded_in(items: Iterable[Any]) -> Iterator[frozenset[str]]:
    """What each unbounded repeat anywhere within can match."""
    for op, value in items:
        if op in _REPEATS and value[1] is c.MAXREPEAT:
            yield _any_of(value[2])
        for inner in _inside(op, value):
            yield from _unbounded_in(inner)


def _shared(body: list[Any]) -> frozenset[str]:
    """Signs of a repeat within a body that could as well be the whole body once more."""
    needed = [_signs_of(*item) for item in body if not _may_be_empty([item])]
    for signs in _unbounded_in(body):
        if all(signs & one for one in needed):
            return signs
    return _NOTHING
