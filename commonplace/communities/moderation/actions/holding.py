"""What members point at, and what stewards hold back: always with a reason, an answer and a public log."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import content, ledger, rate_limit
from commonplace.communities.models import Community, Deed, Flag, Hold
from commonplace.communities.stewards import require_steward
from commonplace.communities.viewpoint import standing_of
from commonplace.letters.naming import community_named
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.store.locks import lock

FLAGS_IN_AN_HOUR = 10


class NotAMember(ValueError):
    """Only people of the community ask for something to be looked at."""


class NoSuchThing(ValueError):
    """It is not there, not in this community, not of a kind that can be held, or not visible to whoever asks."""


class AlreadyHeld(ValueError):
    """Another steward held it first."""


class AlreadyReleased(ValueError):
    """Another steward let it go first."""


class NotTheAuthor(ValueError):
    """Only whoever wrote it appeals."""


class AlreadyAppealed(ValueError):
    """There is one appeal to each hold, and it was made."""


class AlreadyLooked(ValueError):
    """Another steward has answered this flag."""


class TooManyFlags(rate_limit.TooFast):
    """More was pointed at in an hour than one person comes across."""

    said = _("You have asked for a look many times in the last hour. There is room again from %(time)s.")


def flag(*, by: Person, kind: str, object_id: int, community: Community, why: str, at: datetime | None = None) -> Flag:
    """Ask the stewards to look at something. The same person's second flag takes the place of the first.

    The deed names nobody and no hour, so that no page made from deeds tells who flagged.
    Raises NotAMember, NoSuchThing, TooManyFlags.
    """
    now = at or timezone.now()
    if standing_of(by, community, now=now) is None:
        raise NotAMember(by.pk)
    _thing(kind, object_id, community, by)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if not Flag.objects.filter(kind=kind, object_id=object_id, by=by).exists():
            flagged_at = (
                Flag.objects.filter(by=by, at__gt=now - rate_limit.HOUR).order_by("-at").values_list("at", flat=True)
            )
            rate_limit.require_room(flagged_at[:FLAGS_IN_AN_HOUR], most=FLAGS_IN_AN_HOUR, error=TooManyFlags)
        flagged, is_new = Flag.objects.update_or_create(
            kind=kind,
            object_id=object_id,
            by=by,
            defaults={"community": community, "why": why, "settled_at": None},
            create_defaults={
                "community": community,
                "why": why,
                "at": now,
            },
        )
        if is_new:
            day = now.replace(hour=0, minute=0, second=0, microsecond=0)
            ledger.record(verb="flagged", person=None, community=community, at=day, what=kind, what_id=object_id)
    return flagged


def settle_flag(*, by: Person, flag: Flag, at: datetime | None = None) -> None:
    """Say that it was looked at and may stay as it is; raises NotASteward, AlreadyLooked."""
    now = at or timezone.now()
    require_steward(by, flag.community, at=now)
    if not Flag.objects.filter(pk=flag.pk, settled_at__isnull=True).update(settled_at=now):
        raise AlreadyLooked(flag.pk)


def hold(
    *,
    by: Person,
    kind: str,
    object_id: int,
    community: Community,
    why: str,
    measure: str = Hold.Measure.HELD,
    at: datetime | None = None,
    is_written_about: bool = True,
) -> Hold:
    """Keep something from everyone but its author and the stewards, for a reason that its author reads.

    Hiding what is held ends the hold and begins another, so that the log keeps both. Answers every flag on it. Without
    `is_written_about` whoever calls writes to the author.
    Raises NotASteward, NoSuchThing, AlreadyHeld.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    thing = _thing(kind, object_id, community, by)
    try:
        with transaction.atomic():
            standing = Hold.objects.in_force().filter(kind=kind, object_id=object_id)
            standing.exclude(measure=measure).update(lifted_at=now)
            held = Hold.objects.create(
                community=community, kind=kind, object_id=object_id, measure=measure, by=by, why=why, at=now
            )
            Flag.objects.filter(kind=kind, object_id=object_id, settled_at__isnull=True).update(settled_at=now)
            # Before the deed: what is talked about is locked before its community (see store/locks.py).
            content.after_hold(kind, object_id)
            author = Person.objects.filter(pk=thing.author_id or 0).first()
            ledger.record(
                verb="held", person=by, community=community, at=now, what=kind, what_id=object_id, towards=author
            )
            if author is not None and author != by and at is None and is_written_about:
                write_about(
                    author, community, "held", words=why, link=reverse("appeal", args=[community.slug, held.pk])
                )
    except IntegrityError as error:
        raise AlreadyHeld(object_id) from error
    return held


