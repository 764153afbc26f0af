"""The host's page: its communities side by side, and who looks for the host."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.constellation.actions import telling
from commonplace.constellation.forms import EyeForm
from commonplace.constellation.models import HostEye
from commonplace.constellation.queries import host as queries
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer


@login_required
@require_safe
def host(request: HttpRequest) -> HttpResponse:
    """Every community that the host knows of, with what it has the host told."""
    return _page(request, _host_or_404(request), EyeForm())


@login_required
@require_POST
def name_eye(request: HttpRequest) -> HttpResponse:
    """Name somebody who looks for the host."""
    person = _operator_or_404(request)
    form = EyeForm(request.POST)
    if form.is_valid():
        known = EmailAddress.objects.filter(email__iexact=form.cleaned_data["address"], verified=True)
        named = Person.objects.filter(pk__in=known.values("user"), is_active=True).first()
        if named is not None:
            telling.let_look(by=person, person=named)
            messages.success(request, _("They look for the host from now on."))
            return HttpResponseRedirect(f"{reverse('host')}#eyes")
        form.add_error("address", _("Nobody has an account here under this address."))
    return _page(request, person, form)


@login_required
@require_POST
def end_eye(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looks for the host no more."""
    person = _host_or_404(request)
    mine = HostEye.objects.all() if person.is_operator else HostEye.objects.filter(person=person)
    telling.end_looking(by=person, eye=get_object_or_404(mine, pk=pk))
    messages.success(request, _("They look for the host no more."))
    return HttpResponseRedirect(f"{reverse('host')}#eyes" if person.is_operator else reverse("me"))


def _page(request: HttpRequest, person: Person, form: EyeForm) -> HttpResponse:
    now = timezone.now()
    listed = queries.seen_by_host(request.GET.get("after"), now=now)
    queries.keep_looks_of_host(person, listed.items, now=now)
    context = {
        "listed": listed,
        "seen": listed.items,
        "eyes": queries.eyes_seen_by(person),
        "is_operator": person.is_operator,
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "constellation/host.html", context, status=status)


def _host_or_404(request: HttpRequest) -> Person:
    person = require_viewer(request)
    if not queries.looks_for_host(person):
        raise Http404(request.path)
    return person


def _operator_or_404(request: HttpRequest) -> Person:
    person = require_viewer(request)
    if not person.is_operator:
        raise Http404(request.path)
    return person
