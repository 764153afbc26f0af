"""Stewards open spaces and change them; a group's own people say who else sits there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.doors import Confidence, InLetters, SpaceVisibility
from commonplace.communities.founders import SlugTaken
from commonplace.communities.models import Community, Membership, Space, SpaceSeat
from commonplace.communities.spaces.queries import written_in
from commonplace.communities.stewards import ElsewhereStanding, require_steward
from commonplace.communities.viewpoint import standing_of
from commonplace.lib.slugs import ascii_slug
from commonplace.people.models import Person
from commonplace.store.registry import Hook

# A room above keeps somebody out of a group that is not for everybody yet: it raises NotForThem.
MAY_SEAT: Hook[Space, Person, datetime] = Hook("may someone get a seat in a group")


class NoSeat(ValueError):
    """Only those who sit in a group say who else does, and neutral ground is changed by whom it is for."""


class NotForThem(NoSeat):
    """A room above says that they may not sit in this group yet."""


class NotAGroup(ValueError):
    """A space for all members has no seats."""


class NotForAnyone(ValueError):
    """What anyone can read is said in no confidence."""


class SaidUnderAnotherWord(ValueError):
    """People have spoken there: it grows no looser for what they said, and what they said is not to go."""


class WordsWouldReachFurther(ValueError):
    """What people wrote for few would be read by more, and nobody has asked them; `spaces` are those concerned."""

    def __init__(self, spaces: list[Space]) -> None:
        super().__init__(", ".join(space.slug for space in spaces))
        self.spaces = spaces


def open_space(
    *,
    community: Community,
    slug: str,
    name: str,
    purpose: str = "",
    visibility: str = SpaceVisibility.MEMBERS,
    confidence: str | None = None,
    in_letters: str | None = None,
    seats: Iterable[Person] = (),
    at: datetime | None = None,
) -> Space:
    """Open a space, with seats where it is for a few of the community's people.

    Raises SlugTaken, ElsewhereStanding, NotForAnyone.
    """
    at = at or timezone.now()
    confidence = confidence or Confidence.ORDINARY
    _require_few(visibility, confidence)
    seated = {person.pk for person in seats}
    try:
        with transaction.atomic():
            ledger.changed([community.pk])
            current = Membership.objects.current(at).filter(community=community)
            if seated and (elsewhere := seated.difference(current.values_list("person_id", flat=True))):
                raise ElsewhereStanding(*elsewhere)
            space = Space.objects.create(
                community=community,
                slug=slug,
                name=name,
                purpose=purpose,
                visibility=visibility,
                confidence=confidence,
                in_letters=in_letters or InLetters.WORDS,
                made_at=at,
                position=community.spaces.count(),
            )
            SpaceSeat.objects.bulk_create([SpaceSeat(space=space, person_id=pk, since=at) for pk in seated])
    except IntegrityError as error:
        raise SlugTaken(slug) from error
    return space


def add_space(
    *,
    by: Person,
    community: Community,
    name: str,
    purpose: str = "",
    visibility: str = SpaceVisibility.MEMBERS,
    confidence: str | None = None,
    in_letters: str | None = None,
    seats: Iterable[Person] = (),
    at: datetime | None = None,
) -> Space:
    """Open a space at an address made from its name; whoever opens a group sits in it.

    Raises NotASteward, NotForAnyone.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    with transaction.atomic():
        ledger.changed([community.pk])
        space = open_space(
            community=community,
            slug=free_slug(community, name),
            name=name,
            purpose=purpose,
            visibility=visibility,
            confidence=confidence,
            in_letters=in_letters,
            seats={by, *seats} if visibility == SpaceVisibility.GROUP else (),
            at=now,
        )
        ledger.record(
            verb="changed_space", person=by, community=community, space=space, at=now, what="space", what_id=space.pk
        )
    return space


def free_slug(community: Community, name: str) -> str:
    slug = ascii_slug(name, 54) or "space"
    taken = set(community.spaces.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for n in range(1, len(taken) + 3) if (one := slug if n == 1 else f"{slug}-{n}") not in taken)


