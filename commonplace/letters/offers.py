"""What letters ask the worker for."""

from datetime import timedelta

from commonplace.letters.actions import forget_old, send_due
from commonplace.store.due import DUE, Due

DUE.declare(
    Due("send letters", send_due, order=10),
    Due("forget old letters", forget_old, timedelta(days=1), timedelta(minutes=10), order=90),
)
