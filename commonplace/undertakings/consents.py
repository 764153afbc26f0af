"""What people agree to in undertakings: their name beneath what is said in many names, and lessons that are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import page_of, placed, seen_title
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person
from commonplace.undertakings.actions.endorsing import take_name_back, unsign
from commonplace.undertakings.actions.lessons import take_yes_back
from commonplace.undertakings.models import Endorsement, LessonYes, MinoritySigner, Undertaking


def _of(rows: QuerySet[Any], person: Person, path: str, **more: Any) -> QuerySet[Any, Any]:
    title = seen_title(Undertaking.objects.visible_to(person), path)
    return row(rows, at="at", about_id=F(f"{path}_id"), title=title, **placed(person, f"{path}__community"), **more)


def _settled(response: str) -> ExpressionWrapper[Q]:
    """It has gone out, or the undertaking has ended."""
    over = Q(**{f"{response}__sent_at__isnull": False}) | Q(**{f"{response}__undertaking__ended_at__isnull": False})
    return ExpressionWrapper(over, output_field=BooleanField())


def _endorsed(person: Person) -> QuerySet[Any, Any]:
    rows = Endorsement.objects.filter(person=person)
    return _of(rows, person, "response__undertaking", is_over=_settled("response"))


def _take_name_back(*, by: Person, pk: int, at: datetime) -> None:
    row = Endorsement.objects.select_related("response__undertaking__community").get(pk=pk, person=by)
    take_name_back(by=by, undertaking=row.response.undertaking, at=at)


def _signed(person: Person) -> QuerySet[Any, Any]:
    rows = MinoritySigner.objects.filter(person=person)
    return _of(rows, person, "view__response__undertaking", is_over=_settled("view__response"))


def _unsign(*, by: Person, pk: int, at: datetime) -> None:
    row = MinoritySigner.objects.select_related("view__response__undertaking__community").get(pk=pk, person=by)
    unsign(by=by, undertaking=row.view.response.undertaking, view=row.view, at=at)


def _agreed(person: Person) -> QuerySet[Any, Any]:
    rows = LessonYes.objects.filter(participant__person=person)
    return _of(rows, person, "participant__undertaking")


def _take_yes_back(*, by: Person, pk: int, at: datetime) -> None:
    row = LessonYes.objects.select_related("lesson__benchmark__undertaking").get(pk=pk, participant__person=by)
    take_yes_back(by=by, undertaking=row.lesson.benchmark.undertaking, lesson=row.lesson)


_SENT = _("It has gone out, or come to its end; the names beneath it stay as they were.")
CONSENTS = (
    Consent(
        "endorsed",
        Lets.NAMED,
        _("Your name stands beneath this joint response."),
        _("From then on it does not. You can put it there anew, on its page."),
        Endorsement,
        _endorsed,
        lambda given: page_of("joint_response", given),
        _take_name_back,
        why_over=_SENT,
        order=150,
    ),
    Consent(
        "signed_otherwise",
        Lets.NAMED,
        _("Your name stands beneath what some see otherwise than this joint response."),
        _("From then on it does not. A view with no name beneath it is gone."),
        MinoritySigner,
        _signed,
        lambda given: page_of("joint_response", given),
        _unsign,
        why_over=_SENT,
        order=151,
    ),
    Consent(
        "lessons",
        Lets.NAMED,
        _("A lesson of your group may be told to the community."),
        _("From then on it is not told. You can say yes anew, on its page."),
        LessonYes,
        _agreed,
        lambda given: page_of("mutual_benchmark", given),
        _take_yes_back,
        order=160,
    ),
)
