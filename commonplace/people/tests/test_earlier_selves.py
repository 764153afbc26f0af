"""Names from archives that may be one's own: those under a confirmed address of one's own that nobody has claimed."""

from django.utils import timezone

from commonplace.people.models import ArchiveAddress, Person
from commonplace.people.queries import earlier_selves


def from_archive(name: str, address: str) -> Person:
    person = Person.objects.create_user(name=name, claimed_at=None)
    ArchiveAddress.objects.create(person=person, address=address)
    return person


def test_only_what_nobody_has_claimed_under_ones_own_address(someone) -> None:
    me = someone("Hal Brennan")
    mine = from_archive("H. Brennan", "hal@example.org")
    from_archive("Another", "another@example.org")
    assert list(earlier_selves(me)) == [mine]
    Person.objects.filter(pk=mine.pk).update(claimed_at=timezone.now())
    assert list(earlier_selves(me)) == []
    assert list(earlier_selves(someone("Stranger Ng"))) == []
