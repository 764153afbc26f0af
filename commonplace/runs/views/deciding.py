"""What is decided, done, moved and let go, and questions that go on in conversations: one press for each."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import carrying, deciding
from commonplace.runs.harvest_forms import DayForm, DecidingForm
from commonplace.runs.models import Action, Captured
from commonplace.runs.queries.deciding import line_to_settle, people_to_choose
from commonplace.runs.queries.scene import HOST
from commonplace.runs.views.deeds import pressed
from commonplace.runs.views.page import shown
from commonplace.runs.views.visit import Visit, member, running

WEEK = timedelta(days=7)


@login_required
@require_POST
def run_deciding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep a decision, or an action with who and when."""
    visit = member(request, slug, pk)
    run, person = running(visit), visit.person
    is_seated = visit.seat is not None
    if person is None or visit.viewpoint is None:
        raise PermissionDenied
    form = DecidingForm(request.POST, people=people_to_choose(run, visit.viewpoint))
    if not deciding.may_add(person, run, is_host=visit.role == HOST, is_seated=is_seated):
        form.add_error(None, _("Sit down at the table first; afterwards those who were there can add to it."))
    if not form.is_valid():
        return shown(request, visit, deciding=form)
    said = form.cleaned_data
    kind = Capture(said["kind"])
    owner = Person.objects.filter(pk=said["owner"]).first() if said["owner"] else None
    what = (visit.gathering.pk, said["decided"], said["kind"], said["owner"], str(said["due_on"] or ""))
    try:
        deciding.decide(
            run=run,
            kind=kind,
            words=said["decided"],
            by=person,
            seat=visit.seat,
            owner=owner,
            due_on=said["due_on"],
            phase=number_in(request.POST.get("phase")),
            idempotency_key=key_of_sending(said["idempotency_key"], *what),
        )
    except deciding.NotHere:
        form.add_error("owner", _("They cannot see this gathering any more. Choose somebody else, or nobody yet."))
        return shown(request, visit, deciding=form)
    except deciding.IsOver:
        messages.error(request, _("It has just ended. Add it once more here, where what was kept stands."))
    return HttpResponseRedirect(f"{visit.url}#deciding")


def _line(request: HttpRequest, visit: Visit, kind: Capture) -> tuple[Captured, Person] | None:
    """Which line was pressed, and by whom; None, said on the page, where it is there no more."""
    line = line_to_settle(running(visit), number_in(request.POST.get("line")), kind, visit.person)
    if line is None or visit.person is None:
        messages.info(request, _("It was taken back meanwhile."))
        return None
    return line, visit.person


def taking_on_(request: HttpRequest, visit: Visit) -> None:
    if (pressed_on := _line(request, visit, Capture.ACTION)) is None:
        return
    line, person = pressed_on
    try:
        deciding.take_on(captured=line, by=person)
    except deciding.AlreadyTaken:
        messages.info(request, _("Somebody has taken it on just before you."))
    except (deciding.HasEnded, deciding.NotHere):
        messages.info(request, _("It is done, or let go."))


def done_(request: HttpRequest, visit: Visit) -> None:
    if (pressed_on := _line(request, visit, Capture.ACTION)) is None:
        return
    line, person = pressed_on
    deciding.end(captured=line, by=person, how=Action.Ended.DONE)


def letting_go_(request: HttpRequest, visit: Visit) -> None:
    if (pressed_on := _line(request, visit, Capture.ACTION)) is None:
        return
    line, person = pressed_on
    deciding.end(captured=line, by=person, how=Action.Ended.LET_GO)


def moving_(request: HttpRequest, visit: Visit) -> None:
    """To the day that was chosen, or else a week on."""
    if (pressed_on := _line(request, visit, Capture.ACTION)) is None:
        return
    line, person = pressed_on
    day = timezone.localdate() + WEEK
    if "due_on" in request.POST:
        form = DayForm(request.POST)
        if not form.is_valid():
            messages.error(request, str(form.errors["due_on"][0]))
            return
        day = form.cleaned_data["due_on"]
    try:
        deciding.move(captured=line, by=person, due_on=day)
    except deciding.HasEnded:
        messages.info(request, _("It is done, or let go."))


def carrying_(request: HttpRequest, visit: Visit) -> None:
    """A question goes on in a conversation."""
    _carry(request, visit, is_own=False)


def asking_again_(request: HttpRequest, visit: Visit) -> None:
    """Whoever asked it asks it again, outside of what is held close, in their own name."""
    _carry(request, visit, is_own=True)


def _carry(request: HttpRequest, visit: Visit, *, is_own: bool) -> None:
    if (pressed_on := _line(request, visit, Capture.QUESTION)) is None:
        return
    line, person = pressed_on
    try:
        if not hasattr(line, "carried"):
            require_room(person, now=timezone.now())
        carrying.carry_on(captured=line, by=person, is_own=is_own)
    except TooFast as too_fast:
        messages.error(request, too_fast.words)
    except carrying.HeldCloser:
        messages.error(
            request, _("What was said here goes no further. Only whoever asked it can ask it again, in their own name.")
        )
    except carrying.NoQuestion:
        messages.info(request, _("It was taken back meanwhile."))
    else:
        messages.success(request, _("It goes on in a conversation now."))


run_taking_on = pressed(taking_on_)
run_done = pressed(done_)
run_letting_go = pressed(letting_go_)
run_moving = pressed(moving_)
run_carrying = pressed(carrying_)
run_asking_again = pressed(asking_again_)
