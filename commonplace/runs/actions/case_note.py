"""The note of a case goes round: written, read by a second, allowed by its presenter, posted, or withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.changing import let_words_go
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Post
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.actions.talking import begin_to_talk, may_be_talked_about
from commonplace.people.models import Person
from commonplace.runs.actions.asking_presenter import ask_presenter
from commonplace.runs.actions.harvesting import plain
from commonplace.runs.models import CaseNote, Check, Run
from commonplace.runs.queries.harvest import Sheaf
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

__all__ = [
    "ChangedMeanwhile",
    "NotReady",
    "NotTheirs",
    "Refused",
    "Unfit",
    "allow",
    "ask_to_read",
    "begin",
    "draft_without_names",
    "give_back",
    "post_note",
    "refuse",
    "say_read",
    "write",
]


class Refused(ValueError):
    """Its presenter does not wish that there is one."""


class NotReady(ValueError):
    """It is not at that point: `waits_for` says where it is."""

    def __init__(self, note: CaseNote) -> None:
        super().__init__(note.pk)
        self.waits_for = note.waits_for


class ChangedMeanwhile(ValueError):
    """The words are others than those that were read."""


class Unfit(ValueError):
    """A second reader is neither its writer nor its presenter, and both can see the gathering."""


def draft_without_names(sheaves: Iterable[Sheaf]) -> str:
    """What was kept, by phase and without who said it, and no sentence more."""
    said = []
    for sheaf in sheaves:
        said.append(f"## {plain(sheaf.phase.title)}")
        lines = [one for _label, some in sheaf.kinds for one in some]
        said.append("\n".join(f"- {plain(one.captured.words)}" for one in lines))
    return "\n\n".join(said)


def begin(*, run: Run, by: Person, text: str, at: datetime | None = None) -> CaseNote:
    """Begin to write it, from a draft; once for a run, and anew where nobody writes it any more. Raises Refused."""
    at = at or timezone.now()
    with transaction.atomic():
        lock(Run.objects.filter(pk=run.pk))
        note, is_new = CaseNote.objects.get_or_create(run=run, defaults={"writer": by, "text": text, "begun_at": at})
        if note.refused_at is not None:
            raise Refused(note.pk)
        if not is_new and note.writer_id is None and note.post_id is None:
            note.writer, note.asked_at, note.read_at, note.allowed_at = by, None, None, None
            note.reader = None if note.reader_id == by.pk else note.reader
            note.save()
    return note


def write(
    *,
    note: CaseNote,
    by: Person,
    title: str,
    text: str,
    checks: Collection[str] = (),
    reader: Person | None = None,
    presenter: Person | None = None,
) -> CaseNote:
    """Keep the words as they stand, what was looked through, and who reads and who brought the case.

    Other words, or another presenter, have to be read and allowed again. Raises NotTheirs, Refused, NotReady once it is
    posted, and Unfit.
    """
    with transaction.atomic():
        standing = _standing(note)
        _require_writer(standing, by)
        if standing.post_id is not None:
            raise NotReady(standing)
        for one in (reader, presenter):
            if one is not None and not _reads(one, standing):
                raise Unfit(one.pk)
        if reader is not None and reader in (by, presenter):
            raise Unfit(reader.pk)
        others = (title, text, presenter, reader) != (
            standing.title,
            standing.text,
            standing.presenter,
            standing.reader,
        )
        standing.title, standing.text, standing.reader, standing.presenter = title, text, reader, presenter
        standing.checks = [one for one in Check.values if one in checks]
        if others:
            standing.version += 1
        if others or not standing.is_looked_through:
            standing.asked_at = standing.read_at = standing.allowed_at = None
        standing.save()
    return standing


def ask_to_read(*, note: CaseNote, by: Person, at: datetime | None = None) -> CaseNote:
    """Ask the second reader. Raises NotTheirs, Refused, and NotReady unless all is looked through and both named."""
    with transaction.atomic():
        standing = _standing(note)
        _require_writer(standing, by)
        is_whole = standing.is_looked_through and standing.reader_id and standing.presenter_id and standing.text
        if standing.waits_for != "writer" or not is_whole:
            raise NotReady(standing)
        standing.asked_at, standing.remark = at or timezone.now(), ""
        standing.save(update_fields=["asked_at", "remark"])
    return standing


def say_read(*, note: CaseNote, by: Person, version: int, at: datetime | None = None) -> CaseNote:
    """Say that nothing in it gives anybody away; its presenter is asked, by letter too.

    Raises NotTheirs, Refused, NotReady and ChangedMeanwhile.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = _standing(note)
        if standing.reader_id != by.pk:
            raise NotTheirs(note.pk)
        _require_at(standing, "reader", version)
        standing.read_at = at
        standing.save(update_fields=["read_at"])
        ask_presenter(standing, at=at)
    return standing


