"""Someone is erased: their seat is free; with `withdraw` lines, wishes and what was kept of their case are gone too."""

from __future__ import annotations

from datetime import datetime

from commonplace.people.models import Person
from commonplace.runs.actions.case_note import let_go
from commonplace.runs.actions.filing import let_files_go
from commonplace.runs.actions.noting import take_back
from commonplace.runs.models import Captured, CaseNote, HarvestFile, NotAsked, Seat, Wish


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Free their seat; take back lines, wishes and what tells of their case, or leave them without a name."""
    Seat.objects.filter(person=person).delete()
    NotAsked.objects.filter(person=person).delete()
    theirs = Wish.objects.filter(person=person)
    if withdraw:
        theirs.delete()
    else:
        theirs.update(person=None)
    if withdraw:
        for one in Captured.objects.filter(by=person).select_related("run").order_by("pk"):
            take_back(captured=one, at=now)
        for note in (
            CaseNote.objects.filter(presenter=person, refused_at=None).select_related("run", "post").order_by("pk")
        ):
            let_go(note, at=now)
        let_files_go(list(HarvestFile.objects.filter(by=person).values_list("pk", flat=True)), now=now)
        CaseNote.objects.filter(writer=person, post=None).update(text="", title="", remark="")
