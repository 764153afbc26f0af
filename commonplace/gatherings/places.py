"""What gatherings show on pages of other rooms: the next one, and which one a conversation belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Wanted
from commonplace.gatherings.forms.answering import ReminderForm
from commonplace.gatherings.models import Answer, Gathering, Reminding
from commonplace.gatherings.queries.hours import span
from commonplace.gatherings.queries.lists import next_for
from commonplace.people.models import Person

MODULE = "gatherings"


def next_beside(request: HttpRequest, *, viewpoint: Viewpoint, wanted: Wanted) -> Mapping[str, Any] | None:
    """The next gathering, beside the whole list of conversations."""
    if wanted != Wanted():
        return None
    found = _next(viewpoint)
    return {"gathering": found, "hours": span(found.starts_at, found.ends_at)} if found is not None else None


def _next(viewpoint: Viewpoint) -> Gathering | None:
    if not is_on(viewpoint.community, MODULE):
        return None
    return next_for(viewpoint, now=timezone.now())


def of_conversation(
    request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation
) -> Mapping[str, Any] | None:
    """The gathering that a conversation belongs to."""
    if not is_on(viewpoint.community, MODULE):
        return None
    found = Gathering.objects.visible_to(viewpoint.person).filter(conversation=conversation).first()
    return {"gathering": found} if found is not None else None


def reminders(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """When someone likes to be reminded, for those who have ever answered."""
    chosen = Reminding.objects.filter(person=OuterRef("person")).values("lead")
    answered = list(Answer.objects.filter(person=person).values_list(Subquery(chosen), flat=True)[:1])
    return {"reminder": ReminderForm(initial={"lead": answered[0] or Reminding.Lead.DAY})} if answered else None
