"""The six strands, each with what it asks of the host and what was done, and the register of what stands in the way."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.launch.actions import obstacles as register
from commonplace.launch.actions.starting import cross
from commonplace.launch.forms.strands import FollowForm, ObstacleForm, StrandForm
from commonplace.launch.models import Launch, Obstacle
from commonplace.launch.queries import obstacles_of
from commonplace.launch.strands import STRANDS, Strand
from commonplace.launch.views.lookup import UNFIT, as_starter
from commonplace.ui.addresses import address

# What a community has to have switched on before a page of that room is there.
MODULES_OF = {"protocol": "protocols", "stories": "value"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def launch_strand(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One strand: its steps and what became of them, what it asks of the host, and what stands in its way."""
    viewpoint, person, launch = as_starter(request, slug)
    if code not in STRANDS:
        raise Http404(code)
    strand = STRANDS[code]
    begun: dict[str, str] = {}
    for step in launch.steps.all():
        begun |= {step.code: step.state, f"{step.code}_words": step.words}
    form = StrandForm(request.POST if request.method == "POST" else None, strand=strand, initial=begun)
    if request.method == "POST" and form.is_valid():
        cross(by=person, launch=launch, states=form.states, words=form.words)
        messages.success(request, _("It stands as you said."))
        return HttpResponseRedirect(f"{reverse('launch', args=[slug])}#strands")
    found = [one for one in obstacles_of(launch) if one.strand == code]
    context = {
        "viewpoint": viewpoint,
        "launch": launch,
        "strand": strand,
        "form": form,
        "obstacles": found,
        "helps": _helps(strand, launch, viewpoint),
    }
    return render(request, "launch/strand.html", context, status=_status(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def obstacles(request: HttpRequest, slug: str) -> HttpResponse:
    """All that stands in the way, and a form for one more."""
    viewpoint, person, launch = as_starter(request, slug)
    strand = request.GET.get("strand", "")
    begun = {"strand": strand if strand in STRANDS else "integrate"}
    form = ObstacleForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        register.note(by=person, launch=launch, **form.cleaned_data)
        messages.success(request, _("It is written down. Say to whom it was put, once it was."))
        return HttpResponseRedirect(f"{reverse('obstacles', args=[slug])}#leaf")
    found = [(one, STRANDS[one.strand]) for one in obstacles_of(launch) if one.strand in STRANDS]
    context = {"viewpoint": viewpoint, "launch": launch, "form": form, "obstacles": found}
    return render(request, "launch/obstacles.html", context, status=_status(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def obstacle(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One obstacle: whom it was put to, and what they answered."""
    viewpoint, person, launch = as_starter(request, slug)
    here = _found(launch, pk)
    begun = {"words": here.words, "asked_of": here.asked_of, "answer": here.answer}
    form = FollowForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        register.follow(by=person, obstacle=here, **form.cleaned_data)
        messages.success(request, _("It stands as you said."))
        return HttpResponseRedirect(f"{reverse('obstacles', args=[slug])}#leaf")
    context = {"viewpoint": viewpoint, "launch": launch, "obstacle": here, "form": form}
    return render(request, "launch/obstacle.html", context, status=_status(request))


@login_required
@require_POST
def obstacle_clearing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """It stands in the way no more."""
    _viewpoint, person, launch = as_starter(request, slug)
    register.clear(by=person, obstacle=_found(launch, pk))
    messages.success(request, _("It is off the list."))
    return HttpResponseRedirect(f"{reverse('obstacles', args=[slug])}#leaf")


def _helps(strand: Strand, launch: Launch, viewpoint: Viewpoint) -> list[tuple[str, str]]:
    """What the house has for a strand, with its address; of what is not switched on stewards read that it could be."""
    slug, found = viewpoint.community.slug, []
    for said, where in strand.helps:
        page, _colon, what = where.partition(":")
        module = MODULES_OF.get(page)
        if page == "compose":
            # Among those who start it, until there are others to ask.
            asked = urlencode({"kind": what, "space": launch.space.slug})
            found.append((str(said), f"{reverse(page, args=[slug])}?{asked}"))
        elif module is None or is_on(viewpoint.community, module):
            # Rooms that stand above this one are known by name alone.
            found.append((str(said), address(page, slug, *([what] if what else []))))
        elif viewpoint.is_steward:
            words = _("%(what)s: to be switched on first") % {"what": said}
            found.append((words, reverse("settings_modules", args=[slug])))
    return found


def _found(launch: Launch, pk: int) -> Obstacle:
    obstacle = get_object_or_404(Obstacle.objects.filter(launch=launch), pk=pk)
    obstacle.launch = launch
    return obstacle


def _status(request: HttpRequest) -> int:
    return UNFIT if request.method == "POST" else HTTPStatus.OK
