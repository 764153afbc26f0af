"""The rota of a help desk, what is asked there again and again, and how it is set up."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.sending import key_of_sending
from commonplace.undertakings.actions import faq, helping, outside, rota
from commonplace.undertakings.actions.rights import IsOver, NotTheirs, may_carry
from commonplace.undertakings.forms.desk import LineForm, SetUpForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import HelpDesk, Shift, Swap
from commonplace.undertakings.queries import desk
from commonplace.undertakings.views.lookup import deed_page, find, find_to_carry, find_to_join, over

DESK = Kind.DESK
WEEKS = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_rota(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who has the desk in which week; those who carry it share the coming ones out."""
    viewpoint, person, here = find_to_join(request, slug, pk, DESK)
    row: HelpDesk = here.helpdesk
    may = may_carry(person, here)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        try:
            given = rota.share_out(by=person, undertaking=here, weeks=WEEKS)
        except rota.NobodyThere:
            messages.error(request, _("Nobody carries the desk who could have a week."))
        except IsOver:
            messages.error(request, over())
        else:
            said = ngettext("%(n)d week has somebody now.", "%(n)d weeks have somebody now.", given) % {"n": given}
            messages.success(request, said)
        return HttpResponseRedirect(reverse("desk_rota", args=[slug, pk]))
    weeks = desk.rota_of(row, viewpoint, now=timezone.now())
    context = {"weeks": weeks, "others": [one for one in weeks if not one.is_own], "may_carry": may}
    return deed_page(request, viewpoint, here, "desk_rota", None, **context)


@login_required
@require_POST
def desk_week(request: HttpRequest, slug: str, pk: int, shift_pk: int) -> HttpResponse:
    """Ask whoever has another week to swap it for one's own."""
    _viewpoint, person, here = find_to_join(request, slug, pk, DESK)
    given = get_object_or_404(Shift, pk=shift_pk, desk=pk)  # nosemgrep: found-unseen  # the desk was found for them
    wanted = Shift.objects.filter(pk=number_in(request.POST.get("wanted")) or 0, desk=pk).first()
    try:
        if wanted is None:
            raise rota.IsPast(pk)
        rota.ask_to_swap(by=person, undertaking=here, given=given, wanted=wanted)
    except NotTheirs:
        raise Http404(shift_pk) from None
    except rota.OwnWeek:
        messages.error(request, _("Both weeks are yours."))
    except rota.IsPast:
        messages.error(request, _("One of these weeks is over."))
    except IsOver:
        messages.error(request, over())
    else:
        messages.success(request, _("They are asked, and say yes or no here."))
    return HttpResponseRedirect(f"{reverse('desk_rota', args=[slug, pk])}#weeks")


@login_required
@require_POST
def desk_swap(request: HttpRequest, slug: str, pk: int, swap_pk: int) -> HttpResponse:
    """Say yes or no to a swap."""
    _viewpoint, person, here = find_to_join(request, slug, pk, DESK)
    swap = get_object_or_404(Swap, pk=swap_pk, given__desk=pk)  # nosemgrep: found-unseen  # the desk was found
    yes = "yes" in request.POST
    try:
        rota.answer_swap(by=person, undertaking=here, swap=swap, yes=yes)
    except NotTheirs:
        raise Http404(swap_pk) from None
    except rota.IsPast:
        messages.error(request, _("One of these weeks is over."))
    except IsOver:
        messages.error(request, over())
    else:
        messages.success(request, _("Swapped.") if yes else _("It stays as it was."))
    return HttpResponseRedirect(f"{reverse('desk_rota', args=[slug, pk])}#weeks")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_set_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is promised, and whether somebody outside may ask."""
    viewpoint, person, here = find_to_carry(request, slug, pk, DESK)
    row: HelpDesk = here.helpdesk
    may_open = viewpoint.is_steward and (outside.may_be_opened(here) or row.is_open_outside)
    begun = {"promised_hours": row.promised_hours, "is_open_outside": row.is_open_outside}
    form = SetUpForm(request.POST if request.method == "POST" else None, initial=begun, may_open=may_open)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            helping.set_up(
                by=person,
                undertaking=here,
                promised_hours=said["promised_hours"],
                is_open_outside=said.get("is_open_outside"),
            )
        except outside.IsShut:
            form.add_error("is_open_outside", _("Words of this space do not leave the house; it stays shut."))
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept. What was promised before stays promised."))
            return HttpResponseRedirect(here.url(slug))
    return deed_page(request, viewpoint, here, "desk_set_up", form, may_open=may_open)


@require_safe
def desk_faq(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is asked there again and again, each with its answer: what a desk leaves behind."""
    viewpoint, here = find(request, slug, pk, DESK)
    row: HelpDesk = here.helpdesk
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "lines": desk.lines_of(row),
        "may_carry": may_carry(viewpoint.person, here) and not here.is_over,
        "audience": audience_of_space(here.space, viewpoint),
    }
    return render(request, "undertakings/desk_faq.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def faq_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write a line of what is asked again and again."""
    return _line(request, slug, pk, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def faq_line(request: HttpRequest, slug: str, pk: int, line_pk: int) -> HttpResponse:
    """Write a line anew, or strike it."""
    return _line(request, slug, pk, line_pk)


def _line(request: HttpRequest, slug: str, pk: int, line_pk: int | None) -> HttpResponse:
    viewpoint, person, here = find_to_carry(request, slug, pk, DESK)
    row: HelpDesk = here.helpdesk
    line = get_object_or_404(row.faq.all(), pk=line_pk) if line_pk is not None else None
    there = reverse("desk_faq", args=[slug, pk])
    try:
        if line is not None and "strike" in request.POST:
            faq.strike_line(by=person, undertaking=here, line=line)
            messages.success(request, _("It is gone. The questions stay."))
            return HttpResponseRedirect(there)
        offered = [(one.pk, one.title) for one in desk.to_gather(row, now=timezone.now(), line=line)]
        begun = {
            "question": line.question if line is not None else "",
            "text": line.source if line is not None else "",
            "out_of": list(line.gathered.values_list("asked", flat=True)) if line is not None else [],
        }
        sent = request.POST if request.method == "POST" else None
        form = LineForm(sent, initial=begun, offered=offered, is_new=line is None)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            faq.write_line(
                by=person,
                undertaking=here,
                question=said["question"],
                text=said["text"],
                out_of=said.get("out_of", ()),
                line=line,
                idempotency_key=key_of_sending(said.get("idempotency_key"), pk, said["question"], said["text"]),
            )
            messages.success(request, _("Kept among what is asked again and again."))
            return HttpResponseRedirect(there)
    except IsOver:
        messages.error(request, over())
        return HttpResponseRedirect(there)
    address = reverse("faq_new", args=[slug, pk]) if line is None else reverse("faq_line", args=[slug, pk, line.pk])
    return deed_page(request, viewpoint, here, "desk_line", form, line=line, address=address, there=there)
