"""How each of the people of a story came in, was greeted, took roles and a seat, and left."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.communities.joining.actions.asking import answer_request, ask_to_join
from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.joining.actions.inviting import invite, take_invitation
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import change_pace, leave
from commonplace.communities.membership.actions.naming import be_named
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.membership.actions.standing import make_steward
from commonplace.communities.models import Invitation, JoinRequest, Membership, Role
from commonplace.communities.neutral.actions import say_who_leads
from commonplace.communities.roles.actions import brief, hand_over
from commonplace.communities.spaces.actions import seat
from commonplace.communities.standing import Standing
from commonplace.demo.events import Course, soon_after
from commonplace.demo.stories import at_the_door
from commonplace.demo.telling_people import PersonTold, RoleTold

ASKED_BEFORE = timedelta(hours=19)
INVITED_BEFORE = timedelta(hours=26)
SEATED_AFTER = timedelta(days=5)


class ComingIn:
    """Plans everyone's way into a community and on."""

    def __init__(self, course: Course) -> None:
        self.course, self.story = course, course.story
        self.invitations: dict[str, Invitation] = {}

    def plan(self) -> None:
        for told in self.story.people:
            if told.came_by:
                self._plan_joining(told)
                self._plan_stay(told)
        for asking in at_the_door():
            if asking.community == self.story.slug:
                self.course.plan(self.course.ago(asking.days_ago), self._ask, asking.by, asking.cares_about)

    def _plan_joining(self, told: PersonTold) -> None:
        course, joined_at = self.course, self.course.ago(told.joined_days_ago)
        if told.came_by == "invited":
            course.plan(joined_at - INVITED_BEFORE, self._invite, told)
            course.plan(joined_at, self._take_invitation, told)
        elif told.came_by == "request":
            course.plan(joined_at - ASKED_BEFORE, self._ask, told.key, told.cares_about)
            course.plan(joined_at, self._let_in, told)
        elif told.came_by == "open":
            course.plan(joined_at, self._ask, told.key, told.cares_about)
        elif told.key != self.story.founded_by:
            course.plan(joined_at + timedelta(minutes=1), self._begin_together, told)
        else:
            course.plan(joined_at + timedelta(minutes=1), self._say_why, told)
        if told.pace:
            course.plan(joined_at + timedelta(minutes=20), self._choose_pace, told)
        if told.named_as:
            course.plan(joined_at + timedelta(days=30), self._agree_to_be_named, told)
        if told.welcomed_by:
            course.plan(soon_after(joined_at, told.key, "welcome", hours=(1, 9)), self._greet, told)

    def _plan_stay(self, told: PersonTold) -> None:
        course = self.course
        begins = min((-role.from_days_ago for role in told.roles), default=-told.joined_days_ago / 2)
        if told.standing == Standing.STEWARD and told.came_by != "founder":
            course.plan(course.ago(-begins), self._make_steward, told)
        for role in told.roles:
            course.plan(course.ago(role.from_days_ago) + timedelta(hours=1), self._appoint, told, role)
            if role.learned:
                ahead = role.until_days_ahead
                written = role.from_days_ago - 2 if ahead is None or ahead > 0 else 2 - ahead
                course.plan(course.ago(written), self._hand_over, told, role)
        for space in self.story.spaces:
            if told.key in space.group and told.key != self.story.founded_by:
                later = timedelta(minutes=30) if told.came_by == "founder" else SEATED_AFTER
                course.plan(course.ago(told.joined_days_ago) + later, self._seat, told, space.key)
        if told.leads:
            course.plan(course.ago(told.joined_days_ago / 2), self._lead, told)
        if told.left_days_ago is not None:
            course.plan(course.ago(told.left_days_ago), self._leave, told)

    def _invite(self, told: PersonTold, *, at: datetime) -> None:
        ahead = told.guest_until_days_ahead
        self.invitations[told.key] = invite(
            by=self.course.persons[told.invited_by],
            community=self.course.community,
            words=told.invitation,
            name=told.name,
            guest_until=None if ahead is None else self.course.now + timedelta(days=ahead),
            at=at,
        ).invitation

    def _take_invitation(self, told: PersonTold, *, at: datetime) -> None:
        person = self.course.persons[told.key]
        take_invitation(invitation=self.invitations[told.key], person=person, cares_about=told.cares_about, at=at)

    def _ask(self, key: str, cares_about: str, *, at: datetime) -> None:
        person = self.course.persons[key]
        ask_to_join(person=person, community=self.course.community, cares_about=cares_about, at=at)

    def _let_in(self, told: PersonTold, *, at: datetime) -> None:
        founders = {
            one.key for one in self.story.people if one.came_by == "founder" and one.standing == Standing.STEWARD
        }
        by = told.welcomed_by if told.welcomed_by in founders else self.story.founded_by
        asked = JoinRequest.objects.select_related("person", "community").get(
            person=self.course.persons[told.key], community=self.course.community, answered_at=None
        )
        answer_request(by=self.course.persons[by], request=asked, accept=True, words="", at=at)

    def _begin_together(self, told: PersonTold, *, at: datetime) -> None:
        admit(
            person=self.course.persons[told.key],
            community=self.course.community,
            standing=told.standing,
            cares_about=told.cares_about,
            at=at,
        )

    def _say_why(self, told: PersonTold, *, at: datetime) -> None:
        """Whoever founds a community is asked nothing at the door; the story says it all the same."""
        Membership.objects.filter(pk=self.course.membership(told.key).pk).update(cares_about=told.cares_about)

    def _choose_pace(self, told: PersonTold, *, at: datetime) -> None:
        change_pace(person=self.course.persons[told.key], community=self.course.community, pace=told.pace, at=at)

    def _agree_to_be_named(self, told: PersonTold, *, at: datetime) -> None:
        person = self.course.persons[told.key]
        be_named(person=person, community=self.course.community, named_as=told.named_as, at=at)

    def _greet(self, told: PersonTold, *, at: datetime) -> None:
        by, membership = self.course.persons[told.welcomed_by], self.course.membership(told.key)
        greet(by=by, membership=membership, words=told.welcome, at=at)

    def _make_steward(self, told: PersonTold, *, at: datetime) -> None:
        by = self.course.persons[self.story.founded_by]
        make_steward(by=by, membership=self.course.membership(told.key), at=at)

    def _appoint(self, told: PersonTold, role: RoleTold, *, at: datetime) -> None:
        ahead, by = role.until_days_ahead, self.course.persons[role.by]
        appoint(
            by=by,
            membership=self.course.membership(told.key),
            name=role.name,
            since=at.date(),
            at=at,
            until=None if ahead is None else (self.course.now + timedelta(days=ahead)).date(),
            is_shadow=role.is_shadow,
        )
        if role.what_for:
            brief(by=by, community=self.course.community, name=role.name, words=role.what_for, at=at)

    def _hand_over(self, told: PersonTold, role: RoleTold, *, at: datetime) -> None:
        held = Role.objects.select_related("membership__community").get(
            membership=self.course.membership(told.key), name=role.name, is_shadow=role.is_shadow
        )
        hand_over(by=self.course.persons[told.key], role=held, words=role.learned, at=at)

    def _lead(self, told: PersonTold, *, at: datetime) -> None:
        person = self.course.persons[told.key]
        say_who_leads(by=person, community=self.course.community, person=person, at=at)

    def _seat(self, told: PersonTold, space: str, *, at: datetime) -> None:
        by, person = self.course.persons[self.story.founded_by], self.course.persons[told.key]
        seat(by=by, space=self.course.spaces[space], person=person, at=at)

    def _leave(self, told: PersonTold, *, at: datetime) -> None:
        leave(person=self.course.persons[told.key], community=self.course.community, at=at)
