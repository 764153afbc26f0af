"""The composer: asking, telling, thinking aloud."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.models import Space
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.actions import drafting
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.wording import MAX_TITLE
from commonplace.conversations.enclosures import said_with
from commonplace.conversations.forms import ComposeForm, topics_said, why_refused, words_between_commas
from commonplace.conversations.kinds import AWAITING, MANNERS, Kind
from commonplace.conversations.models import Draft, Post
from commonplace.conversations.models.draft import OPENING
from commonplace.conversations.queries.similar import Alike, compared_by, similar_to
from commonplace.conversations.queries.suggesting import suggested_for
from commonplace.conversations.queries.topics import names_to_offer
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.conversations.views.attaching import Brought, ask_for_descriptions, files_of_draft, keep_files
from commonplace.conversations.views.calling import tell_who_was_not_called, to_choose_from, with_those_chosen
from commonplace.conversations.views.drafts import FULL, sheet
from commonplace.conversations.views.lookup import enter_to_write, writable_spaces
from commonplace.conversations.views.preview import shown_post
from commonplace.lib.sending import key_of_sending
from commonplace.lib.slugs import topic_slug
from commonplace.search.meaning import service_here

NEAR = 3  # places that stand open below the title; the others are folded
WORDS = ("kind", "title", "text", "space", "topics", "half_baked")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_those_chosen
def compose(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a conversation; whatever stands in its way, the words come back and a copy is among the drafts."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        return HttpResponseRedirect(reverse("join", args=[slug]))
    if request.method == "POST":
        return _sent(request, slug)
    spaces = writable_spaces(viewpoint)
    draft = _draft(request, viewpoint)
    begun = {"kind": Kind.EXPERIENCE, "space": spaces[0][0].slug if spaces else "", "place": OPENING}
    asked = {name: request.GET[name] for name in ("kind", "space", "title", "topics") if request.GET.get(name)}
    slugs = [space.slug for space, _sight in spaces]
    begun |= {name: value for name, value in asked.items() if _makes_sense(name, value, slugs)}
    if draft is not None:
        begun |= draft.words | {"place": drafting.opening_place(draft.place), "begun": draft.state}
    form = ComposeForm(initial=begun, spaces=spaces, offered=names_to_offer(viewpoint))
    brought = files_of_draft(draft.words if draft is not None else None, viewpoint)
    return _page(request, viewpoint, form, draft=draft, brought=brought)


def _sent(request: HttpRequest, slug: str) -> HttpResponse:
    viewpoint, person = enter_to_write(request, slug)
    offered = names_to_offer(viewpoint)
    form = ComposeForm(request.POST, request.FILES, spaces=writable_spaces(viewpoint), offered=offered)
    valid = form.is_valid()
    brought = keep_files(form, request.POST, viewpoint)
    words = {name: request.POST.get(name, "") for name in WORDS}
    words |= {"topics": topics_said(request.POST), "kept": brought.kept}
    on = sheet(request, viewpoint, drafting.opening_place(request.POST.get("place", "")))
    shows = any(name in request.POST for name in ("preview", "suggest"))
    if shows or any(name in request.POST for name in ("afresh", "draft")):
        kept = on.keep(words)
        if not kept and not shows:
            form.add_error(None, FULL)
            return _page(request, viewpoint, form, brought=brought, status=HTTPStatus.CONFLICT)
    if "afresh" in request.POST:
        on.set_aside()
        messages.success(request, _("Your words are kept among your drafts."))
        return HttpResponseRedirect(reverse("compose", args=[slug]))
    if "draft" in request.POST or shows:
        if "draft" in request.POST:
            messages.success(request, _("Kept among your drafts, for you alone."))
            return HttpResponseRedirect(reverse("drafts", args=[slug]))
        same = {"place": on.place, "begun": on.begun} | ({"idempotency_key": on.form} if on.form else {})
        form = ComposeForm(initial=words | same, spaces=writable_spaces(viewpoint), offered=offered)
        return _page(request, viewpoint, form, brought=brought)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if valid and form.is_valid():
        try:
            require_room(person, now=timezone.now())
        except TooFast as too_fast:
            form.add_error(None, too_fast.words)
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            data = form.cleaned_data
            space = form.spaces[data["space"]]
            said = (
                data["kind"],
                data["title"],
                data["text"],
                data["topics"],
                said_with(brought.new),
                data["half_baked"],
            )
            made = open_conversation(
                by=person,
                space=space,
                kind=data["kind"],
                title=data["title"],
                text=data["text"],
                topics=data["topics"],
                attachments=brought.new,
                is_half_baked=data["half_baked"],
                idempotency_key=key_of_sending(data["idempotency_key"], space.pk, *said),
            )
            on.drop(words)
            tell_who_was_not_called(request, viewpoint, made.space, data["text"])
            ask_for_descriptions(request, brought, Post.objects.filter(conversation=made, number=1))
            return HttpResponseRedirect(reverse("conversation", args=[slug, made.pk]))
    is_kept = on.keep_if_there_is_room(words)
    return _page(request, viewpoint, form, brought=brought, status=status, is_in_drafts=is_kept)


@login_required
@require_safe
def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """The inside of 'already talked about' for a title that someone is writing."""
    viewpoint, _person = enter_to_write(request, slug)
    found = _similar(viewpoint, request.GET, _spaces_to_tell(viewpoint))
    return render(request, "conversations/compose.html#similar", {"similar": found})


def _spaces_to_tell(viewpoint: Viewpoint) -> Collection[Space]:
    """Where the viewer may write; nobody looks where no service is named that a title might be told."""
    return [space for space, _sight in writable_spaces(viewpoint)] if service_here() else ()


def _similar(viewpoint: Viewpoint, said: QueryDict, spaces: Collection[Space]) -> Alike:
    """What is like the title of a form, for one of the `spaces` that its writer may write in."""
    space = next((one for one in spaces if one.slug == said.get("space")), None)
    may_be_told = bool(compared_by(spaces)) and "half_baked" not in said and space is not None and not space.is_group
    return similar_to(viewpoint, said.get("title", "")[:MAX_TITLE], may_be_told=may_be_told)


@login_required
@require_POST
def suggest_topics(request: HttpRequest, slug: str) -> HttpResponse:
    """Words under which what somebody is writing could be filed, to tick or leave."""
    viewpoint, _person = enter_to_write(request, slug)
    return render(request, "conversations/suggested.html", {"suggested": _suggested(request, viewpoint)})


def _suggested(request: HttpRequest, viewpoint: Viewpoint) -> list[dict[str, Any]]:
    """What is suggested for the words of a form, less what stands in its line; what was ticked stays, ticked."""
    said = request.POST
    ticked = [name for name in said.getlist("filed") if not why_refused(name)]
    there = {topic_slug(name) for name in [*words_between_commas(said.get("topics", "")), *ticked]}
    found = suggested_for(viewpoint, said.get("title", "")[:MAX_TITLE], said.get("text", ""))
    in_use = {*names_to_offer(viewpoint)}
    kept = [{"name": name, "is_ours": True, "is_ticked": True} for name in ticked if name not in in_use]
    if "suggest" in said:
        kept = []  # they stand in the line by then
    new = [
        {"name": one.name, "is_ours": one.is_ours, "is_ticked": False}
        for one in found
        if topic_slug(one.name) not in there
    ]
    return [*kept, *new]


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    form: ComposeForm,
    *,
    draft: Draft | None = None,
    brought: Brought | None = None,
    status: int = HTTPStatus.OK,
    is_in_drafts: bool = False,
) -> HttpResponse:
    said: dict[str, Any] = {name: form[name].value() or "" for name in ("kind", "title", "text")}
    space = form.spaces.get(str(form["space"].value())) or next(iter(form.spaces.values()), None)
    places = _places(form)
    brought = brought or Brought()
    context = {
        "viewpoint": viewpoint,
        "form": form,
        "asks": [_way(kind, said["kind"]) for kind in AWAITING],
        "gives": [_way(kind, said["kind"]) for kind in MANNERS if kind not in AWAITING],
        "prompts": [(kind, manner.prompt) for kind, manner in MANNERS.items()],
        "near": places[:NEAR],
        "further": places[NEAR:],
        "said": said,
        "draft": draft,
        "is_in_drafts": is_in_drafts,
        "brought": brought,
        # Without script they are asked for by a button.
        "suggested": _suggested(request, viewpoint) if "suggest" in request.POST else [],
        # A page that is only looked at asks for them afterwards; one that was sent may have no script.
        "similar": _similar(viewpoint, request.POST, form.spaces.values()) if request.method == "POST" else None,
        "compared_by": compared_by(form.spaces.values()),
        "shown": shown_post(
            said["text"], viewpoint, space=space, kind=said["kind"], title=said["title"], pictures=brought.pictures
        ),
        "calling": to_choose_from(request, viewpoint, space),
    }
    return render(request, "conversations/compose.html", context, status=status)


def _way(kind: str, chosen: str) -> dict[str, Any]:
    return {"value": kind, "label": Kind(kind).label, "why": MANNERS[kind].purpose, "checked": kind == chosen}


def _places(form: ComposeForm) -> list[dict[str, Any]]:
    """Where it can be written, each with who reads it; what is chosen stands where it is seen with the title."""
    chosen = form["space"].value()
    choices: Any = form.fields["space"]
    places = [
        {"value": slug, "label": said.label, "why": said.why, "checked": slug == chosen}
        for slug, said in choices.choices
    ]
    return sorted(places, key=lambda place: not place["checked"]) if len(places) > NEAR else places


def _makes_sense(name: str, value: str, spaces: list[str]) -> bool:
    """Whether what an address proposes can stand in the form."""
    if name == "kind":
        return value in Kind.values
    if name == "space":
        return value in spaces
    return "\0" not in value and len(value) <= 400


def _draft(request: HttpRequest, viewpoint: Viewpoint) -> Draft | None:
    """The opening that the address names among one's drafts, or the one touched last."""
    drafts = Draft.objects.filter(person=viewpoint.person, community=viewpoint.community)
    named = request.GET.get("draft", "")
    if named.isascii() and named.isdigit() and len(named) < 12:
        return drafts.filter(pk=int(named)).first()
    return drafts.filter(place=OPENING).order_by("-changed_at", "-pk").first()
