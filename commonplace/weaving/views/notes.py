"""Contact notes: of somebody, for stewards; about oneself, for oneself."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.inside import as_steward
from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.weaving.actions import noting
from commonplace.weaving.forms import NoteForm
from commonplace.weaving.models import ContactNote

SIZE = 20
BY = ("-at", "-id")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What stewards noted of somebody, and one note more."""
    viewpoint, person = _person_or_404(request, slug, pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            noting.note(by=require_viewer(request), community=viewpoint.community, person=person, text=text)
        except noting.AboutThemselves:
            form.add_error(None, _("Notes are about somebody else, who can read them."))
        else:
            messages.success(request, _("It is noted."))
            return HttpResponseRedirect(f"{reverse('contact_notes', args=[slug, pk])}#notes")
    found = ContactNote.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, person=person)
    listed = page(found.select_related("by"), by=BY, after=request.GET.get("after"), size=SIZE)
    context = {
        "viewpoint": viewpoint,
        "person": person,
        "byline": viewpoint.byline_for(person),
        "notes": [(one, viewpoint.byline_for(one.by)) for one in listed.items],
        "listed": listed,
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "weaving/notes.html", context, status=status)


@login_required
@require_POST
def erase(request: HttpRequest, slug: str, pk: int, note_id: int) -> HttpResponse:
    """Erase what one wrote oneself."""
    viewpoint, person = _person_or_404(request, slug, pk)
    found = ContactNote.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, person=person)
    try:
        noting.erase_note(by=require_viewer(request), note=get_object_or_404(found, pk=note_id))
    except noting.NotTheirs:
        messages.error(request, _("Whoever wrote it erases it, and whom it is about."))
    else:
        messages.success(request, _("It is erased."))
    return HttpResponseRedirect(f"{reverse('contact_notes', args=[slug, pk])}#notes")


@login_required
@require_safe
def my_notes(request: HttpRequest) -> HttpResponse:
    """What stewards noted about oneself, wherever."""
    person = require_viewer(request)
    found = ContactNote.objects.visible_to(person).filter(person=person).select_related("by", "community")
    listed = page(found, by=BY, after=request.GET.get("after"), size=SIZE)
    context = {
        "notes": [(one, Viewpoint(person, one.community, None).byline_for(one.by)) for one in listed.items],
        "listed": listed,
    }
    return render(request, "weaving/my_notes.html", context)


@login_required
@require_POST
def erase_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase what is about oneself."""
    person = require_viewer(request)
    found = ContactNote.objects.visible_to(person).filter(person=person)
    noting.erase_note(by=person, note=get_object_or_404(found, pk=pk))
    messages.success(request, _("It is erased."))
    return HttpResponseRedirect(f"{reverse('my_notes')}#notes")


def _person_or_404(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Person]:
    """Somebody else who stands or stood here, and can read what is noted."""
    viewpoint = as_steward(request, slug)
    standings = Membership.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    row = get_object_or_404(standings.select_related("person"), person__pk=pk)
    if not row.person.is_claimed or row.person == viewpoint.person:
        raise Http404(pk)
    return viewpoint, row.person
