"""Words between the cast, written by the real actions at their moments; nobody is sent the past by mail."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta

from commonplace.demo.telling import STORY
from commonplace.people.models import Person
from commonplace.words.actions.choosing import mark_read
from commonplace.words.actions.writing import answer, begin
from commonplace.words.models import Correspondence, Word, WordToTell


def correspond(persons: Mapping[str, Person], *, now: datetime) -> None:
    """Have the cast write to each other; each has read all of it, but who has not opened the last."""
    told = tomllib.loads((STORY / "words.toml").read_text())["words"]
    # The house asks how many were written of late: so what is earliest is written first.
    for one in sorted(told, key=lambda one: -one["said"][0]["days_ago"]):
        first, *more = one["said"]
        to = [persons[key].pk for key in one["to"]]
        at = now - timedelta(days=first["days_ago"])
        here = begin(by=persons[first["by"]], to=to, text=first["text"], at=at).correspondence
        for said in more:
            answer(by=persons[said["by"]], correspondence=here, text=said["text"], at=_ago(said, now))
        _have_read(here, [persons[key].pk for key in one.get("unread_by", ())])
    WordToTell.objects.filter(person__in=[one.pk for one in persons.values()]).delete()


def _ago(said: Mapping[str, float], now: datetime) -> datetime:
    return now - timedelta(days=said["days_ago"])


def _have_read(here: Correspondence, unread_by: list[int]) -> None:
    last, *before = Word.objects.filter(correspondence=here).order_by("-pk").values_list("pk", flat=True)
    for place in here.correspondents.select_related("person"):
        upto = max(before, default=0) if place.person_id in unread_by else last
        mark_read(person=place.person, correspondence=here, upto=upto)
