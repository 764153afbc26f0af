"""Whether mail to a list's address comes here: one letter goes there, and shows it by coming."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from commonplace.communities.stewards import require_steward
from commonplace.letters.actions import write
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.mail.hooks import REHEARSED
from commonplace.mail.lists import rehearsal_id
from commonplace.mail.models import MailingList
from commonplace.people.models import Person
from commonplace.store.locks import lock

KIND: Final = "rehearsal"
MOST_A_DAY: Final = 5  # of one community: each is a letter to an address that somebody only named


class TooManyRehearsals(ValueError):
    """The community has rehearsed so often today that the next may wait until tomorrow."""


def rehearse(*, by: Person, mailing_list: MailingList, at: datetime | None = None) -> Letter:
    """Send one letter to a list's address; when it comes here, `by` hears of it, and nobody else.

    Raises NotASteward, TooManyRehearsals.
    """
    now = at or timezone.now()
    community = mailing_list.space.community
    with transaction.atomic():
        lock(MailingList.objects.filter(pk=mailing_list.pk))
        require_steward(by, community, at=now)
        lately = Letter.objects.filter(kind=KIND, about=str(community.pk), created_at__gt=now - timedelta(days=1))
        if lately.count() >= MOST_A_DAY:
            raise TooManyRehearsals(community.slug)
        MailingList.objects.filter(pk=mailing_list.pk).update(rehearsed_at=now, by=by)
        with override(community.language):
            return write(
                to=mailing_list.address,
                template="mail/letters/rehearsal",
                context={"community": community_named(community.name), "address": mailing_list.address},
                kind=KIND,
                key=f"rehearsal:{mailing_list.pk}:{int(now.timestamp())}",
                message_id=rehearsal_id(mailing_list, now),
                about=str(community.pk),
                headers={"Auto-Submitted": "auto-generated"},
                useful_until=now + timedelta(days=1),
                at=now,
            )


def came_back(mailing_list: MailingList, *, at: datetime) -> None:
    """A rehearsal came: mail to the address reaches this house, and whoever rehearsed it hears so."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                MailingList.objects.filter(pk=mailing_list.pk, proven_at=None).update(proven_at=at)
        except IntegrityError:  # another space has proven it before: it stays theirs
            return
        mailing_list.refresh_from_db()
        REHEARSED(mailing_list, at)
