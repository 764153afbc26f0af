"""'Is this you?': someone takes the name they wrote under in an archive."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _

from commonplace.letters.actions import write
from commonplace.letters.naming import person_named
from commonplace.letters.queries import how_many_posted
from commonplace.people import queries
from commonplace.people.merging import merge
from commonplace.people.models import Claim, Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.store.locks import lock

CODE_LIVES = timedelta(hours=1)
# One archive address gets at most one letter in this time, whoever asks.
BETWEEN_LETTERS = timedelta(hours=1)
A_DAY = timedelta(days=1)
LETTERS_A_DAY = 3  # to one archive address
NAMES_A_DAY = 5  # that one person says are theirs: more than anybody wrote under
TRIES = 5
LETTERS_AND_FIGURES = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class AlreadyClaimed(ValueError):
    """A living account stands behind that name."""


class NotTheirAddress(ValueError):
    """None of the person's confirmed addresses is one of the archive's."""


class NoAddress(ValueError):
    """The archive kept no address that mail can reach."""


class TooManyNames(ValueError):
    """This person said of several other names today that they are theirs."""


class TooSoon(ValueError):
    """A letter went there a short while ago."""


class WrongCode(ValueError):
    """Not the code that was sent, or its time or its tries have run out."""


class AlreadySettled(ValueError):
    """Someone answered this claim before."""


def claim_by_address(*, person: Person, of: Person, at: datetime | None = None) -> None:
    """Join `of` to `person`, whose confirmed address is the archive's; raises AlreadyClaimed, NotTheirAddress."""
    _check_free(of)
    if not queries.earlier_selves(person).filter(pk=of.pk).exists():
        raise NotTheirAddress(of.pk)
    _become_one(person=person, of=of, why="a confirmed address is the archive's", by=None, at=at)


def send_code(*, person: Person, of: Person, at: datetime | None = None) -> Claim:
    """Mail a code to the archive's addresses, which are shown to nobody.

    Raises AlreadyClaimed, Unproven, TooManyNames, NoAddress, TooSoon.
    """
    now = at or timezone.now()
    _check_free(of)
    reachable = [one for one in of.archive_addresses.values_list("address", flat=True) if _is_real(one)]
    code = get_random_string(8, LETTERS_AND_FIGURES)
    with transaction.atomic():
        _hold_still(person, of)
        _check_asker(person, of, now)
        # Kept also where no letter goes: otherwise the limit would tell which names have an address.
        claim, _made = Claim.objects.get_or_create(person=person, of=of, settled_at=None, defaults={"made_at": now})
        claim.made_at = claim.made_at if claim.words else now
        may_go = bool(reachable) and not _is_too_soon(of, reachable, now)
        if may_go:
            claim.digest, claim.sent_at, claim.tries = _digest(claim, code), now, 0
            _send(claim, code, to=reachable, now=now)
        claim.save(update_fields=["digest", "sent_at", "tries", "made_at"])
    if not reachable:
        raise NoAddress(of.pk)
    if not may_go:
        raise TooSoon(of.pk)
    return claim


def enter_code(*, person: Person, of: Person, code: str, at: datetime | None = None) -> None:
    """Join `of` to `person`, who read the code at the archive's address; raises AlreadyClaimed, WrongCode."""
    now = at or timezone.now()
    _check_free(of)
    claim = Claim.objects.filter(person=person, of=of, settled_at=None, sent_at__gt=now - CODE_LIVES).first()
    # The try is counted before the code is compared, by one conditional update, so that parallel guesses count too.
    if claim is None or not Claim.objects.filter(pk=claim.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise WrongCode(of.pk)
    if not constant_time_compare(claim.digest, _digest(claim, code.strip().upper())):
        raise WrongCode(of.pk)
    _become_one(person=person, of=of, why="a code reached the archive's address", by=None, at=now)


def ask_steward(*, person: Person, of: Person, words: str, at: datetime | None = None) -> Claim:
    """Ask a steward to confirm it, saying how they can know; raises AlreadyClaimed, Unproven, TooManyNames."""
    now = at or timezone.now()
    _check_free(of)
    with transaction.atomic():
        _hold_still(person, of)
        _check_asker(person, of, now)
        claim, _made = Claim.objects.get_or_create(person=person, of=of, settled_at=None, defaults={"made_at": now})
        claim.words = words
        claim.save(update_fields=["words"])
    return claim


def settle(*, claim: Claim, by: Person, is_right: bool, at: datetime | None = None) -> None:
    """A steward says whether it is so; raises AlreadySettled, AlreadyClaimed. Who may is for the room above."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Person.objects.filter(pk__in=[claim.person_id, claim.of_id]))
        taken = Claim.objects.filter(pk=claim.pk, settled_at=None).update(
            settled_at=now, settled_by=by, accepted=is_right
        )
        if not taken:
            raise AlreadySettled(claim.pk)
        if is_right:
            _check_free(claim.of)
            _become_one(person=claim.person, of=claim.of, why="a steward confirmed it", by=by, at=now)


def _check_free(of: Person) -> None:
    if of.is_claimed:
        raise AlreadyClaimed(of.pk)


def _hold_still(person: Person, of: Person) -> None:
    """Nobody else claims, proves or joins either of the two until the transaction ends. Raises AlreadyClaimed."""
    if {one.pk for one in lock(Person.objects.filter(pk__in=[person.pk, of.pk]))} != {person.pk, of.pk}:
        raise AlreadyClaimed(of.pk)


def _check_asker(person: Person, of: Person, now: datetime) -> None:
    if is_unproven(person):
        raise Unproven(person.pk)
    lately = Q(made_at__gt=now - A_DAY) | Q(sent_at__gt=now - A_DAY)
    others = Claim.objects.filter(lately, person=person).exclude(of=of)
    if others.values("of").distinct().count() >= NAMES_A_DAY:
        raise TooManyNames(person.pk)


def _become_one(*, person: Person, of: Person, why: str, by: Person | None, at: datetime | None) -> None:
    now = at or timezone.now()
    with transaction.atomic():
        _hold_still(person, of)
        Claim.objects.filter(of=of, person=person, settled_at=None).update(settled_at=now, settled_by=by, accepted=True)
        Claim.objects.filter(of=of, settled_at=None).update(settled_at=now, settled_by=by, accepted=False)
        merge(kept=person, other=of, why=why)


def _is_too_soon(of: Person, addresses: list[str], now: datetime) -> bool:
    if Claim.objects.filter(of=of, sent_at__gt=now - BETWEEN_LETTERS).exists():
        return True
    return any(how_many_posted(kind="claim", to=one, since=now - A_DAY) >= LETTERS_A_DAY for one in addresses)


def _send(claim: Claim, code: str, *, to: list[str], now: datetime) -> None:
    context = {
        "person": person_named(claim.person.name),
        "house": settings.HOUSE_NAME,
        "name": person_named(claim.of.name, otherwise=_("a correspondent")),
        "code": code,
    }
    for address in to:
        write(to=address, template="people/letters/claim", context=context, kind="claim", useful_until=now + CODE_LIVES)


def _digest(claim: Claim, code: str) -> str:
    return salted_hmac("commonplace.people.claim", f"{claim.pk}:{code}", algorithm="sha256").hexdigest()


def _is_real(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
