"""What people say afterwards: what came of a takeaway, what should stay and what be different, or nothing to keep."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from commonplace.conversations.actions.counters import IsClosed, IsGone
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.gatherings.actions.deeds import record
from commonplace.gatherings.actions.rights import NotTheirs, require_hand
from commonplace.gatherings.actions.talking import may_be_talked_about
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.actions.harvesting import plain
from commonplace.runs.models import Captured, NotAsked, NothingToKeep, Run, WhatCame, Wish
from commonplace.runs.queries.asked import WISHED_WITHIN, may_wish
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

__all__ = ["LATER", "NotTheirs", "keep_nothing", "say_what_came", "wish"]
LATER = timedelta(days=30)


class TooLate(ValueError):
    """Nobody may say it any more."""


def say_what_came(
    *, captured: Captured, by: Person, came: str, words: str = "", tells: bool = False, at: datetime | None = None
) -> WhatCame:
    """Say what came of one's own takeaway, anew as often as one likes; with `tells` as a reply in the gathering's
    conversation as well, once. Raises NotTheirs.
    """
    at = at or timezone.now()
    with transaction.atomic():
        _own(captured, by)
        found, _made = WhatCame.objects.get_or_create(captured=captured)
        is_first = not found.came
        found.came, found.words, found.said_at = WhatCame.Came(came), words, at
        if tells and found.told_id is None and came != WhatCame.Came.REST:
            found.told = _tell(captured, by, found, at)
        found.save()
        if is_first:
            record("told_what_came", by=by, gathering=captured.run.gathering, at=at)
    return found


def may_be_told(captured: Captured) -> bool:
    """Whether what came of it can stand in the gathering's conversation: there is one, and it is as close."""
    gathering = captured.run.gathering
    return gathering.conversation_id is not None and may_be_talked_about(gathering)


def _tell(captured: Captured, by: Person, said: WhatCame, at: datetime) -> Post | None:
    if not may_be_told(captured):
        return None
    talk = captured.run.gathering.conversation
    if talk is None or not Conversation.objects.visible_to(by).filter(pk=talk.pk).exists():
        return None
    with override(talk.community.language):
        came = f"**{said.get_came_display()}.**"
    text = f"> {plain(captured.words)}\n\n{came} {plain(said.words)}".rstrip()
    try:
        return reply(by=by, conversation=talk, text=text, idempotency_key=f"came-{captured.pk}", at=at)
    except (IsClosed, IsGone):
        return None


def ask_later(*, captured: Captured, by: Person, at: datetime | None = None) -> None:
    """Be asked again in a month; raises NotTheirs."""
    with transaction.atomic():
        _own(captured, by)
        ask_on = timezone.localdate(at or timezone.now()) + LATER
        Captured.objects.filter(pk=captured.pk).update(ask_on=ask_on)
        WhatCame.objects.filter(captured=captured).update(came="", words="", said_at=None)


def ask_on_day(*, captured: Captured, by: Person, day: date | None) -> None:
    """Be asked on that day what came of one's own takeaway, or not at all; raises NotTheirs."""
    with transaction.atomic():
        _own(captured, by)
        Captured.objects.filter(pk=captured.pk).update(ask_on=day)


def _own(captured: Captured, by: Person) -> None:
    """Keep it to this transaction; raises NotTheirs for everyone whose it is not, and once it was taken back."""
    standing = lock(Captured.objects.filter(pk=captured.pk))
    if not standing or standing[0].by_id != by.pk or standing[0].taken_back_at is not None:
        raise NotTheirs(captured.pk)


def wish(
    *, run: Run, by: Person, stays: bool, words: str = "", takes_back: bool = False, at: datetime | None = None
) -> Wish:
    """Say that something should stay as it is, or else that something should be different, with a line or without.

    Pressed again it is said anew, or with `takes_back` no more. Raises TooLate, also for whoever was not there.
    """
    at = at or timezone.now()
    if not may_wish(by, run, now=at):
        raise TooLate(run.pk)
    with transaction.atomic():
        lock(Run.objects.filter(pk=run.pk))
        row, _made = Wish.objects.get_or_create(run=run, person=by)
        since, said = (None, "") if takes_back else (at, words)
        if stays:
            row.stay_at, row.stay = since, said
        else:
            row.differ_at, row.differ = since, said
        row.save()
    return row


def keep_nothing(*, gathering: Gathering, by: Person, at: datetime | None = None) -> None:
    """Say that there is nothing to keep of a gathering, so that nothing asks again; raises NotTheirs."""
    require_hand(by, gathering)
    NothingToKeep.objects.get_or_create(gathering=gathering, defaults={"by": by, "at": at or timezone.now()})


def want_no_asking(*, person: Person, at: datetime | None = None) -> None:
    """Write no more letters to them that ask what came of it; it stands in the house for them."""
    NotAsked.objects.get_or_create(person=person, defaults={"since": at or timezone.now()})


def want_asking(*, person: Person) -> None:
    """Write them to them again."""
    NotAsked.objects.filter(person=person).delete()


def end_asking(person: Person, _about: int, at: datetime) -> None:
    """The end of these letters for whoever ends them by mail."""
    want_no_asking(person=person, at=at)


def let_go_of_wishes(*, now: datetime) -> int:
    """Once nobody is asked any more: rows in which nothing was said go, wishes of sealed gatherings with their lines,
    and under Chatham House nobody knows whose they were; how many changed.
    """
    over = Wish.objects.filter(run__finished_at__lt=now - WISHED_WITHIN)
    with transaction.atomic():
        gone = over.filter(stay_at=None, differ_at=None).delete()[0]
        sealed = over.filter(run__gathering__confidence="sealed").delete()[0]
        named = over.filter(run__gathering__confidence="chatham", person__isnull=False).update(person=None)
        if sealed or named:
            to_be_wiped(now=now)
    return gone + sealed + named
