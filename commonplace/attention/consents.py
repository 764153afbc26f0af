"""What people agree to hear: letters of a community, letters that call them, and devices that speak."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.actions.letters import want_letters, want_no_letters
from commonplace.attention.actions.pushing import end_device
from commonplace.attention.actions.stopping import stop
from commonplace.attention.cadences import cadences_of
from commonplace.attention.models import Cadence, ChosenCadence, NoLetters, PushDevice
from commonplace.communities.consents import placed
from commonplace.communities.models import Community, Membership
from commonplace.people.consents import Consent, Given, Lets, row
from commonplace.people.models import Person


def _reaching(_given: Given) -> str:
    return reverse("my_attention")


def _heard_of(person: Person) -> QuerySet[Any, Any]:
    theirs = ChosenCadence.objects.filter(person=OuterRef("person_id"), community=OuterRef("community_id"))
    quiet = theirs.filter(cadence=Cadence.NEEDS_ME).values("pk")
    rows = Membership.objects.current().filter(person=person).alias(quiet=Subquery(quiet[:1])).filter(quiet=None)
    at = Coalesce(Subquery(theirs.values("since")[:1]), F("joined_at"))
    return row(rows, at=at, **placed(person, "community"))


def _hear_no_more(*, by: Person, pk: int, at: datetime) -> list[Any] | None:
    here = Membership.objects.filter(person=by, pk=pk).select_related("community").first()
    if here is None:
        return None
    before = cadences_of(by.pk, [here.community_id])[here.community_id].cadence
    stop(person=by, community=here.community, at=at)
    return [here.community_id, before]


def _hear_again(*, by: Person, before: list[Any]) -> None:
    community, cadence = before
    choose_cadence(person=by, community=Community.objects.get(pk=community), cadence=Cadence(cadence))


def _written_to(person: Person) -> QuerySet[Any, Any]:
    rows = Person.objects.filter(pk=person.pk).exclude(pk__in=NoLetters.objects.values("person"))
    return row(rows, at=Coalesce("claimed_at", "joined_at"))


def _write_no_more(*, by: Person, pk: int, at: datetime) -> list[Any]:
    want_no_letters(person=by, at=at)
    return [pk]


def _write_again(*, by: Person, before: list[Any]) -> None:
    want_letters(person=by)


def _devices(person: Person) -> QuerySet[Any, Any]:
    return row(PushDevice.objects.filter(person=person), at="since", title=F("name"))


def _end_device(*, by: Person, pk: int, at: datetime) -> None:
    end_device(person=by, pk=pk)


CONSENTS = (
    Consent(
        "letters_of_community",
        Lets.TOLD,
        _("You hear by letter what is new in this community."),
        _("From then on it writes to you only of what waits for you alone."),
        Membership,
        _heard_of,
        _reaching,
        _hear_no_more,
        _hear_again,
        order=300,
    ),
    Consent(
        "letters_that_call",
        Lets.TOLD,
        _("You hear by letter when somebody names or answers you."),
        _("From then on it stands under “For you”, and no letter says so."),
        Person,
        _written_to,
        _reaching,
        _write_no_more,
        _write_again,
        order=310,
    ),
    Consent(
        "devices",
        Lets.TOLD,
        _("This device says that something waits for you."),
        _("From then on it says nothing. You can ask it to again, on the device itself."),
        PushDevice,
        _devices,
        _reaching,
        _end_device,
        order=320,
    ),
)
