"""What is looked at in a community: by how soon and for whom, taken up, called otherwise and put aside."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.direction import isolated
from commonplace.lib.text import excerpt
from commonplace.people.viewer import require_viewer
from commonplace.value.actions import indicators as deeds
from commonplace.value.actions.sense import look_at
from commonplace.value.cycles import ASKS, Cycle, Horizon, Whose
from commonplace.value.forms.indicators import LookedForm, PlacedForm
from commonplace.value.models import Decision, Indicator
from commonplace.value.models.indicator import MOST_NAME
from commonplace.value.queries.reading import Wanted, read
from commonplace.value.starter import STARTERS
from commonplace.value.views.lookup import decided_of, indicator_or_404

ASIDE = 40  # put aside, the latest first, that a page lists


def one_of[Word: (Horizon, Whose)](words: type[Word], said: str | None) -> Word | None:
    """The word that an address names, or none."""
    return words(said) if said in words.values else None


@login_required
@require_safe
def indicators(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is looked at, by cycle; of one term or one side where that is asked for."""
    viewpoint = as_member(request, slug)
    horizon, whose = one_of(Horizon, request.GET.get("term")), one_of(Whose, request.GET.get("for"))
    readings = read(viewpoint.community, as_steward=viewpoint.is_steward, wanted=Wanted(horizon, whose))
    aside = Indicator.objects.visible_to(viewpoint.person).filter(
        community=viewpoint.community, put_aside_at__isnull=False
    )
    context = {
        "viewpoint": viewpoint,
        "cycles": [
            (Cycle(cycle), ASKS[Cycle(cycle)], [*found])
            for cycle, found in groupby(readings, lambda one: one.indicator.cycle)
        ],
        "terms": [("", _("All")), *Horizon.choices],
        "sides": [("", _("Members and organisation")), *Whose.choices],
        "term": horizon or "",
        "side": whose or "",
        "aside": aside.order_by("-put_aside_at", "-pk")[:ASIDE] if viewpoint.is_steward else [],
    }
    return render(request, "value/indicators.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Take up something of one’s own to look at, perhaps because it was decided (`?decided=`), or a starter."""
    viewpoint = as_steward(request, slug)
    decided = decided_of(viewpoint, number_in(request.GET.get("decided")))
    if request.method != "POST":
        name = excerpt(decided.words, MOST_NAME) if decided is not None else ""
        return _new(request, viewpoint, LookedForm(initial={"name": name}), decided)
    form = LookedForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = deeds.begin(by=require_viewer(request), community=viewpoint.community, looked=form.looked)
                if decided is not None:
                    look_at(by=require_viewer(request), decision=decided, indicator=made)
        except deeds.SameName as same:
            form.add_error("name", _same_name(same))
        except deeds.AlreadyCounted as same:
            form.add_error("measure", _("“%(name)s” counts that already.") % {"name": isolated(same.args[0])})
        except deeds.TooMany:
            form.add_error(None, _too_many())
        else:
            messages.success(request, _("It is looked at from now on."))
            return HttpResponseRedirect(reverse("indicator", args=[slug, made.pk]))
    return _new(request, viewpoint, form, decided)


def _same_name(same: deeds.SameName) -> str:
    return _("“%(name)s” is looked at already. Call this one otherwise, or put that one aside first.") % {
        "name": isolated(same.args[0])
    }


def _too_many() -> str:
    return _("Forty are looked at already, more than anybody can look at. Put one aside first.")


@login_required
@require_POST
def indicator_pick(request: HttpRequest, slug: str) -> HttpResponse:
    """Take up one of the starter set, perhaps because it was decided."""
    viewpoint = as_steward(request, slug)
    decided = decided_of(viewpoint, number_in(request.POST.get("decided")))
    try:
        with transaction.atomic():
            made = deeds.pick(
                by=require_viewer(request), community=viewpoint.community, code=request.POST.get("starter", "")
            )
            if decided is not None:
                look_at(by=require_viewer(request), decision=decided, indicator=made)
    except KeyError:
        messages.error(request, _("That is no longer one of the choices. Please choose again."))
    except (deeds.SameName, deeds.AlreadyCounted) as same:
        messages.info(request, _("“%(name)s” is looked at already.") % {"name": isolated(same.args[0])})
    except deeds.TooMany:
        messages.error(request, _too_many())
    else:
        messages.success(request, _("“%(name)s” is looked at from now on.") % {"name": isolated(made.name)})
    return HttpResponseRedirect(f"{reverse('indicator_new', args=[slug])}#starters")


def _new(request: HttpRequest, viewpoint: Viewpoint, form: LookedForm, decided: Decision | None = None) -> HttpResponse:
    living = Indicator.objects.visible_to(viewpoint.person).filter(community=viewpoint.community).living()
    rows = [*living.values_list("starter", "measure")]
    picked, counted = {starter for starter, _m in rows} - {""}, {measure for _s, measure in rows} - {""}
    offered = [one for one in STARTERS if one.code not in picked and one.measure not in counted]
    context = {
        "viewpoint": viewpoint,
        "asking": form,
        "decided": decided,
        "starters": [
            (_("%(term)s, %(side)s") % {"term": horizon.label, "side": whose.label}, found)
            for horizon in Horizon
            for whose in Whose
            if (found := [one for one in offered if (one.horizon, one.whose) == (horizon, whose)])
        ],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "value/indicator_new.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Call it otherwise, or lay it elsewhere."""
    viewpoint = as_steward(request, slug)
    indicator = indicator_or_404(viewpoint, pk)
    form = PlacedForm(request.POST) if request.method == "POST" else PlacedForm.of(indicator)
    if form.is_bound and form.is_valid():
        try:
            deeds.change(by=require_viewer(request), indicator=indicator, **form.placed)
        except deeds.SameName as same:
            form.add_error("name", _same_name(same))
        except deeds.IsPutAside:
            form.add_error(None, _("It was put aside meanwhile. Take it up again first."))
        else:
            messages.success(request, _("It is changed."))
            return HttpResponseRedirect(reverse("indicator", args=[slug, pk]))
    context = {"viewpoint": viewpoint, "indicator": indicator, "asking": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "value/indicator_change.html", context, status=status)


@login_required
@require_POST
def indicator_aside(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Look at it no more, or again."""
    viewpoint, by = as_steward(request, slug), require_viewer(request)
    indicator = indicator_or_404(viewpoint, pk)
    if "again" not in request.POST:
        deeds.put_aside(by=by, indicator=indicator)
        messages.success(request, _("It is looked at no more. What was known by it stays here."))
        return HttpResponseRedirect(reverse("indicator", args=[slug, pk]))
    try:
        deeds.take_up(by=by, indicator=indicator)
    except (deeds.SameName, deeds.AlreadyCounted) as same:
        messages.error(request, _("“%(name)s” is looked at in its place.") % {"name": isolated(same.args[0])})
    except deeds.TooMany:
        messages.error(request, _too_many())
    else:
        messages.success(request, _("It is looked at again."))
    return HttpResponseRedirect(reverse("indicator", args=[slug, pk]))
