"""Whoever was erased is named nowhere: in no page, search, API row or take-out of anybody, and every count agrees.

Random worlds are built by the real actions, as in test_permissions.py; the founders, who tend, are not erased.
"""

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from commonplace.communities.readers import read_on
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.store.kept import KEPT
from tests.plans import GHOSTS, LIVING, CommunityPlan, communities
from tests.test_permissions import everywhere
from tests.worlds import build

# One example opens some five hundred pages.
EXAMPLES = max(2, settings.default.max_examples // 12)


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    plans=st.tuples(communities, communities),
    number=st.integers(2, LIVING + GHOSTS - 1),
    withdraw=st.booleans(),
    viewer=st.sampled_from([None, 0, 1]),
)
def test_nothing_names_whoever_was_erased(
    plans: tuple[CommunityPlan, ...], number: int, withdraw: bool, viewer: int | None
) -> None:
    with transaction.atomic():
        for cache in caches.all(initialized_only=True):
            cache.clear()
        world = build(plans)
        erase(person=world.persons[number], withdraw=withdraw)
        read_on()
        assert [(kept.code, pk) for kept in KEPT for pk in kept.wrong(timezone.now())] == []
        client = Client()
        if viewer is not None:
            client.force_login(Person.objects.get(pk=world.persons[viewer].pk))
        words = [f"zqname{number}x", f"zqmail{number}x", f"zqcraft{number}x"]
        told = []
        for address, body in everywhere(client, viewer):
            told += [f"{address}: {word}" for word in words if word in body]
        assert told == []
        transaction.set_rollback(True)
