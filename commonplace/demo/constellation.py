"""Communities of the demo beside each other: how two are related, and what each has its host told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commonplace.communities.models import Community
from commonplace.constellation.actions.relating import agree, ask_to_relate
from commonplace.constellation.actions.telling import let_look, tell
from commonplace.people.models import Person


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
    let_look(by=None, person=persons[told["looks"]], at=now - timedelta(days=told["looks_days_ago"]))
