"""What the worker looks after: each room's due rows, claimed there with a lease."""

from datetime import datetime

from commonplace.letters.actions import send_due


def sweep(*, now: datetime) -> None:
    """Do everything that is due at `now`."""
    send_due(now=now)
