"""'You may keep this of my case', said by a link in a letter: the page shows the very words that it is about."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonplace.lib.direction import isolated
from commonplace.lib.text import one_line
from commonplace.people.answers_by_link import AnswerByLink, Question
from commonplace.people.models import Person
from commonplace.runs.actions import case_note
from commonplace.runs.actions.asking_presenter import CODE
from commonplace.runs.models import CaseNote
from commonplace.ui.addresses import address


def ask(person: Person, note_id: int, choice: str, now: datetime) -> Question | None:
    """The note, for its presenter, as it was when the letter was written; other words have a letter of their own."""
    note = _note(person, note_id, choice)
    if note is None:
        return None
    gathering = note.run.gathering
    return Question(
        _("May this be kept of the case that you brought?"),
        _("These are its words, and nobody is named: “%(words)s” You can take your word back at any time.")
        % {"words": isolated(one_line(note.text))},
        _("Yes, this may be kept"),
        address("run_case_note", gathering.community.slug, gathering.pk),
        _("You have said that it may be kept.") if note.allowed_at is not None else "",
    )


def give(person: Person, note_id: int, choice: str, now: datetime) -> str | None:
    """Allow it."""
    note = _note(person, note_id, choice)
    if note is None:
        return None
    if note.allowed_at is None:
        try:
            case_note.allow(note=note, by=person, version=note.version, at=now)
        except (case_note.NotReady, case_note.Refused, case_note.ChangedMeanwhile):
            return None
    return _("You have said that it may be kept.")


def _note(person: Person, note_id: int, choice: str) -> CaseNote | None:
    seen = CaseNote.objects.of_hands(person).filter(pk=note_id, presenter=person, refused_at=None)
    note = seen.select_related("run__gathering__community", "run__gathering__space").first()
    if note is None or note.read_at is None or str(note.version) != choice:
        return None
    return note


ALLOWED = AnswerByLink(CODE, ask, give)
