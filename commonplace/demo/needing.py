"""How a community asked what would help: members say it, it is closed and answered, and asked after at its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.agenda.actions.needs import Said, answer_need, ask, go_on, say, say_whether_it_helped
from commonplace.agenda.models import Asking, Item, NeedTold
from commonplace.agenda.models.needs import Helped
from commonplace.demo.events import Course, soon_after
from commonplace.demo.telling_needs import AnswerTold, SeasonTold

DAY = timedelta(days=1)


class Needing:
    """Plans each season into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[float, Asking] = {}

    def plan(self) -> None:
        course = self.course
        for told in course.story.agenda.seasons:
            asked_at = course.ago(told.days_ago)
            course.plan(asked_at, self._ask, told)
            for who in told.said:
                course.plan(soon_after(asked_at, "helps", who, hours=(3, 24 * told.days)), self._say, told, who)
            course.plan(asked_at + (told.days + 1) * DAY, self._go_on)
            over_at = asked_at + (told.days + told.lasts + 1) * DAY
            for answer in told.answers:
                course.plan(course.ago(answer.days_ago), self._answer, told, answer)
                for who in answer.helped:
                    said_at = soon_after(over_at - 20 * DAY, answer.need, who, hours=(3, 400))
                    course.plan(said_at, self._help, told, answer, who)
            course.plan(over_at, self._go_on)

    def _ask(self, told: SeasonTold, *, at: datetime) -> None:
        until = at.date() + told.days * DAY
        self.made[told.days_ago] = ask(
            by=self.course.persons[told.by],
            community=self.course.community,
            until=until,
            lasts_to=until + told.lasts * DAY,
            at=at,
        )

    def _say(self, told: SeasonTold, who: str, *, at: datetime) -> None:
        said = told.said[who]
        theirs = Said(said.needs, said.brings, said.words)
        say(by=self.course.persons[who], asking=self.made[told.days_ago], said=theirs, at=at)

    def _go_on(self, *, at: datetime) -> None:
        go_on(now=at)

    def _answer(self, told: SeasonTold, answer: AnswerTold, *, at: datetime) -> None:
        item = Item.objects.filter(community=self.course.community, title=answer.item).first()
        by = self.course.persons[answer.by]
        answer_need(by=by, need=self._need(told, answer), words=answer.words, item=item, at=at)

    def _help(self, told: SeasonTold, answer: AnswerTold, who: str, *, at: datetime) -> None:
        by, helped = self.course.persons[who], Helped(answer.helped[who])
        say_whether_it_helped(by=by, need=self._need(told, answer), helped=helped)

    def _need(self, told: SeasonTold, answer: AnswerTold) -> NeedTold:
        needs = NeedTold.objects.select_related("asking__community")
        return needs.get(asking=self.made[told.days_ago], need=answer.need)
