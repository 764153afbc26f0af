"""Names beneath a joint response, and beneath what some see otherwise: each its bearer's own act."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from commonplace.communities.viewpoint import standing_of
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.deeds import record, take_back
from commonplace.undertakings.actions.responding import ChangedMeanwhile, NothingSaid, still_open
from commonplace.undertakings.models import Endorsement, MinoritySigner, MinorityView, Undertaking

MOST_VIEWS = 12


class NoMember(ValueError):
    """Only who belongs to the community speaks in its voice: no guest, nobody from outside."""


class OnBothSides(ValueError):
    """Their name stands on the other side; they take it from there first."""


class TooMany(ValueError):
    """There are as many views of their own as anybody can read."""


def _require_member(person: Person, undertaking: Undertaking) -> None:
    standing = standing_of(person, undertaking.community)
    if standing is None or standing.is_guest:
        raise NoMember(person.pk)


def endorse(
    *, by: Person, undertaking: Undertaking, on: int, speaks_as: str = "", at: datetime | None = None
) -> Endorsement:
    """Put one's name beneath the version of number `on`, which has to be the last; again, to say as whom or beneath
    another version. Raises NoMember, IsSent, IsOver, ChangedMeanwhile and OnBothSides.
    """
    at = at or timezone.now()
    _require_member(by, undertaking)
    with transaction.atomic():
        response = still_open(undertaking)
        last = response.texts.aggregate(last=Max("number"))["last"]
        if last != on:
            raise ChangedMeanwhile(last)
        if MinoritySigner.objects.filter(view__response=response, person=by).exists():
            raise OnBothSides(by.pk)
        (row, is_new) = Endorsement.objects.update_or_create(
            response=response,
            person=by,
            defaults={"number": on, "speaks_as": speaks_as},
            create_defaults={"number": on, "speaks_as": speaks_as, "at": at},
        )
        if is_new:
            record("endorsed", by=by, undertaking=undertaking, at=at)
            beginning.changed(undertaking, at=at)
    return row


def take_name_back(*, by: Person, undertaking: Undertaking, at: datetime | None = None) -> None:
    """Take one's name from beneath it, which one can until it has gone out. Raises IsSent and IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        response = still_open(undertaking)
        if response.endorsements.filter(person=by).delete()[0]:
            take_back("endorsed", by=by, undertaking=undertaking, at=at)


def see_otherwise(
    *, by: Person, undertaking: Undertaking, text: str, idempotency_key: str | None = None, at: datetime | None = None
) -> MinorityView:
    """Write what one sees otherwise, with one's name beneath. Raises NoMember, IsSent, OnBothSides, TooMany and
    NothingSaid.
    """
    at = at or timezone.now()
    _require_member(by, undertaking)
    rendered = markdown.render(text)
    if rendered.is_blank:
        raise NothingSaid
    if made := _already(by, idempotency_key):
        return made
    try:
        with transaction.atomic():
            response = still_open(undertaking)
            if response.minority_views.count() >= MOST_VIEWS:
                raise TooMany(undertaking.pk)
            view = MinorityView.objects.create(
                response=response,
                source=text,
                html=rendered.html,
                by=by,
                at=at,
                idempotency_key=idempotency_key or None,
            )
            sign(by=by, undertaking=undertaking, view=view, at=at)
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise
    return view


def _already(by: Person, idempotency_key: str | None) -> MinorityView | None:
    return MinorityView.objects.filter(by=by, idempotency_key=idempotency_key).first() if idempotency_key else None


def sign(*, by: Person, undertaking: Undertaking, view: MinorityView, at: datetime | None = None) -> None:
    """Put one's name beneath what some see otherwise. Raises NoMember, IsSent and OnBothSides."""
    at = at or timezone.now()
    _require_member(by, undertaking)
    with transaction.atomic():
        response = still_open(undertaking)
        if response.endorsements.filter(person=by).exists():
            raise OnBothSides(by.pk)
        (_row, is_new) = MinoritySigner.objects.get_or_create(view=view, person=by, defaults={"at": at})
        if is_new:
            record("saw_otherwise", by=by, undertaking=undertaking, at=at, part_id=view.pk)
            beginning.changed(undertaking, at=at)


def unsign(*, by: Person, undertaking: Undertaking, view: MinorityView, at: datetime | None = None) -> None:
    """Take one's name from beneath it; a view with no name beneath it is gone. Raises IsSent and IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        still_open(undertaking)
        if view.signers.filter(person=by).delete()[0]:
            take_back("saw_otherwise", by=by, undertaking=undertaking, part_id=view.pk, at=at)
            if not view.signers.exists():
                view.delete()
