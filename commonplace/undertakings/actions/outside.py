"""Questions from outside, without an account: put, confirmed by a link in a letter, let in by a steward, answered.

Their links have pages of their own beside `people/answers_by_link`: behind them is an address and no person, and
confirming is what makes the address anybody's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from commonplace.communities.viewpoint import name_beside, standing_of
from commonplace.letters.actions import may_be_written_to, write
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.letters.signed_links import signed_link, told_by
from commonplace.limits.limit import Limit
from commonplace.people.models import Person
from commonplace.undertakings.actions.rights import NotTheirs, held_still
from commonplace.undertakings.models import Asked, DeskAnswer, HelpDesk, OutsideQuestion, Undertaking

__all__ = ["OutsideQuestion"]

CONFIRM, CLOSE = "undertakings.confirm", "undertakings.close"
CONFIRMED_WITHIN = timedelta(days=3)
KEPT_AFTER = timedelta(days=30)

# One sender, one address and one desk, however many machines ask.
BY_SENDER = Limit("outside questions by sender", 4, 3600)
BY_ADDRESS = Limit("outside questions by address", 3, 86_400)
BY_DESK = Limit("outside questions by desk", 40, 86_400)


class IsShut(ValueError):
    """Nobody outside may ask there."""


class IsSettled(ValueError):
    """It was let in or turned away before."""


class TooFast(ValueError):
    """As many questions came as anybody reads."""


def may_be_opened(undertaking: Undertaking) -> bool:
    """Whether a desk can be opened to somebody outside: who may know of the community, and words may go out by mail."""
    return not undertaking.community.is_private and undertaking.space.sends_words


def is_open(desk: HelpDesk, undertaking: Undertaking) -> bool:
    """Whether somebody outside may put a question today."""
    return desk.is_open_outside and not undertaking.is_over and may_be_opened(undertaking)


def put(
    *, undertaking: Undertaking, name: str, address: str, title: str, text: str, sender: str, at: datetime | None = None
) -> OutsideQuestion:
    """Put a question from outside; a letter asks whether the address is theirs, and nothing is seen before that.

    Raises IsShut and TooFast.
    """
    at = at or timezone.now()
    if not is_open(undertaking.helpdesk, undertaking):
        raise IsShut(undertaking.pk)
    limits = ((BY_SENDER, sender), (BY_ADDRESS, address.lower()), (BY_DESK, str(undertaking.pk)))
    if any(limit.take(who) for limit, who in limits):
        raise TooFast(undertaking.pk)
    with transaction.atomic():
        question = OutsideQuestion.objects.create(
            desk=undertaking.helpdesk,
            name=name,
            address=address,
            language=get_language() or "",
            title=title,
            source=text,
            at=at,
        )
        # To an address that takes no letters none is written, and the page says the same: it tells nobody which are.
        if may_be_written_to(address):
            write(
                to=address,
                template="undertakings/letters/confirm",
                context={
                    "community": community_named(undertaking.community.name),
                    "link": signed_link("outside_confirming", question.pk, salt=CONFIRM),
                },
                kind="outside_confirm",
                key=f"outside:{question.pk}",
                about=str(question.pk),
                useful_until=at + CONFIRMED_WITHIN,
                at=at,
            )
    return question


def waiting_to_confirm(token: str, *, now: datetime) -> OutsideQuestion | None:
    """The question behind a link by which its address is confirmed; None where there is none any more."""
    found = OutsideQuestion.objects.filter(
        pk=told_by(token, salt=CONFIRM) or 0, at__gt=now - CONFIRMED_WITHIN, settled_at=None
    )
    related = found.select_related("desk__undertaking__community", "desk__undertaking__space")
    return related.first()


def confirm(*, question: OutsideQuestion, at: datetime | None = None) -> None:
    """Say that the address is theirs; a steward looks at the question next. Raises IsShut."""
    undertaking = question.desk.undertaking
    if not is_open(question.desk, undertaking):
        raise IsShut(undertaking.pk)
    OutsideQuestion.objects.filter(pk=question.pk, confirmed_at=None).update(confirmed_at=at or timezone.now())


def settle(*, by: Person, undertaking: Undertaking, question: OutsideQuestion, at: datetime) -> None:
    """Mark a question as let in or turned away, by a steward. Raises NotTheirs and IsSettled."""
    standing = standing_of(by, undertaking.community)
    if standing is None or not standing.is_steward:
        raise NotTheirs(question.pk)
    waiting = OutsideQuestion.objects.filter(
        pk=question.pk, desk=undertaking.pk, settled_at=None, confirmed_at__isnull=False
    )
    if not waiting.update(settled_at=at, settled_by=by):
        raise IsSettled(question.pk)


def turn_away(*, by: Person, undertaking: Undertaking, question: OutsideQuestion, at: datetime | None = None) -> None:
    """Turn a question away: it is gone, and nobody is written to. Raises NotTheirs and IsSettled."""
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        settle(by=by, undertaking=undertaking, question=question, at=at)
        OutsideQuestion.objects.filter(pk=question.pk).delete()


def tell_answer(undertaking: Undertaking, asked: Asked, answer: DeskAnswer, *, at: datetime) -> Letter | None:
    """Write the answer to whoever asked from outside, with a link by which they say what came of it."""
    question = asked.outside
    if question is None or not may_be_written_to(question.address) or not may_be_opened(undertaking):
        return None
    name = name_beside(answer.by, undertaking.community) if answer.by is not None else ""
    return write(
        to=question.address,
        template="undertakings/letters/answer",
        context={
            "community": community_named(undertaking.community.name),
            "name": person_named(name),
            "words": answer.source,
            "link": signed_link("outside_closing", asked.pk, salt=CLOSE),
        },
        kind="outside_question",
        language=question.language or undertaking.community.language,
        key=f"outside-answer:{answer.pk}",
        about=f"{question.pk} {answer.pk}",
        at=at,
    )


def may_go(letter: Letter) -> bool:
    """Whether the question is still there; an answer that was withdrawn meanwhile is not sent either."""
    pk, _space, answer_pk = letter.about.partition(" ")
    if answer_pk and not DeskAnswer.objects.filter(pk=int(answer_pk)).exclude(source="").exists():
        return False
    found = OutsideQuestion.objects.filter(pk=int(pk or 0)).select_related("desk__undertaking").first()
    if found is None:
        return False
    return Undertaking.objects.visible_inside().filter(pk=found.desk_id).exists() or not answer_pk


def asked_behind(token: str) -> Asked | None:
    """The question at the desk that a link in an answer is about, while its address is known."""
    found = Asked.objects.filter(pk=told_by(token, salt=CLOSE) or 0, outside__isnull=False)
    related = found.select_related("desk__undertaking__community", "desk__undertaking__space", "outside")
    return related.first()


def forget_old(*, now: datetime) -> int:
    """Forget questions whose address nobody confirmed, and addresses of what was closed a month ago; how many went."""
    unconfirmed = OutsideQuestion.objects.filter(confirmed_at=None, at__lt=now - CONFIRMED_WITHIN)
    closed = OutsideQuestion.objects.filter(asked__closed_at__lt=now - KEPT_AFTER)
    waited = OutsideQuestion.objects.filter(settled_at=None, at__lt=now - KEPT_AFTER)
    gone = {pk for rows in (unconfirmed, closed, waited) for pk in rows.values_list("pk", flat=True)}
    return OutsideQuestion.objects.filter(pk__in=gone).delete()[0]


LAST_LOOKS = (LastLook("outside_confirm", may_go), LastLook("outside_question", may_go))
