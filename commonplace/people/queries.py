"""What is asked about persons."""

from collections.abc import Collection, Mapping

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from commonplace.lib.addresses import one_address
from commonplace.people.models import ArchiveAddress, Claim, Merger, Person


def confirmed_addresses(person: Person) -> list[str]:
    """The addresses that someone has proved to be theirs, the one for letters first."""
    rows = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk")
    return list(rows.values_list("email", flat=True))


def address_for_letters(person: Person) -> str:
    """Where letters to someone go: the confirmed main address, or ""."""
    return next(iter(confirmed_addresses(person)), "")


def main_address(person: Person) -> Subquery:
    """Where letters to someone go, to be asked within another query."""
    rows = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk")
    return Subquery(rows.values("email")[:1])


def addresses_for_letters(people: Collection[int]) -> Mapping[int, str]:
    """Where letters to each of these people go; whoever has confirmed no address is left out. One query."""
    rows = EmailAddress.objects.filter(user__in=list(people), verified=True).order_by("primary", "-pk")
    return dict(rows.values_list("user_id", "email"))


def person_by_now(person_id: int) -> Person | None:
    """Whom a key means by now, where persons became one meanwhile; None where nobody lives behind it."""
    for _step in range(20):
        if found := Person.objects.filter(pk=person_id, is_active=True, claimed_at__isnull=False).first():
            return found
        merger = Merger.objects.filter(merged_id=person_id).values_list("kept", flat=True).first()
        if merger is None:
            return None
        person_id = merger
    return None


def earlier_selves(person: Person) -> QuerySet[Person]:
    """Names from archives whose address is a confirmed one of `person`."""
    theirs = [one_address(address) for address in confirmed_addresses(person)]
    wrote = ArchiveAddress.objects.filter(person=OuterRef("pk"), address__in=theirs)
    return Person.objects.filter(Exists(wrote), claimed_at__isnull=True)


def open_claims() -> QuerySet[Claim]:
    """Claims that wait for a steward: those whose bearer said how one can know."""
    return Claim.objects.filter(settled_at__isnull=True).exclude(words="").select_related("person", "of")
