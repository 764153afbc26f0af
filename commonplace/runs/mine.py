"""What is a person's in runs: the lines they kept under their name, and for an hour a seat."""

from __future__ import annotations

from commonplace.gatherings.mine import gathering_titled
from commonplace.people.mine import Erasing, Mine
from commonplace.runs.models import (
    Action,
    Captured,
    Carried,
    CaseNote,
    HarvestFile,
    NotAsked,
    NothingToKeep,
    Run,
    RunStep,
    Seat,
    Wish,
)

LISTS = (
    Mine(
        "lines_kept",
        Captured,
        "by",
        Erasing.NAMELESS,
        ("run__gathering_id", "kind", "words", "at", "ask_on", "what_came__came", "what_came__words"),
        named=gathering_titled("run__gathering"),
        order=380,
    ),
    Mine(
        "actions_taken_on",
        Action,
        "owner",
        Erasing.NAMELESS,
        ("captured__words", "due_on", "ended", "ended_at"),
        named=gathering_titled("captured__run__gathering"),
        rows=lambda person: Action.objects.filter(owner=person, captured__in=Captured.objects.visible_to(person)),
        order=382,
    ),
    Mine("questions_carried_on", Carried, "by", Erasing.NAMELESS, why="told with the conversation that they opened"),
    Mine(
        "case_notes_written",
        CaseNote,
        "writer",
        Erasing.NAMELESS,
        ("title", "text", "begun_at"),
        named=gathering_titled("run__gathering"),
        order=383,
    ),
    Mine(
        "case_notes_of_mine",
        CaseNote,
        "presenter",
        Erasing.NAMELESS,
        ("allowed_at", "refused_at"),
        named=gathering_titled("run__gathering"),
        order=384,
    ),
    Mine("case_notes_read", CaseNote, "reader", Erasing.NAMELESS, why="the words of whoever writes it"),
    Mine(
        "harvest_files",
        HarvestFile,
        "by",
        Erasing.NAMELESS,
        ("name", "description", "at"),
        named=gathering_titled("run__gathering"),
        files="file",
        order=385,
    ),
    Mine("seats_at_tables", Seat, "person", Erasing.GOES, ("run__gathering_id", "sat_at", "part"), order=381),
    Mine(
        "wishes_for_gatherings",
        Wish,
        "person",
        Erasing.NAMELESS,
        ("run__gathering_id", "stay_at", "stay", "differ_at", "differ"),
        named=gathering_titled("run__gathering"),
        order=382,
    ),
    Mine("no_letters_that_ask", NotAsked, "person", Erasing.GOES, ("since",), order=383),
    Mine("said_nothing_to_keep", NothingToKeep, "by", Erasing.NAMELESS, why="told with the gathering"),
    Mine("runs_begun", Run, "started_by", Erasing.NAMELESS, why="told with the gathering"),
    Mine("steps_taken", RunStep, "by", Erasing.NAMELESS, why="told with the gathering"),
)
