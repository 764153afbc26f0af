"""One resource as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonplace.people.languages import language_choices
from commonplace.repertoire.kinds import LICENCES, shape_of
from commonplace.repertoire.models import Resource, Translation
from commonplace.repertoire.queries.harvested import Quote


@dataclass(frozen=True)
class Chapter:
    """A section as it is read: what its writers say, and what it quotes."""

    key: str
    heading: str
    html: str
    quotes: Sequence[Quote] = ()


def chapters_of(said_in: Resource | Translation, kind: str, quotes: Mapping[str, Sequence[Quote]]) -> Sequence[Chapter]:
    """Its sections in the order of its kind, with what is quoted in each; one query."""
    rows = said_in.parts if isinstance(said_in, Translation) else said_in.sections
    said = dict(rows.values_list("part", "html"))
    return [
        Chapter(part.key, str(part.heading), said.get(part.key, ""), quotes.get(part.key, ()))
        for part in shape_of(kind).parts
        if part.key in said or part.key in quotes
    ]


def licence_words(resource: Resource) -> str:
    """What others may do with it, in words."""
    return str(LICENCES.get(resource.licence, "")) if resource.licence else ""


def language_words(resource: Resource) -> str:
    """The language that it is written in, in words."""
    return dict(language_choices()).get(resource.language, "") if resource.language else ""
