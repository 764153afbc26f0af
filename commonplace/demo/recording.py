"""What members take along, the first steps of whoever comes with somebody at their side, and a letter once a year."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from commonplace.demo.events import Course
from commonplace.demo.telling_record import HandedTold, LineTold
from commonplace.record.actions import buddies, choosing, sharing, signing, welcoming, yearly
from commonplace.record.kinds import offered_to
from commonplace.record.models import Line
from commonplace.record.steps import Step

# A little before now, when all that could be taken has come about.
LATELY = timedelta(hours=3)


class TakenAlong:
    """Plans it into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.told = course.story.record

    def plan(self) -> None:
        course, told = self.course, self.told
        if told.steps:
            course.plan(course.ago(told.steps_days_ago), self._write)
            for who in told.willing:
                course.plan(course.ago(told.steps_days_ago - 1), self._be_willing, who)
        if told.newcomer:
            course.plan(course.ago(told.buddy_days_ago), self._choose)
        for who in told.yearly:
            course.plan(course.ago(told.yearly_days_ago), self._ask, who)
        if told.yearly:
            course.plan(course.ago(told.yearly_days_ago) + yearly.YEAR + timedelta(days=1), self._letters)
        for line in told.lines:
            course.plan(course.now - LATELY, self._take, line)
        for handed in told.handed:
            course.plan(course.now - LATELY, self._hand, handed)

    def _write(self, *, at: datetime) -> None:
        steps = [Step(one.get("code", ""), one.get("words", "")) for one in self.told.steps]
        by = self.course.persons[self.told.steps_by]
        welcoming.write_steps(by=by, community=self.course.community, steps=steps, at=at)

    def _be_willing(self, who: str, *, at: datetime) -> None:
        buddies.be_willing(by=self.course.persons[who], community=self.course.community, at=at)

    def _choose(self, *, at: datetime) -> None:
        course = self.course
        newcomer, buddy = course.persons[self.told.newcomer], course.persons[self.told.buddy]
        buddies.choose(by=newcomer, community=course.community, buddy=buddy.pk, at=at)
        welcoming.do_step(by=newcomer, community=course.community, number=0, at=at)

    def _ask(self, who: str, *, at: datetime) -> None:
        yearly.ask(by=self.course.persons[who], at=at)

    def _letters(self, *, at: datetime) -> None:
        yearly.write_letters(now=at)

    def _take(self, told: LineTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        here = self.course.community.pk
        found = [one for one in offered_to(by, code=told.kind).items if one.community_id == here]
        line = choosing.take(by=by, key=found[told.ago].key, words=told.words, at=at)
        if told.shown:
            choosing.show(by=by, line=line, at=at)

    def _hand(self, told: HandedTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        lines = list(Line.objects.filter(person=by).values_list("pk", flat=True))
        ends_on = timezone.localdate(self.course.now) + timedelta(days=told.days_ahead)
        if told.signed:
            signing.sign_record(by=by, lines=lines, note=told.note, ends_on=ends_on, at=at)
        else:
            sharing.hand(by=by, lines=lines, note=told.note, ends_on=ends_on, at=at)
