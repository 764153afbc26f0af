"""Conversations are written down, corrected, and erased: by those who start it, or through one’s own link."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Invitation
from commonplace.launch.models import Interview, Launch, Way
from commonplace.letters.signed_links import signed_link, told_by
from commonplace.lib.addresses import one_address
from commonplace.people.models import Person
from commonplace.store.locks import lock

YOURS = "launch.yours"
SENT_AGAIN = timedelta(days=1)


class NotAStarter(ValueError):
    """Those who start it write down what was said; it was said to them."""


class NotAgreed(ValueError):
    """Nothing is written down of somebody who did not say yes to it."""


class AddressWithoutName(ValueError):
    """An address names whoever wished not to be named."""


class IsErased(LookupError):
    """It was erased meanwhile."""


@dataclass(frozen=True)
class Said:
    """What is written of a conversation; without `on` it is promised."""

    agreed: bool
    hard: str = ""
    talks_to: str = ""
    would: str = ""
    would_words: str = ""
    name: str = ""
    about: str = ""
    address: str = ""
    on: date | None = None
    way: str = Way.PHONE

    def columns(self) -> dict[str, object]:
        """The columns of the row; raises NotAgreed, AddressWithoutName."""
        if not self.agreed:
            raise NotAgreed
        if self.address and not self.name:
            raise AddressWithoutName(self.address)
        told = {**asdict(self), "address": one_address(self.address) if self.address else ""}
        del told["agreed"]
        return told


def write_down(*, by: Person, launch: Launch, said: Said, at: datetime | None = None) -> Interview:
    """Write a conversation down, or that one is promised; pressed twice it is one.

    Raises NotAStarter, NotAgreed, AddressWithoutName.
    """
    now = at or timezone.now()
    _require_starter(by, launch)
    columns = said.columns()
    with transaction.atomic():
        lock(Launch.objects.filter(pk=launch.pk))
        same = Interview.objects.filter(launch=launch, by=by, at__gt=now - SENT_AGAIN, **columns)
        if made := same.first():
            return made
        interview = Interview.objects.create(launch=launch, by=by, at=now, agreed_at=now, **columns)
        ledger.record(verb="interviewed", person=by, community=launch.community, space=launch.space, at=now)
    return interview


def correct(*, by: Person, interview: Interview, said: Said, at: datetime | None = None) -> None:
    """Write it otherwise; raises NotAStarter, NotAgreed, AddressWithoutName, IsErased."""
    _require_starter(by, interview.launch)
    _write(interview, said.columns())


def answer_today(*, by: Person, interview: Interview, at: datetime | None = None) -> None:
    """Remember that whoever would help heard from those who start it; raises NotAStarter, IsErased."""
    now = at or timezone.now()
    _require_starter(by, interview.launch)
    _write(interview, {"answered_on": now.date()})


def erase(*, by: Person, interview: Interview) -> None:
    """Erase a conversation, words and all; erased before, it stays so. Raises NotAStarter."""
    _require_starter(by, interview.launch)
    _erase(interview)


def say(*, interview: Interview, said: Said, at: datetime | None = None) -> None:
    """Answer, or correct what was written, through one's own link; a promised one is held with it.

    Raises NotAgreed, AddressWithoutName, IsErased.
    """
    now = at or timezone.now()
    columns = {**said.columns(), "on": interview.on, "way": interview.way}
    if interview.on is None:
        columns |= {"on": now.date(), "way": Way.LINK}
    _write(interview, {**columns, "agreed_at": now})


def erase_mine(*, interview: Interview) -> None:
    """Erase what was written of oneself, through one's own link; erased before, it stays so."""
    _erase(interview)


def link_of(interview: Interview) -> str:
    """The interviewee's own link: with it they read, correct and erase what is written of them, without an account."""
    return signed_link("interview_yours", interview.pk, salt=YOURS)


def interview_behind(token: str) -> Interview | None:
    """What a link opens; None where it is erased, or the link is not whole."""
    found = Interview.objects.filter(pk=told_by(token, salt=YOURS) or 0)
    return found.select_related("launch__community", "launch__space").first()


def _require_starter(person: Person, launch: Launch) -> None:
    if not Launch.objects.started_by(person).filter(pk=launch.pk).exists():
        raise NotAStarter(person.pk)


def _write(interview: Interview, columns: dict[str, object]) -> None:
    with transaction.atomic():
        if not Interview.objects.filter(pk=interview.pk).update(**columns):
            raise IsErased(interview.pk)
        ledger.changed([interview.launch.community_id])


def _erase(interview: Interview) -> None:
    with transaction.atomic():
        for row in lock(Interview.objects.filter(pk=interview.pk), even_names=True):
            forget_letter(row.invitation_id or 0)
            row.delete()
        ledger.changed([interview.launch.community_id])


def forget_letter(invitation: int) -> None:
    """Their words stood in an invitation too: one that nobody took is gone, and its link with it."""
    Invitation.objects.filter(pk=invitation, taken_at=None).delete()
    Invitation.objects.filter(pk=invitation).update(words="", name="")
