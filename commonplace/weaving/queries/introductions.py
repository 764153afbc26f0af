"""What waits for a steward and for somebody who was asked, and the words in which a reason is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.weaving.models import ASKED_FOR, Introduction, IntroductionQuerySet, Side, Unintroduced
from commonplace.weaving.queries.finding import MOST

MODULE = "introductions"
OWN = 20
WITH = Prefetch("sides", Side.objects.select_related("person").order_by("-seeks", "pk"), to_attr="both")


@dataclass(frozen=True)
class Proposal:
    """A pair as a steward sees it: the two, why, and how far it came."""

    introduction: Introduction
    one: Byline
    other: Byline
    why: str


@dataclass(frozen=True)
class Asked:
    """An introduction as one of the two sees it: `other` only once both said yes."""

    introduction: Introduction
    side: Side
    why: str
    other: Byline | None
    is_open: bool


def proposals(viewpoint: Viewpoint) -> Sequence[Proposal]:
    """What a steward could propose, but for what is about themselves; two queries."""
    if viewpoint.person is None:
        return ()
    found = Introduction.objects.tended_by(viewpoint.person).proposed().filter(community=viewpoint.community)
    return _told(viewpoint, found.order_by("pk")[:MOST])


def under_way(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Proposal]:
    """Those who were asked lately, introduced by now or not: one that is missing would say that both said yes. Two
    queries.
    """
    if viewpoint.person is None:
        return ()
    asked_lately = Introduction.objects.tended_by(viewpoint.person).filter(asked_at__gt=now - ASKED_FOR)
    found = asked_lately.filter(community=viewpoint.community, put_aside_at=None)
    return _told(viewpoint, found.order_by("-asked_at", "-pk")[:OWN])


def _told(viewpoint: Viewpoint, found: IntroductionQuerySet) -> Sequence[Proposal]:
    told = []
    for one in found.select_related("topic").prefetch_related(WITH):
        both: Sequence[Side] = one.both  # type: ignore[attr-defined]
        if len(both) == 2:
            first, second = (viewpoint.byline_for(side.person) for side in both)
            told.append(Proposal(one, first, second, reason(one, first.name, second.name)))
    return told


def reason(one: Introduction, seeks: str, other: str) -> str:
    """Why, to a steward: the one who seeks, by name, and the other."""
    said = {"one": isolated(seeks), "other": isolated(other), "topic": isolated(one.topic.name if one.topic else "")}
    if one.why == Introduction.Why.MEMBER:
        words = _("Somebody who knows %(one)s and %(other)s thinks that they should meet.")
    elif one.why == Introduction.Why.NEWCOMER:
        if one.topic:
            words = _("%(one)s came in lately and works on %(topic)s; so does %(other)s, elsewhere.")
        else:
            words = _("%(one)s came in lately; %(other)s has the same craft, elsewhere.")
    elif not one.topic:
        words = _("%(one)s and %(other)s care about the same.")
    elif one.why == Introduction.Why.ASKS:
        words = _("%(one)s learns about %(topic)s, and %(other)s says that one may ask about it.")
    else:
        words = _("%(one)s and %(other)s both answer on %(topic)s, and have not met here.")
    return words % said


def reason_for(one: Introduction, side: Side) -> str:
    """Why, to one of the two, who does not learn who the other is."""
    said = {"topic": isolated(one.topic.name if one.topic else "")}
    if one.why == Introduction.Why.MEMBER:
        words = _("Somebody who knows you and somebody else here thinks that you two should meet.")
    elif one.why == Introduction.Why.NEWCOMER:
        if side.seeks:
            words = _("Somebody here has the craft that you have, elsewhere.")
        else:
            words = _("Somebody of your craft came in lately, from elsewhere.")
    elif not one.topic:
        words = _("Somebody here cares about the same as you do.")
    elif one.why == Introduction.Why.ASKS:
        if side.seeks:
            words = _("You learn about %(topic)s, and somebody here says that one may ask them about it.")
        else:
            words = _("You say that one may ask you about %(topic)s, and somebody here learns about it.")
    else:
        words = _("You answer on %(topic)s, and so does somebody whom you have not met here.")
    return words % said


def asked(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Asked]:
    """What somebody was asked that they may still answer, and to whom they were introduced, the latest first; two
    queries.
    """
    person = viewpoint.person
    if person is None:
        return ()
    found = (
        Introduction.objects.asked_of(person)
        .filter(community=viewpoint.community)
        .select_related("topic")
        .prefetch_related(WITH)
        .order_by("-asked_at", "-pk")
    )
    told = [seen(one, viewpoint, now=now) for one in found[:OWN]]
    return [one for one in told if one.is_open or one.introduction.introduced_at]


def seen(one: Introduction, viewpoint: Viewpoint, *, now: datetime) -> Asked:
    """An introduction, whose sides were fetched, as one of the two sees it."""
    assert viewpoint.person is not None  # one of the two
    both: Sequence[Side] = one.both  # type: ignore[attr-defined]
    side = own_side(one, viewpoint.person)
    theirs = next((other.person for other in both if other is not side), None)
    other = viewpoint.byline_for(theirs) if one.introduced_at is not None else None
    return Asked(one, side, reason_for(one, side), other, one.is_open(now))


def one_asked(person: Person, pk: int) -> Introduction | None:
    """An introduction about which somebody was asked, with both sides; None for everyone else."""
    found = Introduction.objects.asked_of(person).filter(pk=pk)
    return found.select_related("topic", "community").prefetch_related(WITH).first()


def own_side(one: Introduction, person: Person) -> Side:
    """The side of one of the two of an introduction whose sides were fetched."""
    both: Sequence[Side] = one.both  # type: ignore[attr-defined]
    return next(side for side in both if side.person_id == person.pk)


def willing(community: Community, people: Sequence[int]) -> set[int]:
    """Those of these people who are here and may be proposed."""
    rows = Membership.objects.filter(
        community=community, person__in=people, standing__in=LASTING, person__claimed_at__isnull=False
    )
    rows = rows.exclude(pace=Membership.Pace.FOLLOW)
    rows = rows.exclude(person__in=Unintroduced.objects.filter(community=community).values("person"))
    return set(rows.values_list("person_id", flat=True))
