"""The nudge: it says only that something may have come in, so it is safe to lose and safe to repeat."""

from django.tasks import task
from django.utils import timezone

from commonplace.mail.actions.acting import act_on_due


@task()
def nudge() -> None:
    """Act on what has come in now instead of at the worker's next round."""
    act_on_due(now=timezone.now())
