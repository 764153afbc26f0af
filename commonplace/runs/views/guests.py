"""The door for guests: a link or a square code on the wall, a name, and a seat for this hour."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.gatherings.by_link import behind
from commonplace.gatherings.models import Gathering
from commonplace.runs.actions import seating, stepping
from commonplace.runs.forms import GuestNameForm
from commonplace.runs.guests import keep_seat, seat_of
from commonplace.runs.models import Run, Seat
from commonplace.runs.queries.scene import HOST
from commonplace.runs.views.deeds import Deed, done, hand_, leave_, note_
from commonplace.runs.views.page import shown
from commonplace.runs.views.visit import guest, member, running


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wall_door(request: HttpRequest, wall: str) -> HttpResponse:
    """Where the link on the wall leads: a name, and then the table."""
    run = Run.objects.filter(wall=wall, finished_at=None).select_related("gathering__community").first()
    if run is None or not Gathering.objects.not_held().filter(pk=run.gathering_id).exists():
        return render(request, "runs/no_door.html", status=HTTPStatus.GONE)
    if seat_of(request, run.gathering_id) is not None:
        return HttpResponseRedirect(reverse("table", args=[run.gathering_id]))
    form = GuestNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _seated(seating.sit_as_guest(run=run, wall=wall, name=form.cleaned_data["name"]))
        except seating.TableFull:
            form.add_error(None, _("There is no seat left at the table."))
        except (seating.IsOver, seating.DoorShut):
            return render(request, "runs/no_door.html", status=HTTPStatus.GONE)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "gathering": run.gathering, "action": reverse("wall_door", args=[wall])}
    return render(request, "runs/door.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_door(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a letter leads while people meet: one press, for the person or guest whose letter it was."""
    bearer = behind(token)
    run = Run.objects.filter(gathering=bearer.gathering, finished_at=None).first() if bearer is not None else None
    if bearer is None or run is None:
        return render(request, "runs/no_door.html", status=HTTPStatus.GONE)
    run.gathering = bearer.gathering
    if request.method == "POST":
        try:
            if bearer.person is not None:
                return _seated(seating.sit(run=run, person=bearer.person, by_link=True))
            name = bearer.guest.name if bearer.guest is not None else ""
            return _seated(seating.sit_as_guest(run=run, wall=None, name=name[:60] or _("A guest")))
        except (seating.IsOver, seating.TableFull):
            return render(request, "runs/no_door.html", status=HTTPStatus.GONE)
    context = {"gathering": bearer.gathering, "action": reverse("letter_door", args=[token])}
    return render(request, "runs/door.html", context)


def _seated(seat: Seat) -> HttpResponse:
    response = HttpResponseRedirect(reverse("table", args=[seat.run.gathering_id]))
    keep_seat(response, seat)
    return response


@never_cache
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The run as a guest at its table sees it."""
    if seat_of(request, pk) is None:
        return render(request, "runs/no_door.html", status=HTTPStatus.GONE)
    return shown(request, guest(request, pk))


def pressed(do: Deed) -> Callable[..., HttpResponse]:
    """A view for one press of a guest."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return done(request, guest(request, pk), do)

    return view


table_note = pressed(note_)
table_hand = pressed(hand_)
table_leaving = pressed(leave_)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def run_wall(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The square code for the wall, for those who hold it; opened anew or closed by a press."""
    visit = member(request, slug, pk)
    run = running(visit)
    if visit.role != HOST or visit.person is None:
        raise PermissionDenied
    if request.method == "POST" and not run.is_over:
        stepping.open_wall(run=run, by=visit.person, is_open="anew" in request.POST)
        return HttpResponseRedirect(visit.urls["wall"])
    link = f"{settings.BASE_URL}{reverse('wall_door', args=[run.wall])}" if run.wall else ""
    context = {"visit": visit, "urls": visit.urls, "gathering": visit.gathering, "link": link, "run": run}
    return render(request, "runs/wall.html", context | (square(link) if link else {}))


def square(words: str) -> dict[str, object]:
    """A square code as one path of SVG, in units of its modules, with the quiet zone that readers need around it."""
    rows = [list(row) for row in segno.make(words, error="m", micro=False).matrix]
    path = "".join(
        f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return {"square": path, "side": len(rows) + 8}
