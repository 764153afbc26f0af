"""What waits in harvests: what one has taken on, when its day comes; and notes of cases, for those who make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.doors import Confidence
from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.models import Action, CaseNote

NOW = timedelta(0)
# Then it waits on the page of the gathering, and nothing asks any more.
SPOKEN_OF_FOR = timedelta(days=5)


def _due(since: datetime, now: datetime) -> QuerySet[Action]:
    return Action.objects.filter(
        ended="", due_at__gt=since, due_at__lte=now, captured__taken_back_at=None, owner__isnull=False
    )


def _due_rows(*, person: Person, communities: Sequence[int], since: datetime, now: datetime) -> QuerySet[Any, Any]:
    seen = Gathering.objects.visible_to(person).filter(community__in=communities)
    return row(
        _due(since, now).filter(owner=person, captured__run__gathering__in=seen),
        "action_due",
        community_id=F("captured__run__gathering__community_id"),
        about_id=F("captured__run__gathering_id"),
        number=F("captured_id"),
        title=F("captured__words"),
        happened_at=F("due_at"),
        words=F("captured__run__gathering__confidence"),
    )


def _due_people(community: Community, *, since: datetime, now: datetime) -> QuerySet[Any, Any]:
    due = _due(since, now).filter(captured__run__gathering__community=community)
    return due.values_list("owner_id", flat=True)


def _is_due(seen: Seen) -> Need:
    # It may stand in a letter, which tells no word of what is held close.
    if seen.one.words == Confidence.ORDINARY:
        why = _("“%(title)s”. Done, moved or let go: one press says it.")
    else:
        why = _("Done, moved or let go: one press says it.")
    url = f"{seen.url('run', seen.one.about_id)}#line-{seen.one.number}"
    return seen.need(_("You took something on for about now."), why, _("Say how it stands"), url)


def _notes(whose: str, waits: Q) -> Callable[..., QuerySet[Any, Any]]:
    """Case notes that wait for one of the three who make them; `waits` says which do."""

    def rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
        seen = Gathering.objects.visible_to(person).filter(community__in=communities)
        return row(
            CaseNote.objects.filter(waits, refused_at=None, run__gathering__in=seen, **{whose: person}),
            f"case_note_{whose}",
            community_id=F("run__gathering__community_id"),
            about_id=F("run__gathering_id"),
            title=F("run__gathering__title"),
            happened_at=F("allowed_at" if whose == "writer" else "read_at" if whose == "presenter" else "asked_at"),
            words=F("run__gathering__confidence"),
        )

    return rows


def _note_people(whose: str, waits: Q) -> Callable[..., QuerySet[Any, Any]]:
    def people(community: Community) -> QuerySet[Any, Any]:
        notes = CaseNote.objects.filter(waits, refused_at=None, run__gathering__community=community)
        return notes.exclude(**{whose: None}).values_list(f"{whose}_id", flat=True)

    return people


def _said_of_note(title: str | Promise, verb: str | Promise) -> Callable[[Seen], Need]:
    def sentence(seen: Seen) -> Need:
        # No title of what is sealed stands in a letter.
        if seen.one.words == Confidence.SEALED:
            why = _("It tells of a case and names nobody; nothing is posted before.")
        else:
            why = _("“%(title)s”. It tells of a case and names nobody; nothing is posted before.")
        return seen.need(str(title), why, str(verb), seen.url("run_case_note", seen.one.about_id))

    return sentence


def _about_note(one: Waiting) -> About:
    return frozenset([("case_note", one.about_id)])


def _note_line(whose: str, order: int, waits: Q, title: str | Promise, verb: str | Promise) -> Line:
    return Line(
        f"case_note_{whose}",
        order,
        _notes(whose, waits),
        _said_of_note(title, verb),
        about=_about_note,
        whom=_note_people(whose, waits),
    )


def _about(one: Waiting) -> About:
    return frozenset([("captured", one.number)])


LINES = (
    Line(
        "action_due",
        44,
        _due_rows,
        _is_due,
        {"since": SPOKEN_OF_FOR, "now": NOW},
        about=_about,
        whom=_due_people,
    ),
    _note_line(
        "reader",
        40,
        Q(asked_at__isnull=False, read_at=None),
        gettext_lazy("You are asked to read a note a second time."),
        gettext_lazy("Read it"),
    ),
    _note_line(
        "presenter",
        41,
        Q(read_at__isnull=False, allowed_at=None),
        gettext_lazy("A note of the case that you brought waits for your word."),
        gettext_lazy("Read it and say"),
    ),
    _note_line(
        "writer",
        42,
        Q(allowed_at__isnull=False, post=None),
        gettext_lazy("The note that you wrote may be posted."),
        gettext_lazy("Post it"),
    ),
)
