"""The words of a community: read by everyone inside, put and changed by those who start it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_member
from commonplace.launch.actions import wording
from commonplace.launch.forms.terms import TermForm
from commonplace.launch.models import Launch, Term
from commonplace.launch.queries import launch_for
from commonplace.launch.views.lookup import UNFIT, as_starter
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def launch_terms(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them by their letters; those who start it put another."""
    viewpoint = as_member(request, slug)
    launch = launch_for(viewpoint)
    if launch is None and (request.method == "POST" or not _has_launch(viewpoint.community.pk)):
        raise Http404(slug)
    form = TermForm(request.POST if request.method == "POST" else None) if launch else None
    if launch and form and request.method == "POST" and form.is_valid():
        try:
            wording.put_term(by=require_viewer(request), launch=launch, **form.cleaned_data)
        except wording.TermTaken:
            form.add_error("term", _("It is there already. Say what it means better where it stands."))
        except wording.TooManyTerms:
            form.add_error(None, _("That is a long list already. Take one out that everybody knows by now."))
        else:
            messages.success(request, _("It stands in the glossary."))
            return HttpResponseRedirect(f"{reverse('launch_terms', args=[slug])}#terms")
    rows = Term.objects.visible_to(viewpoint.person).filter(launch__community=viewpoint.community)
    listed = [(one, viewpoint.byline_for(one.by)) for one in rows.select_related("by").order_by("folded", "pk")]
    context = {"viewpoint": viewpoint, "listed": listed, "form": form}
    status = UNFIT if form is not None and form.errors else HTTPStatus.OK
    return render(request, "launch/terms.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def launch_term(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say one better."""
    viewpoint, person, launch = as_starter(request, slug)
    found = _found(launch, pk)
    begun = {"term": found.term, "meaning": found.meaning}
    form = TermForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            wording.reword(by=person, found=found, **form.cleaned_data)
        except wording.TermTaken:
            form.add_error("term", _("Another one is called so."))
        else:
            messages.success(request, _("It stands as you said."))
            return HttpResponseRedirect(f"{reverse('launch_terms', args=[slug])}#terms")
    context = {"viewpoint": viewpoint, "found": found, "form": form}
    return render(request, "launch/term.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_POST
def launch_term_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one out; it is put in again where it was said."""
    _viewpoint, person, launch = as_starter(request, slug)
    wording.drop_term(by=person, found=_found(launch, pk))
    messages.success(request, _("It is taken out."))
    return HttpResponseRedirect(f"{reverse('launch_terms', args=[slug])}#terms")


def _found(launch: Launch, pk: int) -> Term:
    found = get_object_or_404(Term.objects.filter(launch=launch), pk=pk)
    found.launch = launch
    return found


def _has_launch(community: int) -> bool:
    return Launch.objects.filter(community=community).exists()
