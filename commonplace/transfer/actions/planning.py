"""What was decided about an archive is written down: first where nobody sees it, then, with its people, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched, chain
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from commonplace.conversations.actions.merging import join
from commonplace.conversations.models import Conversation
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.mailbox import Unreadable as CouldNotRead
from commonplace.lib.mail.message import MailMessage
from commonplace.lib.mail.subjects import bare_subject
from commonplace.lib.text import one_line, tidy
from commonplace.people.models import Person
from commonplace.store.bulk import fitted, write_column, write_rows
from commonplace.store.locks import lock
from commonplace.transfer.actions.naming import shown_name
from commonplace.transfer.actions.newcomers import Newcomer, become
from commonplace.transfer.archive import Archive, Shelf, digest_of
from commonplace.transfer.earlier_runs import (
    FormerRuns,
    forgotten,
    forgotten_among,
    in_short,
    number_of,
    person_of_key,
)
from commonplace.transfer.models import Anchor, Enclosed, Handle, Import, Letter, Merged, SetAside, Unreadable
from commonplace.transfer.survey import Sketch, Survey
from commonplace.transfer.words import own_id

AT_ONCE = 1000
WITHHELD = "…@…"
COLUMNS = (
    "community_id run_id digest place file offset size sent_at sender_id talk answers subject waits into_id"
    " is_automatic gist withheld message_id"
).split()


def plan(run: Import, survey: Survey, archive: Archive, former: FormerRuns) -> None:
    """Write down what `survey` decided for `run`; `planned_at` is set with the last of it.

    Everything but the people goes into rows that count for nothing until then, in small transactions, so that others
    can write in between; a run that was cut short here is thrown away and begun anew.
    """
    _Planner(run, survey, archive, former).plan()


class _Planner:
    def __init__(self, run: Import, survey: Survey, archive: Archive, former: FormerRuns) -> None:
        self.run, self.survey, self.archive, self.former = run, survey, archive, former
        self.handles: dict[str, Handle] = {}
        self.forgotten: set[str] = set()  # the handles of people who were erased
        self.with_files: set[str] = set()  # the letters set aside that brought any
        self.ids_aside: dict[int, str] = {}  # their own ids, by their rows

    def plan(self) -> None:
        self._write_handles()
        self._write_anchors(self._write_letters())
        self._write_aside()
        write(self._merged())
        write(unreadable_rows(self.run, self.survey.unreadable))
        with transaction.atomic():
            self._join()
            people = self._admit()
            found = Letter.objects.filter(community=self.run.community, digest__in=sorted(self.survey.found))
            found.update(waits=False)
            run = self.run
            run.planned_at = timezone.now()
            run.prefix = fitted(Import, "prefix", self.survey.prefix)
            run.letters = len(self.survey.letters)
            sent = {one.sent_at for one in self.survey.letters}
            run.first_at, run.last_at = min(sent, default=None), max(sent, default=None)
            run.people = people
            talks = {self.survey.talk_of[one.message_id] for one in self.survey.letters}
            run.conversations = sum(number_of(talk) is None for talk in talks)
            count(run, self.survey)
            run.save(force_update=True)

    def _join(self) -> None:
        """Make one of the conversations of former runs that a new letter ties together, before it comes in."""
        wanted = {pk for pair in self.survey.joins for pk in pair}
        here = Conversation.objects.in_bulk(wanted)
        # All at once, as the first of them moves the community already (see store/locks.py).
        lock(Conversation.objects.filter(pk__in=wanted | {one.merged_into_id for one in here.values()} - {None}))
        for kept, gone in self.survey.joins:
            if kept in here and gone in here:
                # A steward, or a tie before this one, may have joined either to another.
                first, second = (Conversation.objects.get(pk=one) for one in (kept, gone))
                join(
                    kept=Conversation(pk=first.merged_into_id or kept),
                    other=Conversation(pk=second.merged_into_id or gone),
                )

    def _write_handles(self) -> None:
        known = {} if self.former.is_empty else self.former.handles()
        wanted: dict[str, str] = {}
        for sketch in (*self.survey.letters, *(sketch for sketch, _reason in self.survey.aside)):
            wanted.setdefault(self.survey.handle_of[sketch.sender], sketch.sender.address)
        stored = {handle: in_short(handle) for handle in wanted}
        self.forgotten = forgotten_among(stored, known, self.survey.handle_of, self.survey.person_of)
        stored |= {handle: forgotten(stored[handle]) for handle in self.forgotten}
        new = {
            handle: Handle(
                community=self.run.community, run=self.run, handle=stored[handle],
                address=address if stored[handle] == address == fitted(Handle, "address", address) else "",
                name=self._told(handle, fitted(Handle, "name", self.survey.name_of_handle.get(handle, ""))),
            )
            for handle, address in wanted.items()
            if stored[handle] not in known
        }  # fmt: skip
        self.handles = dict(zip(new, write(new.values()), strict=True))
        for handle, address in wanted.items():
            if stored[handle] in known:
                pk, person, name = known[stored[handle]]
                self.handles[handle] = Handle(
                    pk=pk, person_id=person, name=name, address=address if stored[handle] == address else ""
                )

    def _told(self, handle: str, name: str) -> str:
        return "" if handle in self.forgotten else name

    def _write_letters(self) -> dict[str, str]:
        """Every letter of the run; which letter begins each conversation."""
        beginnings: dict[str, str] = {}
        for sketch in self.survey.letters:
            beginnings.setdefault(self.survey.talk_of[sketch.message_id], sketch.message_id)
        # One batch at a time: all rows at once would take as much memory as the survey itself.
        kept = (self._letter(sketch, place) for place, sketch in enumerate(self.survey.letters))
        aside = (self._letter(sketch, None) for sketch, _reason in self.survey.aside)
        for some in batched(chain(kept, aside), AT_ONCE, strict=False):
            write_rows(Letter, COLUMNS, some)
        return beginnings

    def _letter(self, sketch: Sketch, place: int | None) -> tuple[Any, ...]:
        """A row, in the order of COLUMNS."""
        talk = self.survey.talk_of[sketch.message_id]
        former = number_of(talk)
        return (
            self.run.community_id, self.run.pk, sketch.message_id, place, sketch.file, sketch.offset, sketch.size,
            sketch.sent_at, self.handles[self.survey.handle_of[sketch.sender]].pk,
            digest_of(talk) if former else talk, self.survey.answered.get(sketch.message_id, ""),
            digest_of(bare_subject(sketch.subject)), sketch.message_id in self.survey.waiting, former,
            sketch.is_automatic, sketch.gist, "", "",
        )  # fmt: skip

    def _rows_of(self, digests: Iterable[str]) -> dict[str, int]:
        """The keys of letters that were just written."""
        found: dict[str, int] = {}
        for some in batched(dict.fromkeys(digests), AT_ONCE, strict=False):
            found |= dict(Letter.objects.filter(run=self.run, digest__in=some).values_list("digest", "pk"))
        return found

    def _write_anchors(self, beginnings: dict[str, str]) -> None:
        anchors = [(digest, beginnings[key]) for digest, key in self.survey.anchors if key in beginnings]
        first = self._rows_of(letter for _digest, letter in anchors)
        run = self.run
        rows = (Anchor(community=run.community, run=run, digest=one, letter_id=first[key]) for one, key in anchors)
        for some in batched(rows, AT_ONCE, strict=False):
            Anchor.objects.bulk_create(some, ignore_conflicts=True)

    def _write_aside(self) -> None:
        """The letters set aside, in full, so that the archive is not needed to bring one in."""
        rows = self._rows_of(sketch.message_id for sketch, _reason in self.survey.aside)
        with Shelf(self.archive.files) as shelf:
            written = write(
                self._set_aside(shelf, rows[sketch.message_id], sketch, reason) for sketch, reason in self.survey.aside
            )
            write_column(Letter, "message_id", self.ids_aside)
            # One letter's files at a time: a flood of them would fill the memory.
            for one, sketch in zip(written, (sketch for sketch, _reason in self.survey.aside), strict=True):
                if sketch.message_id in self.with_files:
                    Enclosed.objects.bulk_create(_enclosed(one, _letter_of(shelf, sketch)))

    def _set_aside(self, shelf: Shelf, row: int, sketch: Sketch, reason: str) -> SetAside:
        message = _letter_of(shelf, sketch)
        if message.attachments:
            self.with_files.add(sketch.message_id)
        self.ids_aside[row] = self._told(self.survey.handle_of[sketch.sender], own_id(message))
        return SetAside(
            community=self.run.community, letter_id=row, sent_at=sketch.sent_at,
            name=self._told(
                self.survey.handle_of[sketch.sender], fitted(SetAside, "name", shown_name(sketch.sender.name))
            ),
            subject=fitted(SetAside, "subject", one_line(withheld(message.subject, WITHHELD))),
            text=fitted(SetAside, "text", tidy(message.text)), reason=fitted(SetAside, "reason", reason),
        )  # fmt: skip

    def _merged(self) -> Iterable[Merged]:
        """What was recognised as one person, told by names alone, and only of those who wrote something kept."""
        wrote = {self.survey.handle_of[sketch.sender] for sketch in self.survey.letters if not sketch.is_automatic}
        for merge in self.survey.merges:
            if merge.merged in wrote and not self.forgotten & {merge.kept, merge.merged}:
                kept, merged = self._name_of(merge.kept), self._name_of(merge.merged)
                yield Merged(run=self.run, kept=kept, merged=merged, reason=fitted(Merged, "reason", merge.reason))

    def _name_of(self, handle: str) -> str:
        row = self.handles.get(handle)
        name = self.survey.name_of_handle.get(handle, "") or (row.name if row else "")
        return fitted(Merged, "kept", shown_name(name))

    def _admit(self) -> int:
        """Make the people of the letters that are kept, and let them in; how many are new to it."""
        first: dict[str, datetime] = {}
        theirs: dict[str, list[Handle]] = {}
        for sketch in self.survey.letters:
            if sketch.is_automatic:
                continue
            key = self.survey.person_of[sketch.sender]
            first[key] = min(first.get(key, sketch.sent_at), sketch.sent_at)
            handle = self.handles[self.survey.handle_of[sketch.sender]]
            if handle not in theirs.setdefault(key, []):
                theirs[key].append(handle)
        names = dict(self.survey.names)
        for sender, told in self.survey.handle_of.items():
            if told in self.forgotten:
                names.pop(self.survey.person_of[sender], None)
        former = Person.objects.in_bulk(
            {person_of_key(key) or 0 for key in theirs}
            | {handle.person_id for some in theirs.values() for handle in some if handle.person_id}
        )
        newcomers = [
            Newcomer(
                key,
                names.get(key, ""),
                first[key],
                tuple(handle.address for handle in some if handle.address),
                former.get(person_of_key(key) or 0)
                or next((former[one.person_id] for one in some if one.person_id in former), None),
            )
            for key, some in theirs.items()
        ]
        persons, made = become(self.run, newcomers)
        write_column(
            Handle,
            "person_id",
            {one.pk: persons[key].pk for key, some in theirs.items() for one in some if one.person_id is None},
        )
        return len(made)


def _letter_of(shelf: Shelf, sketch: Sketch) -> MailMessage:
    return shelf.letter(sketch.file, sketch.offset, sketch.size, sketch.message_id)


def _enclosed(row: SetAside, message: MailMessage) -> list[Enclosed]:
    return [
        Enclosed(
            set_aside=row, position=position, name=fitted(Enclosed, "name", one_line(one.name)),
            content_type=fitted(Enclosed, "content_type", one.content_type), data=one.data, is_whole=one.is_whole,
        )
        for position, one in enumerate(message.attachments)
    ]  # fmt: skip


def count(run: Import, survey: Survey) -> None:
    """Keep what a reading found."""
    run.read, run.already, run.automatic = survey.read, survey.already, survey.automatic
    run.aside, run.unreadable = len(survey.aside) + survey.still_aside, len(survey.unreadable)


def unreadable_rows(run: Import, found: Sequence[CouldNotRead]) -> list[Unreadable]:
    """What could not be read, by the file's name alone."""
    fit = [
        (fitted(Unreadable, "file", one_line(one.path.name)), fitted(Unreadable, "reason", one.reason)) for one in found
    ]
    rows = zip(found, fit, strict=True)
    return [Unreadable(run=run, file=file, offset=one.offset, reason=reason) for one, (file, reason) in rows]


def write[M: Model](rows: Iterable[M]) -> list[M]:
    """Many rows, in transactions short enough for others to write in between."""
    written: list[M] = []
    for some in batched(rows, AT_ONCE, strict=False):
        written += type(some[0])._default_manager.bulk_create(some)
    return written
