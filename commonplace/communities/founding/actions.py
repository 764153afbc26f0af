"""A community begins, with its first space and steward, and remembers since when people have been at it."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities import ledger
from commonplace.communities.doors import Joining, SpaceVisibility, Visibility
from commonplace.communities.founders import SlugTaken, free_slug
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community
from commonplace.communities.modules import at_first
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.standing import Standing
from commonplace.lib.slugs import ascii_slug
from commonplace.people.models import Person
from commonplace.store.locks import lock


def found(
    *,
    by: Person,
    name: str,
    slug: str = "",
    domain: str = "",
    community: str = "",
    practice: str = "",
    opening: str = "",
    visibility: str = Visibility.LISTED,
    joining: str = Joining.REQUEST,
    language: str = "en",
    at: datetime | None = None,
    origin: str = "",
) -> Community:
    """Found a community with `by` as its first steward and one space for all members; raises SlugTaken."""
    at = at or timezone.now()
    slug = slug or ascii_slug(name, 60) or "community"
    with transaction.atomic():
        try:
            with transaction.atomic():
                founded = Community.objects.create(
                    slug=slug,
                    name=name,
                    domain=domain,
                    community=community,
                    practice=practice,
                    opening=opening,
                    visibility=visibility,
                    joining=joining,
                    language=language,
                    founded_by=by,
                    founded_at=at,
                    modules=at_first(),
                )
        except IntegrityError as error:
            raise SlugTaken(slug) from error
        ledger.record(
            verb="founded", person=by, community=founded, at=at, what="community", what_id=founded.pk, origin=origin
        )
        admit(person=by, community=founded, standing=Standing.STEWARD, at=at, origin=origin)
        open_space(community=founded, slug="table", name=_("The table"), visibility=SpaceVisibility.MEMBERS, at=at)
    return founded


def found_once(*, by: Person, name: str, **lines: Any) -> Community:
    """Found a community at a free address made from its name; pressed twice, it is the one made a moment ago."""
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        made = Community.objects.filter(founded_by=by, name=name).order_by("-pk").first()
        while made is None:
            # Another may take the same address at the same moment; then the next one is free.
            with suppress(SlugTaken):
                made = found(by=by, name=name, slug=free_slug(name), **lines)
    return made


def begin_with(*, community: Community, at: datetime | None) -> None:
    """Say anew when people were at it first: at this moment, or when the community was founded, if that was earlier."""
    begun = at if at is not None and at < community.founded_at else None
    Community.objects.filter(pk=community.pk).update(began_at=begun)


def begin_no_later_than(*, community: Community, at: datetime) -> None:
    """Remember that people were at it already then; an earlier beginning stays."""
    later = Community.objects.filter(Q(began_at=None) | Q(began_at__gt=at), pk=community.pk)
    later.update(began_at=at)
