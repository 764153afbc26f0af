"""How a community changed its charter by proposal: put, talked about, worded anew, and decided by the members."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.agreements.actions import answering, milestones, proposing
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.actions.norms import say_yes
from commonplace.agreements.models import Answer, Proposal, Says
from commonplace.communities.charter.actions import choose_way
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.standing import LASTING
from commonplace.demo.events import Course, soon_after
from commonplace.demo.telling_agreements import ProposalTold, ReachedTold, SaidOnProposal


class Agreed:
    """Plans each proposal into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[str, Proposal] = {}

    def plan(self) -> None:
        told = self.course.story.agreements
        if told.by:
            self.course.plan(self.course.ago(told.days_ago), self._choose)
            for person in self.course.story.people:
                # Whoever came since is still asked.
                if person.joined_days_ago > told.days_ago:
                    since = soon_after(self.course.ago(told.days_ago), "yes", person.key, hours=(20, 400))
                    self.course.plan(since, self._hold_to, person.key)
        for one in told.proposals:
            self._plan(one)
        for done in told.reached:
            self.course.plan(self.course.ago(done.days_ago), self._tell, done)

    def _hold_to(self, who: str, *, at: datetime) -> None:
        current = current_charter(self.course.community)
        if current is not None and self.course.membership(who).standing in LASTING:
            say_yes(by=self.course.persons[who], community=self.course.community, on_revision=current.number, at=at)

    def _plan(self, told: ProposalTold) -> None:
        put_at = self.course.ago(told.days_ago)
        again_at = put_at + timedelta(days=told.reworded.after_days if told.reworded else told.days)
        self.course.plan(put_at, self._put, told)
        for who in told.yes:
            hours = (3, 24 * min(told.days, told.reworded.after_days if told.reworded else told.days) - 1)
            self.course.plan(soon_after(put_at, told.title, who, hours=hours), self._answer, told, who, 1)
        for said in told.answers:
            self.course.plan(put_at + timedelta(days=said.after_days), self._say, told, said)
        for said in told.remarks:
            self.course.plan(put_at + timedelta(days=said.after_days), self._remark, told, said)
        if told.reworded is not None:
            self.course.plan(again_at, self._reword, told)
            for who in told.yes_again:
                self.course.plan(soon_after(again_at, told.title, who, hours=(3, 90)), self._answer, told, who, 2)
        ends_at = put_at + timedelta(days=told.days)
        if ends_at < self.course.now:
            self.course.plan(ends_at, self._decide)

    def _choose(self, *, at: datetime) -> None:
        told = self.course.story.agreements
        choose_way(
            by=self.course.persons[told.by], community=self.course.community, way=told.way, summary=told.summary, at=at
        )

    def _put(self, told: ProposalTold, *, at: datetime) -> None:
        terms = proposing.Terms(told.passage, told.title, told.words, told.why, at + timedelta(days=told.days))
        by, community = self.course.persons[told.by], self.course.community
        self.made[told.title] = proposing.propose(by=by, community=community, terms=terms, at=at)

    def _answer(self, told: ProposalTold, who: str, on: int, *, at: datetime) -> None:
        answering.answer(by=self.course.persons[who], proposal=self.made[told.title], says=Says.YES, on=on, at=at)

    def _say(self, told: ProposalTold, said: SaidOnProposal, *, at: datetime) -> None:
        answering.answer(
            by=self.course.persons[said.by],
            proposal=self.made[told.title],
            says=Says(said.says),
            words=said.words,
            on=1,
            at=at,
        )

    def _remark(self, told: ProposalTold, said: SaidOnProposal, *, at: datetime) -> None:
        answering.remark(by=self.course.persons[said.by], proposal=self.made[told.title], words=said.words, at=at)

    def _tell(self, told: ReachedTold, *, at: datetime) -> None:
        by, community = self.course.persons[told.by], self.course.community
        milestones.tell(by=by, community=community, milestone=told.milestone, story=told.story, at=at)

    def _reword(self, told: ProposalTold, *, at: datetime) -> None:
        again, proposal, by = told.reworded, self.made[told.title], self.course.persons[told.by]
        if again is None:
            return
        for objection in Answer.objects.filter(wording__proposal=proposal, says=Says.NO):
            answering.reply_to(by=by, proposal=proposal, objection=objection.pk, words=again.reply, at=at)
        latest = proposal.wordings.order_by("-number")[0]
        proposing.revise(
            by=by,
            proposal=proposal,
            words=again.words,
            summary=again.summary,
            on=latest.number,
            stood=latest.stood,
            at=at,
        )

    def _decide(self, *, at: datetime) -> None:
        close_what_is_over(now=at)
