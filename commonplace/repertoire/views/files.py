"""A file of a resource with the states that it had, and another one for it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import number_in
from commonplace.files.early import takes_one_file
from commonplace.files.refusals import FileRefused, StorageTrouble
from commonplace.files.versions import NotThere
from commonplace.people.models import Person
from commonplace.repertoire.actions import filing
from commonplace.repertoire.actions.rights import may_look_after
from commonplace.repertoire.forms.filing import VersionForm
from commonplace.repertoire.models import Resource, ResourceFile
from commonplace.repertoire.queries.files import states_of
from commonplace.repertoire.views.lookup import UNFIT, find, find_to_tend


@require_safe
def resource_versions(request: HttpRequest, slug: str, pk: int, file_pk: int) -> HttpResponse:
    """Every version of a file, the newest first; there are never more than a hundred."""
    viewpoint, here = find(request, slug, pk)
    return _page(request, viewpoint, _file(here, file_pk), VersionForm())


@login_required
@require_POST
@takes_one_file
def resource_version(request: HttpRequest, slug: str, pk: int, file_pk: int) -> HttpResponse:
    """Put another version, have an earlier one again (`again`), or throw the bytes of one away (`away`)."""
    viewpoint, person, here = find_to_tend(request, slug, pk)
    file = _file(here, file_pk)
    if "again" in request.POST or "away" in request.POST:
        return _earlier(request, person, file)
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            filing.put_version(by=person, file=file, upload=upload)
        except (FileRefused, StorageTrouble) as refused:
            form.add_error("file", f"{upload.name}: {refused.reason}")
        except filing.OtherKind:
            form.add_error(
                "file",
                _("%(name)s is no version of it: it is a picture, or this one is. Put it beside, with “Change it”.")
                % {"name": upload.name},
            )
        else:
            messages.success(request, _("It stands there now. The one before stays below it."))
            return HttpResponseRedirect(_address(here, file))
    return _page(request, viewpoint, file, form, status=UNFIT)


def _file(here: Resource, pk: int) -> ResourceFile:
    file = get_object_or_404(ResourceFile.objects.filter(resource=here).select_related("file"), pk=pk)
    file.resource = here
    return file


def _address(here: Resource, file: ResourceFile) -> str:
    return reverse("resource_versions", args=[here.community.slug, here.pk, file.pk])


def _earlier(request: HttpRequest, person: Person, file: ResourceFile) -> HttpResponse:
    number = number_in(request.POST.get("again") or request.POST.get("away"))
    version = get_object_or_404(file.versions, number=number)
    try:
        if "again" in request.POST:
            filing.restore_version(by=person, file=file, version=version)
            messages.success(request, _("It is the newest again."))
        else:
            filing.take_version_away(by=person, file=file, version=version)
            messages.success(request, _("Its bytes are gone. That it was there, and who took it away, stays told."))
    except NotThere:
        messages.error(request, _("That one cannot be had: it is the newest, or its bytes were taken away."))
    except FileRefused as refused:
        messages.error(request, refused.reason)
    return HttpResponseRedirect(_address(file.resource, file))


def _page(
    request: HttpRequest, viewpoint: Viewpoint, file: ResourceFile, form: VersionForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    here = file.resource
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "file": file,
        "states": states_of(file, viewpoint),
        "form": form,
        "may_tend": may_look_after(viewpoint, here),
        "sight": audience_of_space(here.space, viewpoint),
        "back": here.url(viewpoint.community.slug),
    }
    return render(request, "repertoire/versions.html", context, status=status)
