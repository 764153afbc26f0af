"""A named person's hello to someone who just came in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Greeting, Membership
from commonplace.communities.viewpoint import standing_of
from commonplace.letters.naming import community_named, person_named
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.store.locks import lock


class NotBesideThem(ValueError):
    """Only people of the same community greet, and nobody greets themselves."""


def greet(*, by: Person, membership: Membership, words: str, at: datetime | None = None) -> Greeting:
    """Say hello to a newcomer, by letter too; the same person's second hello is their first. Raises NotBesideThem."""
    now = at or timezone.now()
    community = membership.community
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        # A name of an archive may have become somebody since the page was made.
        found = Membership.objects.select_related("person", "community").filter(pk=membership.pk).first()
        if found is None or by.pk == found.person_id or standing_of(by, community, now=now) is None:
            raise NotBesideThem(by.pk)
        membership = found
        greeting, made = Greeting.objects.get_or_create(
            membership=membership, by=by, defaults={"words": words, "at": now}
        )
        if made:
            ledger.record(
                verb="welcomed",
                person=by,
                community=community,
                at=now,
                what="membership",
                what_id=membership.pk,
                towards=membership.person,
            )
            if at is None:
                with in_language_of(membership.person):
                    greeter, name = person_named(by.name), community_named(community.name)
                context = {
                    "greeter": greeter,
                    "community": name,
                    "words": words,
                    "link": settings.BASE_URL + reverse("community", args=[community.slug]),
                }
                write_to(membership.person, template="communities/letters/greeting", context=context, kind="hello")
    return greeting
