"""Who is one person behind several addresses: only where it is safe, and said each time.

A wrong merge puts words into somebody's mouth, a missing one costs a click later. So two addresses become one person
only when they are the same mailbox, or when the full name (two words at least, no role) is the same and something else
agrees: the local part, or the organisation's domain. A sender that a list rewrote ('Name via List', or name after name
before the list's own address) joins the one person known under that full name, and nobody where two are. A first name,
a nickname or a role never joins anything.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from commonplace.lib.mail.names import is_role, local_key, mailbox_key, name_key, organisation_key
from commonplace.lib.mail.reasons import REWRITTEN, SAME_LOCAL_PART, SAME_MAILBOX, SAME_ORGANISATION
from commonplace.lib.mail.senders import Sender

SHARED_BY = 4  # so many full names without a word in common write from no personal address


@dataclass(frozen=True, slots=True)
class Merge:
    """Two handles that are one person, and why."""

    kept: str
    merged: str
    reason: str


@dataclass(frozen=True, slots=True)
class Former:
    """A handle of a former run: whose it is, and the name seen with it."""

    handle: str
    key: str
    name: str


class Identities:
    """Persons behind handles. See every sender first, then ask; more may be seen later, and all is settled anew.

    A handle is what a person is told apart by: the address, or 'name <address>' where the address is a list's. The key
    of a person is the handle seen first; a key of a former run is never given up for a new one.
    """

    def __init__(self, former: Iterable[Former] = (), lists: Iterable[str] = ()) -> None:
        """`lists`: addresses known to be lists' own; others are found by the many names that write from them."""
        self._former = list(former)
        self._plain = {one.handle for one in self._former}
        self._lists = {address.casefold() for address in lists}
        self._senders: Counter[Sender] = Counter()
        self._settled: _Settled | None = None

    def see(self, sender: Sender) -> None:
        """Take note of one letter's sender."""
        self._senders[sender] += 1
        self._settled = None

    def handle_of(self, sender: Sender) -> str:
        """What the sender is told apart by."""
        return self._settle().handle_of(sender)

    def person_of(self, sender: Sender) -> str:
        """The key of the person who is this sender."""
        settled = self._settle()
        return settled.top(settled.handle_of(sender))

    def people(self) -> dict[str, list[str]]:
        """The handles of each person, under the person's key, in the order they were seen."""
        settled = self._settle()
        found: dict[str, list[str]] = {}
        for handle in settled.above:
            found.setdefault(settled.top(handle), []).append(handle)
        return found

    def names(self) -> dict[str, str]:
        """Under each person's key the name that the letters carry most often, the longer where two do; empty where
        none does.
        """
        settled = self._settle()
        counted: dict[str, Counter[str]] = {}
        for sender, times in self._senders.items():
            names = counted.setdefault(settled.top(settled.handle_of(sender)), Counter())
            if sender.name:
                names[sender.name] += times
        return {
            key: max(names, key=lambda name: (names[name], len(name), name), default="")
            for key, names in counted.items()
        }

    @property
    def merges(self) -> list[Merge]:
        """What was recognised as one, in the order it was seen, each with its reason."""
        return list(self._settle().merges)

    def _settle(self) -> "_Settled":
        if self._settled is None:
            self._settled = _Settled(self._senders, self._former, self._lists | (_shared(self._senders) - self._plain))
        return self._settled


class _Settled:
    """What follows from everyone seen so far."""

    def __init__(self, senders: Counter[Sender], former: list[Former], shared: set[str]) -> None:
        self.above: dict[str, str] = {}
        self.merges: list[Merge] = []
        self._shared = shared
        self._order: dict[str, int] = {}
        self._keys = {one.key for one in former}
        self._evidence: dict[tuple[str, ...], str] = {}  # what was seen of a person, and the handle that showed it
        self._named: dict[str, list[str]] = {}  # the handles with an address of their own under each full name
        rewritten: dict[str, str] = {}
        for one in former:
            self._enter(one.key)
            self._enter(one.handle)
            self._unite(one.key, one.handle)
        names = {one.handle: Counter({one.name: 1}) for one in former}
        for sender, times in senders.items():
            handle = self.handle_of(sender)
            self._enter(handle)
            names.setdefault(handle, Counter())[sender.name] += times
            if handle != sender.address:
                rewritten[handle] = sender.name
        for handle in self._order:
            if "<" not in handle and handle in names:
                self._compare_all(handle, _main_name(names[handle]))
        for handle, name in rewritten.items():
            bearers = {self.top(other) for other in self._named.get(name_key(name), ())}
            if len(bearers) == 1 and name_key(name):
                self._merge(bearers.pop(), handle, REWRITTEN)

    def handle_of(self, sender: Sender) -> str:
        if sender.is_rewritten or not sender.address or sender.address in self._shared:
            return f"{sender.name.casefold()} <{sender.address}>"
        return sender.address

    def top(self, handle: str) -> str:
        while (above := self.above[handle]) != handle:
            self.above[handle] = handle = self.above[above]
        return handle

    def _compare_all(self, handle: str, full_name: str) -> None:
        """Hold what this handle shows against what others showed."""
        if "@" not in handle or is_role(handle):
            return
        self._compare(("mailbox", mailbox_key(handle)), handle, SAME_MAILBOX)
        if not full_name:
            return
        self._named.setdefault(full_name, []).append(handle)
        local = local_key(handle)
        if local:
            self._compare(("local", full_name, local), handle, SAME_LOCAL_PART)
        if organisation := organisation_key(handle):
            self._compare(("organisation", full_name, organisation), handle, SAME_ORGANISATION)

    def _compare(self, evidence: tuple[str, ...], handle: str, reason: str) -> None:
        self._merge(self._evidence.setdefault(evidence, handle), handle, reason)

    def _merge(self, one: str, other: str, reason: str) -> None:
        if self.top(one) != self.top(other):
            kept, merged = sorted((one, other), key=self._order.__getitem__)
            self.merges.append(Merge(kept, merged, reason))
            self._unite(one, other)

    def _enter(self, handle: str) -> None:
        if handle not in self.above:
            self.above[handle] = handle
            self._order[handle] = len(self._order)

    def _unite(self, one: str, other: str) -> None:
        tops = {self.top(one), self.top(other)}
        kept = min(tops, key=lambda top: (top not in self._keys, self._order[top]))
        for top in tops:
            self.above[top] = kept


def _main_name(names: Counter[str]) -> str:
    """The full name that most letters of an address carry: spam sent in its name does not make it somebody else's."""
    counted: Counter[str] = Counter()
    for name, times in names.items():
        if key := name_key(name):
            counted[key] += times
    return max(counted, key=lambda key: (counted[key], key), default="")


def _shared(senders: Counter[Sender]) -> set[str]:
    """The addresses that several persons write from: a list's own, most often."""
    names: dict[str, set[str]] = {}
    for sender in senders:
        if sender.address and not sender.is_rewritten and (key := name_key(sender.name)):
            names.setdefault(sender.address, set()).add(key)
    shared = set()
    for address, keys in names.items():
        apart: list[set[str]] = []
        for key in sorted(keys):
            words = set(key.split())
            if not any(words & others for others in apart):
                apart.append(words)
            if len(apart) >= SHARED_BY:
                shared.add(address)
                break
    return shared
