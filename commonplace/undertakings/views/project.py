"""A learning project: its question, milestones, what was learned on the way, the product, and how it ended."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.undertakings.actions import projects
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.rights import IsOver, NotTheirs
from commonplace.undertakings.forms.project import (
    ClosingForm,
    LetGoForm,
    MilestoneForm,
    MoveForm,
    NoteForm,
    ProductForm,
    ProjectForm,
)
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import LearningProject, ProjectNote, Undertaking
from commonplace.undertakings.queries import project as queries
from commonplace.undertakings.queries.benchmark import group_of
from commonplace.undertakings.views.beginning import begin_page
from commonplace.undertakings.views.benchmark import around
from commonplace.undertakings.views.lookup import UNFIT, deed_page, find, find_to_carry, find_to_join, over

PROJECT = Kind.PROJECT


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def learning_project_beginning(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a learning project."""
    return begin_page(request, slug, name="learning_project_beginning", form=ProjectForm, begin=_begin)


def _begin(person: Person, form: ProjectForm, key: str | None) -> Undertaking:
    said = form.cleaned_data
    return projects.begin_project(
        by=person,
        space=form.chosen,
        title=said["title"],
        question=said["purpose"],
        milestone=said["milestone"],
        on=said["on"],
        idempotency_key=key,
    )


@require_safe
def learning_project(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The question, the milestones, what was learned on the way, and what came out of it."""
    return _shown(request, slug, pk, NoteForm())


def _shown(request: HttpRequest, slug: str, pk: int, note: NoteForm) -> HttpResponse:
    viewpoint, here = find(request, slug, pk, PROJECT)
    row: LearningProject = here.learningproject
    group = group_of(here, viewpoint)
    more: dict[str, Any] = around(viewpoint, here, group)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "project": row,
        "audience": audience_of_space(here.space, viewpoint),
        "group": group,
        "steps": queries.steps_of(row, today=timezone.localdate()),
        "notes": queries.notes_of(row, viewpoint),
        "lies_in": queries.conversation_of(row, viewpoint),
        "note": note,
        "may_note": not here.is_over and viewpoint.is_member and (more["in_group"] or more["seen"]["may_carry"]),
        **more,
    }
    return render(request, "undertakings/project.html", context, status=UNFIT if note.errors else 200)


@login_required
@require_POST
def project_noting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep what was learned on the way."""
    _viewpoint, person, here = find_to_join(request, slug, pk, PROJECT)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            projects.note(by=person, undertaking=here, words=form.cleaned_data["words"])
        except NotTheirs:
            raise PermissionDenied from None
        except IsOver:
            form.add_error(None, over())
        except TooMany:
            form.add_error(None, _("There are as many as anybody reads."))
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(f"{here.url(slug)}#notes")
    return _shown(request, slug, pk, form)


@login_required
@require_POST
def project_note(request: HttpRequest, slug: str, pk: int, note_pk: int) -> HttpResponse:
    """Take one's own note back."""
    _viewpoint, person, here = find_to_join(request, slug, pk, PROJECT)
    one = get_object_or_404(ProjectNote.objects.filter(project=here.pk), pk=note_pk)
    try:
        projects.take_note_back(by=person, undertaking=here, one=one)
        messages.success(request, _("It is gone."))
    except NotTheirs:
        raise Http404(note_pk) from None
    except IsOver:
        messages.error(request, over())
    return HttpResponseRedirect(f"{here.url(slug)}#notes")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a milestone."""
    viewpoint, person, here = find_to_carry(request, slug, pk, PROJECT)
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            projects.add_milestone(by=person, undertaking=here, **form.cleaned_data)
        except IsOver:
            form.add_error(None, over())
        except TooMany:
            form.add_error(None, _("There are as many as anybody keeps in sight."))
        else:
            messages.success(request, _("Added. Those who carry this are reminded once, on that day."))
            return HttpResponseRedirect(f"{here.url(slug)}#milestones")
    more = {"heading": _("Add a milestone"), "address": reverse("milestone_new", args=[slug, pk])}
    return deed_page(request, viewpoint, here, "outside_deed", form, **more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_milestone(request: HttpRequest, slug: str, pk: int, milestone_pk: int) -> HttpResponse:
    """Say that a milestone is reached, move it, or let it go."""
    viewpoint, person, here = find_to_carry(request, slug, pk, PROJECT)
    row: LearningProject = here.learningproject
    milestone = get_object_or_404(row.milestones.all(), pk=milestone_pk)
    there = f"{here.url(slug)}#milestones"
    is_moved, is_let_go = "move" in request.POST, "let_go" in request.POST
    moving = MoveForm(request.POST if is_moved else None, initial={"on": milestone.on})
    letting_go = LetGoForm(request.POST if is_let_go else None, auto_id="go_%s")
    try:
        if is_moved and moving.is_valid():
            projects.move(by=person, undertaking=here, milestone=milestone, **moving.cleaned_data)
            messages.success(request, _("Moved. Those who carry this are reminded on the new day."))
        elif is_let_go and letting_go.is_valid():
            why = letting_go.cleaned_data["why"]
            projects.give_up(by=person, undertaking=here, milestone=milestone, why=why)
            messages.success(request, _("Let go. It stays in sight, with why."))
        elif request.method == "POST" and not is_moved and not is_let_go:
            projects.reach(by=person, undertaking=here, milestone=milestone)
            messages.success(request, _("Reached."))
        else:
            shown = moving if moving.errors else letting_go
            more = {"milestone": milestone, "moving": moving, "letting_go": letting_go}
            return deed_page(request, viewpoint, here, "project_milestone", shown, **more)
    except IsOver:
        messages.error(request, over())
    except projects.IsSettled:
        messages.error(request, _("It was reached or let go meanwhile."))
    return HttpResponseRedirect(there)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_product(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what came out of it, for whom, and where it lies."""
    viewpoint, person, here = find_to_carry(request, slug, pk, PROJECT)
    row: LearningProject = here.learningproject
    lies = queries.conversation_of(row, viewpoint)
    whole = settings.BASE_URL + reverse("conversation", args=[lies.community.slug, lies.pk]) if lies else ""
    begun = {"what": row.product, "for_whom": row.product_for, "lies": whole or row.product_address}
    form = ProductForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        conversation = conversation_at(said["lies"], person)
        address = "" if conversation is not None else said["lies"]
        product = projects.Product(said["what"], said["for_whom"], address, conversation)
        try:
            projects.keep_product(by=person, undertaking=here, product=product)
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept. Whoever reads this space finds it."))
            return HttpResponseRedirect(f"{here.url(slug)}#product")
    more = {"heading": _("What came out of it?"), "address": reverse("project_product", args=[slug, pk])}
    return deed_page(request, viewpoint, here, "outside_deed", form, **more)


def conversation_at(address: str, person: Person) -> Conversation | None:
    """The conversation of this house at an address, where `person` may see it."""
    if not address.startswith(f"{settings.BASE_URL}/"):
        return None
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    if found.url_name != "conversation":
        return None
    return Conversation.objects.visible_to(person).filter(pk=found.kwargs["pk"]).first()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_closing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what became of the question, and end the project."""
    viewpoint, person, here = find_to_carry(request, slug, pk, PROJECT)
    row: LearningProject = here.learningproject
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            projects.close(by=person, undertaking=here, became=form.cleaned_data["became"])
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Closed. What was learned, and what came out of it, stays here."))
            return HttpResponseRedirect(here.url(slug))
    open_steps = row.milestones.filter(reached_at=None, let_go_at=None).count()
    return deed_page(request, viewpoint, here, "project_closing", form, project=row, open_steps=open_steps)
