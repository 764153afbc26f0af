"""The page of a run: before it begins, while people meet, and afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.gatherings.actions.talking import may_be_talked_about
from commonplace.live.versions import version_of
from commonplace.protocols.models import Plan
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.stepping import TOPIC
from commonplace.runs.asked_forms import WishForm
from commonplace.runs.forms import GroupsForm, NoteForm
from commonplace.runs.hearing import own_words
from commonplace.runs.models import Captured, Side
from commonplace.runs.queries.harvest import harvest_of
from commonplace.runs.queries.scene import HOST, Line, scene_of
from commonplace.runs.queries.wishes import wishes_of
from commonplace.runs.views.visit import Visit, member


@login_required
@never_cache
@require_safe
def run(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The run of a gathering, for a member."""
    return shown(request, member(request, slug, pk))


def shown(request: HttpRequest, visit: Visit, *, note: NoteForm | None = None) -> HttpResponse:
    """The page as it is now, with a line on it that came back."""
    # Before all else, so that whatever changes meanwhile is told to the page again.
    version = version_of(TOPIC, visit.gathering.pk)
    context: dict[str, Any] = {
        "visit": visit,
        "viewpoint": visit.viewpoint,
        "gathering": visit.gathering,
        "urls": visit.urls,
        "version": version,
        "topic": f"{TOPIC}-{visit.gathering.pk}",
        "is_host": visit.role == "host",
    }
    if visit.run is None:
        plan = Plan.objects.filter(gathering=visit.gathering).first()
        return render(request, "runs/before.html", context | {"plan": plan})
    if visit.run.is_over:
        after = harvest_of(visit.run, visit.viewpoint, visit.person)
        after |= {"may_be_posted": may_be_talked_about(visit.gathering), **asked_of(visit, after["own"])}
        return render(request, "runs/after.html", context | after)
    now = timezone.now()
    scene = scene_of(visit.run, visit.role, now=now)
    chosen = note.data.get("kind", "") if note is not None else ""
    # Of the others one's own words name those of one's group alone.
    group = visit.seat.group if visit.seat is not None else None
    beside = list(visit.run.seats.filter(group=group).select_related("person").order_by("pk")) if group else []
    context |= {
        **scene,
        "note": note or NoteForm(initial={"phase": scene["present"].place}),
        "kind": chosen if chosen in dict(scene["kinds"]) else scene["kinds"][0][0],
        "you": own_words(visit.seat, beside, visit.gathering.community) if visit.seat is not None else [],
        "groups": GroupsForm(),
        "own": _own(visit),
        "audience": audience_of_space(visit.gathering.space, visit.viewpoint) if visit.viewpoint is not None else None,
        "takeaway": Capture.TAKEAWAY.value,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if note is not None and note.errors else HTTPStatus.OK
    return render(request, "runs/run.html", context, status=status)


def asked_of(visit: Visit, own: Sequence[Line]) -> dict[str, Any]:
    """What members are asked afterwards: what came of their takeaways, and what should stay; two queries."""
    run, viewpoint = visit.run, visit.viewpoint
    if run is None or viewpoint is None:
        return {}
    wishes = wishes_of(run, viewpoint, is_host=visit.role == HOST, now=timezone.now())
    nameless = visit.gathering.names_are_kept
    forms = [
        (side, wishes.words_of(side), WishForm(initial={"words": wishes.words_of(side) or ""}, is_nameless=nameless,
            auto_id=f"{side.value}_%s"))
        for side in Side
    ]  # fmt: skip
    return {
        "takeaways": [one for one in own if one.captured.kind == Capture.TAKEAWAY],
        "wishes": wishes,
        "wish_forms": forms if wishes.may_say else [],
    }


def _own(visit: Visit) -> list[Captured]:
    """What somebody said they will do: theirs to see in whatever confidence it was said."""
    if visit.run is None or visit.person is None or not visit.gathering.names_are_kept:
        return []
    return list(visit.run.captured.filter(by=visit.person, taken_back_at=None).order_by("pk"))
