"""What files bring to the rooms below."""

from datetime import timedelta

from commonplace.files.actions import let_lost_go
from commonplace.files.previews import draw_wanted
from commonplace.files.sweeping import sweep
from commonplace.store.due import DUE, Due

DUE.declare(Due("let lost files go", let_lost_go, timedelta(days=1), timedelta(minutes=10), order=92))
DUE.declare(Due("draw small pictures", draw_wanted, order=93))
DUE.declare(Due("sweep bytes that no row leads to", sweep, timedelta(days=1), timedelta(hours=1), order=94))
