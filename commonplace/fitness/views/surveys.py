"""A survey that was made elsewhere, as far as it may be told, and a way to bring one."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness.actions.bringing import bring_survey
from commonplace.fitness.forms import SurveyForm
from commonplace.fitness.models import Survey
from commonplace.fitness.surveying import NoRows, read
from commonplace.lib.archives.sheets import rows_of
from commonplace.lib.archives.stream import NotThisKind, Unsafe
from commonplace.people.viewer import require_viewer


@login_required
@require_safe
def fitness_survey(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its questions and what may be told of each."""
    viewpoint = as_member(request, slug)
    found = Survey.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    survey = get_object_or_404(found, pk=pk)
    questions = survey.questions.order_by("number").prefetch_related("shares")
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "survey": survey, "questions": questions}
    return render(request, "fitness/survey.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fitness_survey_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring one: what may be told of it is kept, and no row."""
    viewpoint = as_steward(request, slug)
    form = SurveyForm(request.POST or None, request.FILES or None) if request.method == "POST" else SurveyForm()
    if request.method == "POST" and form.is_valid() and (survey := _brought(request, viewpoint, form)):
        messages.success(request, _("It is here, as far as it may be told. No row of it is kept."))
        return HttpResponseRedirect(f"{reverse('fitness_survey', args=[slug, survey.pk])}#leaf")
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "fitness/survey_new.html", context, status=status)


def _brought(request: HttpRequest, viewpoint: Viewpoint, form: SurveyForm) -> Survey | None:
    """The survey of the file that was handed in; None where the form says why not."""
    upload: UploadedFile[Any] = form.cleaned_data["file"]
    data = upload.read()
    with TemporaryDirectory(prefix="survey-") as folder:
        path = Path(folder) / "survey"
        path.write_bytes(data)
        try:
            found = read(rows_of(path, language=viewpoint.community.language))
        except NotThisKind:
            form.add_error("file", _("This is no survey that can be read: CSV or XLSX, a row of questions first."))
        except Unsafe:
            form.add_error("file", _("This unpacks to more, or is larger, than a survey is. It was not read."))
        except NoRows:
            form.add_error("file", _("It has no answers: a row of questions comes first, then a row for each sheet."))
        else:
            return bring_survey(
                community=viewpoint.community,
                name=form.cleaned_data["name"] or upload.name or "",
                digest=sha256(data).hexdigest(),
                found=found,
                by=require_viewer(request),
            )
    return None
