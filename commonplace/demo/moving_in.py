"""The list on which some of a community had talked before: brought in as a steward does, a name of it claimed, and
words weighed that the house found in it.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from commonplace.conversations.actions.deciding import decline_suggested, keep_suggested
from commonplace.conversations.actions.suggesting import look_for_topics, suggest_topics, tell_search
from commonplace.conversations.models import SuggestedTopic
from commonplace.demo.events import Course
from commonplace.demo.telling_old_list import ClaimTold, DecisionTold, OldLetterTold, OldListTold
from commonplace.people.actions.claiming import claim_by_address
from commonplace.people.queries import earlier_selves
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Import


class MovingIn:
    """Plans the archive of a community whose story tells of one into its course."""

    def __init__(self, course: Course) -> None:
        self.course = course

    def plan(self) -> None:
        course, told = self.course, self.course.story.old_list
        if told is None:
            return
        course.plan(course.ago(told.days_ago), self._bring, told)
        for claim in told.claims:
            course.plan(course.ago(claim.days_ago), self._claim, claim)
        course.plan(course.ago(told.looked_through_days_ago), self._look_through)
        for decision in told.decisions:
            course.plan(course.ago(decision.days_ago), self._decide, decision)

    def _bring(self, told: OldListTold, *, at: datetime) -> None:
        with TemporaryDirectory(prefix="list-") as folder:
            path = Path(folder) / f"{told.name}.mbox"
            path.write_bytes(b"".join(self._letter(told, one) for one in told.letters))
            space, by = self.course.spaces[told.space], self.course.persons[told.by]
            run = bring_in(archive=Archive([path]), space=space, by=by, now=at).run
        if run is None:
            raise LookupError(f"nothing of {told.name} is new")
        # It took no time when it happened.
        Import.objects.filter(pk=run.pk).update(name=told.name, planned_at=at, finished_at=at)

    def _letter(self, told: OldListTold, one: OldLetterTold) -> bytes:
        here = told.address.partition("@")[2]
        begins = told.beginning_of(one)
        letter = EmailMessage()
        letter["From"] = f"{told.people[one.by].name} <{told.people[one.by].address}>"
        letter["To"] = told.address
        letter["Date"] = format_datetime(self.course.ago(one.days_ago))
        letter["Message-ID"] = f"<{one.key}@{here}>"
        letter["List-Id"] = f"<{told.address.replace('@', '.')}>"
        letter["Subject"] = f"[{told.name}] {'' if begins is one else 'Re: '}{begins.subject}"
        if one.to:
            letter["In-Reply-To"] = f"<{one.to}@{here}>"
        letter.set_content(one.text.strip() + "\n")
        return b"From nobody Thu Jan  1 00:00:00 1970\n" + letter.as_bytes() + b"\n"

    def _claim(self, told: ClaimTold, *, at: datetime) -> None:
        person = self.course.persons[told.by]
        for name in earlier_selves(person):
            claim_by_address(person=person, of=name, at=at)

    def _look_through(self, *, at: datetime) -> None:
        look_for_topics(community=self.course.community)
        suggest_topics(now=at)

    def _decide(self, told: DecisionTold, *, at: datetime) -> None:
        waiting = SuggestedTopic.objects.filter(community=self.course.community).select_related("community")
        by, suggested = self.course.persons[told.by], waiting.get(name=told.word)
        if told.is_topic:
            keep_suggested(by=by, suggested=suggested, at=at)
        else:
            decline_suggested(by=by, suggested=suggested, at=at)
        tell_search(now=at)
