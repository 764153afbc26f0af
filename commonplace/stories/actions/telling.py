"""Begin a story anywhere, tell it a step at a time, change the words, and say that it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commonplace.communities.models import Community, Deed, Membership
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.store.wiping import to_be_wiped
from commonplace.stories.actions.asking_later import ask_after_hope
from commonplace.stories.actions.half_typed import forget_half_typed
from commonplace.stories.actions.linking import drop_what_names
from commonplace.stories.actions.releasing import bring_up_to_date
from commonplace.stories.actions.rights import (
    NotTheirs,
    held,
    require_member,
    require_standing,
    require_teller,
)
from commonplace.stories.models import Kind, Objection, Step, Story, Worth
from commonplace.stories.models.story import KIND
from commonplace.stories.rights import may_change, may_write

MOST_STEPS = 40


class WithoutWords(ValueError):
    """Nothing of it would be seen."""


class NotHere(ValueError):
    """Whoever told it has no account in this community: nobody could say that it is theirs."""


class TooManySteps(ValueError):
    """So many steps are another story."""


@dataclass(frozen=True)
class Words:
    """One step as it is told; `happened` is "", "2026-02" or "2026-02-14"."""

    cycle: str
    text: str
    kind: str = Kind.ACCOUNT
    worth: str = Worth.POSITIVE
    happened: str = ""
    checked_with: str = ""
    checked_on: date | None = None

    @property
    def html(self) -> str:
        """The words for pages; raises WithoutWords."""
        rendered = markdown.render(self.text)
        if rendered.is_blank:
            raise WithoutWords
        return rendered.html


def begin(
    *,
    by: Person,
    community: Community,
    title: str = "",
    teller: Person | None = None,
    is_nameless: bool = False,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Story:
    """Begin a story, one’s own or one that `teller` tells. Off the ledger: nobody else knows of it yet.

    Raises NotAMember, NotHere.
    """
    now = at or timezone.now()
    require_member(by, community, at=now)
    told_by = teller or by
    if told_by != by:
        here = Membership.objects.filter(community=community, person=told_by).exists()
        if not here or not told_by.is_claimed:
            raise NotHere(told_by.pk)
    with transaction.atomic():
        made = Story.objects.filter(written_by=by, idempotency_key=idempotency_key) if idempotency_key else None
        if made is not None and (first := made.first()):
            return first
        return Story.objects.create(
            community=community,
            title=title,
            teller=told_by,
            written_by=by,
            is_nameless=is_nameless,
            begun_at=now,
            changed_at=now,
            idempotency_key=idempotency_key,
        )


def tell(
    *, by: Person, story: Story, words: Words, idempotency_key: str | None = None, at: datetime | None = None
) -> Step:
    """Add a step at its end, for the teller’s and the writer’s eyes. Raises NotTheirs, IsWithdrawn, WithoutWords,
    TooManySteps.
    """
    now = at or timezone.now()
    html = words.html
    with transaction.atomic():
        own = held(story)
        require_standing(own)
        if not may_write(by, own):
            raise NotTheirs(by.pk)
        if idempotency_key and (made := Step.objects.filter(written_by=by, idempotency_key=idempotency_key).first()):
            return made
        steps = Step.objects.filter(story=own)
        if steps.count() >= MOST_STEPS:
            raise TooManySteps(own.pk)
        number = (steps.aggregate(last=Max("number"))["last"] or 0) + 1
        step = Step.objects.create(
            story=own,
            number=number,
            words=words.text,
            html=html,
            written_by=by,
            written_at=now,
            confirmed_at=now if by.pk == own.teller_id else None,
            idempotency_key=idempotency_key,
            changed_at=now,
            **_said(words),
        )
        Story.objects.filter(pk=own.pk).update(changed_at=now)
        ask_after_hope(step, now=now)
    return step


def _said(words: Words) -> dict[str, object]:
    return {
        "cycle": words.cycle,
        "kind": words.kind,
        "worth": words.worth,
        "happened": words.happened,
        "checked_with": words.checked_with,
        "checked_on": words.checked_on,
    }


def change(*, by: Person, step: Step, words: Words, at: datetime | None = None) -> None:
    """Tell a step in other words: its teller at any time, whoever writes it down until it is confirmed.

    What somebody objected to and is told otherwise by its teller is let go again as it was. Raises NotTheirs,
    IsWithdrawn, WithoutWords.
    """
    now = at or timezone.now()
    html = words.html
    with transaction.atomic():
        own = held(step.story)
        require_standing(own)
        row = Step.objects.filter(pk=step.pk, story=own).first()
        if row is None or not may_change(by, own, row):
            raise NotTheirs(by.pk)
        is_other = row.words != words.text
        confirmed = now if by.pk == own.teller_id else None
        Step.objects.filter(pk=row.pk).update(
            words=words.text, html=html, changed_at=now, confirmed_at=row.confirmed_at or confirmed, **_said(words)
        )
        Story.objects.filter(pk=own.pk).update(changed_at=now)
        if is_other and by.pk == own.teller_id:
            Objection.objects.filter(step=row, settled_at=None).update(
                became=Objection.Became.REWORDED, settled_by=by, settled_at=now
            )
        row.kind = words.kind
        ask_after_hope(row, now=now)
        bring_up_to_date(own, at=now)


def take_out(*, by: Person, step: Step, at: datetime | None = None) -> None:
    """Take a step out for good. Raises NotTheirs."""
    now = at or timezone.now()
    with transaction.atomic():
        own = held(step.story)
        row = Step.objects.filter(pk=step.pk, story=own).first()
        if row is None or not may_change(by, own, row):
            raise NotTheirs(by.pk)
        forget_half_typed(steps=[row.pk])
        row.delete()
        Story.objects.filter(pk=own.pk).update(changed_at=now)
        bring_up_to_date(own, at=now)
        to_be_wiped(now=now)


def name_it(
    *, by: Person, story: Story, title: str, is_nameless: bool, is_told: bool, at: datetime | None = None
) -> None:
    """What it is called, whether its teller is named, and whether it is told to its end. Raises NotTheirs,
    IsWithdrawn.

    Whoever writes it down may give it a name as long as nobody else reads it.
    """
    now = at or timezone.now()
    with transaction.atomic():
        own = held(story)
        require_standing(own)
        if by.pk != own.teller_id:
            if by.pk != own.written_by_id or own.shown_at is not None:
                raise NotTheirs(by.pk)
            is_nameless = own.is_nameless
        told_at = (own.told_at or now) if is_told else None
        Story.objects.filter(pk=own.pk).update(title=title, is_nameless=is_nameless, told_at=told_at, changed_at=now)
        if is_nameless:
            # What the ledger tells of it names nobody either.
            Deed.objects.filter(verb="told_story", what=KIND, what_id=own.pk).update(person=None)
            drop_what_names(own.pk, own.teller_id or 0)
        bring_up_to_date(own, at=now)


def confirm(*, by: Person, story: Story, at: datetime | None = None) -> int:
    """Its teller says that what was written down is what they told; how many steps that was. Raises NotTheirs."""
    now = at or timezone.now()
    with transaction.atomic():
        own = held(story)
        require_teller(by, own)
        return Step.objects.filter(story=own, confirmed_at=None).update(confirmed_at=now)
