"""A joint response is drafted, commented on, sent, and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.undertakings import paragraphs
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.deeds import record, take_back
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.rights import NotTheirs, held_still, require_hand
from commonplace.undertakings.actions.telling import News, tell_all
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import DraftComment, Endorsement, JointResponse, ResponseText, Undertaking
from commonplace.undertakings.models.joint_response import SignOff
from commonplace.undertakings.queries.response import takers

__all__ = ["NotTheirs"]

MOST_VERSIONS = 200
MOST_COMMENTS = 500


class NothingSaid(ValueError):
    """The text shows no word."""


class IsSent(ValueError):
    """It has gone out; its words and names stay as they are."""


class NotSent(ValueError):
    """It has not gone out yet; nothing can have come back."""


class IsClosed(ValueError):
    """The time for comments is over."""


class ChangedMeanwhile(ValueError):
    """Somebody has written another version since this one was begun; `args` holds its number."""


class TooMany(ValueError):
    """It has as many versions or comments as anybody can read."""


class NotYet(ValueError):
    """The rule said at the start does not let it go out yet; `args` holds why, as a word of `Hindrance`."""


@dataclass(frozen=True)
class Terms:
    """What is said of a response as it begins."""

    title: str
    addressee: str
    comments_until: datetime
    purpose: str = ""
    rule: str = SignOff.NAMES
    enough: int | None = None
    text: str = ""


def begin_response(
    *, by: Person, space: Space, terms: Terms, idempotency_key: str | None = None, at: datetime | None = None
) -> Undertaking:
    """Begin a joint response with its first draft; raises NothingSaid and `markdown.TextTooLong`."""
    at = at or timezone.now()
    parts = _parts(terms.text)

    def make(undertaking: Undertaking) -> None:
        response = JointResponse.objects.create(
            undertaking=undertaking,
            addressee=terms.addressee,
            rule=SignOff(terms.rule),
            enough=terms.enough if terms.rule == SignOff.ENOUGH else None,
            comments_until=terms.comments_until,
        )
        ResponseText.objects.create(response=response, number=1, source=terms.text, parts=parts, by=by, at=at)

    return beginning.begin(
        by=by,
        space=space,
        kind=Kind.RESPONSE,
        title=terms.title,
        purpose=terms.purpose,
        make=make,
        idempotency_key=idempotency_key,
        at=at,
    )


def _parts(text: str) -> list[str]:
    parts = paragraphs.rendered(text)
    if not parts:
        raise NothingSaid
    return parts


def revise(
    *, by: Person, undertaking: Undertaking, text: str, on: int, summary: str = "", at: datetime | None = None
) -> ResponseText:
    """Write another version, on the version of number `on`; whoever endorsed an earlier one is asked to look again.

    The same text again is no version. Raises NotTheirs, IsSent, ChangedMeanwhile, TooMany, NothingSaid and
    `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    require_hand(by, undertaking)
    parts = _parts(text)
    with transaction.atomic():
        response = still_open(undertaking)
        latest = response.texts.order_by("-number")[0]
        if latest.source == text:
            return latest
        if latest.number != on:
            raise ChangedMeanwhile(latest.number)
        if latest.number >= MOST_VERSIONS:
            raise TooMany(undertaking.pk)
        made = ResponseText.objects.create(
            response=response, number=latest.number + 1, source=text, parts=parts, summary=summary, by=by, at=at
        )
        record("drafted", by=by, undertaking=undertaking, at=at, part_id=made.pk)
        beginning.changed(undertaking, at=at)
        keep_in_index(undertaking.pk)
        endorsed = response.endorsements.filter(person__isnull=False).values_list("person", flat=True)
        key = f"CHANGED:{made.number}"
        tell_all(News.CHANGED, undertaking, to=endorsed, by=by, key=key, words=summary, at=at)
    return made


def still_open(undertaking: Undertaking) -> JointResponse:
    """The response, kept to this transaction; raises IsOver and IsSent."""
    held_still(undertaking)
    response = JointResponse.objects.get(pk=undertaking.pk)
    if response.is_sent:
        raise IsSent(undertaking.pk)
    return response


def comment(
    *,
    by: Person,
    undertaking: Undertaking,
    words: str,
    paragraph: int | None = None,
    number: int | None = None,
    is_in_the_way: bool = False,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> DraftComment:
    """Say something to a paragraph of a version (the latest, where none is named), or to the whole of it.

    A paragraph that the version has not is the whole. Raises IsOver, IsSent, IsClosed and TooMany.
    """
    at = at or timezone.now()
    if made := _said(by, idempotency_key):
        return made
    try:
        with transaction.atomic():
            response = still_open(undertaking)
            if not response.is_open(at):
                raise IsClosed(undertaking.pk)
            texts = response.texts.order_by("-number")
            text = (texts.filter(number=number).first() if number is not None else None) or texts[0]
            if DraftComment.objects.filter(text__response=response).count() >= MOST_COMMENTS:
                raise TooMany(undertaking.pk)
            made = DraftComment.objects.create(
                text=text,
                paragraph=paragraph if paragraph is not None and 0 < paragraph <= len(text.parts) else None,
                person=by,
                words=words,
                is_in_the_way=is_in_the_way,
                idempotency_key=idempotency_key or None,
                at=at,
            )
            record("commented", by=by, undertaking=undertaking, at=at, towards=text.by, part_id=made.pk)
            beginning.changed(undertaking, at=at)
    except IntegrityError:
        if made := _said(by, idempotency_key):
            return made
        raise
    return made


def _said(by: Person, idempotency_key: str | None) -> DraftComment | None:
    return DraftComment.objects.filter(person=by, idempotency_key=idempotency_key).first() if idempotency_key else None


def take_comment_back(*, by: Person, undertaking: Undertaking, said: DraftComment, at: datetime | None = None) -> None:
    """Take one's own comment back; its words are gone. Raises NotTheirs, IsOver and IsSent."""
    at = at or timezone.now()
    if said.person_id != by.pk:
        raise NotTheirs(said.pk)
    with transaction.atomic():
        still_open(undertaking)
        DraftComment.objects.filter(pk=said.pk).delete()
        take_back("commented", by=by, undertaking=undertaking, part_id=said.pk, at=at)


def out_of_the_way(*, by: Person, undertaking: Undertaking, said: DraftComment, at: datetime | None = None) -> None:
    """Say that what stood in one's way does no more: whoever put it there does, and nobody else. Raises NotTheirs."""
    at = at or timezone.now()
    if said.person_id != by.pk:
        raise NotTheirs(said.pk)
    with transaction.atomic():
        still_open(undertaking)
        DraftComment.objects.filter(pk=said.pk, out_of_the_way_at=None).update(out_of_the_way_at=at)


def answer_comment(*, by: Person, undertaking: Undertaking, said: DraftComment, words: str) -> None:
    """Say what the drafters did about a comment; raises NotTheirs, IsOver and IsSent."""
    require_hand(by, undertaking)
    with transaction.atomic():
        still_open(undertaking)
        DraftComment.objects.filter(pk=said.pk).update(answer=words, answer_by=by if words else None)


def keep_open(*, by: Person, undertaking: Undertaking, until: datetime, at: datetime | None = None) -> None:
    """Take comments for longer, never for less long than was said. Raises NotTheirs, IsSent and IsClosed."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        response = still_open(undertaking)
        if until <= max(response.comments_until, at):
            raise IsClosed(undertaking.pk)
        JointResponse.objects.filter(pk=response.pk).update(comments_until=until)
        beginning.changed(undertaking, at=at)


def hindrance(response: JointResponse, *, at: datetime) -> str:
    """What keeps it from going out: "time", "names", "enough", "way", or "" where nothing does; two queries at most."""
    if response.is_open(at):
        return "time"
    if response.rule == SignOff.CONSENT:
        waits = DraftComment.objects.filter(text__response=response, is_in_the_way=True, out_of_the_way_at=None)
        return "way" if waits.exists() else ""
    last = response.texts.aggregate(last=Max("number"))["last"]
    names = Endorsement.objects.filter(response=response, number=last, person__isnull=False).count()
    if not names:
        return "names"
    return "enough" if response.rule == SignOff.ENOUGH and names < (response.enough or 1) else ""


def send(*, by: Person, undertaking: Undertaking, how: str = "", at: datetime | None = None) -> None:
    """Say that it has gone out, as it stands and in the names beneath its last version.

    The house sends nothing to the addressee: whoever carries the response does, and says how. Raises NotTheirs, IsSent
    and NotYet.
    """
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        response = still_open(undertaking)
        if why := hindrance(response, at=at):
            raise NotYet(why)
        JointResponse.objects.filter(pk=response.pk).update(sent_at=at, sent_by=by, sent_how=how)
        record("sent_response", by=by, undertaking=undertaking, at=at)
        beginning.changed(undertaking, at=at)
        tell_all(News.SENT, undertaking, to=takers(response), by=by, key="SENT", at=at)


def keep_answer(*, by: Person, undertaking: Undertaking, text: str, on: date, at: datetime | None = None) -> None:
    """Keep what the addressee answered, and on which day; said again it corrects it. Raises NotTheirs, NotSent.

    Those who took part are told the first time.
    """
    at = at or timezone.now()
    require_hand(by, undertaking)
    rendered = markdown.render(text)
    if rendered.is_blank:
        raise NothingSaid
    with transaction.atomic():
        held_still(undertaking)
        response = JointResponse.objects.get(pk=undertaking.pk)
        if not response.is_sent:
            raise NotSent(undertaking.pk)
        is_first = response.answered_on is None
        JointResponse.objects.filter(pk=response.pk).update(
            answer_source=text, answer_html=rendered.html, answered_on=on, answer_by=by
        )
        beginning.changed(undertaking, at=at)
        if is_first:
            record("kept_answer", by=by, undertaking=undertaking, at=at)
            tell_all(News.ANSWERED, undertaking, to=takers(response), by=by, key="ANSWERED", at=at)
