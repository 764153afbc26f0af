"""The first reading: every letter looked at once, a little kept of each, and then everything decided.

Nothing here writes. What is decided depends on the files and on what former runs left, never on batches or on the
order of the files: letters are put in order of time before anyone asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commonplace.lib.mail import advertising, floods
from commonplace.lib.mail.identity import Identities, Merge
from commonplace.lib.mail.mailbox import Unreadable
from commonplace.lib.mail.message import MailMessage, read
from commonplace.lib.mail.senders import Sender
from commonplace.lib.mail.subjects import list_prefix
from commonplace.lib.mail.threading import Assembler, named_ids
from commonplace.transfer.archive import Archive, Shelf, digest_of, other_digest_of
from commonplace.transfer.earlier_runs import FormerRuns, Standing, known_people, number_of
from commonplace.transfer.order import in_order

AT_ONCE = 1000

Progress = Callable[[int, int], None]  # how much is done, of how much


@dataclass(slots=True)
class Sketch:
    """What is kept of a letter until all are seen; ids as digests, and everything that many share only once."""

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    sender: Sender
    sent_at: datetime
    file: int
    offset: int
    size: int
    gist: str
    is_automatic: bool
    told: advertising.Told

    @property
    def answers(self) -> tuple[str, ...]:
        """The letters it may answer, the likeliest first."""
        latest = tuple(reversed(self.references))
        return (self.in_reply_to, *latest) if self.in_reply_to else latest


@dataclass(slots=True)
class Survey:
    """Everything decided about an archive."""

    letters: list[Sketch] = field(default_factory=list)  # new ones to keep, in the order in which they are kept
    talk_of: dict[str, str] = field(default_factory=dict)  # each letter's conversation
    answered: dict[str, str] = field(default_factory=dict)  # the letter that each answers, where it is known
    aside: list[tuple[Sketch, str]] = field(default_factory=list)  # and why
    unreadable: list[Unreadable] = field(default_factory=list)
    anchors: list[tuple[str, str]] = field(default_factory=list)  # ids only named, and the conversation they lead to
    joins: list[tuple[int, int]] = field(default_factory=list)  # conversations of former runs: the second is the first
    waiting: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)  # letters of former runs that wait no longer
    handle_of: dict[Sender, str] = field(default_factory=dict)
    person_of: dict[Sender, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    name_of_handle: dict[str, str] = field(default_factory=dict)
    automatic: int = 0  # of the letters to keep, those that a program wrote
    prefix: str = ""  # what most subjects have in brackets before them
    read: int = 0
    already: int = 0
    still_aside: int = 0

    @property
    def has_news(self) -> bool:
        return bool(self.letters or self.aside)


def survey(archive: Archive, former: FormerRuns, *, latest: datetime, progress: Progress | None = None) -> Survey:
    """Read an archive through and decide everything; no letter can have been sent after `latest`."""
    return _Surveyor(archive, former, latest, progress or (lambda done, whole: None)).survey()


class _Surveyor:
    def __init__(self, archive: Archive, former: FormerRuns, latest: datetime, progress: Progress) -> None:
        self.archive, self.former, self.latest, self.progress = archive, former, latest, progress
        self.found = Survey()
        self.sketches: dict[str, Sketch] = {}
        self.repeated: set[str] = set()
        self.assembler = Assembler(None if former.is_empty else former)
        self._senders: dict[Sender, Sender] = {}
        self._subjects: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def survey(self) -> Survey:
        batch: list[tuple[int, int, MailMessage]] = []
        before: datetime | None = None
        file = -1
        passed = 0  # bytes of the files before this one
        for number, raw in self.archive.read_through():
            if number != file:
                passed += self.archive.files[file].stat().st_size if file >= 0 else 0
                file, before = number, None
            self.found.read += 1
            if isinstance(raw, Unreadable):
                self.found.unreadable.append(raw)
                continue
            message = read(raw, before=before, latest=self.latest)
            if isinstance(message, Unreadable):
                self.found.unreadable.append(message)
                continue
            if not message.date_doubtful:
                before = message.sent_at
            batch.append((number, raw.size, message))
            if len(batch) >= AT_ONCE:
                self._take(batch)
                batch = []
                self.progress(min(passed + raw.offset, self.archive.size), self.archive.size)
        self._take(batch)
        self.progress(self.archive.size, self.archive.size)
        self._ids.clear()
        self._decide()
        return self.found

    def _take(self, batch: Sequence[tuple[int, int, MailMessage]]) -> None:
        """Keep a little of each new letter."""
        digests = [digest_of(message.message_id) for _, _, message in batch]
        known = self.former.standing_of(set(digests))
        before = self.former.without_id([one for _, _, one in batch if one.id_is_derived], known)
        digests = [before.get(digest, digest) for digest in digests]
        others = self._others_of_that_id(digests, batch, known)
        known |= self.former.standing_of({*before.values(), *filter(None, others)})
        fresh: list[Sketch] = []
        for first, (file, size, message) in zip(digests, batch, strict=True):
            digest = self._ids.setdefault(first, first)
            if self._is_other(message, digest, known):
                digest = self._ids.setdefault(other := other_digest_of(message), other)
            if digest in self.sketches or digest in self.repeated:
                self.found.already += 1
                continue
            if digest in known:
                # A second copy of what lies aside is a repetition like any other.
                self.repeated.add(digest)
                self.found.still_aside += known[digest].is_aside
                self.found.already += not known[digest].is_aside
                continue
            sketch = Sketch(
                message_id=digest,
                in_reply_to=self._digest(message.in_reply_to) if message.in_reply_to else "",
                references=tuple(self._digest(one) for one in message.references),
                subject=self._subjects.setdefault(message.subject, message.subject),
                sender=self._senders.setdefault(message.sender, message.sender),
                sent_at=message.sent_at,
                file=file,
                offset=message.offset,
                size=size,
                gist=message.gist,
                is_automatic=message.is_automatic,
                told=advertising.NOTHING
                if message.is_automatic
                else advertising.told_by(message.subject, message.text),
            )
            self.sketches[digest] = sketch
            fresh.append(sketch)
        self.assembler.add(fresh)

    def _is_other(self, message: MailMessage, digest: str, known: Mapping[str, Standing]) -> bool:
        """Whether a letter that was seen before under this id is another than this one: by its sender or its words."""
        if message.id_is_derived:
            return False
        if (seen := self.sketches.get(digest)) is not None:
            name, address, gist = seen.sender.name, seen.sender.address, seen.gist
        elif (kept := known.get(digest)) is not None:
            name, address, gist = kept.name, kept.address, "" if kept.is_copied_by(message) else kept.gist
        else:
            return False
        # Copies lack a name or an address now and then, or the words that one archive has taken out.
        names = {name.casefold(), message.sender.name.casefold()}
        addresses = {address, message.sender.address}
        is_another = len(names) == 2 and "" not in names and len(addresses) == 2 and "" not in addresses
        return is_another or bool(gist and message.gist and gist != message.gist)

    def _others_of_that_id(
        self, digests: Sequence[str], batch: Sequence[tuple[int, int, MailMessage]], known: Mapping[str, Standing]
    ) -> list[str]:
        return [
            other_digest_of(message) if self._is_other(message, digest, known) else ""
            for digest, (_, _, message) in zip(digests, batch, strict=True)
        ]

    def _digest(self, message_id: str) -> str:
        digest = digest_of(message_id)
        return self._ids.setdefault(digest, digest)

    def _decide(self) -> None:
        found = self.found
        if not self.sketches:
            return
        found.prefix = self._prefix()
        self._assemble()
        found.answered = self._answered()
        moments = {digest: sketch.sent_at for digest, sketch in self.sketches.items()}
        order = [self.sketches[digest] for digest in in_order(moments, found.answered)]
        self._recognise_people(order)
        reasons = self._set_aside()
        for sketch in order:
            if sketch.message_id in reasons:
                found.aside.append((sketch, reasons[sketch.message_id]))
            else:
                found.letters.append(sketch)
        found.automatic = sum(sketch.is_automatic for sketch in found.letters)

    def _assemble(self) -> None:
        """What is one conversation; the assembler goes with this, since it takes as much memory as all the rest."""
        found, assembler = self.found, self.assembler
        found.talk_of = {digest: assembler.conversation_of(digest) for digest in self.sketches}
        found.anchors = sorted((one, key) for one, key in assembler.anchors() if one not in self.sketches)
        found.joins = [(number_of(one.kept) or 0, number_of(one.gone) or 0) for one in assembler.joins]
        for _, sighting in assembler.sightings():
            if sighting.waits:
                found.waiting.add(sighting.message_id)
            elif sighting.message_id in self.former.waited:
                found.found.add(sighting.message_id)
        del self.assembler

    def _prefix(self) -> str:
        """The list's own prefix: what stands before more than half of the subjects."""
        prefixes = Counter(list_prefix(sketch.subject) for sketch in self.sketches.values())
        prefix, number = max(prefixes.items(), key=lambda one: (one[1], one[0]))
        return prefix if 2 * number > len(self.sketches) else ""

    def _answered(self) -> dict[str, str]:
        """The letter that each answers: the likeliest of those in this archive, else of those kept before."""
        answered: dict[str, str] = {}
        elsewhere: dict[str, tuple[str, ...]] = {}
        for digest, sketch in self.sketches.items():
            for one in sketch.answers:
                if one in self.sketches and one != digest:
                    answered[digest] = one
                    break
            else:
                if sketch.answers:
                    elsewhere[digest] = sketch.answers
        kept = self.former.standing_of({one for some in elsewhere.values() for one in some})
        for digest, some in elsewhere.items():
            if first := next((one for one in some if one in kept and not kept[one].is_aside), None):
                answered[digest] = first
        return answered

    def _recognise_people(self, order: Sequence[Sketch]) -> None:
        """Who is one person; everyone is seen in order of time, so that the order of files decides nothing."""
        found = self.found
        handles = {} if self.former.is_empty else self.former.handles()
        identities = Identities(former=known_people(handles))
        for sketch in order:
            identities.see(sketch.sender)
        for sender in dict.fromkeys(sketch.sender for sketch in order):
            handle = identities.handle_of(sender)
            found.handle_of[sender] = handle
            found.person_of[sender] = identities.person_of(sender)
            if len(sender.name) > len(found.name_of_handle.get(handle, "")):
                found.name_of_handle[handle] = sender.name
        found.names = identities.names()
        found.merges = identities.merges

    def _set_aside(self) -> dict[str, str]:
        """The letters of a flood of strangers, and why."""
        arrivals = [
            floods.Arrival.of(
                message_id=one.message_id,
                person=self.found.person_of[one.sender],
                conversation=self.found.talk_of[one.message_id],
                sent_at=one.sent_at,
                subject=one.subject,
                names_ids=bool(named_ids(one)),
                told=one.told,
            )
            for one in self.sketches.values()
            if not one.is_automatic
        ]
        arrivals += self.former.correspondence()
        # A letter that belongs to a conversation of a former run was answered, whatever else it looks like.
        with Shelf(self.archive.files) as shelf:

            def text_of(digest: str) -> str:
                one = self.sketches[digest]
                return shelf.letter(one.file, one.offset, one.size, digest).text

            return {
                one.message_id: one.reason
                for one in floods.set_aside(arrivals, text_of)
                if number_of(self.found.talk_of[one.message_id]) is None
            }


__all__ = ["Progress", "Sketch", "Survey", "survey"]
