"""An archive is in: its community is as old as it, and what it tells of people is looked through, and of
topics will be."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from commonplace.communities.founding.actions import begin_no_later_than
from commonplace.conversations.actions.suggesting import look_for_topics
from commonplace.transfer.actions.joining import find_likenesses
from commonplace.transfer.earlier_runs import FORGOTTEN
from commonplace.transfer.models import Import, Letter


def finish(run: Import, *, at: datetime | None = None) -> None:
    """Say that everything is kept."""
    run.finished_at = at or timezone.now()
    # Whoever was erased is not known by the ids of their letters either.
    Letter.objects.filter(run=run, sender__handle__startswith=FORGOTTEN).exclude(message_id="").update(message_id="")
    if run.first_at is not None:
        begin_no_later_than(community=run.community, at=run.first_at)
    look_for_topics(community=run.community)
    find_likenesses(community=run.community_id, at=run.finished_at)
    Import.objects.filter(pk=run.pk).update(finished_at=run.finished_at, leased_until=None, trouble="")
