"""What someone wrote and did, as a stream of JSON: no list is held in memory."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from commonplace.people.consents import all_given_by
from commonplace.people.mine import MINE
from commonplace.people.models import Person

AT_ONCE = 500
PROFILE = (
    "name",
    "craft",
    "place",
    "ask_about",
    "learning_about",
    "languages",
    "time_zone",
    "language",
    "look",
    "uses_keys",
    "put_aside",
    "joined_at",
)


def words_of(person: Person, *, now: datetime) -> Iterator[str]:
    """Yield one JSON object: profile, what they agreed to, and each list that rooms declare as a person's own."""
    profile = {name: getattr(person, name) for name in PROFILE}
    profile["photo"] = person.photo.sha256 if person.photo else None
    belongs = person.affiliations.order_by("pk").values("organisation", "unit", "country", "is_main")
    yield '{"made_at": ' + _said(now) + ',\n"profile": ' + _said({**profile, "affiliations": list(belongs)})
    yield ',\n"agreed_to": ['
    yield from _with_commas(
        {
            "consent": one.of.code,
            "lets": one.of.lets.value,
            "title": one.title,
            "community_name": one.community,
            "given_at": one.since,
            "is_over": one.is_over,
        }
        for one in all_given_by(person)
    )
    yield "]"
    for mine in MINE:
        if mine.columns:
            yield f',\n"{mine.code}": ['
            yield from _with_commas(mine.told_to(person).iterator(chunk_size=AT_ONCE))
            yield "]"
    yield "}\n"


def _with_commas(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + _said({name.replace("__", "_"): value for name, value in row.items()})


def _said(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
