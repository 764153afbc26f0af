"""What listeners are told: whoever may still hear it, in the same words for all who see it alike."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from commonplace.live.topics import Told, called


def tell(name: str, version: int, asking: Sequence[tuple[str, Hashable, int]]) -> list[bytes | None]:
    """An event for each who asks, as (who, sight, the version they know); None for whoever may hear nothing more.

    The version was looked up before what is told, so that nothing is left out; a little may be told twice.
    """
    found = called(name)
    if found is None:
        return [None] * len(asking)
    topic, key = found
    may = set(topic.still(key, {who for who, _sight, _past in asking}))
    made: dict[tuple[Hashable, int], tuple[Told, bytes]] = {}
    said: list[bytes | None] = []
    for who, sight, past in asking:
        if who not in may:
            said.append(None)
            continue
        if (sight, past) not in made:
            told = topic.tell(key, sight, past)
            made[sight, past] = told, _event(version, told.all)
        told, event = made[sight, past]
        own = told.each.get(who)
        said.append(event if own is None else _event(version, {**told.all, **own}))
    return said


def as_json(version: int, told: Told, who: str) -> dict[str, Any]:
    """What one listener is told, for a page that asks again and again."""
    return _whole(version, {**told.all, **told.each.get(who, {})})


def _whole(version: int, said: Any) -> dict[str, Any]:
    # By the clock of the server, which pages go by: milliseconds.
    return {"version": version, "now": round(timezone.now().timestamp() * 1000), **said}


def _event(version: int, said: Any) -> bytes:
    whole = json.dumps(_whole(version, said), cls=DjangoJSONEncoder, ensure_ascii=True)
    return f"id: {version}\ndata: {whole}\n\n".encode()
