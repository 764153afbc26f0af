"""Who tends a community after another, chosen by its members; who sponsors it from outside, and what they agreed."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.agreements.actions import answering, choosing, sponsoring
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.models import Agreement, Proposal, Says
from commonplace.communities.joining.actions.inviting import invite, take_invitation
from commonplace.communities.membership.actions.standing import make_member
from commonplace.demo.events import Course, soon_after
from commonplace.demo.models import Sowing
from commonplace.demo.telling_agreements import AgreementTold, SponsorTold, StewardTold
from commonplace.people.actions import register
from commonplace.people.models import Person


class HandedOn:
    """Plans each change of steward, and each sponsor, into the course of their community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[str, Proposal] = {}
        self.hosts: dict[str, Person] = {}

    def plan(self) -> None:
        for steward in self.course.story.agreements.stewards:
            self._plan_steward(steward)
        for sponsor in self.course.story.agreements.sponsors:
            self.course.plan(self.course.ago(sponsor.days_ago), self._sponsor, sponsor)
            for number, one in enumerate(sponsor.agreements):
                self.course.plan(self.course.ago(one.days_ago), self._lay_down, sponsor, one, number)
                self.course.plan(self.course.ago(one.signed_days_ago), self._sign, sponsor, number + 1)

    def _plan_steward(self, told: StewardTold) -> None:
        put_at = self.course.ago(told.days_ago)
        self.course.plan(put_at, self._nominate, told)
        self.course.plan(put_at + timedelta(hours=20), self._accept, told)
        for who in told.yes:
            hours = (21, 24 * told.days - 1)
            self.course.plan(soon_after(put_at, told.title, who, hours=hours), self._answer, told, who, "", Says.YES)
        for said in told.answers:
            at = put_at + timedelta(days=said.after_days)
            self.course.plan(at, self._answer, told, said.by, said.words, Says(said.says))
        ends_at = put_at + timedelta(days=told.days)
        self.course.plan(ends_at, self._decide)
        if told.lays_down:
            self.course.plan(ends_at + timedelta(days=told.after_days), self._lay_it_down, told)

    def _nominate(self, told: StewardTold, *, at: datetime) -> None:
        persons, ends_at = self.course.persons, at + timedelta(days=told.days)
        candidacy = choosing.Candidacy(persons[told.who], told.title, told.why, ends_at)
        by, community = persons[told.by], self.course.community
        self.made[told.title] = choosing.nominate(by=by, community=community, candidacy=candidacy, at=at)

    def _accept(self, told: StewardTold, *, at: datetime) -> None:
        choosing.accept(by=self.course.persons[told.who], proposal=self.made[told.title], at=at)

    def _answer(self, told: StewardTold, who: str, words: str, says: Says, *, at: datetime) -> None:
        person, proposal = self.course.persons[who], self.made[told.title]
        answering.answer(by=person, proposal=proposal, says=says, words=words, on=1, at=at)

    def _decide(self, *, at: datetime) -> None:
        close_what_is_over(now=at)

    def _lay_it_down(self, told: StewardTold, *, at: datetime) -> None:
        by = self.course.persons[told.who]
        make_member(by=by, membership=self.course.membership(told.lays_down), at=at)

    def _sponsor(self, told: SponsorTold, *, at: datetime) -> None:
        by, community = self.course.persons[told.by], self.course.community
        invited = invite(by=by, community=community, words=told.invitation, name=told.name, as_sponsor=True, at=at)
        person = register(
            name=told.name,
            address=f"{told.key}@demo.example",
            is_confirmed=True,
            craft=told.craft,
            joined_at=at,
            claimed_at=at,
        )
        Sowing.objects.create(person=person, key=told.key, sown_at=self.course.now)
        self.hosts[told.key] = person
        take_invitation(invitation=invited.invitation, person=person, at=at + timedelta(hours=30))

    def _lay_down(self, told: SponsorTold, one: AgreementTold, on: int, *, at: datetime) -> None:
        until = (self.course.now + timedelta(days=one.until_days_ahead)).date()
        terms = sponsoring.Terms(one.gives, one.will_not_ask, until, one.shows)
        by, community = self.course.persons[told.by], self.course.community
        sponsoring.lay_down(by=by, community=community, terms=terms, on=on, at=at)

    def _sign(self, told: SponsorTold, number: int, *, at: datetime) -> None:
        found = Agreement.objects.select_related("community").get(community=self.course.community, number=number)
        sponsoring.sign(by=self.hosts[told.key], agreement=found, at=at)
