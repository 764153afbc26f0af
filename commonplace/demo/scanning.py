"""The scans of a story: sources shared out, what scouts passed on, and what was told of each turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from commonplace.demo.events import Course, soon_after
from commonplace.demo.telling_undertakings import ScanTold
from commonplace.undertakings.actions import passing_on, scan_turns, scanning
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.models import ScanEntry, ScanSource, ScanTurn, Undertaking

# Nobody is there to be asked: the addresses of the invented lead nowhere.
NEVER = timedelta(days=36_500)


class Scanned:
    """Plans every scan into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[str, Undertaking] = {}
        self.sources: dict[str, ScanSource] = {}

    def plan(self) -> None:
        for told in self.course.story.undertakings.scans:
            self._plan(told)

    def _plan(self, told: ScanTold) -> None:
        course = self.course
        begun = course.ago(told.days_ago)
        course.plan(begun, self._begin, told)
        for who in told.hands:
            course.plan(soon_after(begun, told.key, who, hours=(3, 10)), self._help, told, who)
        for source in told.sources:
            course.plan(course.ago(source["days_ago"]), self._name, told, source)
        for entry in told.entries:
            course.plan(course.ago(entry["days_ago"]), self._come, entry)
        for note in told.notes:
            course.plan(course.ago(note["days_ago"]), self._pass_on, told, note)
        for one in told.quiet:
            course.plan(course.ago(one["days_ago"]), self._nothing_new, told, one)
        for turn in told.told:
            # The next turn begins before anybody tells of this one.
            course.plan(course.ago(turn["days_ago"]) - timedelta(minutes=5), self._turn)
            course.plan(course.ago(turn["days_ago"]), self._tell, told, turn)

    def _begin(self, told: ScanTold, *, at: datetime) -> None:
        turns_at = self.course.ago(told.first_turn_days_ago)
        terms = scanning.Terms(told.title, told.rhythm, turns_at, purpose=told.purpose)
        by, space = self.course.persons[told.by], self.course.spaces[told.space]
        self.made[told.key] = scanning.begin_scan(by=by, space=space, terms=terms, at=at)

    def _help(self, told: ScanTold, who: str, *, at: datetime) -> None:
        take_hand(person=self.course.persons[who], undertaking=self.made[told.key], at=at)

    def _name(self, told: ScanTold, source: Mapping[str, Any], *, at: datetime) -> None:
        persons, here = self.course.persons, self.made[told.key]
        said = {name: source.get(name, "") for name in ("title", "address", "where")}
        made = scanning.name_source(by=persons[told.by], undertaking=here, at=at, **said)
        if made.is_feed:
            read_at = self.course.ago(0.05)
            ScanSource.objects.filter(pk=made.pk).update(read_at=read_at, next_at=self.course.now + NEVER)
        if "scout" in source:
            scanning.take_source(person=persons[source["scout"]], undertaking=here, source=made, at=at)
        self.sources[source["key"]] = made

    def _come(self, entry: Mapping[str, Any], *, at: datetime) -> None:
        ScanEntry.objects.create(
            source=self.sources[entry["source"]],
            mark=f"told {entry['days_ago']}",
            title=entry["title"],
            link=entry["link"],
            excerpt=entry["excerpt"],
            said_at=at,
            came_at=at,
        )

    def _pass_on(self, told: ScanTold, note: Mapping[str, Any], *, at: datetime) -> None:
        link = note.get("link", "")
        passing_on.pass_on(
            by=self.course.persons[note["by"]],
            undertaking=self.made[told.key],
            title=note["title"],
            link=link,
            why=note["why"],
            source=self.sources.get(note.get("source", "")),
            entry=ScanEntry.objects.select_related("source").filter(link=link).first() if link else None,
            topic=note.get("topic", ""),
            at=at,
        )

    def _nothing_new(self, told: ScanTold, one: Mapping[str, Any], *, at: datetime) -> None:
        passing_on.say_nothing_new(by=self.course.persons[one["by"]], undertaking=self.made[told.key], at=at)

    def _turn(self, *, at: datetime) -> None:
        scan_turns.turn_scans(now=at)

    def _tell(self, told: ScanTold, turn: Mapping[str, Any], *, at: datetime) -> None:
        here = self.made[told.key]
        row = ScanTurn.objects.get(scan=here.pk, number=turn["turn"])
        by = self.course.persons[turn["by"]]
        if "text" in turn:
            scan_turns.make_notes(by=by, undertaking=here, turn=row, text=turn["text"], at=at)
        else:
            scan_turns.say_quiet(by=by, undertaking=here, turn=row, at=at)
