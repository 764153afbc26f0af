"""One’s own narrative, for oneself alone."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.people.viewer import require_viewer
from commonplace.stories.actions.narrating import narrate
from commonplace.stories.forms.narrative import NarrativeForm
from commonplace.stories.models import NarrativePart


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def narrative(request: HttpRequest) -> HttpResponse:
    """What taking part is to the reader."""
    person = require_viewer(request)
    parts = {one.about: one for one in NarrativePart.objects.filter(person=person)}
    initial = {about: one.words for about, one in parts.items()}
    initial |= {f"{about}_hope": one.hope for about, one in parts.items()}
    form = NarrativeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        narrate(by=person, parts=form.parts)
        messages.success(request, _("Kept, for you alone."))
        return redirect("my_narrative")
    pairs = [(about, form[about], form[f"{about}_hope"], parts.get(about)) for about in NarrativePart.About.values]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "pairs": pairs}
    return render(request, "stories/narrative.html", context, status=status)
