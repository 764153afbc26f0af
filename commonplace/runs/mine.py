"""What is a person's in runs: the lines they kept under their name, and for an hour a seat."""

from __future__ import annotations

from commonplace.gatherings.mine import gathering_titled
from commonplace.people.mine import Erasing, Mine
from commonplace.runs.models import Captured, NotAsked, NothingToKeep, Run, RunStep, Seat, Wish

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
