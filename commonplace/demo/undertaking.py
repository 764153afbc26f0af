"""The undertakings of a story, each through its own actions and at its own moments."""

from __future__ import annotations

from datetime import datetime

from commonplace.demo.events import Course, soon_after
from commonplace.demo.telling_undertakings import CommentTold, ResponseTold
from commonplace.undertakings.actions import endorsing, responding
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.models import Undertaking


class Responded:
    """Plans every joint response into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[str, Undertaking] = {}

    def plan(self) -> None:
        for told in self.course.story.undertakings.responses:
            self._plan(told)

    def _plan(self, told: ResponseTold) -> None:
        course = self.course
        begun = course.ago(told.days_ago)
        course.plan(begun, self._begin, told)
        for who in told.hands:
            course.plan(soon_after(begun, told.key, who, hours=(3, 30)), self._help, told, who)
        for number, version in enumerate(told.versions, start=1):
            course.plan(course.ago(version["days_ago"]), self._revise, told, number, version)
        for comment in told.comments:
            course.plan(course.ago(comment.days_ago), self._comment, told, comment)
        last = min([told.days_ago, *(one["days_ago"] for one in told.versions)])
        for who, speaks_as in told.names.items():
            course.plan(soon_after(course.ago(last), told.key, who, hours=(5, 60)), self._endorse, told, who, speaks_as)
        for view in told.otherwise:
            course.plan(course.ago(view["days_ago"]), self._see_otherwise, told, view)
        if told.sent_days_ago is not None:
            course.plan(course.ago(told.sent_days_ago), self._send, told)
        if told.answered_days_ago is not None:
            course.plan(course.ago(told.answered_days_ago), self._answer, told)

    def _begin(self, told: ResponseTold, *, at: datetime) -> None:
        terms = responding.Terms(
            title=told.title,
            addressee=told.addressee,
            comments_until=self.course.ago(told.until_days_ago),
            purpose=told.purpose,
            rule=told.rule,
            enough=told.enough,
            text=told.text,
        )
        by, space = self.course.persons[told.by], self.course.spaces[told.space]
        self.made[told.key] = responding.begin_response(by=by, space=space, terms=terms, at=at)

    def _help(self, told: ResponseTold, who: str, *, at: datetime) -> None:
        take_hand(person=self.course.persons[who], undertaking=self.made[told.key], at=at)

    def _revise(self, told: ResponseTold, number: int, version: dict[str, str], *, at: datetime) -> None:
        responding.revise(
            by=self.course.persons[version["by"]],
            undertaking=self.made[told.key],
            text=version["text"],
            on=number,
            summary=version.get("summary", ""),
            at=at,
        )

    def _comment(self, told: ResponseTold, comment: CommentTold, *, at: datetime) -> None:
        here = self.made[told.key]
        said = responding.comment(
            by=self.course.persons[comment.by],
            undertaking=here,
            words=comment.words,
            paragraph=comment.paragraph,
            is_in_the_way=comment.in_the_way,
            at=at,
        )
        if comment.answer:
            answered = self.course.persons[told.by]
            responding.answer_comment(by=answered, undertaking=here, said=said, words=comment.answer)

    def _endorse(self, told: ResponseTold, who: str, speaks_as: str, *, at: datetime) -> None:
        on = 1 + len(told.versions)
        here = self.made[told.key]
        endorsing.endorse(by=self.course.persons[who], undertaking=here, on=on, speaks_as=speaks_as, at=at)

    def _see_otherwise(self, told: ResponseTold, view: dict[str, str], *, at: datetime) -> None:
        persons, here = self.course.persons, self.made[told.key]
        made = endorsing.see_otherwise(by=persons[view["by"]], undertaking=here, text=view["text"], at=at)
        for who in view.get("with", ()):
            endorsing.sign(by=persons[who], undertaking=here, view=made, at=at)

    def _send(self, told: ResponseTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        responding.send(by=by, undertaking=self.made[told.key], how=told.sent_how, at=at)

    def _answer(self, told: ResponseTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        responding.keep_answer(by=by, undertaking=self.made[told.key], text=told.answer, on=at.date(), at=at)
