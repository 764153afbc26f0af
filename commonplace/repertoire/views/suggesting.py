"""Offering a change to a resource, and what its steward says to that."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.moderation.queries import holds_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.begun import Beginning, kept_aside
from commonplace.conversations.views.drafts import FULL as MANY_DRAFTS
from commonplace.conversations.views.drafts import sheet
from commonplace.lib.sending import key_of_sending
from commonplace.repertoire.actions import suggesting
from commonplace.repertoire.actions.changing import TooMany, words_now
from commonplace.repertoire.actions.rights import NotTheirs, may_tend
from commonplace.repertoire.forms.changing import AnswerForm, SuggestForm
from commonplace.repertoire.forms.writing import SUGGESTED, SUGGESTION, words_of
from commonplace.repertoire.models import Resource, Suggestion
from commonplace.repertoire.queries.suggestions import rows_of, seen_for
from commonplace.repertoire.queries.wordings import between
from commonplace.repertoire.views.begun import said_at
from commonplace.repertoire.views.lookup import FULL, UNFIT, find_to_say
from commonplace.repertoire.words import NothingSaid
from commonplace.store import paging

SIZE = 30
# What a form says of itself, and nobody of the resource.
UNSAID = ("idempotency_key", "place", "begun")


@login_required
@require_safe
def resource_suggestions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was suggested for a resource, the latest first."""
    viewpoint, _person, here = find_to_say(request, slug, pk)
    page = paging.page(seen_for(here, viewpoint), by=("-at", "-pk"), after=request.GET.get("after"), size=SIZE)
    context = {"viewpoint": viewpoint, "resource": here, "page": page, "rows": rows_of(page.items, viewpoint)}
    return render(request, "repertoire/suggestions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_suggesting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Offer another wording."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    modules, place = viewpoint.community.modules, f"{SUGGESTION}:{here.pk}"
    if request.method != "POST":
        begun = Beginning.at(request, viewpoint, place)
        initial = words_of(here) | {"on": here.revision} | begun.initial
        return _page(request, viewpoint, here, SuggestForm(initial=initial, kind=here.kind, switched_on=modules), begun)
    form = SuggestForm(request.POST, kind=here.kind, switched_on=modules)
    words, sheet_of_form = said_at(request, here, SUGGESTED), sheet(request, viewpoint, place)
    if "draft" in request.POST:
        if sheet_of_form.keep(words):
            return kept_aside(request, slug)
        form.add_error(None, MANY_DRAFTS)
    if form.is_valid():
        said = form.cleaned_data
        content = [str(value) for name, value in sorted(said.items()) if name not in UNSAID]
        try:
            suggesting.offer(
                by=person,
                resource=here,
                words=form.words(),
                on=said["on"],
                why=said["why"],
                idempotency_key=key_of_sending(said["idempotency_key"], here.pk, *content),
            )
        except suggesting.NothingOther:
            form.add_error(None, _("It says that already. Change what you would have otherwise."))
        except suggesting.TooMany:
            form.add_error(
                None, _("As many suggestions wait here as anybody can weigh. Talk to whoever looks after it.")
            )
        else:
            sheet_of_form.drop(words)
            messages.success(request, _("Offered. Whoever looks after it takes it, or says why not."))
            return HttpResponseRedirect(reverse("resource_suggestions", args=[slug, pk]))
    return _page(request, viewpoint, here, form, Beginning(is_kept=sheet_of_form.keep_if_there_is_room(words)))


def _page(
    request: HttpRequest, viewpoint: Viewpoint, here: Resource, form: SuggestForm, begun: Beginning
) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "form": form,
        **begun.context,
        "sight": audience_of_space(here.space, viewpoint),
        "back": here.url(viewpoint.community.slug),
    }
    return render(request, "repertoire/suggesting.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_suggestion(request: HttpRequest, slug: str, pk: int, suggestion_pk: int) -> HttpResponse:
    """One suggestion: what it would change, and taking it, declining it or taking it back."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    found = get_object_or_404(seen_for(here, viewpoint), pk=suggestion_pk)
    found.resource = here
    form = AnswerForm(request.POST if "decline" in request.POST else None)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        try:
            if "take" in request.POST:
                suggesting.take(by=person, suggestion=found)
                messages.success(request, _("Taken. It stands there now, with the name of whoever offered it."))
            elif "by_hand" in request.POST:
                suggesting.take_by_hand(by=person, suggestion=found)
                messages.success(request, _("Taken, as you have worked it in."))
            elif "take_back" in request.POST:
                suggesting.withdraw(by=person, suggestion=found)
                messages.success(request, _("It is gone."))
                return HttpResponseRedirect(here.url(slug))
            elif form.is_valid():
                suggesting.decline(by=person, suggestion=found, answer=form.cleaned_data["answer"])
                messages.success(request, _("They read why."))
            else:
                status = UNFIT
        except NotTheirs:
            raise PermissionDenied from None
        except suggesting.IsHeld:
            messages.error(request, _("It is held back. The stewards let it go first."))
        except suggesting.IsSettled:
            messages.error(request, _("It was settled meanwhile."))
        except suggesting.Crossed:
            messages.error(
                request, _("The same part was changed meanwhile. Work it in by hand, and say so here afterwards.")
            )
        except NothingSaid:
            messages.error(
                request,
                _("Words that it cannot be without were withdrawn. Work it in by hand, and say so here afterwards."),
            )
        except TooMany:
            messages.error(request, FULL)
        if status == HTTPStatus.OK:
            return HttpResponseRedirect(reverse("resource_suggestion", args=[slug, pk, suggestion_pk]))
    return _shown(request, viewpoint, here, found, form, status=status)


def _shown(
    request: HttpRequest, viewpoint: Viewpoint, here: Resource, found: Suggestion, form: Any, *, status: int
) -> HttpResponse:
    before = suggesting.words_at(here, found.number) or words_now(here)
    row = rows_of([found], viewpoint)[0]
    is_waiting = found.settled_at is None and not row.is_held
    is_own = viewpoint.person is not None and found.by_id == viewpoint.person.pk
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "row": row,
        "hold": holds_on("suggestion", [found.pk]).get(found.pk) if row.is_held else None,
        "is_author": is_own,
        "changes": between(here.kind, before, suggesting.words_offered(found)),
        "moved_on": is_waiting and here.revision != found.number,
        "may_tend": is_waiting and may_tend(viewpoint.person, here),
        "is_own": is_waiting and is_own,
        "form": form,
        "sight": audience_of_space(here.space, viewpoint),
        "back": here.url(viewpoint.community.slug),
    }
    return render(request, "repertoire/suggestion.html", context, status=status)
