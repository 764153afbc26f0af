"""Where an archive goes: the community that is named, founded where there is none."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from commonplace.communities.doors import Joining, Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.communities.spaces.actions import free_slug, open_space
from commonplace.people.models import Person


class NoSlug(ValueError):
    """No community can have that address."""


@dataclass(frozen=True, slots=True)
class House:
    """Where the letters go, and what had to be made for them."""

    space: Space
    is_founded: bool = False
    made_operator: Person | None = None

    @property
    def community(self) -> Community:
        return self.space.community


def house_for(slug: str) -> House:
    """The first space of the community `slug`; founded, private, by the operator where it is unknown. Raises NoSlug."""
    # What an archive holds is older than the days for which a sealed space keeps words.
    found_here = Space.objects.lasting().filter(community__slug=slug)
    space = found_here.select_related("community").order_by("position", "pk").first()
    if space is not None:
        return House(space)
    community = Community.objects.filter(slug=slug).first()
    if community is not None:
        return House(open_space(community=community, slug=free_slug(community, "table"), name=_("The table")))
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise NoSlug(slug) from error
    if len(slug) > 60:
        raise NoSlug(slug)
    with transaction.atomic():
        operator = Person.objects.filter(is_operator=True, is_active=True).order_by("pk").first()
        made = None
        if operator is None:
            made = operator = Person.objects.create_user(name=_("The operator"), is_operator=True)
        name = " ".join(slug.replace("_", "-").split("-")).strip()
        founded = found(
            by=operator,
            name=name[:1].upper() + name[1:],
            slug=slug,
            visibility=Visibility.PRIVATE,
            joining=Joining.INVITATION,
        )
    return House(founded.spaces.select_related("community").get(), is_founded=True, made_operator=made)
