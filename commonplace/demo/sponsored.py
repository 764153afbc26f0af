"""What a community asks of its sponsor and hears from them, and the report that its core group reads first."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.communities.looks.actions import keep_look
from commonplace.communities.models import Looked
from commonplace.demo.events import Course
from commonplace.demo.models import Sowing
from commonplace.demo.telling_sponsor import BriefTold, ReadTold, ReportTold, RequestTold, SayingTold, TurnTold
from commonplace.people.models import Person
from commonplace.sponsorship.actions import asking, reporting, saying
from commonplace.sponsorship.actions.keeping import keep_figures
from commonplace.sponsorship.forms.reporting import half_year_before
from commonplace.sponsorship.models import Report, Request, Saying, Says
from commonplace.sponsorship.queries.assembling import assembled
from commonplace.stories.models import Story
from commonplace.value.actions.telling import tell_what_is_over

SOON = timedelta(minutes=20)


class Sponsored:
    """Plans it into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.told = course.story.sponsorship
        self.asked: dict[str, Request] = {}
        self.offers: dict[str, Saying] = {}
        self.reports: dict[str, Report] = {}

    def plan(self) -> None:
        course, told = self.course, self.told
        for brief in told.briefs:
            course.plan(course.ago(brief.days_ago), self._write, brief)
        for one in told.requests:
            course.plan(course.ago(one.days_ago), self._ask, one)
            for on, turn in enumerate(one.turns):
                course.plan(course.ago(turn.days_ago), self._answer, one, turn, on)
        for said in told.sayings:
            course.plan(course.ago(said.days_ago), self._say, said)
            if said.answered_days_ago is not None:
                course.plan(course.ago(said.answered_days_ago), self._take_up, said)
        for report in told.reports:
            course.plan(course.ago(report.days_ago), self._lay_out, report)
            course.plan(course.ago(report.days_ago) + SOON, self._put, report)
            for read in report.read:
                course.plan(course.ago(read.days_ago), self._read, report, read)
            course.plan(course.ago(report.released_days_ago), self._release, report)
        for days in told.looked_days_ago:
            course.plan(course.ago(days), self._look)
        if told.by:
            course.plan(course.now, self._keep)

    @property
    def _by(self) -> Person:
        return self.course.persons[self.told.by]

    @property
    def _host(self) -> Person:
        return Sowing.objects.select_related("person").get(key=self.told.host).person

    def _write(self, told: BriefTold, *, at: datetime) -> None:
        saying.write_brief(by=self._by, community=self.course.community, lines=list(told.lines), at=at)

    def _ask(self, told: RequestTold, *, at: datetime) -> None:
        ahead = told.by_when_days_ahead
        by_when = None if ahead is None else (self.course.now + timedelta(days=ahead)).date()
        asked = asking.Asked(told.title, told.why, told.would_change, by_when)
        self.asked[told.title] = asking.ask(by=self._by, community=self.course.community, asked=asked, at=at)

    def _answer(self, told: RequestTold, turn: TurnTold, on: int, *, at: datetime) -> None:
        request = self.asked[told.title]
        if turn.says == Says.CHANGED:
            asking.tell_change(by=self._by, request=request, words=turn.words, on=on, at=at)
        else:
            asking.answer(by=self._host, request=request, says=turn.says, words=turn.words, on=on, at=at)

    def _say(self, told: SayingTold, *, at: datetime) -> None:
        community = self.course.community
        made = saying.say(by=self._host, community=community, kind=told.kind, words=told.words, what=told.what, at=at)
        self.offers[told.words] = made

    def _take_up(self, told: SayingTold, *, at: datetime) -> None:
        saying.answer_offer(by=self._by, offer=self.offers[told.words], taken=True, reply=told.reply, at=at)

    def _lay_out(self, told: ReportTold, *, at: datetime) -> None:
        """Of figures that were told by then."""
        tell_what_is_over(now=at)
        community = self.course.community
        since, until = half_year_before(at.date())
        found = dict(Story.objects.filter(community=community, title__in=told.stories).values_list("title", "pk"))
        worded = reporting.Worded(told.title, told.opening, told.closing, [found[one] for one in told.stories])
        kept = assembled(community, since=since, until=until)
        self.reports[told.title] = reporting.lay_out(
            by=self._by, community=community, since=since, until=until, worded=worded, kept=kept, at=at
        )

    def _put(self, told: ReportTold, *, at: datetime) -> None:
        until = at.date() + timedelta(days=told.read_for_days)
        reporting.put_to_core(by=self._by, report=self.reports[told.title], until=until, at=at)

    def _read(self, told: ReportTold, read: ReadTold, *, at: datetime) -> None:
        person, report = self.course.persons[read.who], self.reports[told.title]
        said = reporting.read(by=person, report=report, says=read.says, words=read.words, at=at)
        if read.reply:
            reporting.reply(by=self._by, reading=said, words=read.reply, at=at + SOON)

    def _release(self, told: ReportTold, *, at: datetime) -> None:
        reporting.release(by=self._by, report=self.reports[told.title], at=at)

    def _look(self, *, at: datetime) -> None:
        keep_look(what=Looked.SPONSORS_PAGE, by=self._host, community=self.course.community, at=at)

    def _keep(self, *, at: datetime) -> None:
        keep_figures(community=self.course.community, at=at)
