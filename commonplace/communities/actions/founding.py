"""A community begins, and gets its spaces."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commonplace.communities import ledger
from commonplace.communities.actions.membership import admit
from commonplace.communities.actions.stewards import ElsewhereStanding
from commonplace.communities.founders import free_slug
from commonplace.communities.models import Community, Membership, Space, SpaceSeat, Topic
from commonplace.communities.modules import at_first
from commonplace.people.models import Person
from commonplace.store.locks import lock


class SlugTaken(ValueError):
    """Another community, or another space here, already has this address."""


def found(
    *,
    by: Person,
    name: str,
    slug: str = "",
    domain: str = "",
    community: str = "",
    practice: str = "",
    opening: str = "",
    visibility: str = Community.Visibility.LISTED,
    joining: str = Community.Joining.REQUEST,
    language: str = "en",
    at: datetime | None = None,
    origin: str = "",
) -> Community:
    """Found a community with `by` as its first steward and one space for all members; raises SlugTaken."""
    at = at or timezone.now()
    slug = slug or slugify(name)[:60] or "community"
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
        admit(person=by, community=founded, standing=Membership.Standing.STEWARD, at=at, origin=origin)
        open_space(community=founded, slug="table", name=_("The table"), visibility=Space.Visibility.MEMBERS, at=at)
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


def open_space(
    *,
    community: Community,
    slug: str,
    name: str,
    purpose: str = "",
    visibility: str = Space.Visibility.MEMBERS,
    seats: Iterable[Person] = (),
    at: datetime | None = None,
) -> Space:
    """Open a space, with seats where it is for a few of the community's people; raises SlugTaken, ElsewhereStanding."""
    at = at or timezone.now()
    seated = {person.pk for person in seats}
    try:
        with transaction.atomic():
            ledger.changed([community.pk])
            current = Membership.objects.current(at).filter(community=community)
            if seated and (elsewhere := seated.difference(current.values_list("person_id", flat=True))):
                raise ElsewhereStanding(*elsewhere)
            space = Space.objects.create(
                community=community,
                slug=slug,
                name=name,
                purpose=purpose,
                visibility=visibility,
                made_at=at,
                position=community.spaces.count(),
            )
            SpaceSeat.objects.bulk_create([SpaceSeat(space=space, person_id=pk, since=at) for pk in seated])
    except IntegrityError as error:
        raise SlugTaken(slug) from error
    return space


def name_topics(*, community: Community, names: Iterable[str]) -> list[Topic]:
    """The community's topics of these names, made where they are new; names are folded by their slug."""
    wanted: dict[str, str] = {}
    for name in names:
        slug = slugify(name, allow_unicode=True)[:60]
        if slug:
            wanted.setdefault(slug, " ".join(name.split())[:60])
    with transaction.atomic():
        Topic.objects.bulk_create(
            [Topic(community=community, slug=slug, name=name) for slug, name in wanted.items()], ignore_conflicts=True
        )
    return list(Topic.objects.filter(community=community, slug__in=wanted))
