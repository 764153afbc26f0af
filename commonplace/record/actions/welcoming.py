"""Stewards write the first steps; whoever comes does them, sets them aside, and is told of them once by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership
from commonplace.communities.quiet import quiet_for
from commonplace.communities.standing import LASTING
from commonplace.communities.stewards import require_steward
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.lib.names import holds_address
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import AnswerByLink, Question, answer_address
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.record.models import StepDone, WelcomePath, WelcomeSetAside
from commonplace.record.queries.welcome import is_set_aside, key_of, shown_to, steps_of
from commonplace.record.steps import Step
from commonplace.store.locks import lock
from commonplace.ui.addresses import address

KIND: Final = "first_steps"
# A letter of one's own once somebody has had a day to look about, and none to those who came long ago.
AFTER, UNTIL = timedelta(days=1), timedelta(days=6)


class NoStep(LookupError):
    """It is none of the steps of this community."""


def write_steps(*, by: Person, community: Community, steps: Sequence[Step], at: datetime | None = None) -> None:
    """Write the steps, in place of those before; with none, the house offers its own. Raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, community, at=now)
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        if steps:
            said = [{"code": one.code, "words": one.words} for one in steps]
            defaults = {"steps": said, "by": by, "at": now}
            WelcomePath.objects.update_or_create(community=community, defaults=defaults)
        else:
            WelcomePath.objects.filter(community=community).delete()
        ledger.record(
            verb="changed_community", person=by, community=community, at=now, what="community", what_id=community.pk
        )


def do_step(*, by: Person, community: Community, number: int, at: datetime | None = None) -> None:
    """Say that one did a step; it is off the ledger, where nobody is watched at their first steps. Raises NoStep."""
    steps = steps_of(community)
    if not 0 <= number < len(steps):
        raise NoStep(number)
    defaults = {"at": at or timezone.now()}
    StepDone.objects.get_or_create(community=community, person=by, words=key_of(steps[number]), defaults=defaults)


def undo_step(*, by: Person, community: Community, number: int) -> None:
    """Take that back. Raises NoStep."""
    steps = steps_of(community)
    if not 0 <= number < len(steps):
        raise NoStep(number)
    StepDone.objects.filter(community=community, person=by, words=key_of(steps[number])).delete()


def set_aside(*, by: Person, community: Community, at: datetime | None = None) -> None:
    """Want to see them no more, for good."""
    WelcomeSetAside.objects.get_or_create(community=community, person=by, defaults={"at": at or timezone.now()})


def bring_back(*, by: Person, community: Community) -> None:
    """See them again after all."""
    WelcomeSetAside.objects.filter(community=community, person=by).delete()


def write_letters(*, now: datetime) -> int:
    """Write once to each who came in some days ago and has steps left; how many letters."""
    came = Membership.objects.filter(
        standing__in=LASTING,
        joined_at__lte=now - AFTER,
        joined_at__gt=now - UNTIL,
        person__is_active=True,
        person__claimed_at__isnull=False,
    )
    rows = came.exclude(pace=Membership.Pace.FOLLOW).select_related("person", "community").order_by("pk")
    return sum(_write(one, now=now) for one in rows.iterator(chunk_size=200))


def _write(membership: Membership, *, now: datetime) -> bool:
    key = f"{KIND}:{membership.pk}:{membership.joined_at:%Y%m%d}"
    if Letter.objects.filter(key=key).exists():
        return False
    context = _context(membership, now)
    if context is None:
        return False
    letter = write_to(
        membership.person,
        template="record/letters/first_steps",
        context=context,
        kind=KIND,
        key=key,
        about=str(membership.pk),
        useful_until=now + UNTIL,
    )
    return letter is not None


def _context(membership: Membership, now: datetime) -> dict[str, Any] | None:
    """What the letter says; None where nothing is left to do, or they want none."""
    person, community = membership.person, membership.community
    if community.founded_by_id == person.pk or is_set_aside(person, community):
        return None
    if community.pk in quiet_for(person, now=now):
        return None
    with in_language_of(person):
        shown = shown_to(person, community, since=membership.joined_at, steps=steps_of(community))
        left = [one for one in shown if not one.is_done and not holds_address(one.step.words)]
        if not left:
            return None
        page = f"{settings.BASE_URL}{address('first_steps', community.slug)}"
        return {
            "community": community_named(community.name),
            "ways": [(one.step.words, f"{settings.BASE_URL}{one.url}" if one.url else page) for one in left],
            "page": page,
            "aside": answer_address(KIND, person, community.pk, choice="aside", at=now),
        }


def _may_go(letter: Letter) -> bool:
    found = Membership.objects.filter(pk=int(letter.about), standing__in=LASTING).select_related("person", "community")
    row = found.first()
    return row is not None and _context(row, letter.dated_at) is not None


LAST_LOOK = LastLook(KIND, _may_go)


def _ask(person: Person, community_id: int, choice: str, now: datetime) -> Question | None:
    here = Membership.objects.current(now).filter(person=person, community=community_id).select_related("community")
    row = here.first()
    if row is None or choice != "aside":
        return None
    said = _("They are set aside.") if is_set_aside(person, row.community) else ""
    page = address("first_steps", row.community.slug)
    return Question(
        _("Set the first steps aside?"),
        _("They stand on Today no more, and nothing else changes. You find them again on their own page."),
        _("Set them aside"),
        page,
        said,
    )


def _give(person: Person, community_id: int, choice: str, now: datetime) -> str | None:
    here = Membership.objects.current(now).filter(person=person, community=community_id).select_related("community")
    row = here.first()
    if row is None or choice != "aside":
        return None
    set_aside(by=person, community=row.community, at=now)
    return _("They are set aside.")


BY_LINK = AnswerByLink(KIND, _ask, _give)
