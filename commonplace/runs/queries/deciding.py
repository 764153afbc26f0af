"""What was decided, who does what by when, and where questions went on: as one viewer may know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from commonplace.communities import access
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.models import Action, Captured, Run, Seat
from commonplace.runs.queries.scene import Line

DECIDING = (Capture.DECISION, Capture.ACTION)
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Task:
    """An action as one viewer sees it: who does it, where that may be told, by when, and how it stands."""

    line: Line
    action: Action | None
    owner: Byline | None
    is_mine: bool
    may_end: bool
    may_take: bool
    is_due: bool

    @property
    def due_on(self) -> date | None:
        """The day by which it is to be done."""
        return self.action.due_on if self.action is not None else None

    @property
    def state(self) -> str:
        """How it stands: "open", "done" or "let_go"."""
        return (self.action.ended if self.action is not None else "") or "open"


def decided_of(run: Run, lines: Sequence[Line], viewpoint: Viewpoint, *, is_host: bool, today: date) -> dict[str, Any]:
    """Decisions and actions among the lines."""
    tasks = [
        _task(one, getattr(one.captured, "action", None), run, viewpoint, is_host=is_host, today=today)
        for one in lines
        if one.captured.kind == Capture.ACTION
    ]
    # What is to be done by a day first, in the order of days; then the rest; then what is over.
    tasks.sort(key=lambda one: (one.state != "open", one.due_on or date.max, one.line.captured.pk))
    return {"decisions": [one for one in lines if one.captured.kind == Capture.DECISION], "tasks": tasks}


def _task(line: Line, action: Action | None, run: Run, viewpoint: Viewpoint, *, is_host: bool, today: date) -> Task:
    is_close = run.gathering.names_are_kept
    owner_id = action.owner_id if action is not None else line.captured.by_id if is_close else None
    me = viewpoint.person.pk if viewpoint.person is not None else None
    is_open = action is None or action.is_open
    is_mine = owner_id is not None and owner_id == me
    return Task(
        line,
        action,
        viewpoint.byline_for(action.owner) if action and action.owner and not is_close else None,
        is_mine,
        is_open and me is not None and (is_mine or is_host),
        # Where no name is told, nobody learns either that somebody has it already.
        is_open and me is not None and owner_id is None and not is_close,
        is_open and action is not None and action.due_on is not None and action.due_on <= today,
    )


def with_conversations(lines: Sequence[Line], person: Person | None) -> list[Line]:
    """The lines, with the conversations in which questions went on, as far as `person` may see them; one query."""
    gone = {one.captured.carried.conversation_id for one in lines if one.is_question and one.has_gone_on}
    seen = Conversation.objects.visible_to(person).in_bulk(gone) if gone else {}
    return [
        replace(one, went_on=seen.get(one.captured.carried.conversation_id))
        if one.is_question and one.has_gone_on
        else one
        for one in lines
    ]


def people_at_table(run: Run, viewpoint: Viewpoint, seats: Sequence[Seat]) -> list[tuple[str, Any]]:
    """Who can do something, out of those who sit there, for a list to choose from; nobody yet is one of them.

    Where no names are kept, nobody but oneself.
    """
    sitting = [one.person for one in seats if one.person is not None]
    return _choices(run, viewpoint, [(_("At the table"), sitting)])


def people_to_choose(run: Run, viewpoint: Viewpoint) -> list[tuple[str, Any]]:
    """The same out of those who were there, and who else can see the gathering; one query."""
    said_yes = run.gathering.answers.filter(says="yes", person=OuterRef("pk"))
    at_table = run.seats.filter(person=OuterRef("pk"))
    here = Person.objects.filter(access.is_here_and_reads(run.gathering.space))
    people = list(
        here.annotate(was_there=Exists(said_yes) | Exists(at_table)).order_by("-was_there", "name", "pk")[:MOST_PEOPLE]
    )
    there = [one for one in people if one.was_there]
    return _choices(run, viewpoint, [(_("Was there"), there), (_("In the community"), people)])


def _choices(run: Run, viewpoint: Viewpoint, groups: Sequence[tuple[str, Iterable[Person]]]) -> list[tuple[str, Any]]:
    me = viewpoint.person
    choices: list[tuple[str, Any]] = [("", _("Nobody yet"))]
    if me is None:
        return choices
    choices.append((str(me.pk), _("I do it")))
    if run.gathering.names_are_kept:
        return choices
    known = {me.pk}
    for label, people in groups:
        others = [one for one in people if one.pk not in known]
        known |= {one.pk for one in others}
        if others:
            choices.append((label, [(str(one.pk), viewpoint.name_of(one)) for one in others]))
    return choices


def line_to_settle(run: Run, pk: int | None, kind: Capture, person: Person | None) -> Captured | None:
    """A line of a kind that stands and `person` may see."""
    if pk is None:
        return None
    found = Captured.objects.visible_to(person).filter(run=run, kind=kind, taken_back_at=None, pk=pk)
    line = found.select_related("by").first()
    if line is not None:
        line.run = run
    return line


def own_lines(run: Run, person: Person) -> list[Captured]:
    """What bears the name of `person`, for them to take back; where no name is kept that is what they will do."""
    return list(run.captured.filter(by=person, taken_back_at=None).order_by("pk"))
