"""The letter that asks whoever brought a case for their word; no word of the note stands in it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from commonplace.communities.doors import Confidence
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.runs.models import CaseNote
from commonplace.ui.addresses import address

KIND = CODE = "case_note"


def ask_presenter(note: CaseNote, *, at: datetime) -> None:
    """Write to the presenter, once for each wording, with a link that opens the note and takes their word."""
    presenter, gathering = note.presenter, note.run.gathering
    if presenter is None:
        return
    path = address("run_case_note", gathering.community.slug, gathering.pk)
    write_to(
        presenter,
        template="runs/letters/case_note",
        context={
            "community": community_named(gathering.community.name),
            "title": "" if gathering.confidence == Confidence.SEALED else gathering.title,
            "link": answer_address(CODE, presenter, note.pk, choice=str(note.version), at=at),
            "page": f"{settings.BASE_URL}{path}",
        },
        kind=KIND,
        key=f"{KIND}:{note.pk}:{note.version}:{int(at.timestamp())}",
        about=f"{note.pk} {note.version}",
    )


def _may_go(letter: Letter) -> bool:
    pk, _, version = letter.about.partition(" ")
    note = CaseNote.objects.filter(pk=pk, version=version).first()
    return note is not None and note.waits_for == "presenter"


LAST_LOOK = LastLook(KIND, _may_go)
