"""Somebody whom a step is about objects; the teller, the stewards and they see what becomes of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.content import LARGEST
from commonplace.communities.inside import as_member
from commonplace.people.viewer import require_viewer
from commonplace.stories.actions import objecting
from commonplace.stories.forms.objecting import ObjectionForm, SettleForm
from commonplace.stories.models import Objection, Step
from commonplace.stories.queries.reading import teller_of
from commonplace.stories.views.lookup import deed_page, find


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step_object(request: HttpRequest, slug: str, pk: int, step: int) -> HttpResponse:
    """Say that a step tells something about oneself that is not right, or not to be told."""
    as_member(request, slug)
    viewpoint, story = find(request, slug, pk)
    person = require_viewer(request)
    seen = Step.objects.visible_to(person).filter(story=story)
    row = get_object_or_404(seen, pk=min(step, LARGEST))
    if person.pk == story.teller_id:
        raise Http404(step)
    row.story = story
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = objecting.object_to(by=person, step=row, words=form.cleaned_data["words"])
        messages.success(request, _("The step is held. Its teller and the stewards are asked."))
        return redirect("story_objection", slug, made.pk)
    return deed_page(request, viewpoint, "object", form, story=story, step=row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What somebody objects to, for them, the teller and the stewards; and what becomes of it."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    concerned = Q(by=person) | Q(step__story__teller=person)
    if viewpoint.is_steward:
        concerned |= Q(pk__gt=0)
    rows = Objection.objects.filter(concerned, step__story__community=viewpoint.community)
    found = get_object_or_404(
        rows.select_related("by", "settled_by", "step__story__teller", "step__story__written_by"), pk=min(pk, LARGEST)
    )
    story = found.step.story
    story.community = viewpoint.community
    is_teller = person.pk == story.teller_id
    settles = found.settled_at is None and (is_teller or (viewpoint.is_steward and person.pk != found.by_id))
    sent = request.POST if request.method == "POST" and "back" not in request.POST else None
    form = SettleForm(sent, may_stand=not is_teller)
    if request.method == "POST":
        if "back" in request.POST or (settles and form.is_valid()):
            _settle(request, found, form if settles and "back" not in request.POST else None)
            return redirect("story_objection", slug, pk)
        if not settles:
            raise Http404(pk)
    sees = Step.objects.visible_to(person).filter(pk=found.step_id).exists()
    return deed_page(
        request,
        viewpoint,
        "objection",
        form if settles else None,
        story=story,
        objection=found,
        words=found.step if sees else None,
        byline=viewpoint.byline_for(found.by),
        teller=teller_of(story, viewpoint),
        is_teller=is_teller,
        is_own=found.by_id == person.pk,
    )


def _settle(request: HttpRequest, found: Objection, form: SettleForm | None) -> None:
    person = require_viewer(request)
    try:
        if form is None:
            objecting.take_objection_back(by=person, objection=found)
            messages.success(request, _("You object no longer. The step goes as far as its teller said."))
        elif form.cleaned_data["became"] == "stands":
            objecting.let_stand(by=person, objection=found, reply=form.cleaned_data["reply"])
            messages.success(request, _("It stands. Whoever objected reads why."))
        else:
            objecting.keep_out(by=person, objection=found, reply=form.cleaned_data["reply"])
            messages.success(request, _("It is taken out. Only its teller still has it."))
    except objecting.IsSettled:
        messages.info(request, _("Something has become of it meanwhile."))
    except (objecting.NotTheirs, objecting.NotASteward):
        raise Http404(found.pk) from None
