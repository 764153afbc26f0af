"""An archive that moved into a furnished house: names to be claimed, and names that may be one person's."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from django.utils import timezone

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.lib.archives.people import opens
from commonplace.lib.archives.stream import Author, Place, Record, Thanks
from commonplace.people.actions import claiming
from commonplace.people.models import ArchiveAddress, Claim, Person
from commonplace.transfer.actions.closed_chats import tell_people
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.actions.joining import join_names
from commonplace.transfer.actions.listing import agree, bring_list, invite_listed
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.foretelling import foretell
from commonplace.transfer.models import ClosedChat, Handle, Import, Likeness, Listed, PeopleList
from commonplace.transfer.tests.invented import every_record, message, of
from commonplace.transfer.tests.made_up import write_archive


class Places(NamedTuple):
    """What addresses name of other places: one that moved in, one that waits for a wish, and a closed chat."""

    run: Import
    waiting: Import
    chat: ClosedChat


def places_moved_in(space: Space, member: Person) -> Places:
    """A channel for all and a closed chat in which the member spoke, and another archive that is only looked at."""
    said: list[Record] = [
        Place("open", "The old channel"),
        Place("closed", "The inner circle", is_closed=True),
        Author("ines", "Ina of old"),
        Author("hal", member.name),
        message("o1", "ines", place="open", thread="o1"),
        message("c1", "ines", place="closed", thread="c1"),
        message("c2", "hal", place="closed", thread="c1", minutes=1),
        Thanks("o1", None),
    ]
    Handle.objects.create(community=space.community, handle="invented hal", person=member)
    moved = move_in(reader=of(said), community=space.community)
    assert moved.run is not None
    told = foretell(reader=of(every_record()), community=space.community, source="another").as_json()
    waiting = Import.objects.create(
        community=space.community, space=space, kind="invented/another", name="The other forum", foretold=told
    )
    return Places(moved.run, waiting, ClosedChat.objects.get())


def told_of_a_chat(community: Community, person: Person, by: Person) -> None:
    """A closed chat moves in with words of this person, who is told of it."""
    Handle.objects.create(community=community, handle="invented hal", person=person)
    said: list[Record] = [
        Place("closed", "The inner circle", is_closed=True),
        message("c1", "hal", place="closed", thread="c1"),
    ]
    move_in(reader=of(said), community=community)
    tell_people(chat=ClosedChat.objects.select_related("space__community").get(), by=by)


class Lists(NamedTuple):
    """What addresses name of lists of people: one that was agreed on, with a row to be mended, and one that waits."""

    agreed: PeopleList
    waiting: PeopleList
    row: Listed


def people_listed(folder: Path, community: Community, steward: Person) -> Lists:
    """Two lists: of the first somebody is invited, somebody is here already, and something is wrong in a row."""
    lists = []
    for name, more in (("network.csv", ""), ("second.csv", "\nLater Lou,lou@example.net,,,,x")):
        path = folder / name
        path.write_text(
            "Name,Mail,Organisation,Country,Role,Notes\nNour Aziz,nour@example.net,East Mill,Poland,weaver,x\n"
            "Enno Brand,enno@example.net,,,,\nHal,hal@example.org,,,,\n=1+1,lost at example,,Atlantis,,x" + more
        )
        lists.append(
            bring_list(community=community, by=steward, name=name, digest=name, sheet=opens(path)).people,
        )
    agree(people=lists[0], fields=lists[0].fields)
    invite_listed(people=lists[0], by=steward, words="You mend looms.", until=2, idempotency_key=uuid4())
    return Lists(lists[0], lists[1], lists[0].listed.get(number=5))


class MovedIn(NamedTuple):
    """What addresses name of it: the import, somebody's claim to a name, and a name that may be theirs too."""

    run: Import
    claim: Claim
    earlier: Person


def archive_moved_in(folder: Path, space: Space, steward: Person, member: Person) -> MovedIn:
    """Bring it in, and have the member ask for a name and two names be joined."""
    long_ago = timezone.now() - timedelta(days=300)
    brought = bring_in(archive=Archive([write_archive(folder / "wells", 24)]), space=space)
    assert brought.run is not None
    old = Person.objects.filter(claimed_at=None).order_by("pk")[0]
    ArchiveAddress.objects.filter(person=old).update(address="old@example.net")
    claim = claiming.ask_steward(person=member, of=old, words="I wrote from the old firm.")
    other = Person.objects.filter(claimed_at=None).order_by("pk")[1]
    ArchiveAddress.objects.get_or_create(person=other, defaults={"address": "hal@example.org"})
    ArchiveAddress.objects.filter(person=other).update(address="hal@example.org")
    pairs = []
    for name in ("Weft Adamson", "Rosa Quill", "Enno Brand"):
        one, two = (Person.objects.create_user(name=name, claimed_at=None) for _ in range(2))
        for same in (one, two):
            admit(person=same, community=space.community, origin="archive", at=long_ago)
        pairs.append(Likeness.objects.create(community=space.community, one=one, other=two))
    join_names(likeness=pairs[0], by=steward)
    return MovedIn(brought.run, claim, other)
