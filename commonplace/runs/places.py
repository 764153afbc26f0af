"""What runs show on the page of a gathering, and in the letter's link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.protocols.places import MODULE
from commonplace.runs.models import Captured, Run
from commonplace.runs.queries.tried import tried_of
from commonplace.runs.queries.wishes import wished_last_time


def of_gathering(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """Whether it is going on; for members, one query."""
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE) or gathering.is_cancelled:
        return None
    run = Run.objects.filter(gathering=gathering).only("finished_at").first()
    return {"run": run}


def wished(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """What people wished at the date before, for whoever holds this one of a series; three queries at most."""
    person = viewpoint.person
    if gathering.series_id is None or gathering.is_cancelled or gathering.is_over(timezone.now()):
        return None
    if person is None or not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    holds = viewpoint.is_steward or gathering.convener_id == person.pk or gathering.hosts.filter(person=person).exists()
    found = wished_last_time(gathering) if holds else []
    return {"wished": found} if found else None


def tried_beside(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """What came of the takeaways of a year, beside the list of gatherings; for members, one query."""
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    found = tried_of(viewpoint, now=timezone.now())
    return {"tried": found} if found is not None else None


def door_of(request: HttpRequest, *, gathering: Gathering, token: str) -> Mapping[str, Any] | None:
    """For whoever came by the link of a letter: the table, while people sit at it."""
    if not Run.objects.filter(gathering=gathering, finished_at=None).exists():
        return None
    return {}


def asked_at(request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation) -> Mapping[str, Any] | None:
    """Where the question of a conversation was asked, for members who may see that; of what is sealed nothing."""
    if conversation.kind != Kind.QUESTION or not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    lines = Captured.objects.visible_to(viewpoint.person).filter(carried__conversation=conversation, taken_back_at=None)
    line = lines.exclude(run__gathering__confidence=Confidence.SEALED).select_related("run__gathering", "by").first()
    if line is None:
        return None
    gathering = line.run.gathering
    name = viewpoint.name_of(line.by) if line.by is not None and not gathering.names_are_kept else line.name
    return {"line": line, "gathering": gathering, "name": name}
