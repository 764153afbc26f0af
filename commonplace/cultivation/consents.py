"""What people agree to in cultivation: being a dot in the picture of the network."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import placed
from commonplace.communities.models import Community
from commonplace.communities.stewards import NotASteward
from commonplace.cultivation.actions import be_drawn, be_drawn_no_more
from commonplace.cultivation.models import Drawable, WeekByMail
from commonplace.cultivation.week.letters import want_no_week, want_week
from commonplace.people.consents import Consent, Given, Lets, row
from commonplace.people.models import Person
from commonplace.ui.addresses import address


def _drawn(person: Person) -> QuerySet[Any, Any]:
    rows = Drawable.objects.filter(person=person)
    return row(rows, at="at", about_id=F("community_id"), **placed(person, "community"))


def _picture(given: Given) -> str:
    return f"{address('network', given.slug)}#drawn" if given.slug else ""


def _withdraw(*, by: Person, pk: int, at: datetime) -> list[Any] | None:
    community = Community.objects.filter(pk__in=Drawable.objects.filter(pk=pk, person=by).values("community")).first()
    return [community.pk] if community is not None and be_drawn_no_more(by=by, community=community) else None


def _again(*, by: Person, before: list[Any]) -> None:
    be_drawn(by=by, community=Community.objects.get(pk=before[0]))


def _weeks(person: Person) -> QuerySet[Any, Any]:
    rows = WeekByMail.objects.filter(person=person)
    return row(rows, at="at", about_id=F("community_id"), **placed(person, "community"))


def _week_page(given: Given) -> str:
    return f"{address('week', given.slug)}#mail" if given.slug else ""


def _send_no_more(*, by: Person, pk: int, at: datetime) -> list[Any] | None:
    wish = WeekByMail.objects.filter(pk=pk, person=by).first()
    if wish is None or not want_no_week(person=by, community=wish.community_id):
        return None
    return [wish.community_id]


def _send_again(*, by: Person, before: list[Any]) -> None:
    # Whoever tends it no more has no week to get.
    with suppress(NotASteward):
        want_week(person=by, community=Community.objects.get(pk=before[0]), at=timezone.now())


CONSENTS = (
    Consent(
        "drawn_in_network",
        Lets.DRAWN,
        _("You may be a dot, without a name, in the picture of who has learned with whom."),
        _("The picture goes at once, and the next one is drawn without you. You are still counted."),
        Drawable,
        _drawn,
        _picture,
        _withdraw,
        _again,
        order=60,
    ),
    Consent(
        "week_by_mail",
        Lets.TOLD,
        _("You get the week of a community that you tend by mail."),
        _("From then on it stands on its page alone, and no letter brings it."),
        WeekByMail,
        _weeks,
        _week_page,
        _send_no_more,
        _send_again,
        order=335,
    ),
)
