"""Which view an address is for, found by its words.

Django holds an address against one line after another until one fits: 0.2 ms for the last of our five hundred, and for
every address that does not exist. Here its words, those between two slashes, first lead to the few lines that could
fit; whether one does is still Django's to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

type Line = URLPattern | URLResolver


@dataclass
class _Fork:
    """What can follow the same words: a known word, any word, or nothing that is told apart here."""

    known: "dict[str, _Fork]" = field(default_factory=dict)
    any: "_Fork | None" = None
    lines: list[tuple[int, URLResolver]] = field(default_factory=list)

    def add(self, words: list[str], number: int, line: Line) -> None:
        if not words:
            # A list of one line, so that a match is put together as Django does it.
            self.lines.append((number, URLResolver(RoutePattern(""), [line])))
        elif "<" in words[0]:
            self.any = self.any or _Fork()
            self.any.add(words[1:], number, line)
        else:
            self.known.setdefault(words[0], _Fork()).add(words[1:], number, line)

    def leads(self, words: list[str]) -> Iterator[tuple[int, URLResolver]]:
        yield from self.lines
        if words:
            for fork in (self.known.get(words[0]), self.any):
                if fork is not None:
                    yield from fork.leads(words[1:])


class ByWords(URLResolver):
    """Lines like any other's, in their order, of which only those are tried that could fit."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(RoutePattern(""), lines)

    @cached_property
    def fork(self) -> _Fork:
        fork = _Fork()
        for number, line in enumerate(_flat(self.url_patterns)):
            fork.add(_words(line), number, line)
        return fork

    def resolve(self, path: str) -> ResolverMatch:
        words = path.split("/", 12)
        for _, line in sorted(self.fork.leads(words), key=itemgetter(0)):
            try:
                return line.resolve(path)
            except Resolver404:
                continue
        raise Resolver404({"tried": [], "path": path})


def _flat(lines: Sequence[Line]) -> Iterator[Line]:
    """Each line by itself where a room only lists them."""
    for line in lines:
        if isinstance(line, URLResolver) and not (str(line.pattern) or line.namespace or line.default_kwargs):
            yield from _flat(line.url_patterns)
        else:
            yield line


def _words(line: Line) -> list[str]:
    """The words with which every address of this line begins."""
    if not isinstance(line.pattern, RoutePattern):
        return []
    words = str(line.pattern).split("/")
    if isinstance(line, URLResolver):
        words.pop()  # what it begins may go on
    # A path takes slashes along.
    open_end = next((at for at, word in enumerate(words) if "<path:" in word), len(words))
    return words[:open_end]
