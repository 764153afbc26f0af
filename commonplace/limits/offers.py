"""What limits ask the worker for."""

from datetime import datetime

from commonplace.limits.memory import memory
from commonplace.store.due import DUE, Due


def forget(*, now: datetime) -> None:
    """Delete what says nothing any more; whoever counts does so too, where no worker runs."""
    memory().forget()


DUE.declare(Due("forget counts", forget, order=90))
