"""A help desk: what is asked there, and one question with its answers."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.sending import key_of_sending
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store import paging
from commonplace.undertakings.actions import helping, outside
from commonplace.undertakings.actions.rights import IsOver, NotTheirs, may_carry
from commonplace.undertakings.forms.desk import AskForm, DeskForm, PassForm, ReplyForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Asked, HelpDesk, Undertaking
from commonplace.undertakings.queries import choosing, desk
from commonplace.undertakings.queries.desk import spoken
from commonplace.undertakings.queries.response import carries, hands_of, signed
from commonplace.undertakings.views.beginning import begin_page
from commonplace.undertakings.views.lookup import UNFIT, deed_page, find, find_to_join, over

DESK = Kind.DESK
SIZE = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def help_desk_beginning(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a help desk."""
    return begin_page(request, slug, name="help_desk_beginning", form=DeskForm, begin=_begin)


def _begin(person: Person, form: DeskForm, key: str | None) -> Undertaking:
    said = form.cleaned_data
    return helping.open_desk(
        by=person,
        space=form.chosen,
        title=said["title"],
        purpose=said["purpose"],
        promised_hours=said["promised_hours"],
        idempotency_key=key,
    )


@require_safe
def help_desk(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who has the desk, what waits there, and what was answered."""
    viewpoint, here = find(request, slug, pk, DESK)
    row: HelpDesk = here.helpdesk
    now, hands = timezone.now(), hands_of(here)
    page = paging.page(desk.of_desk(row), by=("-at", "-pk"), after=request.GET.get("after"), size=SIZE)
    carried_by = signed(hands, here, viewpoint)
    is_in = any(one.byline.person_id == getattr(viewpoint.person, "pk", 0) for one in carried_by)
    times = desk.times_of(row, now=now)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "desk": row,
        "seen": {"may_carry": carries(here, viewpoint, hands)},
        "hands": carried_by,
        "has_hand": is_in and here.begun_by_id != getattr(viewpoint.person, "pk", 0),
        "may_join": not is_in and viewpoint.membership is not None and not viewpoint.membership.is_guest,
        "holder": desk.this_week(row, viewpoint, now=now),
        "page": page,
        "rows": desk.rows_of(page.items, viewpoint, now=now),
        "times": times,
        "middle": spoken(times.middle) if times.middle is not None else "",
        "audience": audience_of_space(here.space, viewpoint),
        "is_open_outside": outside.is_open(row, here),
    }
    return render(request, "undertakings/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_asking(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a question to the desk."""
    viewpoint, person, here = find_to_join(request, slug, pk, DESK)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = helping.ask(
                by=person,
                undertaking=here,
                title=said["title"],
                text=said["text"],
                idempotency_key=key_of_sending(said["idempotency_key"], here.pk, said["title"], said["text"]),
            )
        except IsOver:
            form.add_error(None, over())
        except helping.TooMany:
            form.add_error(None, _("You have asked often today. Let some of it be answered first."))
        else:
            return HttpResponseRedirect(reverse("desk_question", args=[slug, pk, made.pk]))
    return deed_page(request, viewpoint, here, "desk_asking", form)


def question_or_404(here: Undertaking, pk: int) -> Asked:
    """A question of the desk that was not taken back."""
    found = Asked.objects.filter(desk=here.pk).exclude(closed_how=Asked.Closed.TAKEN_BACK)
    return get_object_or_404(found.select_related("asker", "passed_to", "passed_by"), pk=pk)


@require_safe
def desk_question(request: HttpRequest, slug: str, pk: int, asked_pk: int) -> HttpResponse:
    """One question, with its answers."""
    viewpoint, here = find(request, slug, pk, DESK)
    return shown(request, viewpoint, here, question_or_404(here, asked_pk))


def shown(
    request: HttpRequest, viewpoint: Viewpoint, here: Undertaking, asked: Asked, reply: ReplyForm | None = None
) -> HttpResponse:
    """The page of a question, with a form on it that came back."""
    is_own = viewpoint.person is not None and asked.asker_id == viewpoint.person.pk
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "asked": asked,
        "byline": desk.byline_of(asked, viewpoint),
        "passed_to": viewpoint.byline_for(asked.passed_to) if asked.passed_to_id is not None else None,
        "passed_by": viewpoint.byline_for(asked.passed_by) if asked.passed_to_id is not None else None,
        "answers": desk.answers_to(asked, viewpoint),
        "is_own": is_own,
        "is_late": asked.is_late(timezone.now()),
        "may_write": viewpoint.is_member and asked.closed_at is None and not here.is_over,
        "may_take_back": is_own or viewpoint.is_steward,
        "reply": reply or ReplyForm(),
        "ways": [(one.value, one.label) for one in Asked.Closed if one != Asked.Closed.TAKEN_BACK],
        "audience": audience_of_space(here.space, viewpoint),
    }
    came_back = reply is not None and reply.errors
    return render(request, "undertakings/desk_question.html", context, status=UNFIT if came_back else HTTPStatus.OK)


