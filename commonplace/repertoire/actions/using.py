"""'I used this, and here is what happened': told, told otherwise, taken back, and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.lib.text import one_line, tidy
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record, take_back
from commonplace.repertoire.actions.rights import NotTheirs, held_still, require_tending
from commonplace.repertoire.lengths import MAX_ACCOUNT, MAX_WHERE
from commonplace.repertoire.models import How, Remedy, Resource, Told, Use
from commonplace.store.locks import lock


class NothingDone(ValueError):
    """Nobody has said what was done."""


@dataclass(frozen=True)
class Account:
    """What somebody tells of a use: how it ended, where, what they changed, what happened, and who may be told."""

    how: str
    text: str = ""
    where: str = ""
    changed: str = ""
    told: str = Told.STEWARD

    def tidied(self) -> dict[str, str]:
        """As it is kept, by the columns of a use; raises ValueError for what is no way to end or to tell."""
        return {
            "how": How(self.how).value,
            "text": tidy(self.text).strip()[:MAX_ACCOUNT],
            "where": one_line(self.where)[:MAX_WHERE],
            "changed": one_line(self.changed)[:MAX_WHERE],
            "told": Told(self.told).value,
        }


def tell_use(
    *,
    by: Person,
    resource: Resource,
    account: Account,
    used_in: Community | None = None,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Use:
    """Tell what happened when one used it, here or (where it is lent) for another community; sent twice it is one.

    Raises NotTheirs for whoever is no member there.
    """
    at = at or timezone.now()
    said = account.tidied()
    place = used_in or resource.community
    standing = standing_of(by, place)
    if standing is None or standing.is_guest:
        raise NotTheirs(resource.pk)
    if made := _already(by, idempotency_key):
        return made
    try:
        with transaction.atomic():
            here = held_still(resource)
            if used_in is not None and not _is_lent_to(here, used_in):
                raise NotTheirs(here.pk)
            made = Use.objects.create(
                resource=here,
                person=by,
                used_in=used_in,
                number=here.revision,
                at=at,
                idempotency_key=idempotency_key or None,
                **said,
            )
            if used_in is not None:
                # In the ledger of the community in which it was used; whoever looks after it is not of that one.
                ledger.record(
                    verb="used", person=by, community=used_in, at=at, what="resource", what_id=here.pk, part_id=made.pk
                )
            else:
                towards = here.steward if here.steward_id != by.pk else None
                record("used", by=by, what=here, at=at, towards=towards, part_id=made.pk)
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise
    return made


def _is_lent_to(resource: Resource, community: Community) -> bool:
    return resource.community_id != community.pk and Resource.objects.lent().filter(pk=resource.pk).exists()


def _already(by: Person, idempotency_key: str | None) -> Use | None:
    if not idempotency_key:
        return None
    return Use.objects.filter(person=by, idempotency_key=idempotency_key).first()


def tell_otherwise(*, by: Person, use: Use, account: Account) -> Use:
    """Tell one's own use in other words. What was done about it goes where it ended otherwise. Raises NotTheirs."""
    said = account.tidied()
    with transaction.atomic():
        here = _own(by, use)
        if here.how != said["how"]:
            Remedy.objects.filter(use=here).delete()
        for name, value in said.items():
            setattr(here, name, value)
        here.save(update_fields=[*said])
    return here


def tell_to(*, by: Person, use: Use, told: str) -> None:
    """Say anew to whom one's own use may be told, in the words that stand. Raises NotTheirs."""
    with transaction.atomic():
        here = _own(by, use)
        here.told = Told(told)
        here.save(update_fields=["told"])


def take_back_use(*, by: Person, use: Use, at: datetime | None = None) -> None:
    """Take one's own use back, and what was said to it; raises NotTheirs."""
    with transaction.atomic():
        here = _own(by, use)
        resource = Resource.objects.get(pk=here.resource_id)
        take_back("used", by=by, what=resource, at=at or timezone.now(), part_id=here.pk)
        here.delete()


def _own(by: Person, use: Use) -> Use:
    """Keep it to this transaction; raises NotTheirs, also once it was taken back."""
    found = lock(Use.objects.filter(pk=use.pk, person=by))
    if not found:
        raise NotTheirs(use.pk)
    return found[0]


def say_what_was_done(*, by: Person, use: Use, words: str, at: datetime | None = None) -> Remedy:
    """Say what was done about a use, for whoever looks after the resource; said again it says so anew.

    Raises NotTheirs and NothingDone.
    """
    at = at or timezone.now()
    resource = use.resource
    require_tending(by, resource)
    words = one_line(words)[:MAX_ACCOUNT]
    if not words:
        raise NothingDone(use.pk)
    with transaction.atomic():
        here = held_still(resource)
        if not lock(Use.objects.filter(pk=use.pk)):
            raise NotTheirs(use.pk)
        said = {"by": by, "words": words, "number": here.revision, "at": at}
        remedy, is_new = Remedy.objects.update_or_create(use=use, defaults=said)
        if is_new:
            record("remedied", by=by, what=here, at=at, towards=use.person, part_id=use.pk)
    return remedy
