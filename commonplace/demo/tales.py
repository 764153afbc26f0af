"""Stories of what taking part changed: told step by step, let go, objected to, withdrawn; and who follows leads."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from commonplace.demo.events import Course
from commonplace.demo.telling_stories import StepTold, TaleTold
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource
from commonplace.stories.actions.leads import find_in, follow_leads, take
from commonplace.stories.actions.linking import link
from commonplace.stories.actions.narrating import narrate
from commonplace.stories.actions.objecting import object_to
from commonplace.stories.actions.reading_back import ask_to_read
from commonplace.stories.actions.releasing import let_go, withdraw
from commonplace.stories.actions.telling import Words, begin, change, confirm, name_it, tell
from commonplace.stories.models import Step, Story, StoryLead

SOON = timedelta(minutes=20)


class Tales:
    """Plans them into the course of their community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.told = course.story.tales
        self.stories: dict[str, Story] = {}
        self.steps: dict[tuple[str, int], Step] = {}

    def plan(self) -> None:
        course = self.course
        for one in self.told.tales:
            self._plan(one)
        for who, days in self.told.detectives:
            course.plan(course.ago(days), self._follow, who)
        for days in self.told.looked_days_ago:
            course.plan(course.ago(days), self._look)
        for who, parts in self.told.narratives.items():
            course.plan(course.ago(30), self._narrate, who, parts)

    def _plan(self, told: TaleTold) -> None:
        course = self.course
        course.plan(course.ago(told.days_ago), self._begin, told)
        for number, step in enumerate(told.steps):
            course.plan(course.ago(step.days_ago), self._tell, told, number)
            if step.to and step.to_days_ago is not None:
                course.plan(course.ago(step.to_days_ago) + SOON, self._let_go, told, number)
            if step.objected:
                course.plan(course.ago(step.objected[0]), self._object, told, number)
            if step.reworded and step.objected:
                course.plan(course.ago(step.objected[0] - 2), self._reword, told, number)
        if told.by:
            last = min(one.days_ago for one in told.steps)
            course.plan(course.ago(last) + SOON, self._ask, told)
        if told.read_days_ago is not None:
            course.plan(course.ago(told.read_days_ago), self._confirm, told)
        if told.told_days_ago is not None:
            course.plan(course.ago(told.told_days_ago), self._end, told)
        if told.withdrawn_days_ago is not None:
            course.plan(course.ago(told.withdrawn_days_ago), self._withdraw, told)

    def _person(self, who: str) -> Person:
        return self.course.persons[who]

    def _begin(self, told: TaleTold, *, at: datetime) -> None:
        by = self._person(told.by or told.teller)
        self.stories[told.title] = begin(
            by=by,
            community=self.course.community,
            title=told.title,
            teller=self._person(told.teller),
            is_nameless=told.is_nameless,
            at=at,
        )

    def _tell(self, told: TaleTold, number: int, *, at: datetime) -> None:
        step, by = told.steps[number], self._person(told.by or told.teller)
        made = tell(by=by, story=self.stories[told.title], words=self._words(step, step.text), at=at)
        self.steps[told.title, number] = made
        for one in step.links:
            kind, key = self._named(one)
            link(by=by, step=made, kind=kind, object_id=key, at=at)

    def _words(self, step: StepTold, text: str) -> Words:
        happened = ""
        if step.happened is not None:
            happened = f"{timezone.localdate(self.course.ago(step.happened)):%Y-%m}"
        checked = None
        if step.checked_days_ago is not None:
            checked = timezone.localdate(self.course.ago(step.checked_days_ago))
        return Words(step.cycle, text.strip(), step.kind, step.worth, happened, step.checked_with, checked)

    def _named(self, words: str) -> tuple[str, int]:
        kind, name, *more = words.split(":")
        here = self.course.community
        if kind == "post":
            return kind, self.course.posts[name][int(more[0])].pk
        if kind == "person":
            return kind, self._person(name).pk
        if kind == "gathering":
            return kind, Gathering.objects.filter(community=here, title__startswith=name).order_by("pk")[0].pk
        return kind, Resource.objects.filter(community=here, title=name).order_by("pk")[0].pk

    def _let_go(self, told: TaleTold, number: int, *, at: datetime) -> None:
        step = self.steps[told.title, number]
        reach = {step.pk: told.steps[number].to}
        let_go(by=self._person(told.teller), story=self.stories[told.title], reach=reach, at=at)

    def _object(self, told: TaleTold, number: int, *, at: datetime) -> None:
        objected = told.steps[number].objected
        assert objected is not None  # planned for those alone
        object_to(by=self._person(objected[1]), step=self.steps[told.title, number], words=objected[2], at=at)

    def _reword(self, told: TaleTold, number: int, *, at: datetime) -> None:
        step = told.steps[number]
        words = self._words(step, step.reworded)
        change(by=self._person(told.teller), step=self.steps[told.title, number], words=words, at=at)

    def _ask(self, told: TaleTold, *, at: datetime) -> None:
        ask_to_read(by=self._person(told.by), story=self.stories[told.title], at=at)

    def _confirm(self, told: TaleTold, *, at: datetime) -> None:
        confirm(by=self._person(told.teller), story=self.stories[told.title], at=at)

    def _end(self, told: TaleTold, *, at: datetime) -> None:
        by = self._person(told.teller)
        is_nameless = told.is_nameless
        name_it(by=by, story=self.stories[told.title], title=told.title, is_nameless=is_nameless, is_told=True, at=at)

    def _withdraw(self, told: TaleTold, *, at: datetime) -> None:
        withdraw(by=self._person(told.teller), story=self.stories[told.title], at=at)

    def _follow(self, who: str, *, at: datetime) -> None:
        follow_leads(by=self._person(who), community=self.course.community, at=at)

    def _look(self, *, at: datetime) -> None:
        """The house looks for leads, and whoever has followed longest takes the latest."""
        find_in(self.course.community, now=at)
        free = StoryLead.objects.open().filter(community=self.course.community, taken_by=None)
        latest = free.order_by("-happened_at", "-pk").first()
        if self.told.detectives and latest is not None:
            latest.community = self.course.community
            take(by=self._person(self.told.detectives[0][0]), lead=latest, at=at)

    def _narrate(self, who: str, parts: dict[str, tuple[str, str]], *, at: datetime) -> None:
        narrate(by=self._person(who), parts=parts, at=at)
