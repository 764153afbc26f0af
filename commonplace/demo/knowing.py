"""Whom the house may point to for what they showed: their yes or no, at the moment when they said it."""

from __future__ import annotations

from datetime import datetime

from commonplace.communities.models import Topic
from commonplace.demo.events import Course
from commonplace.demo.telling_knowing import SaysTold
from commonplace.knowledge.actions.asking import say_pointing


class Knowing:
    """Plans what people of a community say of being pointed to into its course."""

    def __init__(self, course: Course) -> None:
        self.course = course

    def plan(self) -> None:
        for told in self.course.story.knowing:
            self.course.plan(self.course.ago(told.days_ago), self._say, told)

    def _say(self, told: SaysTold, *, at: datetime) -> None:
        topic = Topic.objects.select_related("community").get(community=self.course.community, name=told.topic)
        say_pointing(by=self.course.persons[told.by], topic=topic, is_welcome=told.is_welcome, at=at)
