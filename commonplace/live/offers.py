"""What live asks the worker for."""

from datetime import timedelta

from commonplace.live.versions import forget_quiet_topics
from commonplace.store.due import DUE, Due

DUE.declare(Due("forget quiet topics", forget_quiet_topics, timedelta(days=1), timedelta(minutes=10), order=90))
