"""A learning project: milestones, what was learned on the way, a product, and what became of the question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.conversations.models import Conversation
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.deeds import record, take_back
from commonplace.undertakings.actions.group import in_group
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.responding import NothingSaid
from commonplace.undertakings.actions.rights import NotTheirs, held_still, may_carry, require_hand
from commonplace.undertakings.actions.telling import News, tell_all
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import (
    Hand,
    LearningProject,
    Milestone,
    Participant,
    ProjectNote,
    Undertaking,
)

MOST_MILESTONES, MOST_NOTES = 40, 400
# Later than this, a milestone that nobody was told of in time reminds nobody.
REMINDS_FOR = timedelta(days=7)


class IsSettled(ValueError):
    """The milestone was reached or let go."""


@dataclass(frozen=True)
class Product:
    """What came out of it, for whom, and where it lies."""

    what: str
    for_whom: str = ""
    address: str = ""
    conversation: Conversation | None = None


def begin_project(
    *,
    by: Person,
    space: Space,
    title: str,
    question: str,
    milestone: str = "",
    on: date | None = None,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Undertaking:
    """Begin a learning project, with its first milestone where one is said; whoever begins it takes part."""
    at = at or timezone.now()

    def make(undertaking: Undertaking) -> None:
        project = LearningProject.objects.create(undertaking=undertaking)
        Participant.objects.create(undertaking=undertaking, person=by, asked_at=at, let_in_at=at)
        if milestone and on is not None:
            Milestone.objects.create(project=project, words=milestone, on=on, first_on=on)

    return beginning.begin(
        by=by,
        space=space,
        kind=Kind.PROJECT,
        title=title,
        purpose=question,
        make=make,
        idempotency_key=idempotency_key,
        at=at,
    )


def add_milestone(
    *, by: Person, undertaking: Undertaking, words: str, on: date, at: datetime | None = None
) -> Milestone:
    """Add a milestone; one in these words is that one. Raises NotTheirs, IsOver and TooMany."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        known = Milestone.objects.filter(project=undertaking.pk)
        if same := known.filter(words=words).first():
            return same
        if known.count() >= MOST_MILESTONES:
            raise TooMany(undertaking.pk)
        made = Milestone.objects.create(project_id=undertaking.pk, words=words, on=on, first_on=on)
        beginning.changed(undertaking, at=at)
    return made


def move(
    *, by: Person, undertaking: Undertaking, milestone: Milestone, on: date, why: str = "", at: datetime | None = None
) -> None:
    """Move a milestone to another day. Raises NotTheirs, IsOver and IsSettled."""
    _settle(by, undertaking, milestone, at, on=on, why=why)


def reach(*, by: Person, undertaking: Undertaking, milestone: Milestone, at: datetime | None = None) -> None:
    """Say that a milestone is reached. Raises NotTheirs, IsOver and IsSettled."""
    at = at or timezone.now()
    with transaction.atomic():
        _settle(by, undertaking, milestone, at, reached_at=at)
        record("reached_milestone", by=by, undertaking=undertaking, at=at, part_id=milestone.pk)


def give_up(
    *, by: Person, undertaking: Undertaking, milestone: Milestone, why: str = "", at: datetime | None = None
) -> None:
    """Let a milestone go, which is no failure where it is said. Raises NotTheirs, IsOver and IsSettled."""
    at = at or timezone.now()
    _settle(by, undertaking, milestone, at, let_go_at=at, why=why)


def _settle(by: Person, undertaking: Undertaking, milestone: Milestone, at: datetime | None, **changed: object) -> None:
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        here = Milestone.objects.filter(pk=milestone.pk, project=undertaking.pk, reached_at=None, let_go_at=None)
        if not here.update(**changed):
            raise IsSettled(milestone.pk)
        beginning.changed(undertaking, at=at)


