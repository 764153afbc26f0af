"""What people agree to in a community itself: how they may be named outside; and what rooms above declare with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from commonplace.communities.membership.actions.naming import be_named
from commonplace.communities.mine import told_where
from commonplace.communities.models import Community, Membership
from commonplace.people.consents import Consent, Given, Lets, never_written_down, row
from commonplace.people.models import Person
from commonplace.ui.addresses import address


def placed(person: Person, path: str) -> Mapping[str, Any]:
    """For `row`: the community at a path, by its name where they may see it, and as an address where they are in it."""
    seen = Q(**{f"{path}__in": Community.objects.visible_to(person)})
    inside = Q(**{f"{path}__in": Membership.objects.communities_of(person)})
    return {"community": told_where(seen, f"{path}__name"), "slug": told_where(inside, f"{path}__slug")}


def seen_title(visible: QuerySet[Any], path: str, *, column: str = "title") -> Any:
    """For `row`: what the whole at a path is called, where it is among those that they may see."""
    return Cast(told_where(Q(**{f"{path}__in": visible}), f"{path}__{column}"), TextField())


def page_of(name: str, given: Given, *, told: bool = True) -> str:
    """For `link`: the page of this name about it, where they can see it; `told` where its title says so too."""
    return address(name, given.slug, given.about_id) if given.slug and (given.title or not told) else ""


def _named(person: Person) -> QuerySet[Any, Any]:
    rows = Membership.objects.named_outside().filter(person=person)
    at = Coalesce(F("named_at"), never_written_down())
    return row(rows, at=at, title=Cast("named_as", CharField()), **placed(person, "community"))


def _be_named_no_more(*, by: Person, pk: int, at: datetime) -> list[Any] | None:
    here = Membership.objects.named_outside().filter(person=by, pk=pk).select_related("community").first()
    if here is None:
        return None
    be_named(person=by, community=here.community, named_as="", at=at)
    return [here.community_id, here.named_as]


def _be_named_again(*, by: Person, before: list[Any]) -> None:
    community, named_as = before
    be_named(person=by, community=Community.objects.get(pk=community), named_as=named_as)


CONSENTS = (
    Consent(
        "named_outside",
        Lets.NAMED,
        _("You are named to everyone who reads about this community."),
        _("From then on your name is on no page that is open to strangers."),
        Membership,
        _named,
        lambda given: address("naming", given.slug) if given.slug else "",
        _be_named_no_more,
        _be_named_again,
        order=100,
    ),
)