def hide(*, by: Person, kind: str, object_id: int, community: Community, why: str, at: datetime | None = None) -> Hold:
    """Keep something back for good; raises as `hold` does."""
    return hold(by=by, kind=kind, object_id=object_id, community=community, why=why, measure=Hold.Measure.HIDDEN, at=at)


def release(*, by: Person, hold: Hold, why: str, at: datetime | None = None, is_written_about: bool = True) -> Hold:
    """Let what was held be read again; raises NotASteward, AlreadyReleased.

    Without `is_written_about` whoever calls writes to the author.
    """
    now = at or timezone.now()
    require_steward(by, hold.community, at=now)
    with transaction.atomic():
        if not Hold.objects.in_force().filter(pk=hold.pk).update(lifted_at=now, lifted_why=why):
            raise AlreadyReleased(hold.pk)
        content.after_hold(hold.kind, hold.object_id)
        ledger.record(
            verb="released", person=by, community=hold.community, at=now, what=hold.kind, what_id=hold.object_id
        )
        author = _author_told(hold) if is_written_about else None
        thing = content.describe(hold.kind, [hold.object_id], author).get(hold.object_id) if author else None
        if author is not None and thing is not None and author != by and at is None:
            write_about(author, hold.community, "released", words=why, link=thing.url)
    hold.refresh_from_db()
    return hold


def appeal(*, by: Person, hold: Hold, words: str, at: datetime | None = None) -> Hold:
    """Ask for a second look, in one line, as the author; raises NotTheAuthor, AlreadyReleased, AlreadyAppealed."""
    now = at or timezone.now()
    thing = content.describe(hold.kind, [hold.object_id], by).get(hold.object_id)
    if thing is None or thing.author_id != by.pk:
        raise NotTheAuthor(by.pk)
    _appeal(hold, by=by, words=words, at=now)
    hold.refresh_from_db()
    return hold


def appeal_candidly(*, hold: Hold, words: str, at: datetime) -> None:
    """The same by whoever wrote it under a sign, as nobody's deed. Whose wish it is, is asked by the caller. Raises
    AlreadyReleased, AlreadyAppealed.
    """
    _appeal(hold, by=None, words=words, at=at)


def _appeal(hold: Hold, *, by: Person | None, words: str, at: datetime) -> None:
    with transaction.atomic():
        waiting = Hold.objects.in_force().filter(pk=hold.pk)
        if not waiting.filter(appealed_at__isnull=True).update(appeal=words, appealed_at=at):
            if waiting.exists():
                raise AlreadyAppealed(hold.pk)
            raise AlreadyReleased(hold.pk)
        ledger.record(
            verb="appealed", person=by, community=hold.community, at=at, what=hold.kind, what_id=hold.object_id
        )


def _author_told(hold: Hold) -> Person | None:
    """Whose words were held: the ledger knows it, where the steward who lets go may have no seat to see them."""
    deeds = Deed.objects.filter(verb="held", community=hold.community, what=hold.kind, what_id=hold.object_id)
    last = deeds.select_related("towards").order_by("-pk").first()
    return last.towards if last is not None else None


def write_about(author: Person, community: Community, letter: str, *, words: str, link: str, number: int = 1) -> None:
    """Tell an author by letter what became of what they wrote, while they have a place here.

    It names neither the thing, whose title may be an offer, nor the steward, whom the log does not name either.
    """
    if standing_of(author, community) is None:
        return
    with in_language_of(author):
        context = {
            "community": community_named(community.name),
            "words": words,
            "link": settings.BASE_URL + link,
            "number": number,
        }
    write_to(author, template=f"communities/letters/{letter}", context=context, kind="moderation")


def _thing(kind: str, object_id: int, community: Community, viewer: Person) -> content.Thing:
    """The thing as `viewer` sees it, if it can be held in `community`; raises NoSuchThing."""
    thing = content.describe(kind, [object_id], viewer).get(object_id) if content.may_be_held(kind) else None
    if thing is None or thing.community_id != community.pk:
        raise NoSuchThing(f"{kind} {object_id}")
    return thing
