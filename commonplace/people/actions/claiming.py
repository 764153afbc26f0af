"""'Is this you?': someone takes the name they wrote under in an archive."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from commonplace.letters.actions import write
from commonplace.people import queries
from commonplace.people.merging import merge
from commonplace.people.models import Claim, Person

CODE_LIVES = timedelta(hours=1)
# One archive address gets at most one letter in this time, whoever asks.
BETWEEN_LETTERS = timedelta(hours=1)
TRIES = 5
LETTERS_AND_FIGURES = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class AlreadyClaimed(ValueError):
    """A living account stands behind that name."""


class NotTheirAddress(ValueError):
    """None of the person's confirmed addresses is one of the archive's."""


class NoAddress(ValueError):
    """The archive kept no address that mail can reach."""


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
    """Mail a code to the archive's addresses, which are shown to nobody; raises AlreadyClaimed, NoAddress, TooSoon."""
    now = at or timezone.now()
    _check_free(of)
    reachable = [one for one in of.archive_addresses.values_list("address", flat=True) if _is_real(one)]
    if not reachable:
        raise NoAddress(of.pk)
    code = get_random_string(8, LETTERS_AND_FIGURES)
    with transaction.atomic():
        if Claim.objects.filter(of=of, sent_at__gt=now - BETWEEN_LETTERS).exists():
            raise TooSoon(of.pk)
        claim, _made = Claim.objects.get_or_create(person=person, of=of, settled_at=None, defaults={"made_at": now})
        claim.digest, claim.sent_at, claim.tries = _digest(claim, code), now, 0
        claim.save(update_fields=["digest", "sent_at", "tries"])
        context = {"person": person.name, "house": settings.HOUSE_NAME, "name": of.name, "code": code}
        for address in reachable:
            write(
                to=address, template="people/letters/claim", context=context, kind="claim",
                useful_until=now + CODE_LIVES,
            )  # fmt: skip
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
    """Ask a steward to confirm it, saying how they can know; raises AlreadyClaimed."""
    _check_free(of)
    with transaction.atomic():
        claim, _made = Claim.objects.get_or_create(
            person=person, of=of, settled_at=None, defaults={"made_at": at or timezone.now()}
        )
        claim.words = words
        claim.save(update_fields=["words"])
    return claim


def settle(*, claim: Claim, by: Person, is_right: bool, at: datetime | None = None) -> None:
    """A steward says whether it is so; raises AlreadySettled, AlreadyClaimed. Who may is for the room above."""
    now = at or timezone.now()
    with transaction.atomic():
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


def _become_one(*, person: Person, of: Person, why: str, by: Person | None, at: datetime | None) -> None:
    now = at or timezone.now()
    with transaction.atomic():
        Claim.objects.filter(of=of, person=person, settled_at=None).update(settled_at=now, settled_by=by, accepted=True)
        Claim.objects.filter(of=of, settled_at=None).update(settled_at=now, settled_by=by, accepted=False)
        merge(kept=person, other=of, why=why)


def _digest(claim: Claim, code: str) -> str:
    return salted_hmac("commonplace.people.claim", f"{claim.pk}:{code}", algorithm="sha256").hexdigest()


def _is_real(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
