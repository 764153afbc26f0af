"""The page of a run: before it begins, while people meet, and afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.actions.talking import may_be_talked_about
from commonplace.live.versions import version_of
from commonplace.protocols.models import Plan
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.stepping import TOPIC
from commonplace.runs.asked_forms import WishForm
from commonplace.runs.forms import GroupsForm, NoteForm
from commonplace.runs.harvest_forms import DecidingForm, PhotoForm
from commonplace.runs.hearing import own_words
from commonplace.runs.models import HarvestFile, Run, Side
from commonplace.runs.queries.case_note import note_of, whose_turn
from commonplace.runs.queries.deciding import (
    DECIDING,
    decided_of,
    own_lines,
    people_at_table,
    people_to_choose,
    with_conversations,
)
from commonplace.runs.queries.harvest import harvest_of, sheaves
from commonplace.runs.queries.scene import HOST, Line, scene_of
from commonplace.runs.queries.wishes import wishes_of
from commonplace.runs.views.visit import Visit, member
from commonplace.ui.forms import Form


@login_required
@never_cache
@require_safe
def run(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The run of a gathering, for a member."""
    return shown(request, member(request, slug, pk))


def shown(
    request: HttpRequest,
    visit: Visit,
    *,
    note: NoteForm | None = None,
    deciding: DecidingForm | None = None,
    photo: PhotoForm | None = None,
) -> HttpResponse:
    """The page as it is now, with what came back on it."""
    # Before all else, so that whatever changes meanwhile is told to the page again.
    is_over = visit.run is not None and visit.run.is_over
    version = 0 if is_over else version_of(TOPIC, visit.gathering.pk)
    context: dict[str, Any] = {
        "visit": visit,
        "viewpoint": visit.viewpoint,
        "gathering": visit.gathering,
        "urls": visit.urls,
        "version": version,
        "topic": f"{TOPIC}-{visit.gathering.pk}",
        "is_host": visit.role == "host",
        "photo": photo or PhotoForm(),
    }
    if visit.run is None:
        plan = Plan.objects.filter(gathering=visit.gathering).first()
        return render(request, "runs/before.html", context | {"plan": plan})
    if visit.run.is_over:
        after = harvest_of(visit.run, visit.viewpoint, visit.person)
        after |= {"may_be_posted": may_be_talked_about(visit.gathering), **asked_of(visit, after["own"])}
        return render(
            request,
            "runs/after.html",
            context | after | _added(visit, after, deciding),
            status=_status(deciding, photo),
        )
    now = timezone.now()
    scene = scene_of(visit.run, visit.role, now=now)
    chosen = note.data.get("kind", "") if note is not None else ""
    # Of the others one's own words name those of one's group alone.
    group = visit.seat.group if visit.seat is not None else None
    beside = list(visit.run.seats.filter(group=group).select_related("person").order_by("pk")) if group else []
    context |= {
        **scene,
        **_at_the_table(visit, scene, deciding),
        "note": note or NoteForm(initial={"phase": scene["present"].place}),
        "kind": chosen if chosen in dict(scene["kinds"]) else scene["kinds"][0][0],
        "you": own_words(visit.seat, beside, visit.gathering.community) if visit.seat is not None else [],
        "groups": GroupsForm(),
        "audience": audience_of_space(visit.gathering.space, visit.viewpoint) if visit.viewpoint is not None else None,
        "takeaway": Capture.TAKEAWAY.value,
    }
    return render(request, "runs/run.html", context, status=_status(note, deciding, photo))


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
        "today": timezone.localdate(),
        "wish_forms": forms if wishes.may_say else [],
    }


def _status(*forms: Form | None) -> HTTPStatus:
    is_wrong = any(one is not None and one.errors for one in forms)
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


def _at_the_table(visit: Visit, scene: Mapping[str, Any], deciding: DecidingForm | None) -> dict[str, Any]:
    """What members find beside the notes while it lasts: what was decided, and one's own lines."""
    if visit.run is None or visit.viewpoint is None or visit.person is None:
        return {}
    seats = [one.seat for one in scene["round"].sittings]
    people = people_at_table(visit.run, visit.viewpoint, seats) if visit.seat is not None else []
    is_close, me = visit.gathering.names_are_kept, visit.person.pk
    # Of this step they are on the page already; where no line bears a name, what one will do is shown throughout.
    here = [one.captured for one in scene["lines"] if one.captured.by_id == me]
    mine = own_lines(visit.run, visit.person) if is_close else here
    return {
        "deciding": (deciding or DecidingForm(people=people)) if visit.seat is not None else None,
        "mine": mine,
        # What somebody said they will do: theirs to see in whatever confidence it was said.
        "own": mine if is_close else [],
    }


def _of_case(run: Run, viewpoint: Viewpoint, *, adds: bool, tells: bool) -> dict[str, Any]:
    note = note_of(run)
    if note is None:
        return {"may_begin_note": adds and tells}
    return {"case_note": note, "whose_turn": whose_turn(note, viewpoint)}


def _added(visit: Visit, after: dict[str, Any], deciding: DecidingForm | None) -> dict[str, Any]:
    """What members find afterwards: what was decided and who does it, and where questions went on."""
    run, viewpoint, person = visit.run, visit.viewpoint, visit.person
    if run is None or viewpoint is None or person is None:
        return {}
    lines = with_conversations(after["lines"], person)
    is_host = visit.role == HOST
    adds = is_host or after["wishes"].came
    files = list(HarvestFile.objects.filter(run=run).select_related("file").order_by("pk"))
    return {
        "files": files,
        "something": bool(lines or files),
        **decided_of(run, lines, viewpoint, is_host=is_host, today=timezone.localdate()),
        "sheaves": sheaves(run, [one for one in lines if one.captured.kind not in DECIDING]),
        "deciding": (deciding or DecidingForm(people=people_to_choose(run, viewpoint))) if adds else None,
        "adds": adds,
        "mine": [one.captured for one in after["own"]],
        "role": visit.role,
        **_of_case(run, viewpoint, adds=adds, tells=visit.tells_of_a_case),
    }