def note(*, by: Person, undertaking: Undertaking, words: str, at: datetime | None = None) -> ProjectNote:
    """Keep what was learned on the way; the same words of the same person are one note.

    Those who take part or carry it do. Raises NotTheirs, IsOver and TooMany.
    """
    at = at or timezone.now()
    if in_group(by, undertaking) is None and not may_carry(by, undertaking):
        raise NotTheirs(undertaking.pk)
    with transaction.atomic():
        held_still(undertaking)
        known = ProjectNote.objects.filter(project=undertaking.pk)
        if same := known.filter(by=by, words=words).first():
            return same
        if known.count() >= MOST_NOTES:
            raise TooMany(undertaking.pk)
        made = ProjectNote.objects.create(project_id=undertaking.pk, by=by, words=words, at=at)
        record("noted_learning", by=by, undertaking=undertaking, at=at, part_id=made.pk)
        _changed(undertaking, at)
    return made


def _changed(undertaking: Undertaking, at: datetime) -> None:
    beginning.changed(undertaking, at=at)
    keep_in_index(undertaking.pk)


def take_note_back(*, by: Person, undertaking: Undertaking, one: ProjectNote, at: datetime | None = None) -> None:
    """Take one's own note back. Raises NotTheirs and IsOver."""
    at = at or timezone.now()
    if one.by_id != by.pk:
        raise NotTheirs(one.pk)
    with transaction.atomic():
        held_still(undertaking)
        ProjectNote.objects.filter(pk=one.pk, project=undertaking.pk).delete()
        take_back("noted_learning", by=by, undertaking=undertaking, part_id=one.pk, at=at)
        keep_in_index(undertaking.pk)


def keep_product(*, by: Person, undertaking: Undertaking, product: Product, at: datetime | None = None) -> None:
    """Say what came out of it; said again it corrects it. Raises NotTheirs and IsOver."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        row = LearningProject.objects.get(pk=undertaking.pk)
        is_first = row.product_at is None
        LearningProject.objects.filter(pk=undertaking.pk).update(
            product=product.what,
            product_for=product.for_whom,
            product_address=product.address,
            product_conversation=product.conversation,
            product_at=row.product_at or at,
        )
        if is_first:
            record("made_product", by=by, undertaking=undertaking, at=at)
        _changed(undertaking, at)


def close(*, by: Person, undertaking: Undertaking, became: str, at: datetime | None = None) -> None:
    """Say what became of the question, and end it; what it left behind stays. Raises NotTheirs, IsOver, NothingSaid."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    rendered = markdown.render(became)
    if rendered.is_blank:
        raise NothingSaid
    with transaction.atomic():
        held_still(undertaking)
        LearningProject.objects.filter(pk=undertaking.pk).update(
            became_source=became, became_html=rendered.html, closed_at=at, closed_by=by
        )
        beginning.end(by=by, undertaking=undertaking, at=at)
        keep_in_index(undertaking.pk)


def remind_of_milestones(*, now: datetime) -> int:
    """Remind those who carry a project once of each milestone whose day has come; how many letters were written.

    The mark and the letters are written together. A day comes at its midnight in UTC.
    """
    due = Milestone.objects.filter(
        Q(told_for=None) | ~Q(told_for=F("on")),
        on__lte=now.date(),
        reached_at=None,
        let_go_at=None,
        project__undertaking__ended_at=None,
    ).select_related("project__undertaking__community", "project__undertaking__space")
    return sum(_remind(one, now) for one in due.order_by("on", "pk")[:200])


def _remind(milestone: Milestone, now: datetime) -> int:
    undertaking = milestone.project.undertaking
    with transaction.atomic():
        still = Milestone.objects.filter(pk=milestone.pk, on=milestone.on, reached_at=None, let_go_at=None)
        if not still.exclude(told_for=milestone.on).update(told_for=milestone.on):
            return 0
        if milestone.on < (now - REMINDS_FOR).date():
            return 0
        hands = Hand.objects.filter(undertaking=undertaking).values_list("person", flat=True)
        to = {pk for pk in (undertaking.begun_by_id, *hands) if pk is not None}
        key = f"MILESTONE:{milestone.pk}:{milestone.on}"
        return tell_all(News.MILESTONE, undertaking, to=to, key=key, words=milestone.words, at=now)
