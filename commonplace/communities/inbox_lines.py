"""What waits in a community as such: people at its door and new to it, flags, holds, appeals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community, Deed, Flag, Greeting, Hold, JoinRequest, Lead, Membership, Role
from commonplace.communities.standing import Standing
from commonplace.people.models import Person

NEW_FOR = timedelta(days=60)
HELD_FOR = timedelta(days=60)
TERM_ENDS_WITHIN = timedelta(days=30)  # before its last day, and after it


def newcomers(person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Membership]:
    """People who came in since a moment and can sign in, without the reader."""
    came = Membership.objects.filter(
        community__in=communities, joined_at__gt=since, standing__in=(Standing.MEMBER, Standing.GUEST)
    )
    return came.filter(person__claimed_at__isnull=False).exclude(person=person)


def of_newcomer(one: Waiting) -> About:
    """A newcomer is spoken of once, and so is the conversation that they opened."""
    itself = ("conversation", one.about_id) if one.content_id else ("new", one.who_id)
    return frozenset([("newcomer", one.community_id, one.who_id), itself])


def _of_community(one: Waiting) -> About:
    """All flags of a community are said at once."""
    return frozenset([(one.code, one.community_id)])


def _requests(communities: Sequence[int]) -> tuple[QuerySet[JoinRequest], Exists]:
    requests = JoinRequest.objects.filter(community__in=communities, answered_at__isnull=True)
    is_guest = Exists(
        Membership.objects.current().filter(
            community=OuterRef("community_id"), person=OuterRef("person_id"), standing=Standing.GUEST
        )
    )
    return requests, is_guest


def _request(rows: QuerySet[JoinRequest], code: str) -> QuerySet[Any, Any]:
    return row(
        rows,
        code,
        community_id=F("community_id"),
        about_id=F("pk"),
        who="person",
        happened_at=F("at"),
        words=F("cares_about"),
    )


def _asked_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    requests, is_guest = _requests(communities)
    return _request(requests.filter(~is_guest), "asked")


def _asked(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s asks to come in."), _("They write: “%(words)s”"), _("Answer"), seen.url("join_requests")
    )


def _staying_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    requests, is_guest = _requests(communities)
    return _request(requests.filter(is_guest), "staying")


def _staying(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s would like to stay as a member."),
        _("They write: “%(words)s”"),
        _("Answer"),
        seen.url("join_requests"),
    )


def _new_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    not_greeted = newcomers(person, communities, since).filter(
        ~Exists(Greeting.objects.filter(membership=OuterRef("pk")))
    )
    return row(
        not_greeted,
        "new",
        community_id=F("community_id"),
        about_id=F("person_id"),
        who="person",
        happened_at=F("joined_at"),
        words=F("pace"),
    )


def _new(seen: Seen) -> Need:
    if seen.one.words == Membership.Pace.FOLLOW:
        why = _("They came to follow for a while. A hello asks nothing of them and is still kind.")
    else:
        why = _("Nobody has said hello yet. One line by name is what newcomers remember.")
    return seen.need(_("%(name)s has come in."), why, _("Say hello"), seen.url("hello", seen.one.about_id))


def _held_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    theirs = Deed.objects.filter(
        verb="held",
        towards=person,
        what=OuterRef("kind"),
        what_id=OuterRef("object_id"),
        community=OuterRef("community_id"),
    )
    holds = Hold.objects.in_force().filter(
        Exists(theirs), community__in=communities, appealed_at__isnull=True, at__gt=since
    )
    return row(holds, "held", community_id=F("community_id"), about_id=F("pk"), happened_at=F("at"), words=F("why"))


def _held_from(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    held = Deed.objects.filter(verb="held", community=community, happened_at__gt=since, towards__isnull=False)
    return held.values_list("towards_id", flat=True)


def _held(seen: Seen) -> Need:
    return seen.need(
        _("Something you wrote is held back; only you and the stewards see it."),
        _("A steward writes: “%(words)s”"),
        _("Ask for a second look"),
        seen.url("appeal", seen.one.about_id),
    )


def _flagged_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    flags = Flag.objects.filter(community__in=communities, settled_at__isnull=True)
    return row(flags, "flagged", community_id=F("community_id"), about_id=F("pk"), happened_at=F("at"), words=F("why"))


def _flagged(seen: Seen) -> Need:
    return seen.need(
        _("Someone asked you to look at something."),
        _("They write: “%(words)s”"),
        _("Look at it"),
        seen.url("moderation"),
    )


def _appealed_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    appeals = Hold.objects.in_force().filter(community__in=communities, appealed_at__isnull=False)
    return row(
        appeals,
        "appealed",
        community_id=F("community_id"),
        about_id=F("pk"),
        happened_at=F("appealed_at"),
        words=F("appeal"),
    )


def _appealed(seen: Seen) -> Need:
    return seen.need(
        _("Someone asks for a second look at what was held back."),
        _("They write: “%(words)s”"),
        _("Look at it"),
        seen.url("moderation"),
    )


def _led_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    said = Lead.objects.said_by(person).waiting().filter(community__in=communities)
    return row(
        said,
        "led",
        community_id=F("community_id"),
        about_id=F("pk"),
        who="person",
        happened_at=Cast("asked_on", DateTimeField()),
    )


def _led(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s asks you to look again at what you said of them."),
        _("You said that they lead you; they say that it is not so, or not any more. They do not know who said it."),
        _("Look again"),
        f"{seen.url('neutral_ground')}#word-{seen.one.about_id}",
    )


def _ending(rows: QuerySet[Role], since: datetime, soon: datetime) -> QuerySet[Role]:
    ends = Cast("until", DateTimeField())
    rows = rows.filter(until__isnull=False, is_shadow=False, handover="").annotate(ends=ends)
    return rows.filter(ends__gt=since, ends__lt=soon)


def _handing_on_rows(
    *, person: Person, communities: Sequence[int], since: datetime, soon: datetime
) -> QuerySet[Any, Any]:
    theirs = Role.objects.filter(membership__person=person, membership__community__in=communities)
    return row(
        _ending(theirs, since, soon),
        "handing_on",
        community_id=F("membership__community_id"),
        about_id=F("pk"),
        title=F("name"),
        # Fixed, so that it is no news each day anew.
        happened_at=Cast("since", DateTimeField()),
    )


def _handing_on_from(community: Community, *, since: datetime, soon: datetime) -> QuerySet[Any, Any]:
    theirs = Role.objects.filter(membership__community=community)
    return _ending(theirs, since, soon).values_list("membership__person_id", flat=True)


def _handing_on(seen: Seen) -> Need:
    return seen.need(
        _("Your term as %(title)s ends soon, or has ended."),
        _("Whoever comes next begins where you stopped, if you write down what you learned."),
        _("Write it down"),
        seen.url("handover", seen.one.about_id),
    )


LINES = (
    # Nothing else tells an author that nobody can read them.
    Line("held", 5, _held_rows, _held, {"since": HELD_FOR}, whom=_held_from),
    # People at the door, what was pointed at and newcomers come before all that has waited for weeks.
    Line("asked", 10, _asked_rows, _asked, is_for_stewards=True),
    Line("staying", 11, _staying_rows, _staying, is_for_stewards=True),
    Line("flagged", 12, _flagged_rows, _flagged, about=_of_community, is_for_stewards=True),
    Line("appealed", 13, _appealed_rows, _appealed, about=_of_community, is_for_stewards=True),
    # No letter speaks of it: some are read by others too.
    Line("led", 20, _led_rows, _led),
    Line(
        "handing_on",
        22,
        _handing_on_rows,
        _handing_on,
        {"since": TERM_ENDS_WITHIN, "soon": -TERM_ENDS_WITHIN},
        whom=_handing_on_from,
    ),
    Line("new", 21, _new_rows, _new, {"since": NEW_FOR}, about=of_newcomer, is_for_stewards=True),
)
