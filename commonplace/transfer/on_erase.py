"""Someone is erased: archives that moved in know them no more, and do not bring their name back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, TextField
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _

from commonplace.lib.mail.senders import mended
from commonplace.people.actions.erasing import CannotGoYet
from commonplace.people.models import Person
from commonplace.transfer.earlier_runs import forgotten
from commonplace.transfer.models import MBOX, Enclosed, Handle, Import, Letter, Listed, Merged, SetAside


class ArchiveIsMovingIn(CannotGoYet):
    """Letters of theirs are still coming in with an archive; once it is in, they can go."""

    said = _("An archive with letters of theirs is still moving in. Once it is in, this can be done.")


def forget(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Clear names, addresses and ids of what letters came by, and what was set aside. Raises ArchiveIsMovingIn."""
    _take_off_lists(addresses)
    known = Handle.objects.annotate(sender=Lower("address")).filter(sender__in=sorted(addresses)).values("pk")
    handles = list(Handle.objects.filter(Q(person=person) | Q(pk__in=known)).select_related("run"))
    pks = [one.pk for one in handles]
    if Letter.objects.filter(sender__in=pks, run__planned_at__isnull=False, run__finished_at=None).exists():
        raise ArchiveIsMovingIn(person.pk)
    others = Import.objects.unfinished().exclude(kind=MBOX).filter(community__in={one.community_id for one in handles})
    if others.filter(planned_at__isnull=False).exists():
        raise ArchiveIsMovingIn(person.pk)
    aside = SetAside.objects.filter(letter__sender__in=pks)
    Enclosed.objects.filter(set_aside__in=aside).delete()
    aside.update(name="", subject="", text="")
    Letter.objects.filter(sender__in=pks).exclude(withheld="", message_id="").update(withheld="", message_id="")
    for one in handles:
        if one.address:
            _take_out(one.address, community=one.community_id)
        names = {one.name, person.name} - {""}
        Merged.objects.filter(run__community=one.community_id).filter(Q(kept__in=names) | Q(merged__in=names)).delete()
        Handle.objects.filter(pk=one.pk).update(handle=forgotten(one.handle), address="", name="", person=None)


def _take_off_lists(addresses: frozenset[str]) -> None:
    """Nobody who was erased is on a list of people, read or as it was typed."""
    typed = Listed.objects.exclude(cells=[]).annotate(typed=Cast("cells", TextField()))
    for address in addresses:
        Listed.objects.filter(address=address).delete()
        Listed.objects.filter(pk__in=typed.filter(typed__icontains=address).values("pk")).delete()


def _take_out(address: str, *, community: int) -> None:
    """What is withheld in others' letters keeps the address of nobody who was erased."""
    for letter in Letter.objects.filter(community=community, withheld__icontains=address).only("pk", "withheld"):
        lines = [line for line in letter.withheld.splitlines() if address.lower() not in mended(line)]
        Letter.objects.filter(pk=letter.pk).update(withheld="\n".join(lines))
