"""What furnished gatherings leave: things to be done, a question that went on, and a note of a case at its reader."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonplace.gatherings.models import Gathering
from commonplace.lib.protocol_clock import Act
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.carrying import carry_on
from commonplace.runs.actions.case_note import ask_to_read, begin, say_read, write
from commonplace.runs.actions.deciding import decide
from commonplace.runs.actions.filing import bring
from commonplace.runs.actions.noting import note
from commonplace.runs.actions.stepping import start, step
from commonplace.runs.models import Check, HarvestFile, Run


def harvested(run: Run, by: Person, others: Sequence[Person], words: str) -> None:
    """Something for each to do today and for nobody yet, and a question in a conversation of its own."""
    day = timezone.localdate()
    for owner in (*others, None):
        decide(run=run, kind=Capture.ACTION, words=f"Ring the depot. {words}", by=by, owner=owner, due_on=day)
    carry_on(captured=note(run=run, phase=0, kind=Capture.QUESTION, words=f"Why? {words}", person=others[0]), by=by)


def ended_run(
    gathering: Gathering, by: Person, others: Sequence[Person], words: str, *, presenter: Person | None = None
) -> Gathering:
    """A clinic that has ended, with a note of its case that was read and waits for its presenter; else for `by`."""
    follow(gathering=gathering, protocol=protocol_named("case-clinic"), by=by)
    run = start(gathering=gathering, by=by)
    harvested(run, by, others, words)
    sheet = SimpleUploadedFile("a, b.csv", b"leak,bar\nseven,4\n", "text/csv")
    bring(run=run, by=by, upload=sheet, description=f"What we measured {words}")
    step(run=run, act=Act.FINISH, number=2, by=by)
    run.refresh_from_db()
    presenter = presenter or by
    reader = next(one for one in others if one not in (by, presenter))
    text = f"A case of many words. {words}"
    kept = write(
        note=begin(run=run, by=by, text=text),
        by=by,
        title="",
        text=text,
        checks=Check.values,
        reader=reader,
        presenter=presenter,
    )
    say_read(note=ask_to_read(note=kept, by=by), by=reader, version=kept.version)
    return gathering


def photos_of(gathering: Gathering) -> list[object]:
    """The keys of the files that it left."""
    return list(HarvestFile.objects.filter(run__gathering=gathering).values_list("pk", flat=True))
