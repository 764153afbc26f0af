"""Every address of the house, as its urls list them, so that a page made tomorrow is looked at too."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product, starmap
from typing import Any

from django.urls import URLPattern, get_resolver

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
# A regular expression is a door of last resort, and no page.
LAST_RESORT = "^"
# allauth's own pages know no community.
ACCOUNT = "account/"

Known = Mapping[str, Collection[object]]
# An argument of an address: what it is looked up by, and its value.
type Argument = tuple[str, object]


@dataclass(frozen=True)
class Route:
    """An address as the urls write it, with the name and the view behind it."""

    written: str
    name: str
    view: Callable[..., Any]

    def addresses(
        self,
        known: Known,
        *,
        otherwise: Known | None = None,
        fits: Callable[[Argument, Argument], bool] | None = None,
    ) -> Iterator[str]:
        """Each address that this can be, from what its arguments may be: by their name, or by the word before them.

        What nobody said is taken from `otherwise`, by the kind of the argument. Of two arguments beside each other only
        those are taken that fit.
        """
        names, choices = [], []
        for found in ARGUMENT.finditer(self.written):
            before = self.written[: found.start()].rstrip("/").rpartition("/")[2]
            kind = "str" if found[1] == "path" else found[1]
            name = found[2] if known.get(found[2]) else before
            values = known.get(name) or (otherwise or {}).get(kind)
            assert values, f"{self.written}: teach the test what <{found[2]}> may be."
            names.append(name)
            choices.append(values)
        for chosen in product(*choices):
            if fits is None or all(starmap(fits, pairwise(zip(names, chosen, strict=True)))):
                yield "/" + _filled(self.written, chosen)


def _filled(written: str, values: Collection[object]) -> str:
    left = iter(values)
    return ARGUMENT.sub(lambda _found: str(next(left)), written)


def routes(*, without: Collection[str] = (LAST_RESORT, ACCOUNT)) -> list[Route]:
    """Every address of the house in their order, but those that begin with one of `without`."""

    def walk(resolver: Any, before: str = "") -> Iterator[Route]:
        for one in resolver.url_patterns:
            written = before + str(one.pattern)
            if isinstance(one, URLPattern):
                yield Route(written, one.name or "", one.callback)
            else:
                yield from walk(one, written)

    found = {route.written: route for route in reversed(list(walk(get_resolver())))}
    return [found[written] for written in sorted(found) if not any(part in written for part in without)]
