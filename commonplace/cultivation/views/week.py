"""This week, ten minutes: a few things for those who tend, what they took on, and what came of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.tendings import TENDINGS
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.cultivation import tendings
from commonplace.cultivation.forms import CameForm
from commonplace.cultivation.models import Tended, WeekByMail
from commonplace.cultivation.reading import read
from commonplace.cultivation.week.letters import behind_stop, want_no_week, want_week
from commonplace.cultivation.week.tended import NotOpen, carried, say_what_came, take_on
from commonplace.people.viewer import require_viewer

# So many things a week, of which each is one step; whoever has done them finds the next.
AT_MOST = 4


def _steward(request: HttpRequest, slug: str) -> Viewpoint:
    """The viewpoint of someone who tends the community; Http404 for everyone else."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_steward:
        raise Http404(slug)
    return viewpoint


@login_required
@require_safe
def week(request: HttpRequest, slug: str) -> HttpResponse:
    """What one could do this week, with its reason, and what came of the last."""
    viewpoint = _steward(request, slug)
    return render(request, "cultivation/week.html", _context(viewpoint))


def _context(viewpoint: Viewpoint, *, answered: int = 0, form: CameForm | None = None) -> dict[str, Any]:
    now, community = timezone.now(), viewpoint.community
    bed = tendings.bed_of(viewpoint, read(community, now=now), now=now)
    still, over = carried(community, now=now)
    return {
        "viewpoint": viewpoint,
        "community": community,
        "lines": tendings.offered(bed)[:AT_MOST],
        "refused": tendings.refused(bed),
        "still": [
            {
                "one": one,
                "kind": _kind(one),
                "who": viewpoint.name_of(one.by),
                "form": form if one.pk == answered else CameForm(auto_id=f"id_{one.pk}_%s"),
            }
            for one in still
        ],
        "over": [{"one": one, "kind": _kind(one), "who": viewpoint.name_of(one.by)} for one in over],
        "ways": Tended.Came.choices,
        "by_mail": WeekByMail.objects.filter(community=community, person=viewpoint.person).exists(),
    }


def _kind(one: Tended) -> str:
    gardener = TENDINGS.get(one.code)
    return str(gardener.label) if gardener else _("Something that is not suggested any more")


@login_required
@require_POST
def tending(request: HttpRequest, slug: str) -> HttpResponse:
    """Take on one of the things that are offered."""
    viewpoint, now = _steward(request, slug), timezone.now()
    code, about = (request.POST.get(name, "").replace("\x00", "") for name in ("code", "about"))
    bed = tendings.bed_of(viewpoint, read(viewpoint.community, now=now), now=now)
    is_offered = any((one.code, one.about) == (code, about) for one in tendings.all_offered(bed))
    if is_offered and take_on(
        by=require_viewer(request), community=viewpoint.community, code=code, about=about, at=now
    ):
        messages.success(request, _("It is yours for two weeks, and is offered to nobody else meanwhile."))
    else:
        messages.info(request, _("That asks for nobody any more, or somebody is on it."))
    return HttpResponseRedirect(f"{reverse('week', args=[slug])}#taken")


@login_required
@require_POST
def tended(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what came of it."""
    viewpoint = _steward(request, slug)
    form = CameForm(request.POST, auto_id=f"id_{pk}_%s")
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "cultivation/week.html", _context(viewpoint, answered=pk, form=form), status=status)
    try:
        say_what_came(
            by=require_viewer(request), community=viewpoint.community, pk=pk, at=timezone.now(), **form.cleaned_data
        )
    except NotOpen:
        messages.info(request, _("That is over already, and what came of it stands below."))
    else:
        messages.success(request, _("Kept, for those who tend with you."))
    return HttpResponseRedirect(f"{reverse('week', args=[slug])}#came")


@login_required
@require_POST
def mail(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the week by mail, or have it no more."""
    viewpoint, person = _steward(request, slug), require_viewer(request)
    if request.POST.get("says") == "yes":
        want_week(person=person, community=viewpoint.community, at=timezone.now())
        messages.success(request, _("Kept. It comes on Monday morning, if there is something to tell."))
    else:
        want_no_week(person=person, community=viewpoint.community.pk)
        messages.success(request, _("Kept. It comes by mail no more."))
    return HttpResponseRedirect(f"{reverse('week', args=[slug])}#mail")


@csrf_exempt  # nosemgrep: without-csrf  # a mail program stops them with one click (RFC 8058); the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def week_stop(request: HttpRequest, week_token: str) -> HttpResponse:
    """Stop it by the link in one of them, without signing in; looking at the page stops nothing."""
    behind = behind_stop(week_token)
    if behind is None:
        raise Http404
    person, community = behind
    if request.method == "POST":
        want_no_week(person=person, community=community.pk)
    context = {"is_stopped": request.method == "POST", "community": community}
    return render(request, "cultivation/week_stop.html", context)
