"""Leaving a line."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Space
from commonplace.people.models import Person
from commonplace.search import index
from tests.guestbook.models import GuestbookLine


def sign(*, by: Person, space: Space, text: str, at: datetime | None = None) -> GuestbookLine:
    at = at or timezone.now()
    with transaction.atomic():
        line = GuestbookLine.objects.create(community=space.community, space=space, author=by, text=text, at=at)
        ledger.record(
            verb="signed_guestbook",
            person=by,
            community=space.community,
            space=space,
            at=at,
            what="guestbook_line",
            what_id=line.pk,
        )
        index.keep(
            [
                index.Entry(
                    "guestbook_line", line.pk, at, space.community_id, space.pk, by.pk, title=text, is_opening=True
                )
            ]
        )
    return line
