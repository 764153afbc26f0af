"""How a community of the story is being born: a core group, conversations, and what was gathered out of them."""

from __future__ import annotations

from datetime import datetime

from commonplace.communities.spaces.actions import seat
from commonplace.demo.events import Course
from commonplace.demo.telling_launch import InterviewTold, IssueTold, LaunchTold, ObstacleTold, StepsTold, TermTold
from commonplace.launch.actions.beginning import begin
from commonplace.launch.actions.gathering_issues import gather, name_issue
from commonplace.launch.actions.interviewing import Said, answer_today, write_down
from commonplace.launch.actions.obstacles import note
from commonplace.launch.actions.starting import cross
from commonplace.launch.actions.wording import put_term
from commonplace.launch.models import Interview, Launch, Step


class Launching:
    """Plans the launch into the course of its community, where the story has one."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.begun: Launch | None = None
        self.written: dict[str, int] = {}

    @property
    def launch(self) -> Launch:
        """The launch, once it has begun."""
        if self.begun is None:
            raise LookupError(f"{self.course.story.slug} has not begun")
        return self.begun

    def plan(self) -> None:
        told = self.course.story.launch
        if told is None:
            return
        self.course.plan(self.course.ago(told.days_ago), self._begin, told)
        for who, days_ago in told.core.items():
            self.course.plan(self.course.ago(days_ago), self._seat, told, who)
        for interview in told.interviews:
            self.course.plan(self.course.ago(interview.days_ago), self._write_down, interview)
            if interview.answered_days_ago is not None:
                self.course.plan(self.course.ago(interview.answered_days_ago), self._answer, interview)
        for issue in told.issues:
            self.course.plan(self.course.ago(issue.days_ago), self._gather, issue)
        for steps in told.steps:
            self.course.plan(self.course.ago(steps.days_ago), self._cross, steps)
        for obstacle in told.obstacles:
            self.course.plan(self.course.ago(obstacle.days_ago), self._note, obstacle)
        for term in told.terms:
            self.course.plan(self.course.ago(term.days_ago), self._put_term, term)

    def _begin(self, told: LaunchTold, *, at: datetime) -> None:
        self.begun = begin(by=self.course.persons[told.by], community=self.course.community, at=at)
        self.course.community.refresh_from_db()

    def _seat(self, told: LaunchTold, who: str, *, at: datetime) -> None:
        persons = self.course.persons
        seat(by=persons[told.by], space=self.launch.space, person=persons[who], at=at)

    def _write_down(self, told: InterviewTold, *, at: datetime) -> None:
        said = Said(
            agreed=True,
            on=None if told.is_promised else at.date(),
            way=told.way,
            about=told.about,
            hard=told.hard,
            talks_to=told.talks_to,
            would=told.would,
            would_words=told.would_words,
        )
        made = write_down(by=self.course.persons[told.by], launch=self.launch, said=said, at=at)
        self.written[told.about] = made.pk

    def _gather(self, told: IssueTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        issue = name_issue(by=by, launch=self.launch, name=told.name, about=told.about, at=at)
        gather(by=by, issue=issue, voices={self.written[who]: is_awake for who, is_awake in told.voices.items()})

    def _answer(self, told: InterviewTold, *, at: datetime) -> None:
        interview = Interview.objects.select_related("launch__community").get(pk=self.written[told.about])
        answer_today(by=self.course.persons[told.by], interview=interview, at=at)

    def _cross(self, told: StepsTold, *, at: datetime) -> None:
        states = {**dict.fromkeys(told.done, Step.State.DONE), **dict.fromkeys(told.out, Step.State.OUT)}
        cross(by=self.course.persons[told.by], launch=self.launch, states=states, words=told.done, at=at)

    def _note(self, told: ObstacleTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        note(by=by, launch=self.launch, strand=told.strand, words=told.words, at=at)

    def _put_term(self, told: TermTold, *, at: datetime) -> None:
        put_term(by=self.course.persons[told.by], launch=self.launch, term=told.term, meaning=told.meaning, at=at)