@login_required
@require_POST
def desk_answer(request: HttpRequest, slug: str, pk: int, asked_pk: int) -> HttpResponse:
    """Answer a question."""
    viewpoint, person, here = find_to_join(request, slug, pk, DESK)
    asked, form = question_or_404(here, asked_pk), ReplyForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = helping.answer(
                by=person,
                undertaking=here,
                asked=asked,
                text=said["text"],
                idempotency_key=key_of_sending(said["idempotency_key"], asked.pk, said["text"]),
            )
        except helping.IsClosed:
            form.add_error(None, _("It is closed by whoever asked; nothing more is needed there."))
        except helping.TooMany:
            form.add_error(None, _("There are as many answers as anybody can read."))
        except IsOver:
            form.add_error(None, over())
        else:
            there = reverse("desk_question", args=[slug, pk, asked_pk])
            return HttpResponseRedirect(f"{there}#a{made.pk}")
    return shown(request, viewpoint, here, asked, reply=form)


@login_required
@require_POST
def desk_closing(request: HttpRequest, slug: str, pk: int, asked_pk: int) -> HttpResponse:
    """Close one's own question, and say what came of it; or take it back."""
    _viewpoint, person, here = find_to_join(request, slug, pk, DESK)
    asked = question_or_404(here, asked_pk)
    how = request.POST.get("how", "")
    try:
        if "take_back" in request.POST:
            helping.take_back(by=person, undertaking=here, asked=asked)
            messages.success(request, _("It is gone."))
            return HttpResponseRedirect(here.url(slug))
        if how in (Asked.Closed.HELPED, Asked.Closed.ELSEWHERE, Asked.Closed.NOTHING):
            helping.close(by=person, undertaking=here, asked=asked, how=how)
            messages.success(request, _("Kept. Whoever answered sees what came of it."))
    except NotTheirs:
        raise Http404(asked_pk) from None
    except helping.IsClosed:
        messages.error(request, _("It is closed already."))
    except IsOver:
        messages.error(request, over())
    return HttpResponseRedirect(f"{reverse('desk_question', args=[slug, pk, asked_pk])}#closing")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_passing(request: HttpRequest, slug: str, pk: int, asked_pk: int) -> HttpResponse:
    """Pass a question on to somebody who may know."""
    viewpoint, person, here = find_to_join(request, slug, pk, DESK)
    asked = question_or_404(here, asked_pk)
    asked_for = one_line((request.POST if request.method == "POST" else request.GET).get("q", ""))[:80]
    people = choosing.who_reads(here, viewpoint, asked=asked_for)
    form = PassForm(request.POST if request.method == "POST" else None, initial={"q": asked_for})
    if request.method == "POST" and form.is_valid():
        to = Person.objects.filter(pk=number_in(request.POST.get("to")) or 0).first()
        try:
            if to is None:
                form.add_error("q", _("Look for somebody by name, and choose them below."))
            else:
                why = form.cleaned_data["why"]
                helping.pass_on(by=person, undertaking=here, asked=asked, to=to, why=why)
        except helping.NobodySuch:
            form.add_error("q", _("They do not read what stands here."))
        except helping.IsClosed:
            form.add_error(None, _("It is closed already."))
        except IsOver:
            form.add_error(None, over())
        if not form.errors:
            messages.success(request, _("Passed on; they are told."))
            return HttpResponseRedirect(reverse("desk_question", args=[slug, pk, asked_pk]))
    may = may_carry(person, here)
    context = {"asked": asked, "people": people, "asked_for": asked_for, "may_carry": may}
    return deed_page(request, viewpoint, here, "desk_passing", form, **context)
