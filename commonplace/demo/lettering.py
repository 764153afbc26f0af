"""The letters of a year, each laid out as things stood on its Thursday, and the draft of the next one."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from commonplace.demo.events import Course
from commonplace.demo.telling import LetterTold
from commonplace.digests.actions.choosing import Said, choose
from commonplace.digests.actions.laying import file_away, make_issue
from commonplace.digests.hours import HOUR
from commonplace.digests.models import THURSDAY, Period

WEEKS = 52
DAY_BEFORE = timedelta(days=1)


class Lettering:
    """Plans the letters into the course of a community whose story tells of any; nobody is written to."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.told = {one.weeks_ago: one for one in course.story.letters}

    def plan(self) -> None:
        if not self.told:
            return
        course = self.course
        for weeks in range(WEEKS):
            thursday = self._last_thursday() - timedelta(weeks=weeks)
            if thursday - timedelta(weeks=2) > course.ago(course.story.founded_days_ago):
                course.plan(thursday, self._write, self.told.get(weeks))
        course.plan(course.now, self._draft)

    def _last_thursday(self) -> datetime:
        now = self.course.now.astimezone(UTC)
        day = now.date() - timedelta(days=(now.weekday() - THURSDAY) % 7)
        morning = datetime.combine(day, HOUR, tzinfo=UTC)
        return morning if morning <= now - DAY_BEFORE else morning - timedelta(weeks=1)

    def _write(self, told: LetterTold | None, *, at: datetime) -> None:
        community = self.course.community
        issue = make_issue(community=community, period=Period.WEEKLY, on=at.date(), now=at)
        if told is not None:
            choose(by=self.course.persons[told.by], issue=issue, words=Said("", told.words), things={}, at=at)
        file_away(issue=issue, at=at)

    def _draft(self, *, at: datetime) -> None:
        on = (self._last_thursday() + timedelta(weeks=1)).date()
        if datetime.combine(on, time.min, tzinfo=UTC) <= at:
            on += timedelta(weeks=1)
        make_issue(community=self.course.community, period=Period.WEEKLY, on=on, now=at)
