"""What the house's own work asks for."""

from datetime import datetime, timedelta

from django.core.management import call_command

from commonplace.store.due import DUE, Due
from commonplace.store.wiping import wipe


def forget_old_results(*, now: datetime) -> None:
    """Throw away the results of jobs after a week."""
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)


DUE.declare(Due("forget results of jobs", forget_old_results, timedelta(days=1), timedelta(minutes=10), order=90))
DUE.declare(Due("wipe what was deleted for good", wipe, order=80))
