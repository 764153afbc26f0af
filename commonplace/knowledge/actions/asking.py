"""Asking somebody in by name, passing it on, saying what one may be pointed to for, and how often one may be asked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership, Topic
from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.deeds import record
from commonplace.conversations.models import Conversation
from commonplace.knowledge.models import AskedIn, Limit, Pointing, Unasked
from commonplace.knowledge.models.asking import MOST, USUAL
from commonplace.knowledge.queries.who_may_know import start_of_week
from commonplace.people.models import Person
from commonplace.store.locks import lock


class NotYours(ValueError):
    """Only whoever asked, or a steward, asks somebody in."""


class NotToBeAsked(ValueError):
    """This person is not here, does not read that space, or was asked as often this week as they wish."""


class IsSettled(ValueError):
    """Nothing is asked there any more."""


class NotAMember(ValueError):
    """Only who stands in the community says how often they may be asked there."""


def ask_in(*, by: Person, conversation: Conversation, person: Person, at: datetime | None = None) -> AskedIn:
    """Ask somebody by name to look at a question; asked twice they are asked once.

    Raises NotYours, IsSettled and NotToBeAsked.
    """
    at = at or timezone.now()
    standing = standing_of(by, conversation.community, now=at)
    if standing is None or not (standing.is_steward or conversation.author_id == by.pk):
        raise NotYours(by.pk)
    with transaction.atomic():
        still = lock(Conversation.objects.visible_to(by).filter(pk=conversation.pk))
        if not still or not still[0].is_unsettled or hasattr(still[0], "closure"):
            raise IsSettled(conversation.pk)
        asked = AskedIn.objects.filter(conversation=conversation, person=person).first()
        if asked is not None:
            return asked
        # Two who ask the same person at once wait for each other here, so that the limit holds.
        here = lock(Membership.objects.current(at).filter(community=conversation.community, person=person))
        if not here or not _may_be_asked(person, conversation, here[0], at):
            raise NotToBeAsked(person.pk)
        asked = AskedIn.objects.create(conversation=conversation, person=person, by=by, at=at)
        record("asked_in", by=by, conversation=conversation, at=at, towards=person)
    return asked


def _may_be_asked(person: Person, conversation: Conversation, standing: Membership, at: datetime) -> bool:
    """Whether they read it, are a real person who wishes to be asked, and were not asked too often this week."""
    is_nudged = person.is_claimed and standing.pace != Membership.Pace.FOLLOW
    if not is_nudged or person.pk == conversation.author_id:
        return False
    if not Conversation.objects.visible_to(person).filter(pk=conversation.pk).exists():
        return False
    limit = Limit.objects.filter(community=conversation.community_id, person=person).first()
    if limit is not None and limit.is_paused(timezone.localdate(at)):
        return False
    this_week = AskedIn.objects.filter(
        person=person, conversation__community=conversation.community_id, at__gte=start_of_week(at)
    )
    return this_week.count() < (limit.a_week if limit is not None else USUAL)


def pass_on(*, by: Person, asked: AskedIn, at: datetime | None = None) -> None:
    """Leave a question to others. Nobody hears of it, and no deed is written: that is the point of it."""
    AskedIn.objects.filter(pk=asked.pk, person=by, passed_at=None).update(passed_at=at or timezone.now())


def say_pointing(*, by: Person, topic: Topic, is_welcome: bool, at: datetime | None = None) -> Pointing:
    """Say whether the house may point to oneself for a topic; the last word counts. Raises NotAMember."""
    at = at or timezone.now()
    _require_standing(by, topic.community, at)
    with transaction.atomic():
        pointing, is_new = Pointing.objects.update_or_create(
            person=by, topic=topic, defaults={"is_welcome": is_welcome, "at": at}
        )
        if is_new and is_welcome:
            ledger.record(verb="offered_topic", person=by, community=topic.community, at=at)
    return pointing


def point_no_more(*, by: Person, topic: Topic, at: datetime | None = None) -> bool:
    """Take back that the house may point to oneself for a topic, also where one has left; whether it might."""
    welcome = Pointing.objects.filter(person=by, topic=topic, is_welcome=True)
    return bool(welcome.update(is_welcome=False, at=at or timezone.now()))


def leave_unasked(*, by: Person, community: Community, at: datetime | None = None) -> Unasked:
    """Never be asked here again whether one may be pointed to; said twice is said once. Raises NotAMember.

    No deed is written: that one does not wish to be asked is nobody's business.
    """
    at = at or timezone.now()
    _require_standing(by, community, at)
    return Unasked.objects.get_or_create(community=community, person=by, defaults={"at": at})[0]


def let_be_asked(*, by: Person, community: Community) -> None:
    """Have the house ask again."""
    Unasked.objects.filter(community=community, person=by).delete()


def limit_asking(
    *, by: Person, community: Community, a_week: int, paused_until: date | None = None, at: datetime | None = None
) -> Limit:
    """Say how often one may be asked in here, and until when not at all. Raises NotAMember."""
    _require_standing(by, community, at or timezone.now())
    said = {"a_week": max(0, min(a_week, MOST)), "paused_until": paused_until}
    return Limit.objects.update_or_create(community=community, person=by, defaults=said)[0]


def _require_standing(by: Person, community: Community, at: datetime) -> None:
    if standing_of(by, community, now=at) is None:
        raise NotAMember(by.pk)
