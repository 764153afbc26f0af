"""A run over days: phases open and close by date, and those who take part hear of each turn once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonplace.gatherings.actions.telling import News, tell
from commonplace.runs.actions.stepping import IsOver, changed, close, held_still
from commonplace.runs.models import Run
from commonplace.runs.present import openings, place_by_date


def turn_pages(*, now: datetime) -> int:
    """Open the next phase of each run over days whose day has come, write to those who take part, and end what has run
    its course; how many turned.

    The mark on the run and the letters are written together, so that a worker who is killed leaves both or neither.
    """
    going = Run.objects.filter(pace="days", finished_at=None).select_related("gathering__community", "gathering__space")
    turned = 0
    for run in going.order_by("pk"):
        try:
            turned += _turn(run, now)
        except IsOver:
            continue
    return turned


def _turn(run: Run, now: datetime) -> bool:
    opens = openings(run)
    if now >= opens[-1]:
        close(run=run, at=now)
        return True
    place = place_by_date(opens, now)
    with transaction.atomic():
        held_still(run)
        if not Run.objects.filter(pk=run.pk, told_phase__lt=place).update(told_phase=place):
            return False
        # Of a beginning whoever began it has told; what follows comes by itself.
        if place > 0 and run.gathering.state == "convened":
            for answer in run.gathering.answers.to_be_told().select_related("person", "guest").order_by("pk"):
                tell(News.TURN, answer, run.gathering, key=f"TURN:{place}", at=now)
        changed(run, at=now)
    return True
