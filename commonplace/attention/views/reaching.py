"""How a community's news reach one: how often, until when not at all, and how much time one gives."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonplace.attention.actions.choosing import be_quiet, choose_cadence, give_time
from commonplace.attention.forms import BudgetForm, CadenceForm, QuietForm
from commonplace.attention.models import Beyond, Cadence
from commonplace.communities.viewpoint import enter
from commonplace.people.viewer import require_viewer


@login_required
@require_POST
def cadence(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how often one hears from a community."""
    viewpoint = enter(request, slug)
    form = CadenceForm(request.POST)
    if not viewpoint.is_member or not form.is_valid():
        raise Http404(slug)
    chosen = Cadence(form.cleaned_data["cadence"])
    choose_cadence(person=require_viewer(request), community=viewpoint.community, cadence=chosen)
    messages.success(request, _("Kept. You may change it at any time."))
    return redirect(f"{reverse('my_attention')}#in-{slug}")


@login_required
@require_POST
def quiet(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a community be quiet until a day, or no longer."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    form = QuietForm(request.POST)
    if form.is_valid():
        until = form.cleaned_data["until"]
        be_quiet(person=require_viewer(request), community=viewpoint.community, until=until)
        messages.success(request, _("It is quiet until then.") if until else _("It is quiet no longer."))
    else:
        messages.error(request, str(form.errors["until"][0]))
    return redirect(f"{reverse('my_attention')}#in-{slug}")


@login_required
@require_POST
def budget(request: HttpRequest) -> HttpResponse:
    """Say how much time a week one wants to give."""
    form = BudgetForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say it in minutes, as a whole number; a week has 10,080."))
        return redirect(f"{reverse('my_attention')}#time", status=HTTPStatus.FOUND)
    beyond = Beyond(form.cleaned_data["beyond"] or Beyond.WAITS)
    give_time(person=require_viewer(request), minutes=form.cleaned_data["minutes"] or 0, beyond=beyond)
    messages.success(request, _("Kept. You may change it at any time."))
    return redirect(f"{reverse('my_attention')}#time")
