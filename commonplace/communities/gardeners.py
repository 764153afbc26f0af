"""What a community as such gives a steward to tend: who carries it, whose time ends, and words that have grown old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from commonplace.communities.inbox import Seen, row
from commonplace.communities.models import Community, JoinRequest, Membership, Role
from commonplace.communities.principles import Principle
from commonplace.communities.standing import Standing
from commonplace.communities.tendings import Bed, Gardener, Tending
from commonplace.lib.direction import isolated
from commonplace.ui import words

ONE_STEWARD, TERM_ENDS, GUEST_LEAVES, CHARTER_OLD = "one_steward", "term_ends", "guest_leaves", "charter_old"
# Fewer people than this need nobody beside the one who tends.
MANY = 10
TERM_WITHIN, GUEST_WITHIN = timedelta(days=30), timedelta(days=14)
OLD = timedelta(days=730)


def only_steward(bed: Bed) -> QuerySet[Any, Any]:
    """The one who tends a community of ten people or more, where there is no other."""
    stewards = Membership.objects.current(bed.now).filter(community=bed.community, standing=Standing.STEWARD)
    others = stewards.filter(community=OuterRef("community")).exclude(pk=OuterRef("pk"))
    return row(
        stewards.filter(~Exists(others), community__people_count__gte=MANY),
        ONE_STEWARD,
        community_id=F("community_id"),
        about_id=F("pk"),
        number=F("community__people_count"),
        happened_at=F("joined_at"),
    )


def one_steward(bed: Bed) -> Iterator[Tending]:
    """That somebody tends alone."""
    for one in bed.rows.get(ONE_STEWARD, ()):
        yield Tending(
            code=ONE_STEWARD,
            about=f"membership:{one.about_id}",
            title=_("Ask somebody to tend this with you"),
            text=_("What one person carries ends with them. Ask one who answers others already."),
            why=ngettext(
                "Because one of %(n)s person here tends the community, and nobody else.",
                "Because one of %(n)s people here tends the community, and nobody else.",
                one.number,
            )
            % {"n": words.count(one.number)},
            action=_("See who is here"),
            url=reverse("settings_members", args=[bed.community.slug]),
        )


def ending_terms(bed: Bed) -> QuerySet[Any, Any]:
    """Roles whose term ends within a month, or has within the last, and that nobody holds on."""
    today = timezone.localtime(bed.now).date()
    here = Membership.objects.current(bed.now).filter(community=bed.community)
    later = Role.objects.filter(membership__in=here, name=OuterRef("name"), until__isnull=True) | Role.objects.filter(
        membership__in=here, name=OuterRef("name"), until__gt=OuterRef("until")
    )
    return row(
        Role.objects.filter(
            ~Exists(later), membership__in=here, until__gte=today - TERM_WITHIN, until__lte=today + TERM_WITHIN
        ),
        TERM_ENDS,
        who="membership__person",
        community_id=F("membership__community_id"),
        about_id=F("pk"),
        number=F("membership_id"),
        title=F("name"),
        happened_at=Cast("until", DateTimeField()),
    )


def term_ends(bed: Bed) -> Iterator[Tending]:
    """Each such term, the earliest first."""
    for one in sorted(bed.rows.get(TERM_ENDS, ()), key=lambda one: (one.happened_at, one.about_id)):
        yield Tending(
            code=TERM_ENDS,
            about=f"role:{one.about_id}",
            title=_("Ask %(name)s whether they go on: %(role)s")
            % {"name": isolated(Seen(one, bed.viewpoint).name), "role": isolated(one.title)},
            text=_("Thank them, ask what they would hand on, and who might come next. A term that ends is no failure."),
            # A date is kept without an hour, and is read as the same date everywhere.
            why=_("Because the term ends on %(day)s.") % {"day": _day(one.happened_at.astimezone(UTC).date())},
            action=_("Give the role, or let it end"),
            url=reverse("settings_member", args=[bed.community.slug, one.number]),
        )


def leaving_guests(bed: Bed) -> QuerySet[Any, Any]:
    """Guests whose time ends within a fortnight and who have not asked to stay."""
    asked = JoinRequest.objects.filter(community=bed.community, person=OuterRef("person"), answered_at=None)
    guests = Membership.objects.current(bed.now).filter(community=bed.community, standing=Standing.GUEST)
    return row(
        guests.filter(~Exists(asked), until__lte=bed.now + GUEST_WITHIN),
        GUEST_LEAVES,
        who="person",
        community_id=F("community_id"),
        about_id=F("person_id"),
        number=F("pk"),
        happened_at=F("until"),
    )


def guest_leaves(bed: Bed) -> Iterator[Tending]:
    """Each such guest, the earliest first."""
    for one in sorted(bed.rows.get(GUEST_LEAVES, ()), key=lambda one: (one.happened_at, one.about_id)):
        yield Tending(
            code=GUEST_LEAVES,
            about=f"person:{one.about_id}",
            title=_("Thank %(name)s, or ask them to stay") % {"name": isolated(Seen(one, bed.viewpoint).name)},
            text=_("A guest sees what insiders no longer do. Ask what they saw before they go."),
            why=_("Because their time here ends on %(day)s.")
            % {"day": _day(timezone.localtime(one.happened_at).date())},
            action=_("Say until when they stay"),
            url=reverse("settings_member", args=[bed.community.slug, one.number]),
        )


def old_charter(bed: Bed) -> QuerySet[Any, Any]:
    """A charter that nobody has changed for two years."""
    said = Community.objects.filter(pk=bed.community.pk).annotate(
        last_at=Max("charter_revisions__at"), last_number=Max("charter_revisions__number")
    )
    return row(
        said.filter(last_at__lt=bed.now - OLD),
        CHARTER_OLD,
        community_id=F("pk"),
        about_id=F("pk"),
        number=F("last_number"),
        happened_at=F("last_at"),
    )


def charter_old(bed: Bed) -> Iterator[Tending]:
    """That it is old, remembered by its number."""
    for one in bed.rows.get(CHARTER_OLD, ()):
        months = int((bed.now - one.happened_at).days / 30.4)
        yield Tending(
            code=CHARTER_OLD,
            about=f"charter:{one.number}",
            title=_("Read the charter to each other"),
            text=_("Read it aloud, and change what is not true any more. What still holds is worth hearing, too."),
            why=ngettext(
                "Because nobody has changed it for %(n)s month.",
                "Because nobody has changed it for %(n)s months.",
                months,
            )
            % {"n": words.count(months)},
            action=_("Read the charter"),
            url=reverse("about", args=[bed.community.slug]),
        )


def _day(day: date) -> str:
    return date_format(day, pgettext("day of this year", "j F"))


GARDENERS = (
    Gardener(
        GUEST_LEAVES,
        gettext_lazy("Thank a guest, or ask them to stay"),
        guest_leaves,
        order=14,
        rows=leaving_guests,
        principle=Principle.DIALOGUE,
    ),
    Gardener(
        ONE_STEWARD,
        gettext_lazy("Ask somebody to tend this with you"),
        one_steward,
        order=54,
        rows=only_steward,
        principle=Principle.LEVELS,
    ),
    Gardener(
        TERM_ENDS,
        gettext_lazy("Ask whether a role goes on"),
        term_ends,
        order=56,
        rows=ending_terms,
        principle=Principle.LEVELS,
    ),
    Gardener(
        CHARTER_OLD,
        gettext_lazy("Read the charter to each other"),
        charter_old,
        order=76,
        rows=old_charter,
        principle=Principle.EVOLUTION,
    ),
)
