"""While the mail server takes no letters, one process asks it now and then, instead of all for each letter."""

import json
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from commonplace.letters.models import Outage

RESTS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15))


def current() -> Outage | None:
    """The outage of the server that these settings name; with other settings there is none yet."""
    return Outage.objects.filter(server=_server()).first()


def take_turn(outage: Outage, *, now: datetime, lease: timedelta) -> bool:
    """Take the one try after a rest; nobody else has it until the lease ends."""
    if outage.rests_until > now:
        return False
    with transaction.atomic():
        mine = Outage.objects.filter(pk=outage.pk, rests_until=outage.rests_until)
        return mine.update(rests_until=now + lease) == 1


def rest(words: str, *, now: datetime) -> None:
    """Leave the server alone for a while, longer each time until it takes a letter."""
    with transaction.atomic():
        outage, _made = Outage.objects.get_or_create(server=_server(), defaults={"since": now, "rests_until": now})
        pause = RESTS[min(outage.failures, len(RESTS) - 1)]
        Outage.objects.filter(pk=outage.pk).update(
            failures=F("failures") + 1, rests_until=now + pause, last_error=words
        )
        Outage.objects.exclude(pk=outage.pk).delete()


def give_turn_back(outage: Outage, *, now: datetime) -> None:
    """Let the next round ask: the server answered, though it took nothing."""
    with transaction.atomic():
        Outage.objects.filter(pk=outage.pk).update(rests_until=now)


def end() -> None:
    """The server takes letters, or somebody says that it is worth asking."""
    with transaction.atomic():
        Outage.objects.all().delete()


def _server() -> str:
    """A mark of server, account and sender: who mends one of them need not wait for a rest to end."""
    named = json.dumps([settings.MAILERS["default"], str(settings.DEFAULT_FROM_EMAIL)], sort_keys=True, default=str)
    return salted_hmac("commonplace.letters.server", named, algorithm="sha256").hexdigest()