def change_space(
    *,
    by: Person,
    space: Space,
    name: str | None = None,
    purpose: str | None = None,
    visibility: str | None = None,
    confidence: str | None = None,
    in_letters: str | None = None,
    at: datetime | None = None,
) -> Space:
    """Rename a space, say what it is for, change who reads it, in what confidence, or what letters say of it; where
    people have written it only grows narrower, and closer up to Chatham House.

    Whoever makes it a group sits in it. Raises NotASteward, NoSeat, NotForAnyone, WordsWouldReachFurther and
    SaidUnderAnotherWord.
    """
    now = at or timezone.now()
    community = space.community
    require_steward(by, community, at=now)
    with transaction.atomic():
        ledger.changed([community.pk])
        space = Space.objects.select_related("community").get(pk=space.pk)
        if space.is_group:
            _require_seat(by, space, now)
        elif not Space.objects.tended_by(by).filter(pk=space.pk).exists():
            raise NoSeat(by.pk)
        wanted = {
            "name": name,
            "purpose": purpose,
            "visibility": visibility,
            "confidence": confidence,
            "in_letters": in_letters,
        }
        changed = [key for key, value in wanted.items() if value is not None and value != getattr(space, key)]
        if not changed:
            return space
        within, before = SpaceVisibility(space.visibility).within, Confidence(space.confidence)
        for key in changed:
            setattr(space, key, wanted[key])
        if space.visibility not in within and written_in([space]):
            raise WordsWouldReachFurther([space])
        _require_few(space.visibility, space.confidence)
        after = Confidence(space.confidence)
        is_looser = after.strictness < before.strictness
        if (is_looser or (space.is_sealed and after != before)) and written_in([space]):
            raise SaidUnderAnotherWord(space.pk)
        space.save(update_fields=changed)
        if space.is_group:
            SpaceSeat.objects.get_or_create(space=space, person=by, defaults={"since": now})
        ledger.record(
            verb="changed_space", person=by, community=community, space=space, at=now, what="space", what_id=space.pk
        )
    return space


def seat(*, by: Person, space: Space, person: Person, at: datetime | None = None) -> SpaceSeat:
    """Give someone of the community a seat in a group: they read all of it, the past too.

    Raises NoSeat, NotForThem, NotAGroup, ElsewhereStanding.
    """
    now = at or timezone.now()
    with transaction.atomic():
        ledger.changed([space.community_id])
        space = Space.objects.select_related("community").get(pk=space.pk)
        if not space.is_group:
            raise NotAGroup(space.pk)
        _require_seat(by, space, now)
        if standing_of(person, space.community, now=now) is None:
            raise ElsewhereStanding(person.pk)
        MAY_SEAT(space, person, now)
        taken, is_new = SpaceSeat.objects.get_or_create(space=space, person=person, defaults={"since": now})
        if is_new:
            _record_seat(by, space, person, now)
    return taken


def unseat(*, by: Person, space: Space, person: Person, at: datetime | None = None) -> None:
    """Take someone's seat away, or lay down one's own; raises NoSeat."""
    now = at or timezone.now()
    with transaction.atomic():
        ledger.changed([space.community_id])
        _require_seat(by, space, now)
        if SpaceSeat.objects.filter(space=space, person=person).delete()[0]:
            _record_seat(by, space, person, now)


def _require_few(visibility: str, confidence: str) -> None:
    if visibility == SpaceVisibility.PUBLIC and confidence != Confidence.ORDINARY:
        raise NotForAnyone(confidence)


def _record_seat(by: Person, space: Space, person: Person, at: datetime) -> None:
    ledger.record(
        verb="seated",
        person=by,
        community=space.community,
        space=space,
        at=at,
        what="space",
        what_id=space.pk,
        towards=person,
    )


def _require_seat(person: Person, space: Space, now: datetime) -> None:
    """Whoever sits there; a steward too, once nobody who sits there is still in the community. Raises NoSeat."""
    current = Membership.objects.current(now).filter(community=space.community_id)
    seated = set(space.seats.filter(person__in=current.values("person")).values_list("person_id", flat=True))
    if person.pk in seated:
        return
    standing = standing_of(person, space.community, now=now)
    if seated or standing is None or not standing.is_steward:
        raise NoSeat(person.pk)
