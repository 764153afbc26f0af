"""What the worker looks after: each room's due rows, claimed there with a lease."""

from datetime import datetime

from django.core.management import call_command

from commonplace.attention import keeping as attention
from commonplace.communities.actions.counting import see_guests_off
from commonplace.conversations.actions.drafting import forget_old_drafts
from commonplace.cultivation import keeping as cultivation
from commonplace.letters.actions import forget_old, send_due
from commonplace.search import keeping as search
from commonplace.transfer.actions import handing_in as transfer


def sweep(*, now: datetime) -> None:
    """Do everything that is due at `now`; called every few seconds."""
    send_due(now=now)
    transfer.go_on(now=now)
    search.catch_up(now=now)
    cultivation.catch_up()
    attention.catch_up()


def tidy(*, now: datetime) -> None:
    """Throw away what is of no more use; called once a day."""
    forget_old(now=now)
    forget_old_drafts(now=now)
    see_guests_off(now=now)
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)
