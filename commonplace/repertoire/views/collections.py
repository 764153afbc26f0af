"""Collections: things that are kept, in an order, with a few words to each."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.views.lookup import writable_spaces
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.repertoire.actions import collecting
from commonplace.repertoire.actions.rights import may_tend
from commonplace.repertoire.forms.collecting import CalledForm, CollectForm, StopForm
from commonplace.repertoire.models import Collection, Resource, Stop
from commonplace.repertoire.queries import collections as queries
from commonplace.repertoire.views.lookup import UNFIT, enter_to_keep
from commonplace.store import paging

SIZE = 30


@require_safe
def collections(request: HttpRequest, slug: str) -> HttpResponse:
    """All collections, the one that changed last first."""
    viewpoint = enter(request, slug)
    found = queries.seen_here(viewpoint)
    page = paging.page(found, by=("-changed_at", "-pk"), after=request.GET.get("after"), size=SIZE)
    context = {
        "viewpoint": viewpoint,
        "page": page,
        "lines": queries.lines_of(page.items, viewpoint),
        "may_keep": viewpoint.membership is not None and not viewpoint.membership.is_guest,
    }
    return render(request, "repertoire/collections.html", context)


@require_safe
def collection(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One collection, in its order."""
    viewpoint = enter(request, slug)
    return _shown(request, viewpoint, collection_or_404(viewpoint, pk))


def collection_or_404(viewpoint: Viewpoint, pk: int) -> Collection:
    """The collection of this number as the viewer may see it."""
    found = get_object_or_404(queries.seen_here(viewpoint), pk=pk)
    found.community = viewpoint.community
    return found


def find_to_order(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Person, Collection]:
    """The same for whoever put it together, and stewards; raises PermissionDenied for others."""
    viewpoint, person = enter_to_keep(request, slug)
    found = collection_or_404(viewpoint, pk)
    if not may_tend(person, found):
        raise PermissionDenied
    return viewpoint, person, found


def _shown(request: HttpRequest, viewpoint: Viewpoint, here: Collection, form: StopForm | None = None) -> HttpResponse:
    may_order = may_tend(viewpoint.person, here)
    if may_order and form is None:
        form = StopForm(others=queries.could_come(here, viewpoint))
    context = {
        "viewpoint": viewpoint,
        "collection": here,
        "byline": viewpoint.byline_for(here.kept_by),
        "steps": queries.steps_of(here, viewpoint, today=timezone.localdate()),
        "audience": audience_of_space(here.space, viewpoint),
        "may_order": may_order,
        "form": form,
    }
    status = UNFIT if form is not None and form.errors else HTTPStatus.OK
    return render(request, "repertoire/collection.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collecting_one(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a collection."""
    viewpoint, person = enter_to_keep(request, slug)
    spaces = writable_spaces(viewpoint)
    if request.method == "POST":
        form = CollectForm(request.POST, spaces=spaces)
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = collecting.collect(
                    by=person,
                    space=form.spaces[said["space"]],
                    title=said["title"],
                    good_for=said["good_for"],
                    idempotency_key=key_of_sending(
                        said["idempotency_key"], said["title"], said["good_for"], said["space"]
                    ),
                )
            except collecting.TooMany:
                form.add_error(None, _("You have begun many today. Fill one of them first."))
            else:
                return HttpResponseRedirect(made.url(slug))
    else:
        form = CollectForm(initial={"space": spaces[0][0].slug if spaces else ""}, spaces=spaces)
    context = {
        "viewpoint": viewpoint,
        "form": form,
        "back": reverse("collections", args=[slug]),
        "address": request.path,
    }
    return render(request, "repertoire/collecting.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collection_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Call it otherwise, or give it up."""
    viewpoint, person, here = find_to_order(request, slug, pk)
    if "give_up" in request.POST:
        collecting.give_up(by=person, collection=here)
        messages.success(request, _("It is given up. What stood in it is on the shelf as before."))
        return HttpResponseRedirect(reverse("collections", args=[slug]))
    if request.method == "POST":
        form = CalledForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            collecting.say_otherwise(by=person, collection=here, title=said["title"], good_for=said["good_for"])
            return HttpResponseRedirect(here.url(slug))
    else:
        form = CalledForm(initial={"title": here.title, "good_for": here.good_for})
    context = {
        "viewpoint": viewpoint,
        "form": form,
        "back": here.url(slug),
        "collection": here,
        "address": request.path,
    }
    return render(request, "repertoire/collecting.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_POST
def collection_stops(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put something at its end."""
    viewpoint, person, here = find_to_order(request, slug, pk)
    form = StopForm(request.POST, others=queries.could_come(here, viewpoint))
    if not form.is_valid():
        return _shown(request, viewpoint, here, form)
    said = form.cleaned_data
    resource = get_object_or_404(Resource.objects.visible_to(person), pk=said["resource"])
    try:
        collecting.put_in(by=person, collection=here, resource=resource, words=said["words"])
    except collecting.TooMany:
        form.add_error(None, _("A hundred things are as many as anybody follows. Begin another."))
        return _shown(request, viewpoint, here, form)
    return HttpResponseRedirect(f"{here.url(slug)}#order")


@login_required
@require_POST
def collection_stop(request: HttpRequest, slug: str, pk: int, stop_pk: int) -> HttpResponse:
    """Have one thing come earlier, or take it out."""
    _viewpoint, person, here = find_to_order(request, slug, pk)
    found = get_object_or_404(Stop.objects.filter(collection=here), pk=stop_pk)
    if "take_out" in request.POST:
        collecting.take_out(by=person, collection=here, stop=found)
        messages.success(request, _("It is out of it, and stays on the shelf."))
    else:
        collecting.move_up(by=person, collection=here, stop=found)
    return HttpResponseRedirect(f"{here.url(slug)}#order")
