"""Keeping something: what can be kept, and the form of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.enclosures import said_with
from commonplace.conversations.forms import topics_said
from commonplace.conversations.models import Conversation, Draft
from commonplace.conversations.queries.drafts import drafts_at
from commonplace.conversations.queries.topics import names_to_offer
from commonplace.conversations.views.attaching import Brought, files_of_draft, keep_files
from commonplace.conversations.views.drafts import FULL, sheet
from commonplace.conversations.views.lookup import number_in, writable_spaces
from commonplace.gatherings.models import Gathering
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.repertoire.actions import keeping
from commonplace.repertoire.actions.wording import Source
from commonplace.repertoire.blocks import LINE
from commonplace.repertoire.forms.harvesting import CHANGED
from commonplace.repertoire.forms.writing import CAME_FROM, CHANGE, DRAFT, DRAFTED, SUGGESTION, WriteForm
from commonplace.repertoire.kinds import SHAPES, Kind
from commonplace.repertoire.queries.from_gatherings import chosen_lines
from commonplace.repertoire.queries.harvested import Chosen, chosen_of
from commonplace.repertoire.views.lookup import IN_CONFIDENCE, UNFIT, enter_to_keep


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_writing(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what to keep, and with `?kind=` write it; begun from a draft (`?draft=`) or from where it comes from."""
    viewpoint = enter(request, slug)
    if viewpoint.membership is None:
        return HttpResponseRedirect(reverse("join", args=[slug]))
    viewpoint, person = enter_to_keep(request, slug)
    draft = _draft(request, viewpoint)
    kind = request.POST.get("kind") or (draft.words.get("kind") if draft is not None else request.GET.get("kind"))
    if kind not in Kind.values:
        return _offered(request, viewpoint)
    if request.method == "POST":
        return _sent(request, viewpoint, person, kind)
    spaces = writable_spaces(viewpoint)
    begun: dict[str, Any] = {"space": spaces[0][0].slug if spaces else ""}
    begun |= {name: request.GET[name] for name in (*CAME_FROM, "title", "topics") if request.GET.get(name)}
    begun |= {"posts": " ".join([*request.GET.getlist("post"), *(f"{LINE}{pk}" for pk in request.GET.getlist("line"))])}
    if draft is not None:
        begun |= draft.words | {"begun": draft.state}
    begun["place"] = DRAFT
    form = _form(viewpoint, kind, initial=begun, chosen=_chosen(viewpoint, begun))
    brought = files_of_draft(draft.words if draft is not None else None, viewpoint)
    return _page(request, viewpoint, form, kind, draft=draft, brought=brought)


def _form(viewpoint: Viewpoint, kind: str, *said: Any, **more: Any) -> WriteForm:
    return WriteForm(
        *said,
        kind=kind,
        spaces=writable_spaces(viewpoint),
        offered=names_to_offer(viewpoint),
        switched_on=viewpoint.community.modules,
        **more,
    )


def _sent(request: HttpRequest, viewpoint: Viewpoint, person: Person, kind: str) -> HttpResponse:
    slug = viewpoint.community.slug
    form = _form(viewpoint, kind, request.POST, request.FILES, chosen=_chosen(viewpoint, request.POST))
    form.is_valid()
    brought = keep_files(form, request.POST, viewpoint)
    words = {name: request.POST.get(name, "") for name in DRAFTED}
    words |= {"topics": topics_said(request.POST), "kept": brought.kept}
    on = sheet(request, viewpoint, DRAFT)
    if "draft" in request.POST:
        if on.keep(words):
            messages.success(request, _("Kept among your drafts, for you alone."))
            return HttpResponseRedirect(reverse("drafts", args=[slug]))
        form.add_error(None, FULL)
        return _page(request, viewpoint, form, kind, brought=brought, status=HTTPStatus.CONFLICT)
    status: int = UNFIT
    if form.is_valid():
        try:
            said, taken = form.cleaned_data, form.passages.taken()
            chosen = [(one.part, one.keys) for one in taken]
            sent = (*words.values(), said.get("checked"), said_with(brought.new), chosen)
            key = key_of_sending(said["idempotency_key"], *sent)
            keeping.require_room(person, now=timezone.now(), idempotency_key=key)
            made = keeping.keep(
                by=person,
                space=form.chosen,
                kind=kind,
                words=form.words(),
                about=form.about(),
                source=_source(viewpoint, said),
                files=brought.new,
                passages=taken,
                checked=said.get("checked", ()),
                agreed=said.get("agreed", ""),
                idempotency_key=key,
            )
        except keeping.TooMany:
            form.add_error(None, _("That is much for one day. What you wrote is kept; go on tomorrow."))
            status = HTTPStatus.TOO_MANY_REQUESTS
        except keeping.InConfidence:
            form.add_error(None, IN_CONFIDENCE)
        except keeping.NotReadable:
            form.add_error(None, CHANGED)
        except keeping.NotAnonymised:
            form.add_error(
                "checked", _("Anyone could read it there. Look for all four first, or choose a place inside.")
            )
        else:
            on.drop(words)
            return HttpResponseRedirect(made.url(slug))
    is_kept = on.keep_if_there_is_room(words)
    return _page(request, viewpoint, form, kind, brought=brought, status=status, is_in_drafts=is_kept)


