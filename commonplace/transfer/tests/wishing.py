"""What a steward says of an archive of letters that was handed in, once they have seen what would come."""

from django.utils import timezone

from commonplace.transfer.actions.handing_in import go_on
from commonplace.transfer.actions.handing_in_places import wish
from commonplace.transfer.models import MBOX, Import


def say_where() -> None:
    """Have what was handed in looked through, and say of each archive that it comes where it was meant to."""
    go_on(now=timezone.now())
    for run in Import.objects.filter(kind=MBOX, foretold__isnull=False, wished__isnull=True):
        wish(run=run, mapped={"": run.space.slug})
