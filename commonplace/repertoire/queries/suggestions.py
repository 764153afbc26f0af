"""Suggestions as pages list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.repertoire.models import Resource, Suggestion
from commonplace.repertoire.models.suggestion import SuggestionQuerySet
from commonplace.ui.addresses import address


@dataclass(frozen=True)
class Row:
    """One suggestion: who offered it, why, and what became of it, in words."""

    pk: int
    byline: Byline
    at: datetime
    why: str
    url: str
    state: str
    is_held: bool
    tone: str
    answer: str
    settled_by: Byline | None
    settled_at: datetime | None
    revision: int | None


def seen_for(resource: Resource, viewpoint: Viewpoint) -> SuggestionQuerySet:
    """What was suggested for a resource, as far as the viewer may see it, joined to what `rows_of` shows."""
    found = Suggestion.objects.visible_to(viewpoint.person).filter(resource=resource).with_held()
    return found.select_related("by", "settled_by")


def rows_of(found: Iterable[Suggestion], viewpoint: Viewpoint) -> list[Row]:
    """These, joined to who offered and who settled them; no query."""
    return [
        Row(
            pk=one.pk,
            byline=viewpoint.byline_for(one.by),
            at=one.at,
            why=one.why,
            url=address("resource_suggestion", viewpoint.community.slug, one.resource_id, one.pk),
            state=_said_of(one),
            is_held=_is_held(one),
            tone="wait" if one.settled_at is None or _is_held(one) else "good" if one.is_taken else "",
            answer=one.answer,
            settled_by=viewpoint.byline_for(one.settled_by) if one.settled_at is not None else None,
            settled_at=one.settled_at,
            revision=one.revision,
        )
        for one in found
    ]


def _is_held(one: Suggestion) -> bool:
    is_held: bool = one.is_held  # type: ignore[attr-defined]
    return is_held


def _said_of(one: Suggestion) -> str:
    if _is_held(one):
        return _("held back")
    return _("waits") if one.settled_at is None else _("taken") if one.is_taken else _("declined")
