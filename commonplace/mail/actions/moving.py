"""A mailing list moves in: its address is named, opened, and let go again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities.ledger import record
from commonplace.communities.models import Space
from commonplace.communities.stewards import require_steward
from commonplace.letters.actions import may_be_written_to
from commonplace.lib.addresses import one_address
from commonplace.mail.addresses import is_of_house
from commonplace.mail.hooks import DOORS
from commonplace.mail.lists import RESERVED, is_operators, tidy_list_id
from commonplace.mail.models import Arrival, MailingList
from commonplace.mail.tasks import nudge
from commonplace.people.models import Person
from commonplace.store.locks import lock

VERB: Final = "took_list_over"
MOST_LISTS: Final = 20


class NoListThere(ValueError):
    """No mailing list can have this address."""


class OthersList(ValueError):
    """Another space has this address, and mail to it goes there."""


class TooManyLists(ValueError):
    """The community has named more lists than anybody moves."""


class NotProven(ValueError):
    """Nobody has seen that mail to the address comes here."""


def name_list(*, by: Person, space: Space, address: str, list_id: str = "", at: datetime | None = None) -> MailingList:
    """Say which old address is to be a space's; where the operator vouches for its domain, that proves it.

    Said again, it changes the id. Raises NotASteward, NoListThere, OthersList, TooManyLists.
    """
    now = at or timezone.now()
    address = one_address(address)
    if (
        not may_be_written_to(address)
        or address.partition("@")[0] in RESERVED
        or is_of_house(address)
        or any(door.takes(address) for door in DOORS)
    ):
        raise NoListThere(address)
    with transaction.atomic():
        lock(Space.objects.filter(pk=space.pk))
        require_steward(by, space.community, at=now)
        if MailingList.objects.filter(address=address, proven_at__isnull=False).exclude(space=space).exists():
            raise OthersList(address)
        here = MailingList.objects.filter(space__community=space.community)
        if here.count() >= MOST_LISTS and not here.filter(space=space, address=address).exists():
            raise TooManyLists(space.community.slug)
        try:
            with transaction.atomic():
                return MailingList.objects.update_or_create(
                    space=space,
                    address=address,
                    defaults={"list_id": tidy_list_id(list_id)},
                    create_defaults={
                        "list_id": tidy_list_id(list_id),
                        "by": by,
                        "named_at": now,
                        "proven_at": now if is_operators(address) else None,
                    },
                )[0]
        except IntegrityError:  # another space's was proven at this moment
            raise OthersList(address) from None


def open_list(*, by: Person, mailing_list: MailingList, at: datetime | None = None) -> MailingList:
    """Let mail to the address count from now on, and what waits for it; opening twice is opening once.

    Raises NotASteward, NotProven.
    """
    now = at or timezone.now()
    space = mailing_list.space
    with transaction.atomic():
        lock(MailingList.objects.filter(pk=mailing_list.pk))
        require_steward(by, space.community, at=now)
        here = MailingList.objects.get(pk=mailing_list.pk)
        if not here.is_proven:
            raise NotProven(here.address)
        if MailingList.objects.filter(pk=here.pk, opened_at=None).update(opened_at=now):
            Arrival.objects.waiting().filter(recipient=here.address).update(due_at=now)
            record(verb=VERB, person=by, community=space.community, space=space, what="space", what_id=space.pk, at=now)
            transaction.on_commit(nudge.enqueue, robust=True)
        here.refresh_from_db()
    return here


def let_list_go(*, by: Person, mailing_list: MailingList, at: datetime | None = None) -> None:
    """Know the address no more: mail to it is refused where it is handed over. Raises NotASteward."""
    with transaction.atomic():
        lock(MailingList.objects.filter(pk=mailing_list.pk))
        require_steward(by, mailing_list.space.community, at=at or timezone.now())
        MailingList.objects.filter(pk=mailing_list.pk).delete()
        Arrival.objects.waiting().filter(recipient=mailing_list.address).update(due_at=at or timezone.now())
