"""What the worker looks after: each room's due rows, claimed there with a lease."""

from datetime import datetime

from commonplace.cultivation import keeping as cultivation
from commonplace.letters.actions import send_due
from commonplace.search import keeping as search


def sweep(*, now: datetime) -> None:
    """Do everything that is due at `now`."""
    send_due(now=now)
    search.catch_up(now=now)
    cultivation.catch_up()
