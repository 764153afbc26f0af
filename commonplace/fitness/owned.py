"""What a community owns of its rounds: what was told of those that are closed."""

from typing import Any

from django.db.models import QuerySet

from commonplace.communities.owned import Owned, stays
from commonplace.fitness.instruments import MOST_OWN, Circle
from commonplace.fitness.models import (
    Cell,
    Code,
    Comment,
    Decision,
    HadSheet,
    Round,
    Sheet,
    Survey,
    SurveyQuestion,
    SurveyShare,
    Talk,
)


def _circles(said: Any) -> None:
    if not isinstance(said, list):
        raise TypeError(said)
    for one in said:
        Circle(one)


def _questions(said: Any) -> None:
    if not isinstance(said, list) or len(said) > MOST_OWN or not all(isinstance(one, str) for one in said):
        raise TypeError(said)


def _closed(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.exclude(closed_at=None)


LISTS = (
    Owned(
        "fitness_rounds",
        Round,
        "community",
        rows=_closed,
        fits=(("circles", _circles), ("questions", _questions)),
    ),
    Owned("fitness_cells", Cell, "round__community"),
    Owned("fitness_comments", Comment, "round__community"),
    Owned("fitness_talks", Talk, "round__community"),
    Owned("fitness_decisions", Decision, "round__community"),
    Owned("fitness_surveys", Survey, "community"),
    Owned("fitness_survey_questions", SurveyQuestion, "survey__community"),
    Owned("fitness_survey_shares", SurveyShare, "question__survey__community"),
    *stays("is of a round that is open, and for nobody to read", HadSheet, Sheet, Code),
)
