"""Reading a resource as its second reader, standing for it, putting it away, and looking after it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.repertoire.actions import standing, tending
from commonplace.repertoire.forms.changing import (
    HandForm,
    LookForm,
    ReadForm,
    RetireForm,
    WarrantForm,
    in_a_year,
)
from commonplace.repertoire.models import Resource
from commonplace.repertoire.views.lookup import UNFIT, find_to_say, find_to_tend

MOST = 200  # of others that could take its place, and of people who could look after it


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_reading(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one has read it."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    form = ReadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            standing.say_read(by=person, resource=here, words=form.cleaned_data["words"])
        except standing.IsTheirOwn:
            form.add_error(None, _("You wrote it. Somebody else is its second reader."))
        else:
            messages.success(request, _("It says now that you have read it."))
            return HttpResponseRedirect(here.url(slug))
    return deed(request, viewpoint, here, "reading", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_warrant(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Stand for it by name until a day, or no more."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    if "take_back" in request.POST:
        standing.stand_no_more(by=person, resource=here)
        messages.success(request, _("Your name stands under it no more."))
        return HttpResponseRedirect(here.url(slug))
    form = WarrantForm(request.POST) if request.method == "POST" else WarrantForm(initial={"until": in_a_year()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            standing.stand_for(by=person, resource=here, until=said["until"], limits=said["limits"])
        except standing.IsTheirOwn:
            form.add_error(None, _("You wrote it. Others stand for it, or nobody does."))
        else:
            messages.success(request, _("Your name stands under it. You can take it back at any time."))
            return HttpResponseRedirect(here.url(slug))
    return deed(request, viewpoint, here, "warrant", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_retiring(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it is used no more, or that another takes its place; or bring it back."""
    viewpoint, person, here = find_to_tend(request, slug, pk)
    if "bring_back" in request.POST:
        standing.bring_back(by=person, resource=here)
        messages.success(request, _("It is in use again."))
        return HttpResponseRedirect(here.url(slug))
    others = Resource.objects.visible_to(person).filter(community=viewpoint.community).in_use().exclude(pk=here.pk)
    named = list(others.order_by("title", "pk").values_list("pk", "title")[:MOST])
    form = RetireForm(request.POST if request.method == "POST" else None, others=named)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["successor"] is not None:
                successor = others.get(pk=said["successor"])
                standing.supersede(by=person, resource=here, successor=successor, why=said["why"])
            else:
                standing.retire(by=person, resource=here, why=said["why"])
        except (standing.Loop, Resource.DoesNotExist):
            form.add_error("successor", _("That one gave way to this. Choose another."))
        else:
            messages.success(request, _("It says so now, and can still be read."))
            return HttpResponseRedirect(here.url(slug))
    return deed(request, viewpoint, here, "retiring", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_looking(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it still holds, and when one looks next."""
    viewpoint, person, here = find_to_tend(request, slug, pk)
    form = LookForm(request.POST) if request.method == "POST" else LookForm(initial={"review_on": in_a_year()})
    if request.method == "POST" and form.is_valid():
        tending.look_again(by=person, resource=here, on=form.cleaned_data["review_on"])
        messages.success(request, _("Kept: it still holds."))
        return HttpResponseRedirect(here.url(slug))
    return deed(request, viewpoint, here, "looking", form)


@login_required
@require_POST
def resource_taking(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Look after what nobody does."""
    _viewpoint, person, here = find_to_say(request, slug, pk)
    try:
        tending.take_on(by=person, resource=here)
    except tending.IsTended:
        messages.error(request, _("Somebody else was quicker, and looks after it."))
    else:
        messages.success(request, _("You look after it now. On its day you are asked whether it still holds."))
    return HttpResponseRedirect(here.url(slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_handing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give it into somebody’s hands who reads it there, or into nobody’s."""
    viewpoint, person, here = find_to_tend(request, slug, pk)
    readers = tending.could_look_after(here).filter(claimed_at__isnull=False)
    readers = readers.exclude(pk=here.steward_id or 0).order_by("name", "pk")
    people = [(one.pk, viewpoint.name_of(one)) for one in readers[:MOST]]
    form = HandForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            tending.hand_to(by=person, resource=here, to=readers.filter(pk=to).first() if to is not None else None)
        except tending.Unfit:
            form.add_error("to", _("They do not read what stands there. Choose somebody else."))
        else:
            messages.success(request, _("It is in other hands now."))
            return HttpResponseRedirect(here.url(slug))
    return deed(request, viewpoint, here, "handing", form)


def deed(
    request: HttpRequest, viewpoint: Viewpoint, here: Resource, name: str, form: Any, **more: object
) -> HttpResponse:
    """The small page on which something is decided about a resource."""
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "form": form,
        "sight": audience_of_space(here.space, viewpoint),
        "back": here.url(viewpoint.community.slug),
        **more,
    }
    status = UNFIT if form.is_bound and form.errors else 200
    return render(request, f"repertoire/{name}.html", context, status=status)
