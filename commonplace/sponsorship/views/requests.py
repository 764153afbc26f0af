"""Requests: all of them, one with its turns, asking, answering, telling what changed, and asking no more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.lib.sending import key_of_sending
from commonplace.sponsorship.actions import asking
from commonplace.sponsorship.forms.asking import AnswerForm, ChangeForm, RequestForm, WithdrawForm
from commonplace.sponsorship.models import Request
from commonplace.sponsorship.queries.requests import Source, all_told, began_as, sources_of, told
from commonplace.sponsorship.views.lookup import Side, as_sponsor, as_tending, find_request, side_of, status_of
from commonplace.store.paging import page

SHOWN = 20


@login_required
@require_safe
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was ever asked, the latest first, with what came of it."""
    side = side_of(request, slug)
    rows = Request.objects.visible_to(side.person).filter(community=side.community).with_turns()
    found = page(rows, by=("-at", "-id"), after=request.GET.get("after"), size=SHOWN)
    context = {
        "viewpoint": side.viewpoint,
        "side": side,
        "page": found,
        "rows": all_told(found.items, side.viewpoint, today=timezone.localdate()),
    }
    return render(request, "sponsorship/requests.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for something, written anew or begun from what stands elsewhere."""
    side = as_tending(request, slug)
    sources = sources_of(side.community, side.person)
    source = next((one for one in sources if one.key == request.GET.get("from")), None)
    form = RequestForm(request.POST if request.method == "POST" else None, initial=_begun(source))
    if request.method == "POST" and form.is_valid() and (made := _ask(side, form, source)):
        messages.success(request, _("It stands on the sponsor’s page, and goes to each sponsor by letter."))
        return HttpResponseRedirect(made.url(slug))
    context = {"viewpoint": side.viewpoint, "form": form, "sources": sources, "source": source}
    return render(request, "sponsorship/request_new.html", context, status=status_of(request))


def _begun(source: Source | None) -> dict[str, str]:
    return {"title": source.title[:160], "why": source.why[:1200]} if source else {}


def _keys(source: Source | None) -> dict[str, Any]:
    return {f"{source.of}_id": source.pk} if source and source.of in ("obstacle", "proposal", "item") else {}


def _ask(side: Side, form: RequestForm, source: Source | None) -> Request | None:
    said = dict(form.cleaned_data)
    mark = said.pop("idempotency_key")
    asked = asking.Asked(**said, **_keys(source))
    try:
        return asking.ask(
            by=side.person,
            community=side.community,
            asked=asked,
            idempotency_key=key_of_sending(mark, side.community.pk, *said.values()),
        )
    except asking.TooMany:
        form.add_error(None, _("A dozen requests wait already. Withdraw one first, so that the others are read."))
    return None


@login_required
@require_safe
def sponsor_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One request, its turns, and what one may say on it."""
    side = side_of(request, slug)
    return _page(request, side, find_request(side, pk))


@login_required
@require_POST
def request_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer as a sponsor."""
    side = as_sponsor(request, slug)
    found, form = find_request(side, pk), AnswerForm(request.POST, prefix="answer")
    if form.is_valid():
        try:
            asking.answer(by=side.person, request=found, **form.cleaned_data)
        except asking.SaidMeanwhile:
            return _said_meanwhile(request, side, pk, answering=form)
        except (asking.IsWithdrawn, asking.TooMany):
            form.add_error(None, _("It is asked no more."))
        else:
            messages.success(request, _("Thank you. All members read it, and stewards tell you what changed."))
            return HttpResponseRedirect(f"{found.url(slug)}#turns")
    return _page(request, side, found, answering=form)


@login_required
@require_POST
def request_changed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Tell what changed since."""
    side = as_tending(request, slug)
    found, form = find_request(side, pk), ChangeForm(request.POST, prefix="change")
    if form.is_valid():
        try:
            asking.tell_change(by=side.person, request=found, **form.cleaned_data)
        except asking.SaidMeanwhile:
            return _said_meanwhile(request, side, pk, changing=form)
        except asking.NotAnswered:
            form.add_error(None, _("No sponsor has answered it yet."))
        except (asking.IsWithdrawn, asking.TooMany):
            form.add_error(None, _("It is asked no more."))
        else:
            messages.success(request, _("It is told."))
            return HttpResponseRedirect(f"{found.url(slug)}#turns")
    return _page(request, side, found, changing=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask it no more."""
    side = as_tending(request, slug)
    found = find_request(side, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.withdraw(by=side.person, request=found, **form.cleaned_data)
        except asking.IsWithdrawn:
            messages.info(request, _("It is withdrawn already."))
        else:
            messages.success(request, _("It is asked no more. What was said stays to be read."))
        return HttpResponseRedirect(found.url(slug))
    context = {"viewpoint": side.viewpoint, "asked": found, "form": form}
    return render(request, "sponsorship/withdraw.html", context, status=status_of(request))


@login_required
@require_POST
def request_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back that it was withdrawn."""
    side = as_tending(request, slug)
    found = find_request(side, pk)
    asking.ask_again(by=side.person, request=found)
    messages.success(request, _("It is asked again."))
    return HttpResponseRedirect(found.url(slug))


def _said_meanwhile(request: HttpRequest, side: Side, pk: int, **forms: Any) -> HttpResponse:
    """The page as it is by now, with what was typed; sent once more it goes beneath what the other said."""
    found = find_request(side, pk)
    if not found.turns.all():
        raise Http404(pk)
    for form in forms.values():
        form.data = {**form.data.dict(), f"{form.prefix}-on": str(len(found.turns.all()))}
        form.add_error(None, _("Somebody said something meanwhile. Read it above; send yours again if it still holds."))
    return _page(request, side, found, **forms)


def _page(
    request: HttpRequest,
    side: Side,
    found: Request,
    *,
    answering: AnswerForm | None = None,
    changing: ChangeForm | None = None,
) -> HttpResponse:
    seen = told(found, side.viewpoint, today=timezone.localdate())
    read = {"on": len(seen.turns)}
    may_answer = side.is_sponsor and not seen.is_withdrawn
    may_tell = side.is_steward and not seen.is_withdrawn and seen.answer is not None
    text, url = began_as(found, side.person)
    context = {
        "viewpoint": side.viewpoint,
        "side": side,
        "one": seen,
        "began": text,
        "began_url": url,
        "answering": (answering or AnswerForm(prefix="answer", initial=read)) if may_answer else None,
        "changing": (changing or ChangeForm(prefix="change", initial=read)) if may_tell else None,
        "back": reverse("sponsor", args=[side.community.slug]),
    }
    return render(request, "sponsorship/request.html", context, status=status_of(request))
