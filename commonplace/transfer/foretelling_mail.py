"""What would come if an archive of mail moved in: surveyed as for the move, and nothing of it kept."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.lib.archives.stream import Why
from commonplace.lib.mail.message import AHEAD
from commonplace.transfer.accounts import Account
from commonplace.transfer.actions.placing import Target
from commonplace.transfer.archive import Archive
from commonplace.transfer.earlier_runs import FormerRuns, forgotten_among, holders_of, in_short, person_of_key
from commonplace.transfer.foretelling import Foretelling, Foretold
from commonplace.transfer.survey import Progress, Survey, survey


def foretell_mail(
    *,
    archive: Archive,
    community: Community,
    space: Space | None,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Foretelling:
    """Read an archive of mail and say what would come of it, into `space`; the community need not be founded yet."""
    former = FormerRuns(community)
    found = survey(archive, former, latest=(now or timezone.now()) + AHEAD, progress=progress)
    new, people = len(found.letters), _strangers(found, former)
    moments = [one.sent_at for one in found.letters]
    place = Foretold(
        Target("", found.prefix or archive.name, "", is_closed=False, messages=found.read, space=space),
        new,
        len({found.talk_of[one.message_id] for one in found.letters}),
        people,
        min(moments, default=None),
        max(moments, default=None),
    )
    return Foretelling(archive.name, [place], _account_of(found), new, 0, people)


def _account_of(found: Survey) -> Account:
    account = Account()
    account.read["messages"] = found.read
    account.add("already", "messages", found.already)
    account.add("aside", "messages", len(found.aside) + found.still_aside)
    account.add("unreadable", "messages", len(found.unreadable), why=Why.DAMAGED)
    return account


def _strangers(found: Survey, former: FormerRuns) -> int:
    """How many of those who wrote what would be kept are nobody in this community yet."""
    known = {} if former.is_empty else former.handles()
    theirs: dict[str, set[str]] = {}
    addresses: dict[str, str] = {}
    for sketch in found.letters:
        if not sketch.is_automatic and person_of_key(key := found.person_of[sketch.sender]) is None:
            handle = found.handle_of[sketch.sender]
            theirs.setdefault(key, set()).add(handle)
            addresses[handle] = sketch.sender.address
    stored = {handle: in_short(handle) for handle in addresses}
    gone = forgotten_among(stored, known, found.handle_of, found.person_of)
    # Whoever was erased is nobody's again, whatever their address was.
    told = {handle for handle, address in addresses.items() if handle == address and handle not in gone}
    held = holders_of(told, former.community)
    somebody = {handle for handle, kept in stored.items() if kept in known and known[kept][1]} | held.keys()
    return sum(not handles & somebody for handles in theirs.values())


__all__ = ["foretell_mail"]
