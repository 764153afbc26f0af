"""A sponsor thanks, offers, and says what matters this year; stewards say whether an offer is taken up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.sponsorship.models import Brief, Saying
from commonplace.sponsorship.models.sayings import MOST_LINES
from commonplace.sponsorship.who import require_sponsor, require_steward
from commonplace.store.locks import lock

VERBS = {
    Saying.Kind.THANKS: "sponsor_thanked",
    Saying.Kind.OFFER: "sponsor_offered",
    Saying.Kind.MATTERS: "sponsor_said",
}
# So many of one sponsor in a day, of all kinds.
MOST_A_DAY = 12


class TooMany(ValueError):
    """More in a day than anybody reads."""


class IsAnswered(ValueError):
    """Another steward has answered this offer, or it was taken back."""


def say(
    *,
    by: Person,
    community: Community,
    kind: str,
    words: str,
    what: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Saying:
    """Thank, offer or say what matters, for all members to read. Raises NotASponsor, TooMany."""
    now = at or timezone.now()
    require_sponsor(by, community)
    with transaction.atomic():
        ledger.changed([community.pk])
        if idempotency_key and (made := Saying.objects.filter(by=by, idempotency_key=idempotency_key).first()):
            return made
        lately = Saying.objects.filter(by=by, community=community, at__gt=now - timedelta(days=1))
        if lately.count() >= MOST_A_DAY:
            raise TooMany(by.pk)
        made = Saying.objects.create(
            community=community, kind=kind, what=what, words=words, by=by, at=now, idempotency_key=idempotency_key
        )
        ledger.record(verb=VERBS[Saying.Kind(kind)], person=by, community=community, at=now)
    return made


def take_back(*, by: Person, saying: Saying) -> None:
    """Take back what one said as a sponsor; an offer that was answered stays. Raises IsAnswered."""
    with transaction.atomic():
        ledger.changed([saying.community_id])
        if not Saying.objects.filter(pk=saying.pk, by=by, answered_at=None).delete()[0]:
            raise IsAnswered(saying.pk)


def answer_offer(*, by: Person, offer: Saying, taken: bool, reply: str, at: datetime | None = None) -> None:
    """Take an offer up, or decline it, with thanks. Raises NotASteward, IsAnswered."""
    now = at or timezone.now()
    require_steward(by, offer.community, at=now)
    with transaction.atomic():
        ledger.changed([offer.community_id])
        if not lock(Saying.objects.open_offers().filter(pk=offer.pk)):
            raise IsAnswered(offer.pk)
        Saying.objects.filter(pk=offer.pk).update(taken=taken, reply=reply, answered_by=by, answered_at=now)
        ledger.record(verb="answered_offer", person=by, community=offer.community, at=now)


def write_brief(*, by: Person, community: Community, lines: list[dict[str, str]], at: datetime | None = None) -> Brief:
    """Say in up to three lines what it was good for, each with how it is known; the last stands. Raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, community, at=now)
    with transaction.atomic():
        ledger.changed([community.pk])
        kept = [{key: one.get(key, "") for key in ("lead", "words", "how")} for one in lines[:MOST_LINES]]
        last = Brief.objects.filter(community=community).order_by("-at", "-pk").first()
        if last is not None and last.lines == kept:
            return last
        made = Brief.objects.create(community=community, lines=kept, by=by, at=now)
        ledger.record(verb="wrote_brief", person=by, community=community, at=now)
    return made
