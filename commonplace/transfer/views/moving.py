"""Moving over: what to do in which order, so that a list's address leads here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.mail.actions import moving as lists
from commonplace.mail.actions.rehearsing import TooManyRehearsals, rehearse
from commonplace.mail.models import MailingList
from commonplace.people.viewer import require_viewer
from commonplace.transfer.forms import ListForm
from commonplace.transfer.moving import likely_address, move_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def moving_over(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps of moving a list over, how far each list came, and a form that names one."""
    viewpoint = as_steward(request, slug)
    person = require_viewer(request)
    move = move_of(viewpoint.community)
    form = ListForm(
        request.POST or None,
        community=viewpoint.community,
        person=person,
        initial={"list_id": move.list_id, "address": likely_address(move.list_id)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            lists.name_list(by=person, **form.cleaned_data)
        except lists.NoListThere:
            form.add_error("address", _("No list can have this address: it is this house’s own, or a server’s."))
        except lists.OthersList:
            form.add_error("address", _("This address leads to another space of this house already."))
        except lists.TooManyLists:
            form.add_error(None, _("So many lists are named here already. Let one go that does not move."))
        else:
            return redirect(f"{reverse('moving_over', args=[slug])}#lists")
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "form": form, "move": move}
    return render(request, "transfer/moving_over.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def mailing_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Rehearse one list, open it, or let it go."""
    viewpoint = as_steward(request, slug)
    person = require_viewer(request)
    rows = MailingList.objects.filter(space__community=viewpoint.community).select_related("space__community")
    row = get_object_or_404(rows, pk=pk)
    if "rehearse" in request.POST:
        try:
            rehearse(by=person, mailing_list=row)
        except TooManyRehearsals:
            messages.error(request, _("That was rehearsed often enough for today. Tomorrow there is time again."))
        else:
            messages.success(request, _("A letter is on its way to the list. When it comes here, you hear by mail."))
    elif "open" in request.POST:
        try:
            lists.open_list(by=person, mailing_list=row)
        except lists.NotProven:
            messages.error(request, _("Nobody has seen yet that mail to this address comes here. Rehearse it first."))
        else:
            messages.success(request, _("The list lives here now. What waited for it is taken in."))
    elif "go" in request.POST:
        lists.let_list_go(by=person, mailing_list=row)
        messages.success(request, _("Mail to this address is not taken here any more."))
    return redirect(f"{reverse('moving_over', args=[slug])}#lists")
