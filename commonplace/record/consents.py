"""What people agree to in this room: lines shown to members, records handed on, a letter a year, being a buddy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import placed
from commonplace.communities.models import Community
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person
from commonplace.record.actions import buddies, choosing, sharing, signing, yearly
from commonplace.record.models import BuddyWilling, Handed, Line, Signed, YearlyLetter
from commonplace.ui.addresses import address


def _shown(person: Person) -> QuerySet[Any, Any]:
    rows = Line.objects.filter(person=person, shown_at__isnull=False)
    return row(rows, at="shown_at", title=Cast("words", CharField()), **placed(person, "community"))


def _hide(*, by: Person, pk: int, at: datetime) -> list[Any]:
    line = Line.objects.get(pk=pk, person=by)
    choosing.hide(by=by, line=line)
    return [line.pk]


def _show_again(*, by: Person, before: list[Any]) -> None:
    choosing.show(by=by, line=Line.objects.get(pk=before[0], person=by))


def _handed(person: Person) -> QuerySet[Any, Any]:
    rows = Handed.objects.opening(timezone.localdate()).filter(person=person)
    return row(rows, at="made_at", title=Cast("note", CharField()))


def _revoke(*, by: Person, pk: int, at: datetime) -> None:
    sharing.revoke(by=by, handed=Handed.objects.get(pk=pk, person=by))


def _signed(person: Person) -> QuerySet[Any, Any]:
    rows = Signed.objects.filter(person=person, taken_back_at=None)
    return row(rows, at="made_at", title=Cast("note", CharField()))


def _take_back(*, by: Person, pk: int, at: datetime) -> list[Any]:
    signing.take_back(by=by, signed=Signed.objects.get(pk=pk, person=by), at=at)
    return [pk]


def _let_hold(*, by: Person, before: list[Any]) -> None:
    signing.let_hold(by=by, signed=Signed.objects.get(pk=before[0], person=by))


def _yearly(person: Person) -> QuerySet[Any, Any]:
    return row(YearlyLetter.objects.filter(person=person), at="asked_at")


def _end_year(*, by: Person, pk: int, at: datetime) -> list[Any]:
    yearly.end(by=by)
    return []


def _ask_again(*, by: Person, before: list[Any]) -> None:
    yearly.ask(by=by)


def _willing(person: Person) -> QuerySet[Any, Any]:
    rows = BuddyWilling.objects.filter(person=person)
    return row(rows, at="since", about_id=F("community_id"), **placed(person, "community"))


def _unwilling(*, by: Person, pk: int, at: datetime) -> list[Any]:
    said = BuddyWilling.objects.select_related("community").get(pk=pk, person=by)
    buddies.be_unwilling(by=by, community=said.community)
    return [said.community_id]


def _willing_again(*, by: Person, before: list[Any]) -> None:
    buddies.be_willing(by=by, community=Community.objects.get(pk=before[0]))


def _record(given: Any) -> str:
    return address("my_record")


CONSENTS_OF_ROOM = (
    Consent(
        "record_shown",
        Lets.NAMED,
        _("You show a line of your record to members, on your page there."),
        _("It stands there no more. It stays in your record."),
        Line,
        _shown,
        _record,
        _hide,
        _show_again,
        order=310,
    ),
    Consent(
        "record_handed",
        Lets.NAMED,
        _("Whoever has a secret address reads lines of your record."),
        _("The address opens nothing any more."),
        Handed,
        _handed,
        _record,
        _revoke,
        order=311,
    ),
    Consent(
        "record_signed",
        Lets.NAMED,
        _("This house signed lines of your record, and says so to whoever verifies them."),
        _("Whoever verifies it is told that it holds no more."),
        Signed,
        _signed,
        _record,
        _take_back,
        _let_hold,
        order=312,
    ),
    Consent(
        "yearly_letter",
        Lets.TOLD,
        _("You are written to once a year about what came of your taking part."),
        _("No such letter comes any more."),
        YearlyLetter,
        _yearly,
        lambda given: address("taking_part"),
        _end_year,
        _ask_again,
        order=313,
    ),
    Consent(
        "would_be_a_buddy",
        Lets.NAMED,
        _("You are named to newcomers of your craft as somebody who would be at their side."),
        _("Newcomers are not told of you any more. Whoever you are beside already stays."),
        BuddyWilling,
        _willing,
        lambda given: address("first_steps", given.slug) if given.slug else "",
        _unwilling,
        _willing_again,
        order=314,
    ),
)
