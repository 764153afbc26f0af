"""The first days of someone who has come in: where their line stands, who reads it, and what brought them here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Subquery

from commonplace.communities.models import Invitation, Membership
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.web.today import Tending, in_first_days


@dataclass(frozen=True)
class Welcome:
    """What a newcomer is told: where their line stands and who reads it, who tends the community, who invited them in
    which words, and whether their address waits to be confirmed.
    """

    name: str
    names: tuple[str, ...]
    invited_by: Byline | None
    words: str
    line: int | None
    title: str
    readers: int
    is_unproven: bool


def welcome(viewpoint: Viewpoint, tending: Sequence[Tending], *, now: datetime) -> Welcome | None:
    """What to tell a newcomer, or None for anyone else and for the founder; one query, and only for newcomers."""
    person, standing, community = viewpoint.person, viewpoint.membership, viewpoint.community
    if person is None or standing is None or not in_first_days(standing, now=now):
        return None
    if community.founded_by_id == person.pk:
        return None
    names = tuple(one.byline.name for one in tending if one.byline.person_id != person.pk)
    taken = Invitation.objects.filter(community=community, taken_by=person).order_by("-taken_at", "-pk")
    lines = Conversation.objects.visible_to(person).filter(community=community, author=person)
    first = lines.order_by("opened_at", "pk")
    own: Any = Membership.objects.annotate(
        line=Subquery(first.values("pk")[:1]),
        line_title=Subquery(first.values("title")[:1]),
        by=Subquery(taken.values("by_id")[:1]),
        by_name=Subquery(taken.values("by__name")[:1]),
        by_since=Subquery(taken.values("by__claimed_at")[:1]),
        words=Subquery(taken.values("words")[:1]),
        is_proven=Exists(EmailAddress.objects.filter(user=OuterRef("person_id"), verified=True)),
    ).get(pk=standing.pk)
    by = viewpoint.byline_of(own.by, own.by_name, is_claimed=own.by_since is not None) if own.by else None
    return Welcome(
        name=person.get_short_name(),
        names=names,
        invited_by=by,
        words=own.words or "",
        line=own.line,
        title=own.line_title or "",
        readers=community.people_count - 1,
        is_unproven=not own.is_proven,
    )
