"""The map of what people spoke of, and gathering their words into issues."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.launch.actions import gathering_issues
from commonplace.launch.forms.issues import GatherForm, IssueForm
from commonplace.launch.issue_map import drawn_of, likely, repeated
from commonplace.launch.models import Issue, Launch
from commonplace.launch.queries import interviews_of
from commonplace.launch.views.lookup import UNFIT, as_starter


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issues(request: HttpRequest, slug: str) -> HttpResponse:
    """Who speaks of what, and a form to name another issue."""
    viewpoint, person, launch = as_starter(request, slug)
    begun = {"name": " ".join(request.GET.get("name", "").split())[:120]}
    form = IssueForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        made = gathering_issues.name_issue(by=person, launch=launch, **form.cleaned_data)
        return HttpResponseRedirect(f"{reverse('issue', args=[slug, made.pk])}#leaf")
    held = [one for one in interviews_of(launch, person) if not one.is_promised]
    drawn = drawn_of(launch)
    context = {
        "viewpoint": viewpoint,
        "launch": launch,
        "form": form,
        "is_starting": True,
        "drawn": drawn,
        "people": len(held),
        "repeated": repeated(held, [one.issue for one in drawn], language=viewpoint.community.language),
    }
    status = UNFIT if request.method == "POST" else HTTPStatus.OK
    return render(request, "launch/issues.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One issue: its name, and whose conversations speak of it."""
    viewpoint, person, launch = as_starter(request, slug)
    here = _found(launch, pk)
    held = [one for one in interviews_of(launch, person) if not one.is_promised]
    close = likely(here, held, language=viewpoint.community.language)
    form = GatherForm(
        request.POST if request.method == "POST" else None,
        interviews=sorted(held, key=lambda one: one.pk not in close),
        likely=close,
        voices=dict(here.voices.values_list("interview_id", "is_awake")),
        initial={"name": here.name, "about": here.about},
    )
    if request.method == "POST" and form.is_valid():
        try:
            gathering_issues.change_issue(
                by=person, issue=here, name=form.cleaned_data["name"], about=form.cleaned_data["about"]
            )
        except gathering_issues.NameTaken:
            form.add_error("name", _("Another issue is called so. Gather them into one, or call this one otherwise."))
        else:
            gathering_issues.gather(by=person, issue=here, voices=form.voices)
            messages.success(request, _("It is gathered."))
            return HttpResponseRedirect(f"{reverse('issues', args=[slug])}#leaf")
    status = UNFIT if request.method == "POST" else HTTPStatus.OK
    context = {"viewpoint": viewpoint, "launch": launch, "issue": here, "form": form}
    return render(request, "launch/issue.html", context, status=status)


@login_required
@require_POST
def issue_dropping(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an issue off the map."""
    _viewpoint, person, launch = as_starter(request, slug)
    gathering_issues.drop_issue(by=person, issue=_found(launch, pk))
    messages.success(request, _("It is off the map. What was said stays."))
    return HttpResponseRedirect(f"{reverse('issues', args=[slug])}#leaf")


def _found(launch: Launch, pk: int) -> Issue:
    issue = get_object_or_404(Issue.objects.filter(launch=launch), pk=pk)
    issue.launch = launch
    return issue
