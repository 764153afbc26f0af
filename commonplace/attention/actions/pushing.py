"""Devices that say that something waits: which they are, and when they do.

Only what waits for someone themselves makes a device speak, at most once in some hours, never of a community that is to
be quiet, and not once the time is used up that they give a week. A device is asked for under a moment that moves before
it is asked, so a worker that dies asks again later, and two never at once.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Final

from django.db import transaction
from django.utils import timezone

from commonplace.attention.actions.sending import is_time_used_up
from commonplace.attention.models import ChosenCadence, PushDevice
from commonplace.attention.push import are_keys, is_on, may_be_asked, send
from commonplace.communities.inbox import waiting_for
from commonplace.communities.models import Membership
from commonplace.lib.outward import NotOutward
from commonplace.people.models import Person
from commonplace.store.locks import lock

MOST: Final = 10
AT_ONCE: Final = 200
# Between two words of one device, between two looks, and after a try that failed.
BETWEEN: Final = timedelta(hours=4)
LOOKS_AGAIN: Final = timedelta(minutes=10)
LATER: Final = timedelta(hours=1)
LATEST: Final = timedelta(days=1)
# A device that nobody answers for is let go.
PATIENCE: Final = timedelta(days=14)
GONE: Final = frozenset((404, 410))

logger = logging.getLogger(__name__)


class NotADevice(ValueError):
    """What was said is no device that the house may ask for."""


class TooManyDevices(ValueError):
    """They have as many devices as one may."""


def add_device(
    *, person: Person, endpoint: str, p256dh: str, auth: str, name: str, at: datetime | None = None
) -> PushDevice:
    """Have a device say when something waits; whoever had it before has it no more. Raises NotADevice and
    TooManyDevices.
    """
    if not is_on() or not may_be_asked(endpoint) or not are_keys(p256dh, auth):
        raise NotADevice(endpoint)
    now = at or timezone.now()
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        others = PushDevice.objects.filter(person=person).exclude(endpoint=endpoint)
        if others.count() >= MOST:
            raise TooManyDevices(MOST)
        device, _made = PushDevice.objects.update_or_create(
            endpoint=endpoint,
            defaults={
                "person": person,
                "p256dh": p256dh,
                "auth": auth,
                "name": name[:80],
                "since": now,
                "told_to": now,
                "due_at": now,
                "failing_since": None,
            },
        )
    return device


def end_device(*, person: Person, pk: int) -> bool:
    """Have a device of one's own say nothing any more; whether it was there."""
    return bool(PushDevice.objects.filter(person=person, pk=pk).delete()[0])


def tell_devices(*, now: datetime) -> int:
    """Have devices say that something waits where it does; tells how many did."""
    if not is_on():
        return 0
    due = PushDevice.objects.filter(due_at__lte=now, person__is_active=True).select_related("person")
    return sum(_look(device, now) for device in due.order_by("due_at", "pk")[:AT_ONCE])


def _look(device: PushDevice, now: datetime) -> bool:
    # Whoever moves its moment asks for it; another process finds it moved.
    if not PushDevice.objects.filter(pk=device.pk, due_at=device.due_at).update(due_at=now + LOOKS_AGAIN):
        return False
    latest = waits_since(device.person, now=now)
    if latest is None or latest <= device.told_to or is_time_used_up(device.person, now):
        return False
    try:
        answer = send(endpoint=device.endpoint, p256dh=device.p256dh, auth=device.auth, now=now)
    except (OSError, HTTPException, NotOutward) as problem:
        logger.info("A device could not be asked for: %s", type(problem).__name__)
        _put_off(device, now, LATER)
        return False
    if answer.status in GONE:
        PushDevice.objects.filter(pk=device.pk).delete()
        return False
    if not 200 <= answer.status < 300:
        logger.info("A device could not be asked for: %s", answer.status)
        _put_off(device, now, max(LATER, min(timedelta(seconds=answer.again_after or 0), LATEST)))
        return False
    PushDevice.objects.filter(pk=device.pk).update(
        told_to=latest, told_at=now, due_at=now + BETWEEN, failing_since=None
    )
    return True


def _put_off(device: PushDevice, now: datetime, until: timedelta) -> None:
    since = device.failing_since or now
    if now - since > PATIENCE:
        PushDevice.objects.filter(pk=device.pk).delete()
    else:
        PushDevice.objects.filter(pk=device.pk).update(due_at=now + until, failing_since=since)


def waits_since(person: Person, *, now: datetime) -> datetime | None:
    """When the latest came that waits for someone, but in communities that are to be quiet; None for nothing."""
    quiet = ChosenCadence.objects.filter(person=person, quiet_until__gt=now).values("community_id")
    standings = Membership.objects.current(now).filter(person=person).exclude(community__in=quiet)
    waiting = waiting_for(person, list(standings.select_related("community")), now=now)
    return max((one.happened_at for one in waiting), default=None)
