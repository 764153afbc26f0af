"""A survey that was made elsewhere comes in: what may be told of it is kept, and no row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import require_steward
from commonplace.fitness.models import Survey, SurveyQuestion, SurveyShare
from commonplace.fitness.surveying import Read
from commonplace.lib.text import one_line
from commonplace.people.models import Person


def bring_survey(
    *,
    community: Community,
    name: str,
    digest: str,
    found: Read,
    by: Person | None = None,
    at: datetime | None = None,
) -> Survey:
    """Keep what may be told of a survey; the same file once more is the same survey.

    Without `by` the operator brings it. Raises NotASteward.
    """
    now = at or timezone.now()
    if by is not None:
        require_steward(by, community, at=now)
    with transaction.atomic():
        # Moving the version is the lock: the same file, brought twice at once, waits here.
        ledger.changed([community.pk])
        kept, is_new = Survey.objects.get_or_create(
            community=community, digest=digest, defaults={"name": one_line(name)[:200] or "survey", "at": now}
        )
        if is_new:
            _keep(kept, found)
            ledger.record(verb="brought_survey", person=by, community=community, at=now)
    return kept


def _keep(survey: Survey, found: Read) -> None:
    told = {number: one for number, one in enumerate(found.questions, start=1) if one.is_told}
    questions = SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            survey=survey,
            number=number,
            words=one.words,
            low=one.middle.low if one.middle else None,
            high=one.middle.high if one.middle else None,
            people=one.people,
        )
        for number, one in told.items()
    )
    SurveyShare.objects.bulk_create(
        SurveyShare(question=question, value=value, people=people)
        for question in questions
        for value, people in told[question.number].shares
    )
