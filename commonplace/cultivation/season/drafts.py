"""Gatherings that someone has begun to plan and keeps among their drafts, where they have a day; told to them alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.conversations.models import Draft
from commonplace.cultivation.season.reading import Season
from commonplace.gatherings.forms.convening import DRAFT
from commonplace.people.models import Person

MOST = 20


@dataclass(frozen=True)
class Drafted:
    """One that was begun, and the day it would be on."""

    day: date
    title: str
    url: str


def drafts_of(person: Person, community: Community, season: Season) -> list[Drafted]:
    """Those of one person that lie in the year of the picture; one query."""
    rows = Draft.objects.filter(person=person, community=community, place=DRAFT).order_by("-changed_at", "-pk")
    found = []
    for one in rows[:MOST]:
        try:
            day = date.fromisoformat(str(one.words.get("on", "")))
        except ValueError:
            continue
        if season.first <= day <= season.last:
            title = str(one.words.get("title", "")).strip() or _("A gathering without a name yet")
            url = f"{reverse('convening', args=[community.slug])}?draft={one.pk}&on={day.isoformat()}"
            found.append(Drafted(day, title, url))
    return sorted(found, key=lambda one: (one.day, one.title))
