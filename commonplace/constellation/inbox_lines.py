"""What waits of the constellation: for stewards, whether their community is related to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.constellation.models import Relation
from commonplace.people.models import Person


def _asked(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Relation.objects.filter(asked__in=communities, agreed_at=None, ended_at=None)
    return row(
        found,
        "relation_asked",
        community_id=F("asked_id"),
        about_id=F("pk"),
        happened_at=F("at"),
        words=F("words"),
    )


def _answer(seen: Seen) -> Need:
    return seen.need(
        _("Another community asks whether you are related."),
        "“%(words)s”",
        _("See which, and answer"),
        seen.url("related"),
    )


LINES = (Line("relation_asked", 203, _asked, _answer, is_for_stewards=True),)
