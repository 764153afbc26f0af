"""A place where a community talked moves in: its stream spooled, decided, kept; the same way for every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.lib.archives.stream import Reader, Why
from commonplace.lib.memory import give_back, seldom_searched
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store.bulk import fitted
from commonplace.store.locks import lock
from commonplace.transfer.accounts import LEFT_OUT, SAID_NOTHING, Account
from commonplace.transfer.actions.closed_chats import wait_again
from commonplace.transfer.actions.finishing import finish
from commonplace.transfer.actions.importing import take_over
from commonplace.transfer.actions.keeping import LEASE, Keeper, TakenOver
from commonplace.transfer.actions.keeping_openings import OpeningsKeeper
from commonplace.transfer.actions.keeping_said import Spooled
from commonplace.transfer.actions.keeping_since import SinceKeeper
from commonplace.transfer.actions.peopling import (
    find_people,
    join_people,
    let_in,
    name_authors,
    needed,
    people_in_parts,
)
from commonplace.transfer.actions.placing import Target, Wish, open_spaces, targets
from commonplace.transfer.actions.taking_back import finish_taking_back
from commonplace.transfer.models import Import, Known
from commonplace.transfer.recognising import leave_out, recognise
from commonplace.transfer.shown import setter_for
from commonplace.transfer.stream_spool import StreamSpool, as_moment, fill
from commonplace.transfer.talks import decide_talks, place_in_order


class Watching:
    """Is told how a place moves in; the default keeps quiet."""

    def reading(self, records: int) -> None:
        """So many records are read."""

    def keeping(self, done: int, whole: int) -> None:
        """So many messages of so many are kept."""


@dataclass
class Moved:
    """What came of it: the account of every record, and what is new. `run` is None where nothing was."""

    account: Account
    conversations: int = 0
    people: int = 0
    first: datetime | None = None
    last: datetime | None = None
    targets: Sequence[Target] = field(default_factory=list)
    run: Import | None = None
    is_whole: bool = True


def move_in(
    *,
    reader: Reader,
    community: Community,
    wish: Wish | None = None,
    by: Person | None = None,
    run: Import | None = None,
    source: str = "",
    name: str = "",
    watching: Watching | None = None,
    now: datetime | None = None,
    is_over: Callable[[], bool] = lambda: False,
) -> Moved:
    """Bring what a reader reads into a community, to its end; given again, it goes on, and keeps nothing twice.

    `source` tells two places of one kind apart, whose keys may be alike; `name` is what the archive is called where it
    does not say so itself; `run` is one that waits for this. Where it `is_over`, what is left of the messages is left
    for another time. Raises `keeping.TakenOver`, NoSuchSpace,
    NoSuchPlace, and what the reader raises, before anything is kept.
    """
    finish_taking_back(community)
    now, watching = now or timezone.now(), watching or Watching()
    kind = kind_of(reader, source)
    with seldom_searched():
        with StreamSpool() as spool:
            account = Account()
            fill(spool, reader.records(), account, now=now, watch=watching.reading)
            targets(spool, community, kind, wish or Wish())  # what was wished and is not there is said before all else
            run = run or _begun(community, kind, one_line(reader.title) or one_line(name), by, now)
            take_over(run)
            # Whoever held it before keeps nothing any more, so what is known from here on is all.
            moved = _Moving(run, spool, account, wish or Wish(), watching).move(is_over)
        give_back()
    return moved


def kind_of(reader: Reader, source: str = "") -> str:
    """By which word the records of an archive are known."""
    return fitted(Import, "kind", f"{reader.kind}/{source}" if source else reader.kind)


def _begun(community: Community, kind: str, name: str, by: Person | None, now: datetime) -> Import:
    """The run of this kind that was cut short here, or another."""
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk).only("pk"))
        cut_short = Import.objects.unfinished().filter(community=community, kind=kind, upload="").order_by("pk").first()
        space = community.spaces.order_by("position", "pk")[0]
        run = cut_short or Import.objects.create(
            community=community,
            space=space,
            by=by,
            kind=kind,
            name=fitted(Import, "name", name) or kind,
            begun_at=now,
        )
    run.community = community
    return run


class _Moving:
    """One run, from what was read to what is kept."""

    def __init__(self, run: Import, spool: StreamSpool, account: Account, wish: Wish, watching: Watching) -> None:
        self.run, self.spool, self.account, self.wish, self.watching = run, spool, account, wish, watching
        self._new_places: set[str] = set()

    def move(self, is_over: Callable[[], bool]) -> Moved:
        run, spool, account = self.run, self.spool, self.account
        name_authors(spool)
        decide_talks(spool)
        found = targets(spool, run.community, run.kind, self.wish)
        leave_out(spool, account, [one.key for one in found if one.is_left_out])
        recognise(spool, run.community, run.kind, account)
        find_people(spool, run)
        join_people(spool, run, self._hold)
        first, last = self._span()
        spaces = self._open(found)
        people = self._people()
        self._plan(run.position + place_in_order(spool), first, last)
        self._wait_again(spaces, found)
        with closing(setter_for(run.letters - run.position)) as setter:
            source = Spooled(run, spool, account, spaces, {one.key for one in found if one.is_closed}, setter)
            keeper = Keeper(run, source)
            while keeper.keep_batch():
                self.watching.keeping(run.position, run.letters)
                if run.position < run.letters and is_over():
                    run.conversations += source.conversations
                    self._hold(conversations=run.conversations)
                    return Moved(account, source.conversations, people, first, last, found, run, is_whole=False)
        since = SinceKeeper(run, spool, account)
        reworded = since.keep_words()
        OpeningsKeeper(run, spool, account).keep(reworded)
        since.keep_thanks()
        since.keep_thanks_elsewhere()
        since.keep_settled()
        since.keep_links()
        self._account_for_the_rest(found)
        if not account.has_news and run.position == 0 and not run.upload:
            run.delete()
            return Moved(account, targets=found)
        self._end(source.conversations)
        return Moved(account, source.conversations, people, first, last, found, run)

    def _span(self) -> tuple[datetime | None, datetime | None]:
        """From when to when the messages are that come."""
        ((first, last),) = self.spool.ask("SELECT min(at), max(at) FROM message WHERE state = 'new'")
        return (None, None) if first is None else (as_moment(first), as_moment(last))

    def _hold(self, **changes: object) -> None:
        """Write something of the run, the first of a transaction. Raises TakenOver."""
        mine = Import.objects.filter(pk=self.run.pk, holder=self.run.holder)
        if not mine.update(leased_until=timezone.now() + LEASE, **changes):
            raise TakenOver(self.run.pk)

    def _open(self, found: Sequence[Target]) -> dict[str, Space]:
        with transaction.atomic():
            self._hold()
            spaces, self._new_places = open_spaces(self.run, found)
        slots = {pk: slot for slot, pk in enumerate(dict.fromkeys(one.pk for one in spaces.values()))}
        self.spool.change_all(
            "UPDATE place SET slot = ? WHERE key = ?", [(slots[one.pk], key) for key, one in spaces.items()]
        )
        return spaces

    def _wait_again(self, spaces: dict[str, Space], found: Sequence[Target]) -> None:
        """Of more that comes from a closed chat its people are to be told as well."""
        new = {place for (place,) in self.spool.ask("SELECT DISTINCT place FROM message WHERE state = 'new'")}
        wait_again(spaces=[spaces[one.key].pk for one in found if one.is_closed and one.key in new])

    def _people(self) -> int:
        made = 0
        needed(self.spool)
        for some in people_in_parts(self.spool):
            with transaction.atomic():
                self._hold()
                new = let_in(self.run, some, self.spool)
                made += new
                self.run.people += new
                self._hold(people=self.run.people, unnamed=self.run.unnamed)
        return made

    def _plan(self, letters: int, first: datetime | None, last: datetime | None) -> None:
        run = self.run
        run.letters, run.planned_at = letters, run.planned_at or timezone.now()
        run.first_at = min(filter(None, (run.first_at, first)), default=None)
        run.last_at = max(filter(None, (run.last_at, last)), default=None)
        self._hold(letters=letters, planned_at=run.planned_at, first_at=run.first_at, last_at=run.last_at)

    def _account_for_the_rest(self, found: Sequence[Target]) -> None:
        """Places, people and who came in: kept where anything of them is here."""
        ask, add = self.spool.number, self.account.add
        for one in found:
            outcome = "kept" if one.key in self._new_places else "already"
            if one.is_left_out:
                add("passed_over", "places", why=LEFT_OUT if one.messages else Why.EMPTY)
            else:
                add(outcome, "places")
        kept = ask("SELECT count(*) FROM author WHERE is_told AND is_new")
        there = ask("SELECT count(*) FROM author WHERE is_told AND NOT is_new AND person IS NOT NULL")
        add("kept", "people", kept)
        add("already", "people", there)
        add(
            "passed_over",
            "people",
            ask("SELECT count(*) FROM author WHERE is_told AND person IS NULL"),
            why=SAID_NOTHING,
        )
        came = "SELECT count(*) FROM joined j LEFT JOIN author a ON a.key = j.author WHERE "
        add("kept", "joined", ask(f"{came} coalesce(a.is_new, 0)"))
        add("already", "joined", ask(f"{came} a.person IS NOT NULL AND NOT a.is_new"))
        add("passed_over", "joined", ask(f"{came} a.person IS NULL"), why=SAID_NOTHING)

    def _of_the_run(self) -> dict[str, Any]:
        """The account of all processes that had a part in it: what an earlier one kept was not here before."""
        told = self.account.as_json()
        by_all = Known.objects.filter(run=self.run, sort=Known.Sort.MESSAGE).count()
        messages = told["records"].get("messages", {"kept": 0, "aside": 0, "already": 0})
        earlier = min(by_all - messages["kept"] - messages["aside"], messages["already"])
        for counts in (told, messages):
            counts["kept"], counts["already"] = counts["kept"] + earlier, counts["already"] - earlier
        return told

    def _end(self, conversations: int) -> None:
        run, account = self.run, self.account
        run.conversations += conversations
        messages = account.outcomes
        run.read, run.already = account.read["messages"], messages["already"]["messages"]
        run.unreadable = account.total("unreadable")
        run.automatic = self.spool.number(
            "SELECT count(*) FROM message m LEFT JOIN author a ON a.key = m.author"
            " WHERE m.state = 'kept' AND (m.is_automatic OR coalesce(a.is_machine, 0))"
        )
        self._hold(
            conversations=run.conversations,
            read=run.read,
            already=run.already,
            unreadable=run.unreadable,
            automatic=run.automatic,
            account=self._of_the_run(),
            planned_at=run.planned_at or timezone.now(),
        )
        finish(run)
