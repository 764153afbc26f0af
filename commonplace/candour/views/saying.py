"""The door of words: what comes by token and signature, without a session."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from commonplace.candour.actions.appealing import appeal
from commonplace.candour.actions.saying import IsPaused, NotThere, Said, SpentAlready, say, take_back
from commonplace.candour.actions.settling import settle, unsettle
from commonplace.candour.actions.spending import NotTaken
from commonplace.candour.forms import (
    AppealingForm,
    CandidOpeningForm,
    CandidReplyForm,
    SaidForm,
    SettlingForm,
    TakingBackForm,
    UnsettlingForm,
)
from commonplace.candour.queries import is_offered
from commonplace.communities.models import Community
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.lib.alias_keys import speaks
from commonplace.lib.markdown import TextTooLong


@csrf_exempt  # nosemgrep: without-csrf  # it asks for no cookie, so nobody's can be used: the token is all it goes by
@never_cache
@sensitive_post_parameters()
@require_POST
def candour_say(request: HttpRequest, slug: str) -> JsonResponse:
    """Take what somebody says candidly, by token and signature alone: no session is looked at, and nobody is counted.

    Answers with the sign under which it will be read, or a word for why not. In a community that became private since,
    whoever holds a sign still does what needs no token; for anybody else it is not there.
    """
    community = Community.objects.filter(slug=slug).first()
    if community is None or not (is_offered(community) or community.is_private):
        raise Http404(slug)
    answer = _answer(request, community)
    if community.is_private and answer.status_code != HTTPStatus.OK:
        raise Http404(slug)
    return answer


def _answer(request: HttpRequest, community: Community) -> JsonResponse:
    form = SaidForm(request.POST)
    if not form.is_valid() or not speaks(*(form.cleaned_data[one] for one in ("public", "said", "signature"))):
        return refused("unfit", 422)
    said = _read(form.cleaned_data["said"])
    for deed in DEEDS:
        if deed.name in said:
            return _waits(deed, said, community, form.cleaned_data["public"])
    word = CandidReplyForm(said) if "conversation" in said else CandidOpeningForm(said)
    if not word.is_valid():
        return refused("words" if word.errors.keys() & {"title", "text"} else "unfit", 422)
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
                later=data["later"],
            ),
            prepared=data["prepared"],
            signature=data["token"],
            now=timezone.now(),
        )
    except (NothingSaid, TextTooLong):
        return refused("words", 422)
    except NotTaken:
        return refused("token", 409)
    except SpentAlready:
        return refused("spent", 409)
    except IsPaused:
        return refused("paused", 409)
    except NotThere:
        return refused("place", 409)
    return JsonResponse({"sign": sign})


@dataclass(frozen=True)
class Deed:
    """What somebody does under their sign beside saying something: `name` is in what they send, and says to what."""

    name: str
    form: type[Form]
    act: Callable[..., None]
    what: str


# They need no token: whoever holds a sign has spent one for what they said under it.
DEEDS = (
    Deed("takes_back", TakingBackForm, take_back, "post"),
    Deed("settles", SettlingForm, settle, "post"),
    Deed("unsettles", UnsettlingForm, unsettle, "conversation"),
    Deed("appeals", AppealingForm, appeal, "hold"),
)


def _waits(deed: Deed, said: Mapping[str, Any], community: Community, public: bytes) -> JsonResponse:
    form = deed.form(said)
    if not form.is_valid():
        return refused("words" if form.errors.keys() & {"text", "words"} else "unfit", 422)
    more = dict(form.cleaned_data)
    try:
        deed.act(community=community, public=public, **{deed.what: more.pop(deed.name)}, **more)
    except NotThere:
        return refused("place", 409)
    return JsonResponse({"waits": True})


def _read(said: bytes) -> dict[str, Any]:
    """What was signed, as a form reads it; nothing where it is no JSON."""
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def refused(why: str, status: int) -> JsonResponse:
    return JsonResponse({"refused": why}, status=status)
