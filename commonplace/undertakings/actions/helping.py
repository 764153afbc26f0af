"""Questions to a help desk: asked, answered, passed on, and closed by whoever asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Space
from commonplace.communities.viewpoint import standing_of
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning, outside
from commonplace.undertakings.actions.deeds import record
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.responding import NothingSaid
from commonplace.undertakings.actions.rights import NotTheirs, held_still, require_hand
from commonplace.undertakings.actions.rota import holder_of
from commonplace.undertakings.actions.telling import News, tell_all
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Asked, DeskAnswer, HelpDesk, Undertaking

A_DAY = 20  # questions of one person
MOST_ANSWERS = 100


class TooMany(ValueError):
    """More than one person asks in a day in earnest, or than anybody reads."""


class IsClosed(ValueError):
    """The question is closed, or taken back."""


class NobodySuch(ValueError):
    """They do not read what stands at the desk."""


def open_desk(
    *,
    by: Person,
    space: Space,
    title: str,
    purpose: str = "",
    promised_hours: int = 48,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Undertaking:
    """Open a help desk, at which an answer is promised within so many hours."""

    def make(undertaking: Undertaking) -> None:
        HelpDesk.objects.create(undertaking=undertaking, promised_hours=promised_hours)

    return beginning.begin(
        by=by,
        space=space,
        kind=Kind.DESK,
        title=title,
        purpose=purpose,
        make=make,
        idempotency_key=idempotency_key,
        at=at,
    )


def set_up(*, by: Person, undertaking: Undertaking, promised_hours: int, is_open_outside: bool | None = None) -> None:
    """Promise another time from now on; with `is_open_outside`, say whether somebody outside may ask: a steward does.

    What stands in a space that keeps words in, or in a community that nobody may know of, is not opened. Raises
    NotTheirs, IsOver and `outside.IsShut`.
    """
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        desk = HelpDesk.objects.get(pk=undertaking.pk)
        if is_open_outside is not None and is_open_outside != desk.is_open_outside:
            standing = standing_of(by, undertaking.community)
            if standing is None or not standing.is_steward:
                raise NotTheirs(undertaking.pk)
            if is_open_outside and not outside.may_be_opened(undertaking):
                raise outside.IsShut(undertaking.pk)
            desk.is_open_outside = is_open_outside
        desk.promised_hours = promised_hours
        desk.save(update_fields=["promised_hours", "is_open_outside"])


def ask(
    *,
    by: Person,
    undertaking: Undertaking,
    title: str,
    text: str,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Asked:
    """Put a question to the desk; whoever has it this week is told. Raises IsOver, NothingSaid and TooMany."""
    at = at or timezone.now()
    rendered = markdown.render(text)
    if rendered.is_blank:
        raise NothingSaid
    if made := _asked(by, idempotency_key):
        return made
    try:
        with transaction.atomic():
            held_still(undertaking)
            if Asked.objects.filter(asker=by, at__gt=at - timedelta(days=1)).count() >= A_DAY:
                raise TooMany(by.pk)
            made = Asked.objects.create(
                desk_id=undertaking.pk,
                asker=by,
                title=title,
                source=text,
                html=rendered.html,
                at=at,
                promised_at=at + timedelta(hours=undertaking.helpdesk.promised_hours),
                idempotency_key=idempotency_key or None,
            )
            record("asked_desk", by=by, undertaking=undertaking, at=at, part_id=made.pk)
            come_in(made, undertaking, by=by, at=at)
    except IntegrityError:
        if made := _asked(by, idempotency_key):
            return made
        raise
    return made


def _asked(by: Person, idempotency_key: str | None) -> Asked | None:
    return Asked.objects.filter(asker=by, idempotency_key=idempotency_key).first() if idempotency_key else None


def come_in(asked: Asked, undertaking: Undertaking, *, by: Person | None, at: datetime) -> None:
    """Tell whoever has the desk of a question that has come in, and have search find it."""
    beginning.changed(undertaking, at=at)
    keep_in_index(undertaking.pk)
    holder = holder_of(undertaking.pk, at=at) or undertaking.begun_by_id
    if holder is not None:
        key = f"ASKED:{asked.pk}"
        until = asked.promised_at
        tell_all(News.ASKED, undertaking, to=[holder], by=by, key=key, words=asked.title, until=until, at=at)


def let_in(
    *, by: Person, undertaking: Undertaking, question: outside.OutsideQuestion, at: datetime | None = None
) -> Asked:
    """Let a question from outside in: from now on it stands at the desk, and its time runs.

    Raises NotTheirs, IsOver and `outside.IsSettled`.
    """
    at = at or timezone.now()
    rendered = markdown.render(question.source)
    with transaction.atomic():
        held_still(undertaking)
        outside.settle(by=by, undertaking=undertaking, question=question, at=at)
        made = Asked.objects.create(
            desk_id=undertaking.pk,
            outside=question,
            outside_name=question.name,
            title=question.title,
            source=question.source,
            html=rendered.html,
            at=at,
            promised_at=at + timedelta(hours=undertaking.helpdesk.promised_hours),
        )
        record("let_question_in", by=by, undertaking=undertaking, at=at, part_id=made.pk)
        come_in(made, undertaking, by=by, at=at)
    return made


def held_open(asked: Asked, undertaking: Undertaking) -> Asked:
    """The question as it stands, kept to this transaction with its desk; raises IsOver and IsClosed."""
    held_still(undertaking)
    found = Asked.objects.select_related("outside", "asker").get(pk=asked.pk, desk=undertaking.pk)
    if found.closed_at is not None:
        raise IsClosed(asked.pk)
    return found


def answer(
    *,
    by: Person,
    undertaking: Undertaking,
    asked: Asked,
    text: str,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> DeskAnswer:
    """Answer a question; whoever asked is told, somebody outside in the words of the answer.

    Raises IsOver, IsClosed, NothingSaid and TooMany.
    """
    at = at or timezone.now()
    rendered = markdown.render(text)
    if rendered.is_blank:
        raise NothingSaid
    if made := _answered(by, idempotency_key):
        return made
    try:
        with transaction.atomic():
            standing = held_open(asked, undertaking)
            if standing.answers.count() >= MOST_ANSWERS:
                raise TooMany(asked.pk)
            made = DeskAnswer.objects.create(
                asked=standing, by=by, source=text, html=rendered.html, at=at, idempotency_key=idempotency_key or None
            )
            if standing.asker_id != by.pk:
                Asked.objects.filter(pk=asked.pk, answered_at=None).update(answered_at=at)
            beginning.changed(undertaking, at=at)
            record("answered_desk", by=by, undertaking=undertaking, at=at, towards=standing.asker, part_id=asked.pk)
            if standing.asker_id is not None:
                key = f"REPLIED:{made.pk}"
                to = [standing.asker_id]
                tell_all(News.REPLIED, undertaking, to=to, by=by, key=key, words=standing.title, at=at)
            elif standing.outside is not None:
                outside.tell_answer(undertaking, standing, made, at=at)
    except IntegrityError:
        if made := _answered(by, idempotency_key):
            return made
        raise
    return made


def _answered(by: Person, idempotency_key: str | None) -> DeskAnswer | None:
    return DeskAnswer.objects.filter(by=by, idempotency_key=idempotency_key).first() if idempotency_key else None


def pass_on(
    *, by: Person, undertaking: Undertaking, asked: Asked, to: Person, why: str, at: datetime | None = None
) -> None:
    """Pass a question on to somebody who may know; they are told. Raises IsOver, IsClosed and NobodySuch."""
    at = at or timezone.now()
    with transaction.atomic():
        held_open(asked, undertaking)
        if not Person.objects.filter(access.is_here_and_reads(undertaking.space), pk=to.pk).exists():
            raise NobodySuch(to.pk)
        Asked.objects.filter(pk=asked.pk).update(passed_to=to, passed_by=by, passed_why=why)
        record("passed_question", by=by, undertaking=undertaking, at=at, towards=to, part_id=asked.pk)
        key = f"PASSED:{asked.pk}:{int(at.timestamp())}"
        tell_all(News.PASSED, undertaking, to=[to.pk], by=by, key=key, words=why or asked.title, at=at)


def close(*, by: Person, undertaking: Undertaking, asked: Asked, how: str, at: datetime | None = None) -> None:
    """Close one's own question, and say what came of it. Raises NotTheirs, IsOver and IsClosed."""
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_open(asked, undertaking)
        if standing.asker_id != by.pk:
            raise NotTheirs(asked.pk)
        Asked.objects.filter(pk=asked.pk).update(closed_at=at, closed_how=Asked.Closed(how))
        record("closed_question", by=by, undertaking=undertaking, at=at, part_id=asked.pk)


