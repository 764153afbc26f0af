"""What members press while people meet: sitting down, the floor, a line to keep; and what its hosts do."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonplace.communities.viewpoint import name_beside
from commonplace.conversations.views.lookup import number_in
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.lib.protocol_clock import Act
from commonplace.lib.sending import key_of_sending
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import noting, seating, stepping
from commonplace.runs.forms import GroupsForm, NoteForm
from commonplace.runs.grouping import How
from commonplace.runs.models import RunStep, Seat
from commonplace.runs.queries.scene import HOST
from commonplace.runs.views.page import shown
from commonplace.runs.views.visit import Visit, member, running

ACTS = {one.value: one for one in Act if one != Act.START}


def _said(step: RunStep, name: str) -> str:
    """What somebody did a moment before oneself, so that one need not do it again."""
    words = {
        Act.START: _("%(name)s has begun it just before you."),
        Act.PAUSE: _("%(name)s has stopped the clock just before you."),
        Act.GO_ON: _("%(name)s has let the clock go on just before you."),
        Act.STRETCH: _("%(name)s has given it more time just before you."),
        Act.NEXT: _("%(name)s has gone on to the next step just before you."),
        Act.SKIP: _("%(name)s has skipped a step just before you."),
        Act.BACK: _("%(name)s has gone back a step just before you."),
        Act.FINISH: _("%(name)s has ended it just before you."),
    }
    return words[Act(step.act)] % {"name": name}


type Deed = Callable[[HttpRequest, Visit], HttpResponse | None]


def pressed(do: Deed, *, hosts: bool = False) -> Callable[..., HttpResponse]:
    """A view for one press: it does it, says what stood in the way, and leads back to the page."""

    @login_required
    @require_POST
    def view(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        visit = member(request, slug, pk)
        if hosts and visit.role != HOST:
            raise PermissionDenied
        return done(request, visit, do)

    return view


def done(request: HttpRequest, visit: Visit, do: Deed) -> HttpResponse:
    """Do it for whoever stands there, and lead back to their page."""
    try:
        answer = do(request, visit)
    except (stepping.IsOver, seating.IsOver):
        messages.error(request, _("It has ended."))
    except NotTheirs:
        raise PermissionDenied from None
    except seating.TableFull:
        messages.error(request, _("There is no seat left at the table."))
    else:
        if answer is not None:
            return answer
    return HttpResponseRedirect(visit.url)


def start_(request: HttpRequest, visit: Visit) -> None:
    assert visit.person is not None
    try:
        run = stepping.start(gathering=visit.gathering, by=visit.person)
        seating.sit(run=run, person=visit.person)
    except stepping.AlreadyRun:
        messages.info(request, _("It has begun already."))
    except stepping.NoPlan:
        messages.error(request, _("Choose first which form it follows."))


def step_(request: HttpRequest, visit: Visit) -> None:
    act, number = ACTS.get(request.POST.get("act", "")), number_in(request.POST.get("number"))
    if act is None or number is None or visit.person is None:
        return
    minutes = number_in(request.POST.get("minutes")) or 2
    try:
        stepping.step(run=running(visit), act=act, number=number, by=visit.person, minutes=min(minutes, 60))
    except stepping.Overtaken as first:
        taken = first.step
        if taken is not None and taken.by_id != visit.person.pk:
            name = name_beside(taken.by, visit.gathering.community) if taken.by is not None else _("Somebody")
            messages.info(request, _said(taken, name))


def sit_(request: HttpRequest, visit: Visit) -> None:
    assert visit.person is not None
    seating.sit(run=running(visit), person=visit.person)


def leave_(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    if visit.seat is not None:
        seating.rise(seat=visit.seat)
    messages.success(request, _("You have left the table. You can sit down again at any time."))
    return None


def hand_(request: HttpRequest, visit: Visit) -> None:
    if visit.seat is not None:
        seating.ask_for_floor(seat=visit.seat, wants="wants" in request.POST)


def note_(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    form, run = NoteForm(request.POST), running(visit)
    if not form.is_valid():
        return shown(request, visit, note=form)
    said = form.cleaned_data
    try:
        noting.note(
            run=run,
            phase=said["phase"] or 0,
            kind=Capture(said["kind"] or Capture.NOTE),
            words=said["words"],
            person=visit.person,
            seat=visit.seat,
            ask_on=form.ask_on,
            idempotency_key=key_of_sending(said["idempotency_key"], visit.gathering.pk, said["words"], said["kind"]),
        )
    except noting.IsOver:
        form.add_error(None, _("It has ended, and takes no more lines. Your words are safe here."))
        return shown(request, visit, note=form)
    return None


def take_back_(request: HttpRequest, visit: Visit) -> None:
    """One's own line, or any of them by whoever holds it."""
    theirs = running(visit).captured.filter(taken_back_at=None)
    if visit.role != HOST:
        theirs = theirs.filter(by=visit.person)
    noting.take_back(captured=get_object_or_404(theirs, pk=number_in(request.POST.get("line"))))


def _seat(request: HttpRequest, visit: Visit) -> Seat:
    seats = running(visit).seats.select_related("run__gathering__community")
    return get_object_or_404(seats, pk=number_in(request.POST.get("seat")))


def floor_(request: HttpRequest, visit: Visit) -> None:
    assert visit.person is not None
    if not request.POST.get("seat"):
        seating.take_floor_back(run=running(visit), by=visit.person)
    else:
        seating.give_floor(seat=_seat(request, visit), by=visit.person)


def send_out_(request: HttpRequest, visit: Visit) -> None:
    assert visit.person is not None
    seating.send_out(seat=_seat(request, visit), by=visit.person)


def groups_(request: HttpRequest, visit: Visit) -> None:
    form = GroupsForm(request.POST)
    if not form.is_valid() or visit.person is None:
        return
    how = How(form.cleaned_data["how"]) if form.cleaned_data["how"] else None
    size = form.cleaned_data["size"] or 3
    made = seating.put_in_groups(run=running(visit), by=visit.person, how=how, size=size)
    if made:
        messages.success(request, ngettext("%(n)d group is made.", "%(n)d groups are made.", made) % {"n": made})


run_start = pressed(start_, hosts=True)
run_step = pressed(step_, hosts=True)
run_floor = pressed(floor_, hosts=True)
run_groups = pressed(groups_, hosts=True)
run_sending_out = pressed(send_out_, hosts=True)
run_sitting = pressed(sit_)
run_leaving = pressed(leave_)
run_hand = pressed(hand_)
run_note = pressed(note_)
run_taking_back = pressed(take_back_)
