"""Small pages on which something is decided about a joint response."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.lib.sending import key_of_sending
from commonplace.ui.forms import end_of
from commonplace.undertakings.actions import endorsing, responding
from commonplace.undertakings.actions.rights import IsOver
from commonplace.undertakings.forms.response import AnswerForm, KeepOpenForm, OtherwiseForm, ReviseForm, SendForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import JointResponse
from commonplace.undertakings.views.lookup import deed_page, find_to_carry, find_to_join, over

RESPONSE = Kind.RESPONSE


def sent_already() -> str:
    """What is said where the words or names of what has gone out were to change."""
    return _("It has gone out; its words and the names beneath it stay as they are.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def response_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write another version of what it says."""
    viewpoint, person, here = find_to_carry(request, slug, pk, RESPONSE)
    latest = here.jointresponse.texts.order_by("-number")[0]
    begun: dict[str, Any] = {"text": latest.source, "on": latest.number}
    form = ReviseForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            responding.revise(by=person, undertaking=here, text=said["text"], on=said["on"], summary=said["summary"])
        except responding.ChangedMeanwhile as changed:
            # Given back on the version that stands now: whoever has looked at it can keep theirs after all.
            form = ReviseForm({**request.POST.dict(), "on": changed.args[0]})
            form.add_error(
                None,
                _(
                    "Somebody has written version %(n)d meanwhile. Your words are below; look at theirs, then keep"
                    " yours."
                )
                % {"n": changed.args[0]},
            )
        except responding.IsSent:
            form.add_error(None, sent_already())
        except responding.TooMany:
            form.add_error(None, _("It has as many versions as anybody can read."))
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept. Whoever endorsed the version before is asked to read it again."))
            return HttpResponseRedirect(here.url(slug))
    return deed_page(request, viewpoint, here, "response_change", form, latest=latest)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def response_otherwise(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write what one sees otherwise."""
    viewpoint, person, here = find_to_join(request, slug, pk, RESPONSE)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    form = OtherwiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            endorsing.see_otherwise(
                by=person,
                undertaking=here,
                text=said["text"],
                idempotency_key=key_of_sending(said["idempotency_key"], here.pk, said["text"]),
            )
        except endorsing.OnBothSides:
            form.add_error(None, _("Your name stands beneath the response. Take it from there first."))
        except endorsing.TooMany:
            form.add_error(None, _("There are as many views of their own as anybody can read. Sign one of them."))
        except responding.IsSent:
            form.add_error(None, sent_already())
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("It goes along with the response, with your name beneath."))
            return HttpResponseRedirect(f"{here.url(slug)}#otherwise")
    return deed_page(request, viewpoint, here, "response_otherwise", form)


@login_required
@require_POST
def response_signing(request: HttpRequest, slug: str, pk: int, view_pk: int) -> HttpResponse:
    """Put one's name beneath what some see otherwise, or take it back."""
    _viewpoint, person, here = find_to_join(request, slug, pk, RESPONSE)
    view = get_object_or_404(here.jointresponse.minority_views.all(), pk=view_pk)
    try:
        if "take_back" in request.POST:
            endorsing.unsign(by=person, undertaking=here, view=view)
            messages.success(request, _("Your name is no more beneath it."))
        else:
            endorsing.sign(by=person, undertaking=here, view=view)
            messages.success(request, _("Your name stands beneath it."))
    except endorsing.OnBothSides:
        messages.error(request, _("Your name stands beneath the response. Take it from there first."))
    except endorsing.NoMember:
        messages.error(request, _("Only members speak in the community’s voice."))
    except responding.IsSent:
        messages.error(request, sent_already())
    except IsOver:
        messages.error(request, over())
    return HttpResponseRedirect(f"{here.url(slug)}#otherwise")


def why_not(response: JointResponse, hindrance: str) -> str:
    """What keeps a response from going out, in words."""
    if hindrance == "time":
        return _("Comments are still taken; until then nothing goes out.")
    if hindrance == "names":
        return _("Nobody has endorsed the last version yet.")
    if hindrance == "way":
        return _("Something still stands in somebody’s way; they say themselves when it does no more.")
    n = response.enough or 1
    return ngettext(
        "The rule says %(n)d name beneath the last version; it has fewer.",
        "The rule says %(n)d names beneath the last version; it has fewer.",
        n,
    ) % {"n": n}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def response_going_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it has gone out, or take comments for longer."""
    viewpoint, person, here = find_to_carry(request, slug, pk, RESPONSE)
    response: JointResponse = here.jointresponse
    keeps = request.method == "POST" and "keep_open" in request.POST
    form = SendForm(request.POST if request.method == "POST" and not keeps else None)
    longer = KeepOpenForm(request.POST if keeps else None)
    if keeps and longer.is_valid():
        try:
            responding.keep_open(by=person, undertaking=here, until=end_of(longer.cleaned_data["until"]))
        except responding.IsClosed:
            longer.add_error("until", _("Comments are taken for longer, never for less long than was said."))
        except responding.IsSent:
            longer.add_error(None, sent_already())
        except IsOver:
            longer.add_error(None, over())
        else:
            messages.success(request, _("Kept open."))
            return HttpResponseRedirect(here.url(slug))
    elif request.method == "POST" and not keeps and form.is_valid():
        try:
            responding.send(by=person, undertaking=here, how=form.cleaned_data["how"])
        except responding.NotYet as hindered:
            form.add_error(None, why_not(response, hindered.args[0]))
        except responding.IsSent:
            form.add_error(None, sent_already())
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("It is kept as it went out. Whoever took part is told."))
            return HttpResponseRedirect(here.url(slug))
    hindrance = responding.hindrance(response, at=timezone.now()) if not response.is_sent else ""
    context = {"longer": longer, "response": response, "why_not": why_not(response, hindrance) if hindrance else ""}
    shown = longer if longer.errors else form
    return deed_page(request, viewpoint, here, "response_going_out", shown, send=form, **context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def response_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep what the addressee answered."""
    viewpoint, person, here = find_to_carry(request, slug, pk, RESPONSE)
    response: JointResponse = here.jointresponse
    begun = {"text": response.answer_source, "on": response.answered_on or timezone.localdate()}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            responding.keep_answer(by=person, undertaking=here, text=said["text"], on=said["on"])
        except responding.NotSent:
            form.add_error(None, _("It has not gone out yet; nothing can have come back."))
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept. Whoever took part is told."))
            return HttpResponseRedirect(f"{here.url(slug)}#answer")
    return deed_page(request, viewpoint, here, "response_answer", form, response=response)
