"""Everything of one person's, as a stream of JSON: no list is held in memory."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder

from commonplace.communities.models import Deed, Membership
from commonplace.conversations.models import Post
from commonplace.people.models import Person

AT_ONCE = 500


def everything_of(person: Person, *, now: datetime) -> Iterator[str]:
    """Yield one JSON object: profile, addresses, communities, deeds and posts, oldest first."""
    profile = {
        "name": person.name, "craft": person.craft, "place": person.place, "ask_about": person.ask_about,
        "learning_about": person.learning_about, "languages": person.languages, "time_zone": person.time_zone,
        "joined_at": person.joined_at,
        "affiliations": list(person.affiliations.order_by("pk").values("organisation", "unit", "country")),
    }  # fmt: skip
    yield '{"made_at": ' + _said(now) + ',\n"profile": ' + _said(profile)
    yield from _list(
        "addresses", EmailAddress.objects.filter(user=person).order_by("pk").values("email", "verified", "primary")
    )
    standings = Membership.objects.filter(person=person).order_by("pk")
    yield from _list(
        "communities",
        standings.values(
            "community__slug", "community__name", "standing", "pace", "cares_about", "joined_at", "left_at", "left_why"
        ),
    )
    deeds = Deed.objects.filter(person=person).order_by("pk")
    yield from _list(
        "deeds", deeds.values("verb", "community__slug", "what", "what_id", "part_id", "happened_at", "origin")
    )
    posts = Post.objects.filter(author=person).order_by("pk")
    yield from _list(
        "posts",
        posts.values(
            "conversation__community__slug", "conversation_id", "conversation__title", "number", "written_at", "source"
        ),
    )
    yield "}\n"


def _list(name: str, rows: Any) -> Iterator[str]:
    yield f',\n"{name}": ['
    yield from _with_commas(rows.iterator(chunk_size=AT_ONCE))
    yield "]"


def _with_commas(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + _said({name.replace("__", "_"): value for name, value in row.items()})


def _said(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
