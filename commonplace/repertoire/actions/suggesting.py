"""A member offers a change; the steward of the resource takes it, or declines with a word."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities.models import Flag, Hold
from commonplace.communities.viewpoint import standing_of
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.repertoire.actions.changing import three_ways, words_now, write
from commonplace.repertoire.actions.deeds import record, take_back
from commonplace.repertoire.actions.rights import NotTheirs, held_still, require_tending
from commonplace.repertoire.actions.taking import quoted_parts
from commonplace.repertoire.actions.wording import Words, rendered
from commonplace.repertoire.models import Resource, Revision, Suggestion

MOST_WAITING = 50


class NothingOther(ValueError):
    """It says the same as what it is offered for."""


class TooMany(ValueError):
    """As many suggestions wait there as anybody can weigh."""


class IsSettled(ValueError):
    """It was taken or declined already."""


class IsHeld(ValueError):
    """Stewards hold it back: nobody settles it or takes it back before they let it go."""


class Crossed(ValueError):
    """The same parts were changed meanwhile, so a human has to weigh both; `args` holds their keys."""


def offer(
    *,
    by: Person,
    resource: Resource,
    words: Words,
    on: int,
    why: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Suggestion:
    """Offer another wording, begun from revision `on`; sent twice it is one.

    Raises NotTheirs, IsGone, NothingOther, TooMany, NothingSaid and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    if made := _already(by, idempotency_key):
        return made
    standing = standing_of(by, resource.community)
    if standing is None or standing.is_guest:
        raise NotTheirs(resource.pk)
    said = words.tidied(resource.kind)
    rendered(resource.kind, said, community=resource.community, pictures={}, quoted=quoted_parts(resource))
    try:
        with transaction.atomic():
            here = held_still(resource)
            before = words_at(here, on)
            if before is None or said == before:
                raise NothingOther(here.pk)
            if here.suggestions.waiting().count() >= MOST_WAITING:
                raise TooMany(here.pk)
            made = Suggestion.objects.create(
                resource=here,
                number=on,
                title=said.title,
                good_for=said.good_for,
                words=dict(said.parts),
                why=one_line(why)[:200],
                by=by,
                at=at,
                idempotency_key=idempotency_key or None,
            )
            record("suggested", by=by, what=here, at=at, part_id=made.pk, towards=here.steward)
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise
    return made


def _already(by: Person, idempotency_key: str | None) -> Suggestion | None:
    return Suggestion.objects.filter(by=by, idempotency_key=idempotency_key).first() if idempotency_key else None


def words_at(resource: Resource, number: int) -> Words | None:
    """What it said at a revision, or None where there is none."""
    found = Revision.objects.filter(resource=resource, number=number).first()
    return Words(found.title, found.good_for, found.words) if found is not None else None


def words_offered(suggestion: Suggestion) -> Words:
    """What a suggestion would have it say."""
    return Words(suggestion.title, suggestion.good_for, suggestion.words)


def take(*, by: Person, suggestion: Suggestion, at: datetime | None = None) -> Resource:
    """Have the resource say it, on what others changed meanwhile; its offerer is named as who wrote the revision.

    Raises NotTheirs, IsGone, IsHeld, IsSettled, Crossed, `changing.TooMany`, and NothingSaid where needed words were
    withdrawn.
    """
    at = at or timezone.now()
    resource = suggestion.resource
    require_tending(by, resource)
    with transaction.atomic():
        here = held_still(resource)
        offered, before = words_offered(suggestion), words_at(here, suggestion.number)
        made, both = three_ways(before=before or offered, theirs=offered, now=words_now(here))
        if both:
            raise Crossed(*sorted(both))
        _settle(suggestion, by=by, at=at, is_taken=True)
        write(here, made, by=suggestion.by, at=at, summary=suggestion.why, taken_by=by)
        Suggestion.objects.filter(pk=suggestion.pk).update(revision=here.revision)
        record("took_suggestion", by=by, what=here, at=at, part_id=suggestion.pk, towards=suggestion.by)
    return here


def take_by_hand(*, by: Person, suggestion: Suggestion, at: datetime | None = None) -> None:
    """Say that one has worked it in oneself, in the latest revision. Raises NotTheirs, IsHeld and IsSettled."""
    at = at or timezone.now()
    require_tending(by, suggestion.resource)
    with transaction.atomic():
        here = held_still(suggestion.resource)
        _settle(suggestion, by=by, at=at, is_taken=True)
        Suggestion.objects.filter(pk=suggestion.pk).update(revision=here.revision)
        record("took_suggestion", by=by, what=here, at=at, part_id=suggestion.pk, towards=suggestion.by)


def decline(*, by: Person, suggestion: Suggestion, answer: str, at: datetime | None = None) -> None:
    """Leave it as it is, and say why. Raises NotTheirs, IsHeld and IsSettled."""
    at = at or timezone.now()
    require_tending(by, suggestion.resource)
    with transaction.atomic():
        here = held_still(suggestion.resource)
        _settle(suggestion, by=by, at=at, is_taken=False, answer=one_line(answer)[:400])
        record("declined_suggestion", by=by, what=here, at=at, part_id=suggestion.pk, towards=suggestion.by)


def withdraw(*, by: Person, suggestion: Suggestion, at: datetime | None = None) -> None:
    """Take one's own suggestion back while it waits; its words are gone. Raises NotTheirs, IsHeld and IsSettled."""
    if suggestion.by_id != by.pk:
        raise NotTheirs(suggestion.pk)
    with transaction.atomic():
        held_still(suggestion.resource)
        _require_free(suggestion)
        if not Suggestion.objects.waiting().filter(pk=suggestion.pk).delete()[0]:
            raise IsSettled(suggestion.pk)
        at = at or timezone.now()
        # There is nothing left to look at.
        Flag.objects.filter(kind="suggestion", object_id=suggestion.pk, settled_at=None).update(settled_at=at)
        take_back("suggested", by=by, what=suggestion.resource, at=at, part_id=suggestion.pk)


def _settle(suggestion: Suggestion, *, by: Person, at: datetime, is_taken: bool, answer: str = "") -> None:
    _require_free(suggestion)
    changed = Suggestion.objects.waiting().filter(pk=suggestion.pk)
    if changed.update(settled_at=at, settled_by=by, is_taken=is_taken, answer=answer) != 1:
        raise IsSettled(suggestion.pk)


def _require_free(suggestion: Suggestion) -> None:
    if Hold.objects.in_force().filter(kind="suggestion", object_id=suggestion.pk).exists():
        raise IsHeld(suggestion.pk)