def _chosen(viewpoint: Viewpoint, said: Mapping[str, Any]) -> list[Chosen]:
    talk, held = (number_in(str(said.get(name) or "")) for name in ("conversation", "gathering"))
    keys = str(said.get("posts") or "").split()
    return [*chosen_of(viewpoint, talk, keys), *chosen_lines(viewpoint, held, keys)]


def _source(viewpoint: Viewpoint, said: dict[str, Any]) -> Source:
    """Where it comes from, as far as the writer may see that."""
    talk, held = _origins(viewpoint, said.get("conversation"), said.get("gathering"))
    return Source(talk, held, said["work"], said["work_address"])


def _origins(viewpoint: Viewpoint, talk: Any, held: Any) -> tuple[Conversation | None, Gathering | None]:
    person, community = viewpoint.person, viewpoint.community
    talks = Conversation.objects.visible_to(person).filter(community=community)
    meetings = Gathering.objects.visible_to(person).filter(community=community).select_related("space")
    numbers = [number_in(str(one or "")) for one in (talk, held)]
    return (
        talks.filter(pk=numbers[0]).first() if numbers[0] else None,
        meetings.filter(pk=numbers[1]).first() if numbers[1] else None,
    )


def _offered(request: HttpRequest, viewpoint: Viewpoint) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "offered": [(Kind(kind), shape) for kind, shape in SHAPES.items()],
        "begun": drafts_at(viewpoint, DRAFT).first(),
        "onward": {
            name: request.GET.getlist(name)
            for name in ("conversation", "gathering", "post", "line")
            if request.GET.get(name)
        },
    }
    return render(request, "repertoire/offered.html", context)


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    form: WriteForm,
    kind: str,
    *,
    draft: Draft | None = None,
    brought: Brought | None = None,
    status: int = HTTPStatus.OK,
    is_in_drafts: bool = False,
) -> HttpResponse:
    talk, held = _origins(viewpoint, form["conversation"].value(), form["gathering"].value())
    context = {
        "viewpoint": viewpoint,
        "form": form,
        "kind": Kind(kind),
        "shape": SHAPES[kind],
        "draft": draft,
        "brought": brought or Brought(),
        "is_in_drafts": is_in_drafts,
        "is_without_names": any(one.byline is None for one in form.passages.chosen),
        "came_from": (talk and talk.title) or (held and held.title) or "",
    }
    return render(request, "repertoire/writing.html", context, status=status)


def _draft(request: HttpRequest, viewpoint: Viewpoint) -> Draft | None:
    """The draft that the address names, if it is theirs and of something to keep, or about what was kept: whose
    resource is gone is kept anew.
    """
    named = number_in(request.GET.get("draft"))
    of_these = Q(place=DRAFT) | Q(place__startswith=f"{CHANGE}:") | Q(place__startswith=f"{SUGGESTION}:")
    theirs = Draft.objects.filter(of_these, person=viewpoint.person, community=viewpoint.community)
    return theirs.filter(pk=named).first() if named is not None else None
