"""Turns of a scan: scouts are reminded of each once, the next one begins, and somebody makes the notes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from commonplace.communities import access
from commonplace.conversations.actions.counters import IsClosed, IsGone
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.kinds import Kind as Manner
from commonplace.conversations.models import Post
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.deeds import record
from commonplace.undertakings.actions.rights import IsOver, held_still, require_hand
from commonplace.undertakings.actions.telling import News, tell_all
from commonplace.undertakings.models import NothingNew, Scan, ScanNote, ScanSource, ScanTurn, Undertaking
from commonplace.undertakings.models.scan import REMINDED_BEFORE

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~$])")


class NotYet(ValueError):
    """The turn still goes on."""


class AlreadyMade(ValueError):
    """Its notes have been made, or somebody said that there was nothing new."""


# --- By the clock -------------------------------------------------------------------------------------------------


def turn_scans(*, now: datetime) -> int:
    """Remind scouts of turns that end within two days, and begin the turns after those that are over.

    Each is a transaction of its own that looks again: a worker who is killed leaves what is done, and two at once do
    it once.
    """
    open_turns = ScanTurn.objects.filter(scan__undertaking__ended_at=None)
    related = open_turns.select_related("scan__undertaking__community", "scan__undertaking__space")
    soon = related.filter(reminded_at=None, ends_at__gt=now, ends_at__lte=now + REMINDED_BEFORE)
    done = sum(_remind(turn, now) for turn in soon.order_by("ends_at", "pk"))
    later = ScanTurn.objects.filter(scan=OuterRef("scan"), number__gt=OuterRef("number"))
    over = related.filter(~Exists(later), ends_at__lte=now)
    return done + sum(_turn(turn, now) for turn in over.order_by("ends_at", "pk"))


def _remind(turn: ScanTurn, now: datetime) -> int:
    undertaking = turn.scan.undertaking
    with transaction.atomic():
        if not ScanTurn.objects.filter(pk=turn.pk, ends_at=turn.ends_at, reminded_at=None).update(reminded_at=now):
            return 0
        key = f"TURNS:{turn.number}:{int(turn.ends_at.timestamp())}"
        until = turn.ends_at
        to = silent_scouts(turn)
        return tell_all(News.TURNS, undertaking, to=to, key=key, until=until, useful_until=until, at=now)


def silent_scouts(turn: ScanTurn) -> set[int]:
    """The keys of scouts who read the scan and have not said anything in this turn; three queries."""
    watched = ScanSource.objects.kept().filter(scan=turn.scan_id, scout__isnull=False).values("scout")
    here = Person.objects.filter(access.is_here_and_reads(turn.scan.undertaking.space), pk__in=watched)
    said = {
        *ScanNote.objects.filter(turn=turn, by__isnull=False).values_list("by", flat=True),
        *NothingNew.objects.filter(turn=turn).values_list("person", flat=True),
    }
    return set(here.values_list("pk", flat=True)) - said


def _turn(turn: ScanTurn, now: datetime) -> int:
    with transaction.atomic():
        try:
            undertaking = held_still(turn.scan.undertaking)
        except IsOver:
            return 0
        last = ScanTurn.objects.select_related("scan").filter(scan=turn.scan_id).latest("number")
        if last.ends_at > now:
            return 0
        scan = last.scan
        if scan.until is not None and last.ends_at >= scan.until:
            Undertaking.objects.filter(pk=undertaking.pk).update(ended_at=last.ends_at)
            record("ended_undertaking", by=None, undertaking=undertaking, at=last.ends_at)
            return 1
        ends_at = scan.after(last.ends_at)
        while ends_at <= now:  # what nobody was there for is one long turn
            ends_at = scan.after(ends_at)
        if scan.until is not None and ends_at > scan.until > last.ends_at:
            ends_at = scan.until
        ScanTurn.objects.create(scan=scan, number=last.number + 1, begins_at=last.ends_at, ends_at=ends_at)
    return 1


# --- By hand ------------------------------------------------------------------------------------------------------


def draft_of(notes: Iterable[ScanNote], *, page: str) -> str:
    """Markdown: a heading for each topic, or source where there is none, and of each note its link and why it matters.

    Nothing is added to what the scouts wrote; a human makes sentences of it.
    """
    gathered: dict[str, list[str]] = {}
    for note in notes:
        about = note.topic.name if note.topic is not None else note.source.title if note.source is not None else ""
        to = note.link.replace("<", "%3C").replace(">", "%3E") or f"{page}#note-{note.pk}"
        gathered.setdefault(about, []).append(f"- [{_plain(note.title)}](<{to}>): {_plain(note.why)}")
    parts = []
    for about, lines in sorted(gathered.items(), key=lambda one: (not one[0], one[0].casefold())):
        parts += [f"## {_plain(about)}"] if about else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _plain(words: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(words.split()))


def make_notes(
    *,
    by: Person,
    undertaking: Undertaking,
    turn: ScanTurn,
    text: str,
    at: datetime | None = None,
) -> Post:
    """Tell what was made of a turn's notes, in the conversation of the scan, or begin that; once for each turn.

    Where that conversation is closed, gone or elsewhere by now, another one begins. Raises NotTheirs, NotYet,
    AlreadyMade, and what `reply` does.
    """
    at = at or timezone.now()
    require_hand(by, undertaking)
    if not turn.is_over(undertaking, now=at):
        raise NotYet(turn.pk)
    with transaction.atomic():
        scan = Scan.objects.select_related("conversation__community", "conversation__space").get(pk=undertaking.pk)
        post = _told(scan, undertaking, by=by, text=text, at=at)
        # The conversation first, then what is ours: whoever comes second takes all of it back.
        if not ScanTurn.objects.filter(pk=turn.pk, settled_at=None).update(settled_at=at, settled_by=by, post=post):
            raise AlreadyMade(turn.pk)
        record("made_scan_notes", by=by, undertaking=undertaking, at=at, part_id=turn.pk)
        beginning.changed(undertaking, at=at)
    return post


def _told(scan: Scan, undertaking: Undertaking, *, by: Person, text: str, at: datetime) -> Post:
    talk = scan.conversation
    if talk is not None and talk.space_id == undertaking.space_id:
        try:
            return reply(by=by, conversation=talk, text=text, at=at)
        except (IsClosed, IsGone):
            pass
    talk = open_conversation(
        by=by,
        space=undertaking.space,
        kind=Manner.DISCUSSION,
        title=undertaking.title,
        text=text,
        at=at,
    )
    Scan.objects.filter(pk=scan.pk).update(conversation=talk)
    return talk.posts.get(number=1)


def say_quiet(*, by: Person, undertaking: Undertaking, turn: ScanTurn, at: datetime | None = None) -> None:
    """Say of a turn that there was nothing new; nothing is posted. Raises NotTheirs, NotYet and AlreadyMade."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    if not turn.is_over(undertaking, now=at):
        raise NotYet(turn.pk)
    with transaction.atomic():
        open_turn = ScanTurn.objects.filter(pk=turn.pk, settled_at=None)
        if not open_turn.update(settled_at=at, settled_by=by, is_quiet=True):
            raise AlreadyMade(turn.pk)
        record("made_scan_notes", by=by, undertaking=undertaking, at=at, part_id=turn.pk)