def close_from_outside(*, asked: Asked, how: str, at: datetime | None = None) -> None:
    """The same for somebody outside, who came by the link in their letter. Raises IsOver and IsClosed."""
    at = at or timezone.now()
    undertaking = asked.desk.undertaking
    with transaction.atomic():
        held_open(asked, undertaking)
        Asked.objects.filter(pk=asked.pk).update(closed_at=at, closed_how=Asked.Closed(how))
        record("closed_question", by=None, undertaking=undertaking, at=at, part_id=asked.pk)


def take_back(*, by: Person, undertaking: Undertaking, asked: Asked, at: datetime | None = None) -> None:
    """Take a question back: one's own, or a steward what has no place there. Its words are gone. Raises NotTheirs."""
    at = at or timezone.now()
    standing = standing_of(by, undertaking.community)
    if asked.asker_id != by.pk and (standing is None or not standing.is_steward):
        raise NotTheirs(asked.pk)
    with transaction.atomic():
        held_still(undertaking)
        row = Asked.objects.select_related("desk").get(pk=asked.pk, desk=undertaking.pk)
        row.title, row.source, row.html, row.outside_name, row.passed_why = "", "", "", "", ""
        row.closed_at, row.closed_how = row.closed_at or at, Asked.Closed.TAKEN_BACK
        row.save(update_fields=["title", "source", "html", "outside_name", "passed_why", "closed_at", "closed_how"])
        keep_in_index(undertaking.pk)
