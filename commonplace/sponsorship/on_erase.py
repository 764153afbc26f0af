"""Someone is erased: what they asked, answered and said stays nameless, or without their words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, override

from commonplace.people.models import Person
from commonplace.sponsorship.actions.indexing import keep_in_index
from commonplace.sponsorship.models import Brief, CoreReading, Report, Request, Saying, Turn
from commonplace.store.locks import lock


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Clear what the index knows by their name; with `withdraw`, the words that they wrote too."""
    theirs = [one.pk for one in lock(Request.objects.filter(by=person))]
    if withdraw:
        _withdraw(person, now)
    Request.objects.filter(by=person).update(by=None)
    keep_in_index(*theirs)


def _withdraw(person: Person, now: datetime) -> None:
    """A request without words asks nothing: it is withdrawn."""
    Turn.objects.filter(by=person).update(words="")
    Saying.objects.filter(answered_by=person).update(reply="")
    Saying.objects.filter(by=person).delete()
    Brief.objects.filter(by=person).delete()
    CoreReading.objects.filter(person=person).update(words="")
    CoreReading.objects.filter(reply_by=person).update(reply="")
    Report.objects.filter(by=person, released_at=None).delete()
    for report in Report.objects.filter(by=person).select_related("community"):
        with override(report.community.language):
            opening = gettext("Words that were withdrawn")
        Report.objects.filter(pk=report.pk).update(title=opening, opening=opening, closing="")
    Request.objects.filter(withdrawn_by=person).update(withdrawn_why="")
    for one in Request.objects.filter(by=person).select_related("community"):
        with override(one.community.language):
            title = gettext("A request whose words were withdrawn")
        Request.objects.filter(pk=one.pk).update(title=title, why="", would_change="")
    Request.objects.standing().filter(by=person).update(withdrawn_at=now)
