"""What is held of one person, complained of and decided: their page for stewards, and the one for themselves."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.looks.actions import keep_look
from commonplace.communities.models import Hold, Looked, Membership
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.moderation.forms import SeveralForm
from commonplace.communities.moderation.of_person import OfPerson, held_of_mine, of_person
from commonplace.communities.moderation.queries import Matter
from commonplace.communities.reasons.queries import saved_reasons
from commonplace.communities.reasons.views import keep_if_ticked
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.viewer import require_viewer

MEASURES = {"hold": Hold.Measure.HELD, "hide": Hold.Measure.HIDDEN}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def moderated(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One person's page for stewards; POST decides about what is ticked, with one reason."""
    viewpoint = as_steward(request, slug)
    beside = Membership.objects.visible_to(viewpoint.person).select_related("person")
    membership = get_object_or_404(beside, community=viewpoint.community, person__pk=pk)
    keep_look(
        what=Looked.MODERATED, by=require_viewer(request), community=viewpoint.community, person=membership.person
    )
    found = of_person(membership.person, viewpoint)
    held_form = asked_form = lately_form = None
    if request.method == "POST" and "release" in request.POST:
        held_form = _form(request, viewpoint, found.held, "held")
        if held_form.is_valid():
            _release(request, viewpoint, found, held_form)
            return _back(slug, pk, "held")
    elif request.method == "POST" and request.POST.get("of") == "lately":
        lately_form = _form(request, viewpoint, found.lately, "lately")
        if lately_form.is_valid():
            _decide(request, viewpoint, lately_form)
            return _back(slug, pk, "lately")
    elif request.method == "POST":
        asked_form = _form(request, viewpoint, found.asked, "asked", needs_why="stay" not in request.POST)
        if asked_form.is_valid():
            _decide(request, viewpoint, asked_form)
            return _back(slug, pk, "asked")
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "membership": membership,
        "byline": viewpoint.byline_for(membership.person),
        "found": found,
        "held_form": held_form or _form(None, viewpoint, found.held, "held"),
        "asked_form": asked_form or _form(None, viewpoint, found.asked, "asked"),
        "lately_form": lately_form or _form(None, viewpoint, found.lately, "lately"),
    }
    wrong = held_form or asked_form or lately_form
    return render(request, "communities/moderation/of_person.html", context, status=422 if wrong else 200)


def _form(
    request: HttpRequest | None, viewpoint: Viewpoint, shown: Iterable[Matter], prefix: str, *, needs_why: bool = True
) -> SeveralForm:
    given = request.POST if request is not None else None
    keys = [one.key for one in shown]
    return SeveralForm(given, prefix=prefix, shown=keys, needs_why=needs_why, reasons=saved_reasons(viewpoint))


def _back(slug: str, pk: int, place: str) -> HttpResponse:
    return redirect(f"{reverse('moderated', args=[slug, pk])}#{place}")


def _release(request: HttpRequest, viewpoint: Viewpoint, found: OfPerson, form: SeveralForm) -> None:
    wanted = set(form.keys)
    pks = [one.hold.pk for one in found.held if one.hold and (one.kind, one.object_id) in wanted]
    holds = list(Hold.objects.in_force().filter(pk__in=pks, community=viewpoint.community).select_related("community"))
    done = moderating.release_several(by=require_viewer(request), holds=holds, why=form.cleaned_data["why"])
    keep_if_ticked(request, viewpoint, form)
    _say(request, len(done), len(wanted), _released(len(done)))


def _decide(request: HttpRequest, viewpoint: Viewpoint, form: SeveralForm) -> None:
    by, community = require_viewer(request), viewpoint.community
    if "stay" in request.POST:
        stayed = moderating.let_stay(by=by, community=community, things=form.keys)
        _say(request, len(stayed), len(form.keys), _stayed(len(stayed)))
        return
    measure = next((MEASURES[name] for name in MEASURES if name in request.POST), Hold.Measure.HELD)
    why = form.cleaned_data["why"]
    held = moderating.hold_several(by=by, community=community, things=form.keys, why=why, measure=measure)
    keep_if_ticked(request, viewpoint, form)
    _say(request, len(held), len(form.keys), _held_back(len(held)))


def _released(n: int) -> str:
    return ngettext("%(n)d can be read again.", "%(n)d can be read again.", n) % {"n": n}


def _stayed(n: int) -> str:
    return ngettext("%(n)d stays as it is.", "%(n)d stay as they are.", n) % {"n": n}


def _held_back(n: int) -> str:
    words = ngettext(
        "%(n)d is held back. Its author reads the reason in a letter.",
        "%(n)d are held back. Their author reads the reason in one letter.",
        n,
    )
    return words % {"n": n}


def _say(request: HttpRequest, done: int, wanted: int, words: str) -> None:
    """What was done, and how much another steward had decided meanwhile."""
    if done:
        messages.success(request, words)
    if left := wanted - done:
        late = ngettext(
            "%(n)d was decided by another steward before you.",
            "%(n)d were decided by another steward before you.",
            left,
        )
        messages.info(request, late % {"n": left})


@login_required
@require_safe
def held_back_of_mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What one wrote that is held back here, and what was let go again."""
    viewpoint = as_member(request, slug)
    held, lifted = held_of_mine(viewpoint)
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "held": held, "lifted": lifted}
    return render(request, "communities/moderation/of_mine.html", context)
