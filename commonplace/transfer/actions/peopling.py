"""The people of a place where a community talked: found again, or remembered as unclaimed and let in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from commonplace.communities.access import name_is_settled_by
from commonplace.people.models import ArchiveAddress, Person
from commonplace.store.bulk import fitted, write_column
from commonplace.transfer.actions.joining import join_by_address
from commonplace.transfer.actions.newcomers import Newcomer, become
from commonplace.transfer.earlier_runs import forgotten, holders_of, in_short
from commonplace.transfer.models import Handle, Import
from commonplace.transfer.stream_spool import StreamSpool, as_moment

AT_ONCE = 500


class _Author(NamedTuple):
    """Somebody of the archive who is needed here; `first` is when they were first seen."""

    n: int
    key: str
    name: str
    address: str
    first: int


def name_authors(spool: StreamSpool) -> None:
    """Have everybody whom a message or thanks names in the spool, also those of whom the archive tells nothing more."""
    spool.change(
        "INSERT OR IGNORE INTO author (key, name, address, is_machine, is_told) SELECT DISTINCT author, '', '', 0, 0"
        " FROM (SELECT author FROM message UNION SELECT author FROM thanks) WHERE author IS NOT NULL"
    )


def find_people(spool: StreamSpool, run: Import) -> None:
    """Write beside each author who that is already, in this community."""
    for some in spool.pages("SELECT n, key FROM author WHERE n > ? ORDER BY n LIMIT ?", AT_ONCE):
        handles = {handle_of(run.kind, key): n for n, key in some}
        handles |= {forgotten(handle): n for handle, n in handles.items()}
        rows = Handle.objects.filter(community_id=run.community_id, handle__in=handles, person__isnull=False)
        spool.change_all(
            "UPDATE author SET person = ? WHERE n = ?",
            [(person, handles[handle]) for handle, person in rows.values_list("handle", "person")],
        )


def join_people(spool: StreamSpool, run: Import, hold: Callable[[], None]) -> None:
    """Whoever is known here by a name, and by a confirmed address somebody else as well, is one person from now on; an
    address that is nobody's is remembered. `hold` begins each transaction.

    Only of names that are for whoever brought the archive to settle: who reads mail at an address may claim the name
    beside it, and with it what that name reads in other communities.
    """
    question = (
        "SELECT n, key, person, address FROM author WHERE person IS NOT NULL AND address <> '' AND NOT is_machine"
        " AND n > ? ORDER BY n LIMIT ?"
    )
    for some in spool.pages(question, AT_ONCE):
        # Of whoever was erased no address is kept again.
        erased = {forgotten(handle_of(run.kind, key)): n for n, key, _person, _address in some}
        rows = Handle.objects.filter(community_id=run.community_id, handle__in=erased)
        gone = {erased[handle] for handle in rows.values_list("handle", flat=True)}
        holders = holders_of({address for _n, _key, _person, address in some}, run.community)
        people = Person.objects.filter(claimed_at__isnull=True).in_bulk([row[2] for row in some])
        theirs = _settled_by_the_bringer(run, {*people, *(one.pk for one in holders.values())})
        for n, _key, person, address in some:
            one, holder = people.get(person), holders.get(address)
            if n in gone or one is None or (holder is not None and holder.pk == one.pk):
                continue
            if not {one.pk, (holder or one).pk} <= theirs:
                continue
            with transaction.atomic():
                hold()
                if holder is None:
                    ArchiveAddress.objects.get_or_create(
                        address=address, archive_of=run.community_id, defaults={"person": one}
                    )
                    continue
                is_one = join_by_address(community=run.community_id, kept=holder, other=one)
            if is_one:
                people[person] = holder
                spool.change("UPDATE author SET person = ? WHERE person = ?", (holder.pk, person))
                spool.change("UPDATE message SET post_author = ? WHERE post_author = ?", (holder.pk, person))


def _settled_by_the_bringer(run: Import, people: Collection[int]) -> set[int]:
    """Those of them who stand nowhere that whoever brought the archive does not tend; all, where the host brought it by
    the command line.
    """
    if run.by is None:
        return set() if run.upload else {*people}
    return {*Person.objects.filter(name_is_settled_by(run.by, "pk"), pk__in=people).values_list("pk", flat=True)}


def needed(spool: StreamSpool) -> int:
    """Gather those who said something that is to be kept, or thanked for it, and are nobody here yet; how many."""
    spool.change("CREATE TABLE needed (n INTEGER PRIMARY KEY, author INT UNIQUE, first INT)")
    spool.change(
        "INSERT INTO needed (author, first) SELECT a.n, min(w.at) FROM author a JOIN ("
        " SELECT author, at FROM message WHERE state = 'new' AND NOT is_automatic AND author IS NOT NULL"
        " UNION ALL SELECT t.author, coalesce(t.at, m.at) FROM thanks t JOIN message m ON m.key = t.message"
        " WHERE t.author IS NOT NULL AND (m.state IN ('new', 'changed') OR m.post IS NOT NULL)"
        ") w ON w.author = a.key WHERE a.person IS NULL AND NOT a.is_machine GROUP BY a.n ORDER BY min(w.at), a.n"
    )
    # Whoever came in before they spoke has been there since.
    spool.change(
        "UPDATE needed SET first = min(first, coalesce((SELECT min(j.at) FROM joined j"
        " WHERE j.author = (SELECT key FROM author WHERE author.n = needed.author)), first))"
    )
    return spool.number("SELECT count(*) FROM needed")


def people_in_parts(spool: StreamSpool) -> Iterator[list[_Author]]:
    """Those who are needed, in the order in which they were first seen."""
    question = (
        "SELECT d.n, a.n, a.key, a.name, a.address, d.first FROM needed d JOIN author a ON a.n = d.author"
        " WHERE d.n > ? ORDER BY d.n LIMIT ?"
    )
    for some in spool.pages(question, AT_ONCE):
        yield [_Author(*row[1:]) for row in some]


def let_in(run: Import, some: Sequence[_Author], spool: StreamSpool) -> int:
    """Make these somebody here, with their handles; how many are new to it. Inside one transaction."""
    handles = {one.n: handle_of(run.kind, one.key) for one in some}
    # Whoever was erased comes without a name, under what stands in their handle's place.
    erased = {forgotten(handle): n for n, handle in handles.items()}
    rows = {
        row.handle: row
        for row in Handle.objects.filter(community=run.community, handle__in=[*handles.values(), *erased])
    }
    gone = {n for handle, n in erased.items() if handle in rows}
    persons, made = become(
        run,
        [
            Newcomer(one.n, "", as_moment(one.first))
            if one.n in gone
            else Newcomer(one.n, one.name, as_moment(one.first), (one.address,) if one.address else ())
            for one in some
        ],
    )
    _keep_handles(run, some, handles, gone, rows, persons)
    is_made = {person.pk for person in made}
    spool.change_all(
        "UPDATE author SET person = ?, is_new = ? WHERE n = ?",
        [(person.pk, person.pk in is_made, n) for n, person in persons.items()],
    )
    return len(made)


def _keep_handles(
    run: Import,
    some: Sequence[_Author],
    handles: Mapping[int, str],
    gone: set[int],
    rows: Mapping[str, Handle],
    persons: Mapping[int, Person],
) -> None:
    fresh, there = [], {}
    for one in some:
        handle = forgotten(handles[one.n]) if one.n in gone else handles[one.n]
        if handle in rows:
            there[rows[handle].pk] = persons[one.n].pk
        else:
            fresh.append(
                Handle(
                    community=run.community,
                    run=run,
                    handle=handle,
                    name=fitted(Handle, "name", one.name),
                    address=fitted(Handle, "address", one.address),
                    person=persons[one.n],
                )
            )
    Handle.objects.bulk_create(fresh, batch_size=500)
    with transaction.atomic():
        write_column(Handle, "person_id", there)


def handle_of(kind: str, key: str) -> str:
    """By what somebody of an archive is told apart, as it is stored; no address has a blank."""
    return in_short(f"{kind} {key}")
