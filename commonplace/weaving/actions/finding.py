"""The worker looks once a day for two who could be introduced; what no steward took up is found anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonplace.communities.models import Community
from commonplace.communities.modules import is_on
from commonplace.store.locks import lock
from commonplace.weaving.actions.suggesting import ask_those_who_wait
from commonplace.weaving.models import Introduction, Side
from commonplace.weaving.queries.finding import find
from commonplace.weaving.queries.introductions import MODULE


def find_introductions(*, now: datetime) -> int:
    """Look in every community that has introductions; how many were found."""
    return sum(find_in(one, now=now) for one in Community.objects.order_by("pk") if is_on(one, MODULE))


def find_in(community: Community, *, now: datetime) -> int:
    """Look in one community; who is found again stays as they were offered. Nothing of it stands in the ledger: nobody
    did anything yet.
    """
    found = {frozenset((one.seeks, one.other)): one for one in find(community, now=now)}
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        known: dict[int, set[int]] = {}
        proposed = Introduction.objects.proposed().filter(community=community)
        for pk, person in Side.objects.filter(introduction__in=proposed).values_list("introduction", "person"):
            known.setdefault(pk, set()).add(person)
        stays = {pk: frozenset(people) for pk, people in known.items() if frozenset(people) in found}
        proposed.exclude(pk__in=stays).delete()
        for one in (one for pair, one in found.items() if pair not in stays.values()):
            row = Introduction.objects.create(community=community, why=one.why, topic_id=one.topic, found_at=now)
            Side.objects.create(introduction=row, person_id=one.seeks, seeks=True)
            Side.objects.create(introduction=row, person_id=one.other)
    ask_those_who_wait(community, now=now)
    return len(found)
