"""The keys for people, the keys for browsers, drawing, and what is said candidly."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from commonplace.candour.actions.drawing import AnotherKey, DrewAlready, NotForYou, draw
from commonplace.candour.actions.saying import NotThere, Said, SpentAlready, say, take_back
from commonplace.candour.actions.spending import NotTaken
from commonplace.candour.forms import CandidOpeningForm, CandidReplyForm, DrawForm, SaidForm, TakingBackForm
from commonplace.candour.months import before, month_of
from commonplace.candour.queries import (
    ENOUGH,
    TOKENS,
    candid_spaces,
    candid_talk,
    drew,
    is_offered,
    keys_of,
    signs_in,
    under_signs,
)
from commonplace.communities.audience import audience_of_space, audiences_of
from commonplace.communities.joining.queries import stewards_of
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint, enter, look
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.conversations.kinds import AWAITING, MANNERS, Kind
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.alias_keys import speaks
from commonplace.lib.blind_signatures import UnfitMessage
from commonplace.lib.markdown import TextTooLong
from commonplace.people.viewer import require_viewer


@require_safe
def candour(request: HttpRequest, slug: str) -> HttpResponse:
    """The keys that are in force, as people compare them, and how many drew."""
    viewpoint = enter(request, slug, inside=False)
    keys = keys_of(viewpoint.community, now=timezone.now())
    number = drew(keys.spent) if keys.spent is not None else 0
    context = {
        "viewpoint": viewpoint,
        "is_offered": is_offered(viewpoint.community),
        "keys": keys,
        "number": number if number >= ENOUGH else 0,
        "enough": ENOUGH,
        "tokens": TOKENS,
    }
    return render(request, "candour/candour.html", context)


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
        return _refused("unfit", 422)
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
        return _refused("unfit", 422)
    except AnotherKey:
        return _refused("another key", 409)
    except DrewAlready:
        return _refused("drawn", 409)
    return JsonResponse({"signed": [b64encode(one).decode() for one in signed]})


@never_cache
@login_required
@require_safe
def candour_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A page to ask candidly on, or to reply (`?in=` a conversation): what is typed there goes to no session.

    Nothing on it is drafted, previewed, suggested or looked up.
    """
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    community, now = viewpoint.community, timezone.now()
    keys = keys_of(community, now=now)
    number = drew(keys.spent) if keys.spent is not None else 0
    talk = None
    if "in" in request.GET:
        talk = candid_talk(community).filter(pk=number_in(request.GET["in"]) or 0).first()
        if talk is None:
            raise Http404(slug)
    context = {
        "viewpoint": viewpoint,
        "is_offered": is_offered(community),
        "number": number if number >= ENOUGH else 0,
        "enough": ENOUGH,
        "talk": talk,
        "signs": " ".join(signs_in(talk)) if talk is not None else "",
        "under_signs": under_signs(talk) if talk is not None else [],
        "sight": audience_of_space(talk.space, viewpoint) if talk is not None else None,
        "spaces": [] if talk is not None else _spaces(viewpoint),
        "kinds": [{"value": one, "label": Kind(one).label, "why": MANNERS[one].purpose} for one in AWAITING],
        "before": before(month_of(now)).isoformat(),
        "stewards": [viewpoint.byline_for(row.person) for row in stewards_of(community)],
    }
    return render(request, "candour/ask.html", context)


def _spaces(viewpoint: Viewpoint) -> list[dict[str, Any]]:
    spaces = list(candid_spaces(viewpoint.community))
    sights = audiences_of(spaces, viewpoint)
    return [{"value": one.slug, "label": one.name, "why": sights[one.pk].sentence} for one in spaces]


@csrf_exempt  # nosemgrep: without-csrf  # it asks for no cookie, so nobody's can be used: the token is all it goes by
@never_cache
@sensitive_post_parameters()
@require_POST
def candour_say(request: HttpRequest, slug: str) -> JsonResponse:
    """Take what somebody says candidly, by token and signature alone: no session is looked at, and nobody is counted.

    Answers with the sign under which it will be read, or a word for why not.
    """
    community = look(None, slug, inside=False).community
    if not is_offered(community):
        raise Http404(slug)
    form = SaidForm(request.POST)
    if not form.is_valid() or not speaks(*(form.cleaned_data[one] for one in ("public", "said", "signature"))):
        return _refused("unfit", 422)
    said = _read(form.cleaned_data["said"])
    if "takes_back" in said:
        return _taken_back(community, TakingBackForm(said), public=form.cleaned_data["public"])
    word = CandidReplyForm(said) if "conversation" in said else CandidOpeningForm(said)
    if not word.is_valid():
        return _refused("words" if word.errors.keys() & {"title", "text"} else "unfit", 422)
    data = word.cleaned_data
    try:
        sign = say(
            community=community,
            said=Said(
                space=data.get("space", ""),
                kind=data.get("kind", ""),
                title=data.get("title", ""),
                text=data["text"],
                conversation=data.get("conversation"),
                public=form.cleaned_data["public"],
                asked=sha256(form.cleaned_data["said"]).hexdigest(),
            ),
            prepared=data["prepared"],
            signature=data["token"],
            now=timezone.now(),
        )
    except (NothingSaid, TextTooLong):
        return _refused("words", 422)
    except NotTaken:
        return _refused("token", 409)
    except SpentAlready:
        return _refused("spent", 409)
    except NotThere:
        return _refused("place", 409)
    return JsonResponse({"sign": sign})


def _taken_back(community: Community, form: TakingBackForm, *, public: bytes) -> JsonResponse:
    if not form.is_valid():
        return _refused("unfit", 422)
    try:
        take_back(community=community, post=form.cleaned_data["takes_back"], public=public)
    except NotThere:
        return _refused("place", 409)
    return JsonResponse({"waits": True})


def _read(said: bytes) -> dict[str, Any]:
    """What was signed, as a form reads it; nothing where it is no JSON."""
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _refused(why: str, status: int) -> JsonResponse:
    return JsonResponse({"refused": why}, status=status)
