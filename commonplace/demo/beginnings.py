"""How a community of the story begins: founded, its spaces opened, its words on itself found and revised."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Topic
from commonplace.communities.reasons.actions import keep_reason
from commonplace.communities.settings.actions.arranging import change_community
from commonplace.communities.settings.actions.modules import switch
from commonplace.communities.spaces.actions import add_space, change_space
from commonplace.communities.topics.actions import add_synonym, name_topics, put_within
from commonplace.demo.events import Course
from commonplace.demo.telling import RevisionTold, SpaceTold

# When the case for membership was written, where the story does not say.
CASE_DAYS_AGO = 340
CASE_SUMMARY = "Why, what and how, for whoever looks in"


class Beginnings:
    """Plans the community itself into its course."""

    def __init__(self, course: Course) -> None:
        self.course, self.story = course, course.story
        self.founder = course.persons[course.story.founded_by]

    def plan(self) -> None:
        course, story = self.course, self.story
        founded_at = course.ago(story.founded_days_ago)
        course.plan(founded_at, self._found)
        for minutes, space in enumerate(story.spaces, start=3):
            course.plan(founded_at + timedelta(minutes=minutes), self._open, space)
        for revision in story.revisions:
            course.plan(course.ago(revision.days_ago), self._revise, revision)
        if story.case:
            case = RevisionTold(
                min(CASE_DAYS_AGO, story.founded_days_ago / 2), story.founded_by, CASE_SUMMARY, story.case
            )
            course.plan(course.ago(case.days_ago), self._revise, case)
        course.plan(course.ago(story.founded_days_ago / 2), self._grow)
        course.plan(course.ago(story.founded_days_ago / 2), self._tidy)
        for reason in story.reasons:
            course.plan(course.ago(story.founded_days_ago / 2), self._keep_reason, reason)

    def _found(self, *, at: datetime) -> None:
        story = self.story
        self.course.community = found(by=self.founder, name=story.name, slug=story.slug, at=at, **story.lines)
        for code in story.modules:
            self.course.community = switch(by=self.founder, community=self.course.community, code=code, on=True, at=at)
        name_topics(community=self.course.community, names=story.topics)

    def _open(self, told: SpaceTold, *, at: datetime) -> None:
        community = self.course.community
        if told.main:
            first = community.spaces.get(slug="table")
            space = change_space(by=self.founder, space=first, name=told.name, purpose=told.purpose, at=at)
        else:
            space = add_space(
                by=self.founder,
                community=community,
                name=told.name,
                purpose=told.purpose,
                visibility=told.visibility,
                confidence=told.confidence,
                at=at,
            )
        self.course.spaces[told.key] = space

    def _revise(self, told: RevisionTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        revise_charter(by=by, community=self.course.community, words=told.words, summary=told.summary, at=at)

    def _keep_reason(self, words: str, *, at: datetime) -> None:
        keep_reason(by=self.founder, community=self.course.community, words=words, at=at)

    def _tidy(self, *, at: datetime) -> None:
        """The words as their steward put them in order."""
        topics = {one.name: one for one in Topic.objects.filter(community=self.course.community)}
        for name, others in self.story.synonyms.items():
            for other in others:
                add_synonym(by=self.founder, topic=topics[name], name=other, at=at)
        for name, broader in self.story.within.items():
            put_within(by=self.founder, topic=topics[name], broader=topics[broader], at=at)

    def _grow(self, *, at: datetime) -> None:
        self.course.community = change_community(
            by=self.founder, community=self.course.community, at=at, lines={"stage": self.story.stage}
        )