def give_back(*, note: CaseNote, by: Person, remark: str) -> CaseNote:
    """Give it back to its writer with a word on what should be otherwise; raises NotTheirs, Refused and NotReady."""
    with transaction.atomic():
        standing = _standing(note)
        waits_for = standing.waits_for
        if by.pk != {"reader": standing.reader_id, "presenter": standing.presenter_id}.get(waits_for):
            if by.pk in (standing.reader_id, standing.presenter_id):
                raise NotReady(standing)
            raise NotTheirs(note.pk)
        standing.asked_at = standing.read_at = standing.allowed_at = None
        standing.remark = remark
        standing.save(update_fields=["asked_at", "read_at", "allowed_at", "remark"])
    return standing


def allow(*, note: CaseNote, by: Person, version: int, at: datetime | None = None) -> CaseNote:
    """Allow these words, as who brought the case; raises NotTheirs, Refused, NotReady and ChangedMeanwhile."""
    with transaction.atomic():
        standing = _standing(note)
        if standing.presenter_id != by.pk:
            raise NotTheirs(note.pk)
        _require_at(standing, "presenter", version)
        standing.allowed_at = at or timezone.now()
        standing.save(update_fields=["allowed_at"])
    return standing


def post_note(*, note: CaseNote, by: Person, at: datetime | None = None) -> Post:
    """Post it, once: to the gathering's conversation, or where that is held closer to one of its own, in its space.

    Raises NotTheirs, Refused, NotReady, and what `reply` does.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = _standing(note)
        _require_writer(standing, by)
        if standing.post is not None:
            return standing.post
        if standing.waits_for != "posting":
            raise NotReady(standing)
        standing.post = _posted(standing, by, at=at)
        # From here on its words are those of the post, and stand nowhere else.
        standing.text = standing.title = ""
        standing.save(update_fields=["post", "text", "title"])
    return standing.post


def _posted(note: CaseNote, by: Person, *, at: datetime) -> Post:
    gathering = note.run.gathering
    if not may_be_talked_about(gathering):
        title = note.title or note.run.title
        talk = open_conversation(by=by, space=gathering.space, kind=Kind.DISCUSSION, title=title, text=note.text, at=at)
    elif gathering.conversation is not None:
        return reply(by=by, conversation=gathering.conversation, text=note.text, at=at)
    else:
        talk = begin_to_talk(by=by, gathering=gathering, text=note.text, at=at)
    return talk.posts.get(number=1)


def refuse(*, note: CaseNote, by: Person, at: datetime | None = None) -> None:
    """Take one's consent back, as who brought the case, at whatever point: no word of it is kept, posted or not.

    Whoever has left since may too. Raises NotTheirs. Twice is once.
    """
    at = at or timezone.now()
    with transaction.atomic():
        try:
            standing = _standing(note)
        except Refused:
            return
        if standing.presenter_id != by.pk:
            raise NotTheirs(note.pk)
        let_go(standing, at=at)


def let_go(note: CaseNote, *, at: datetime) -> None:
    """Keep no word of it: the draft with its title and remarks, and what was posted with all its states."""
    if note.post is not None:
        let_words_go(post=note.post, title=note.run.title, at=at)
    note.title = note.text = note.remark = ""
    note.checks, note.refused_at = [], at
    note.save()
    to_be_wiped(now=at)


def _standing(note: CaseNote) -> CaseNote:
    lock(CaseNote.objects.filter(pk=note.pk))
    whole = CaseNote.objects.select_related(
        "run__gathering__community", "run__gathering__space", "run__gathering__conversation"
    )
    standing = whole.select_related("post__conversation", "writer", "reader", "presenter").get(pk=note.pk)
    if standing.refused_at is not None:
        raise Refused(note.pk)
    return standing


def _require_writer(note: CaseNote, by: Person) -> None:
    if note.writer_id != by.pk or standing_of(by, note.run.gathering.community) is None:
        raise NotTheirs(note.pk)


def _require_at(note: CaseNote, whom: str, version: int) -> None:
    if note.waits_for != whom:
        raise NotReady(note)
    if note.version != version:
        raise ChangedMeanwhile(note.pk)


def _reads(person: Person, note: CaseNote) -> bool:
    here = access.is_here_and_reads(note.run.gathering.space)
    return Person.objects.filter(here, pk=person.pk).exists()
