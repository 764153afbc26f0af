"""What waits with an archive: names that are probably one person's, and lists of people that go in some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.people.models import Person
from commonplace.transfer.models import KEPT, Likeness, Listed, PeopleList
from commonplace.ui.words import day

# An archive is looked through when it has moved in; whoever leaves it then is not asked again.
LATELY = timedelta(days=30)
GOES_WITHIN = timedelta(days=4)


def _alike_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    waiting = Likeness.objects.waiting().settled_by(person).filter(community__in=communities, found_at__gt=since)
    return row(waiting, "alike", community_id=F("community_id"), about_id=F("community_id"), happened_at=F("found_at"))


def _of_community(one: Waiting) -> About:
    """All pairs of a community are said at once."""
    return frozenset([(one.code, one.community_id)])


def _alike(seen: Seen) -> Need:
    return seen.need(
        _("Some names in the archive are probably one person."),
        _("They stand under one name several times. You may know; one press joins them, and one undoes it."),
        _("Look at them"),
        seen.url("one_person"),
    )


def _list_rows(*, person: Person, communities: Sequence[int], old: datetime, over: datetime) -> QuerySet[Any, Any]:
    waiting = Listed.objects.filter(people=OuterRef("pk"), invited_at=None)
    lists = PeopleList.objects.filter(community__in=communities, made_at__lt=old, made_at__gt=over)
    return row(
        lists.filter(Exists(waiting)),
        "list_goes",
        community_id=F("community_id"),
        about_id=F("pk"),
        happened_at=F("made_at"),
        title=F("name"),
    )


def _list_goes(seen: Seen) -> Need:
    return seen.need(
        _("On %(day)s a list of people is forgotten: %(title)s")
        % {"day": day(seen.one.happened_at + KEPT, now=timezone.now()), "title": "%(title)s"},
        _("It has been here for almost thirty days. Those whom you invite before that day stay on it."),
        _("Look at the list"),
        seen.url("people_list", seen.one.about_id),
    )


LINES = (
    Line("list_goes", 62, _list_rows, _list_goes, {"old": KEPT - GOES_WITHIN, "over": KEPT}, is_for_stewards=True),
    Line("alike", 60, _alike_rows, _alike, {"since": LATELY}, about=_of_community, is_for_stewards=True),
)
