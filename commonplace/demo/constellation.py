"""Communities of the demo beside each other: how two are related, which one founds a daughter with whom and what, and
what each has its host told.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commonplace.communities.models import Community
from commonplace.constellation.actions.asking import answer
from commonplace.constellation.actions.beginning import begin
from commonplace.constellation.actions.carrying import carry_now
from commonplace.constellation.actions.planning import ask, choose, choose_people, plan
from commonplace.constellation.actions.relating import agree, ask_to_relate
from commonplace.constellation.actions.telling import let_look, tell
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource


def beside_each_other(
    communities: Sequence[Community], persons: Mapping[str, Person], *, path: Path, now: datetime
) -> None:
    """Relate them and have the host told what the file says, so many days ago."""
    with path.open("rb") as file:
        told: dict[str, Any] = tomllib.load(file)
    by_slug = {one.slug: one for one in communities}
    for one in told["related"]:
        at = now - timedelta(days=one["days_ago"])
        asked = ask_to_relate(
            by=persons[one["by"]],
            community=by_slug[one["one"]],
            other=by_slug[one["other"]],
            kind=one["kind"],
            words=one["words"],
            at=at,
        )
        if "agreed_by" in one:
            agree(by=persons[one["agreed_by"]], relation=asked, at=at + timedelta(days=1))
    for one in told["told"]:
        tell(
            by=persons[one["by"]],
            community=by_slug[one["community"]],
            lines=one["lines"],
            readiness=one.get("readiness", ""),
            at=now - timedelta(days=one["days_ago"]),
        )
    for one in told["crossed"]:
        _cross(one, by_slug[one["community"]], persons, now=now)
    let_look(by=None, person=persons[told["looks"]], at=now - timedelta(days=told["looks_days_ago"]))


def _cross(told: Mapping[str, Any], community: Community, persons: Mapping[str, Person], *, now: datetime) -> None:
    """A daughter from the plan to the last word that went along; who is in none of the lists has not answered."""
    by, at = persons[told["by"]], now - timedelta(days=told["days_ago"])
    made = plan(
        by=by,
        community=community,
        kind="daughter",
        name=told["name"],
        domain=told["domain"],
        words=told["words"],
        at=at,
    )
    talk = Conversation.objects.filter(community=community, title__in=told["conversations"])
    kept = Resource.objects.filter(community=community, title__in=told["resources"])
    keys = [list(rows.order_by("pk").values_list("pk", flat=True)) for rows in (talk, kept)]
    choose(by=by, crossing=made, conversations=keys[0], resources=keys[1], at=at)
    choose_people(by=by, crossing=made, people=[persons[one].pk for one in told["comes"] + told["stays"]], at=at)
    ask(by=by, crossing=made, at=at)
    answers = (
        ("words", "yes", "lets_go"),
        ("words", "no", "keeps"),
        ("coming", "yes", "comes"),
        ("coming", "no", "stays"),
    )
    for what, says, named in answers:
        for hours, one in enumerate(told[named], start=9):
            answer(by=persons[one], crossing=made, what=what, says=says, at=at + timedelta(hours=hours))
    later = at + timedelta(days=22)
    begin(by=by, crossing=made, at=later)
    carry_now(made, now=later)
