"""What files bring to the rooms below."""

from datetime import timedelta

from commonplace.files.actions import let_lost_go
from commonplace.store.due import DUE, Due

DUE.declare(Due("let lost files go", let_lost_go, timedelta(days=1), timedelta(minutes=10), order=92))
