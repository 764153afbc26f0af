"""The nudge: it says only that something may be due, so it is safe to lose and safe to repeat."""

from django.tasks import task
from django.utils import timezone

from commonplace.letters.delivery import send_due


@task()
def nudge() -> None:
    """Send what is due now instead of at the worker's next round."""
    send_due(now=timezone.now())
