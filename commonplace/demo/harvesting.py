"""The harvests of a story: what was decided at its meetings and done since, and what their cases taught."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.demo.events import Course
from commonplace.demo.gathering import Gathered
from commonplace.demo.telling import PICTURES
from commonplace.demo.telling_harvests import CaseTold, HarvestTold, ToDoTold
from commonplace.files.actions import keep_bytes
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import case_note
from commonplace.runs.actions.carrying import carry_on
from commonplace.runs.actions.deciding import decide, end
from commonplace.runs.models import Action, CaseNote, Check, HarvestFile, Run

DAY = timedelta(days=1)


class Harvested:
    """Plans what gatherings left into the course of their community."""

    def __init__(self, course: Course, gathered: Gathered) -> None:
        self.course = course
        self.gathered = gathered

    def plan(self) -> None:
        over = {told.key: self.gathered.over_at(told) for told in self.course.story.gatherings}
        for told in self.course.story.harvests:
            day = over[told.gathering] + DAY
            self.course.plan(day, self._decide, told)
            for number, one in enumerate(told.to_do):
                kept_at = day + timedelta(hours=1, minutes=number)
                self.course.plan(kept_at, self._to_do, told, one)
                if one.ended:
                    self.course.plan(kept_at + timedelta(days=one.ended_after), self._end, told, one)
            for number, who in enumerate(told.carried):
                self.course.plan(day + timedelta(hours=2, minutes=number), self._carry, told, number, who)
            if told.case is not None:
                self.course.plan(day + timedelta(hours=3), self._write, told, told.case)
                self.course.plan(day + 2 * DAY, self._read, told, told.case)
                if told.case.is_allowed:
                    self.course.plan(day + 4 * DAY, self._allow, told, told.case)
                    self.course.plan(day + 5 * DAY, self._post, told, told.case)

    def _run(self, told: HarvestTold) -> Run:
        there = Run.objects.select_related("gathering__community", "gathering__space")
        return there.get(gathering=self.gathered.made[told.gathering])

    def _note(self, told: HarvestTold) -> CaseNote:
        return CaseNote.objects.get(run__gathering=self.gathered.made[told.gathering])

    def _decide(self, told: HarvestTold, *, at: datetime) -> None:
        run, by = self._run(told), self.course.persons[told.by]
        for words in told.decided:
            decide(run=run, kind=Capture.DECISION, words=words, by=by, at=at)
        if told.picture:
            data, account = (PICTURES / told.picture).read_bytes(), run.gathering.community_id
            stored = keep_bytes(name=told.picture, data=data, account=account, at=at)
            HarvestFile.objects.create(run=run, file=stored, name=stored.name, description=told.shows, by=by, at=at)

    def _to_do(self, told: HarvestTold, one: ToDoTold, *, at: datetime) -> None:
        persons = self.course.persons
        decide(
            run=self._run(told),
            kind=Capture.ACTION,
            words=one.words,
            by=persons[told.by],
            owner=persons[one.who] if one.who else None,
            due_on=at.date() + timedelta(days=one.within) if one.within is not None else None,
            at=at,
        )

    def _end(self, told: HarvestTold, one: ToDoTold, *, at: datetime) -> None:
        line = (
            self._run(told)
            .captured.select_related("run__gathering__community", "run__gathering__space")
            .get(kind=Capture.ACTION, words=one.words)
        )
        end(captured=line, by=self.course.persons[one.who], how=Action.Ended(one.ended), at=at)

    def _carry(self, told: HarvestTold, number: int, who: str, *, at: datetime) -> None:
        asked = (
            self._run(told)
            .captured.filter(kind=Capture.QUESTION)
            .select_related("run__gathering__community", "run__gathering__space")
        )
        carry_on(captured=asked.order_by("pk")[number], by=self.course.persons[who], at=at)

    def _write(self, told: HarvestTold, case: CaseTold, *, at: datetime) -> None:
        persons = self.course.persons
        writer = persons[case.writer]
        case_note.write(
            note=case_note.begin(run=self._run(told), by=writer, text=case.text, at=at),
            by=writer,
            title=case.title,
            text=case.text,
            checks=Check.values,
            reader=persons[case.reader],
            presenter=persons[case.presenter],
        )
        case_note.ask_to_read(note=self._note(told), by=writer, at=at)

    def _read(self, told: HarvestTold, case: CaseTold, *, at: datetime) -> None:
        note = self._note(told)
        case_note.say_read(note=note, by=self.course.persons[case.reader], version=note.version, at=at)

    def _allow(self, told: HarvestTold, case: CaseTold, *, at: datetime) -> None:
        note = self._note(told)
        case_note.allow(note=note, by=self.course.persons[case.presenter], version=note.version, at=at)

    def _post(self, told: HarvestTold, case: CaseTold, *, at: datetime) -> None:
        case_note.post_note(note=self._note(told), by=self.course.persons[case.writer], at=at)
