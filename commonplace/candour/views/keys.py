"""The keys for people, the keys for browsers, drawing, and pausing."""

from __future__ import annotations

from base64 import b64encode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from commonplace.candour.actions.drawing import AnotherKey, DrewAlready, NotForYou, draw
from commonplace.candour.actions.pausing import AlreadyPaused, pause, resume
from commonplace.candour.forms import DrawForm, PauseForm
from commonplace.candour.queries import ENOUGH, TOKENS, drew, is_offered, keys_of, pause_of
from commonplace.candour.views.saying import refused
from commonplace.communities.inside import as_steward
from commonplace.communities.viewpoint import Viewpoint, enter, look
from commonplace.lib.blind_signatures import UnfitMessage
from commonplace.people.viewer import require_viewer


@require_safe
def candour(request: HttpRequest, slug: str) -> HttpResponse:
    """The keys that are in force, as people compare them, and how many drew."""
    return _keys_page(request, enter(request, slug, inside=False))


def _keys_page(request: HttpRequest, viewpoint: Viewpoint, form: PauseForm | None = None) -> HttpResponse:
    keys = keys_of(viewpoint.community, now=timezone.now())
    number = drew(keys.spent) if keys.spent is not None else 0
    context = {
        "viewpoint": viewpoint,
        "is_offered": is_offered(viewpoint.community),
        "keys": keys,
        "number": number if number >= ENOUGH else 0,
        "enough": ENOUGH,
        "tokens": TOKENS,
        "pause": pause_of(viewpoint.community) if viewpoint.is_member else None,
        "form": form or PauseForm(),
    }
    return render(request, "candour/candour.html", context, status=422 if form is not None else 200)


@login_required
@require_POST
def candour_pause(request: HttpRequest, slug: str) -> HttpResponse:
    """Pause candour, for a reason, or take candid words again."""
    viewpoint, person = as_steward(request, slug), require_viewer(request)
    if not is_offered(viewpoint.community):
        raise Http404(slug)
    if "resume" in request.POST:
        resume(by=person, community=viewpoint.community, at=timezone.now())
        messages.success(request, _("Candid words are taken again."))
        return redirect("candour", slug)
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _keys_page(request, viewpoint, form)
    try:
        pause(by=person, community=viewpoint.community, why=form.cleaned_data["why"], at=timezone.now())
        messages.success(request, _("Candour is paused. Members read why, where they would write."))
    except AlreadyPaused:
        messages.info(request, _("Another steward paused it before you."))
    return redirect("candour", slug)


@require_safe
def candour_keys(request: HttpRequest, slug: str) -> JsonResponse:
    """The keys for browsers, the same for everyone: whoever asks is asked for nothing, not even a cookie."""
    viewpoint = look(None, slug, inside=False)
    if not is_offered(viewpoint.community):
        raise Http404(slug)
    keys = keys_of(viewpoint.community, now=timezone.now()).told
    told = [{"month": one.month, "fingerprint": one.fingerprint, "key": one.public} for one in keys]
    return JsonResponse({"keys": told}, headers={"Cache-Control": "no-cache"})


@never_cache
@login_required
@require_POST
def candour_draw(request: HttpRequest, slug: str) -> JsonResponse:
    """Sign a member's blinded tokens; 409 where they drew already, or under another key than this month's."""
    viewpoint, person = enter(request, slug), require_viewer(request)
    form = DrawForm(request.POST)
    if not form.is_valid():
        return refused("unfit", 422)
    try:
        signed = draw(
            by=person,
            community=viewpoint.community,
            fingerprint=form.cleaned_data["key"],
            blinded=form.cleaned_data["blinded"],
            now=timezone.now(),
        )
    except NotForYou as problem:
        raise Http404(slug) from problem
    except UnfitMessage:
        return refused("unfit", 422)
    except AnotherKey:
        return refused("another key", 409)
    except DrewAlready:
        return refused("drawn", 409)
    return JsonResponse({"signed": [b64encode(one).decode() for one in signed]})
