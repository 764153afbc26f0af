"""Stewards plan a crossing: where it leads, what should go along, and who is asked to come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.agreements.models import Proposal
from commonplace.communities import ledger
from commonplace.communities.charter.ways import current_way
from commonplace.communities.models import Community, Membership
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.constellation.actions.asking import ask_by_letter
from commonplace.constellation.models import Crossing, Going, Voice
from commonplace.constellation.queries import may_go
from commonplace.constellation.queries.crossings import decided
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["IsAsked", "NotASteward", "NotAgreed", "NotDecided", "NotPlannable", "NothingChosen", "TooMany"]
MOST_THINGS = 500
MOST_PEOPLE = 1000


class NotPlannable(ValueError):
    """It leads nowhere: without a name for the new one, or to a community that closes, or to itself."""


class IsAsked(ValueError):
    """People were asked about what it takes along, or it is over: nothing is chosen any more."""


class NothingChosen(ValueError):
    """It takes nothing along yet, and nobody."""


class NotAgreed(ValueError):
    """The stewards of the other community have not agreed to it."""


class NotDecided(ValueError):
    """Members change the charter here, and no decision of theirs lets the community close."""


class TooMany(ValueError):
    """More than one crossing takes along, or asks."""


def plan(
    *,
    by: Person,
    community: Community,
    kind: str,
    words: str,
    name: str = "",
    domain: str = "",
    to: Community | None = None,
    proposal: Proposal | None = None,
    at: datetime | None = None,
) -> Crossing:
    """Begin a plan, which only stewards read until people are asked. Raises NotASteward, NotPlannable, NotDecided."""
    now, what = at or timezone.now(), Crossing.Kind(kind)
    name, is_merge = one_line(name)[:120], what == Crossing.Kind.MERGE
    if not (is_merge or name) or not words.strip():
        raise NotPlannable(what)
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        require_steward(by, community, at=now)
        if is_merge and not _may_lead_to(to, by=by, community=community):
            raise NotPlannable(what)
        if not may_close(community, what, proposal, now=now):
            raise NotDecided(community.pk)
        return Crossing.objects.create(
            community=community,
            kind=what,
            name="" if is_merge else name,
            domain="" if is_merge else one_line(domain)[:240],
            to=to if is_merge else None,
            words=words,
            proposal=proposal,
            by=by,
            at=now,
        )


def _may_lead_to(to: Community | None, *, by: Person, community: Community) -> bool:
    """Whether it is another one of which they may know, and which does not close, as it stands now."""
    if to is None or to.pk == community.pk:
        return False
    found = Community.objects.visible_to(by).filter(pk=to.pk).first()
    return found is not None and not is_closing(found)


def may_close(community: Community, kind: Crossing.Kind, proposal: Proposal | None, *, now: datetime) -> bool:
    """Whether a plan of this kind needs no word of the members, or has one; where they change the charter they also
    decide whether their community closes.
    """
    if kind == Crossing.Kind.DAUGHTER or current_way(community).is_by_stewards:
        return True
    return proposal is not None and proposal in decided(community, now=now)


def is_closing(community: Community) -> bool:
    """Whether its stewards have set it to its last stage."""
    return community.stage == Community.Stage.TRANSFORMATION


def choose(
    *,
    by: Person,
    crossing: Crossing,
    conversations: Collection[int] = (),
    resources: Collection[int] = (),
    at: datetime | None = None,
) -> int:
    """Take these along as well, as far as they may go and are in no other crossing; how many are new.

    Raises NotASteward, IsAsked, TooMany.
    """
    with transaction.atomic():
        here = _chosen_still(by, crossing, at=at or timezone.now())
        talk = may_go.talk_that_may_go(here.community, reader=by).filter(pk__in=list(conversations)[:MOST_THINGS])
        kept = may_go.kept_that_may_go(here.community, reader=by).filter(pk__in=list(resources)[:MOST_THINGS])
        taken = Going.objects.filter(closed_at=None)
        talk = talk.exclude(pk__in=taken.filter(conversation__isnull=False).values("conversation"))
        kept = kept.exclude(pk__in=taken.filter(resource__isnull=False).values("resource"))
        new = [
            *(Going(crossing=here, conversation_id=pk) for pk in talk.order_by("pk").values_list("pk", flat=True)),
            *(Going(crossing=here, resource_id=pk) for pk in kept.order_by("pk").values_list("pk", flat=True)),
        ]
        if Going.objects.filter(crossing=here).count() + len(new) > MOST_THINGS:
            raise TooMany(here.pk)
        # Of two plans that choose the same at one moment the second leaves it out.
        Going.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def leave_behind(*, by: Person, crossing: Crossing, goings: Iterable[int], at: datetime | None = None) -> None:
    """Take these along no more. Raises NotASteward, IsAsked."""
    with transaction.atomic():
        here = _chosen_still(by, crossing, at=at or timezone.now())
        Going.objects.filter(crossing=here, pk__in=list(goings)).delete()


def choose_people(*, by: Person, crossing: Crossing, people: Collection[int], at: datetime | None = None) -> None:
    """Ask these members, and no others, whether they would come. Raises NotASteward, IsAsked, TooMany."""
    now = at or timezone.now()
    with transaction.atomic():
        here = _chosen_still(by, crossing, at=now)
        current = Membership.objects.current(now).filter(community=here.community, person__claimed_at__isnull=False)
        wanted = current.exclude(person=by).filter(person__in=list(people)).values_list("person_id", flat=True)
        keys = sorted(wanted.order_by())
        if len(keys) > MOST_PEOPLE:
            raise TooMany(len(keys))
        Voice.objects.filter(crossing=here).delete()
        Voice.objects.bulk_create(Voice(crossing=here, person_id=pk, might_come=True) for pk in keys)


def agree_to_merge(*, by: Person, crossing: Crossing, at: datetime | None = None) -> None:
    """Say yes for the community that it leads to. Raises NotASteward, IsAsked."""
    now = at or timezone.now()
    with transaction.atomic():
        here = held(crossing)
        if here.to is None or here.is_over:
            raise IsAsked(here.pk)
        require_steward(by, here.to, at=now)
        Crossing.objects.filter(pk=here.pk, agreed_at=None).update(agreed_at=now, agreed_by=by)


def ask(*, by: Person, crossing: Crossing, at: datetime | None = None) -> None:
    """Ask everyone once: those whose words should go, those in whose group they were said, those who might come.

    From then on nothing is chosen any more, and everyone inside reads the plan. Raises NotASteward, IsAsked,
    NothingChosen, NotAgreed, NotDecided, TooMany.
    """
    now = at or timezone.now()
    with transaction.atomic():
        here = _chosen_still(by, crossing, at=now)
        if here.is_merge and here.agreed_at is None:
            raise NotAgreed(here.pk)
        if not may_close(here.community, Crossing.Kind(here.kind), here.proposal, now=now):
            raise NotDecided(here.pk)
        goings = list(Going.objects.filter(crossing=here).select_related("conversation", "resource"))
        talk = [one.conversation for one in goings if one.conversation is not None]
        kept = [one.resource for one in goings if one.resource is not None]
        spaces = sorted({one.space_id for one in talk} | {one.space_id for one in kept})
        writers = {*may_go.authors_of_talk([one.pk for one in talk]), *may_go.seated_at(spaces)}
        writers |= may_go.authors_of_kept([one.pk for one in kept])
        voices = {one.person_id: one for one in Voice.objects.filter(crossing=here)}
        if not goings and not voices:
            raise NothingChosen(here.pk)
        if len(writers | voices.keys()) > MOST_PEOPLE:
            raise TooMany(len(writers))
        Voice.objects.filter(crossing=here, person__in=writers).update(writes=True)
        new = sorted(writers - voices.keys())
        Voice.objects.bulk_create(Voice(crossing=here, person_id=pk, writes=True) for pk in new)
        # Whoever asks has said yes to their own words by asking, and comes along.
        Voice.objects.filter(crossing=here, person=by).update(words=Voice.Says.YES, words_at=now)
        Crossing.objects.filter(pk=here.pk).update(asked_at=now)
        here.refresh_from_db()
        ledger.record(
            verb="asked_to_cross",
            person=by,
            community=here.community,
            at=now,
            what="community",
            what_id=here.community_id,
        )
        for voice in Voice.objects.filter(crossing=here).exclude(person=by).select_related("person").order_by("pk"):
            voice.crossing = here
            ask_by_letter(voice, at=now)


def call_off(*, by: Person, crossing: Crossing, at: datetime | None = None) -> None:
    """End it: nothing more goes, and what has gone stays where those whose words it is let it go.

    For stewards of where it begins, and before it is carried out for those of where it leads. Raises NotASteward,
    IsAsked where it is over.
    """
    now = at or timezone.now()
    with transaction.atomic():
        here = held(crossing)
        if here.is_over:
            raise IsAsked(here.pk)
        try:
            require_steward(by, here.community, at=now)
        except NotASteward:
            if here.to is None or not here.is_merge or here.begun_at is not None:
                raise
            require_steward(by, here.to, at=now)
        end(here, by=by, at=now)


def end(here: Crossing, *, by: Person | None, at: datetime) -> None:
    """It is called off: what it holds is free for another."""
    Crossing.objects.filter(pk=here.pk).update(called_off_at=at, called_off_by=by)
    Going.objects.filter(crossing=here, closed_at=None).update(closed_at=at)
    if here.asked_at is not None:
        ledger.changed([here.community_id])


def held(crossing: Crossing) -> Crossing:
    """As it stands now, kept to this transaction; with both communities."""
    (here,) = lock(Crossing.objects.filter(pk=crossing.pk))
    return Crossing.objects.select_related("community", "to", "by", "begun_by").get(pk=here.pk)


def _chosen_still(by: Person, crossing: Crossing, *, at: datetime) -> Crossing:
    here = held(crossing)
    require_steward(by, here.community, at=at)
    if not here.is_chosen:
        raise IsAsked(here.pk)
    return here
