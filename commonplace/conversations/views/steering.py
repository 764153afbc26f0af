"""What becomes of a conversation: had too, worth attention, closed, moved, joined to another."""

from __future__ import annotations

import re
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.audience import audience_of_space
from commonplace.communities.reasons.queries import saved_reasons
from commonplace.communities.reasons.views import keep_if_ticked
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions import ending, merging, moving, reactions
from commonplace.conversations.forms import AmplifyForm, CloseForm, MergeForm, MoveForm
from commonplace.conversations.models import Amplification, Conversation, Move
from commonplace.conversations.views.lookup import conversation_or_404, enter_to_write, page_url, writable_spaces
from commonplace.ui.forms import Form

WOULD_GO = gettext_lazy(
    "In a sealed space what was said goes after its days, and nobody who wrote here was told so. Open a new one there."
)


@login_required
@require_POST
def me_too(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one has had this too, or take it back."""
    viewpoint, person = enter_to_write(request, slug)
    here = conversation_or_404(viewpoint, pk)
    if "take_back" in request.POST:
        reactions.take_back_me_too(by=person, conversation=here)
    else:
        try:
            reactions.say_me_too(by=person, conversation=here)
        except reactions.OwnWords:
            messages.error(request, _("It is yours already."))
    return HttpResponseRedirect(f"{page_url(here, viewpoint)}#p1")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amplification(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a conversation is worth everyone's attention, and why."""
    viewpoint, person = enter_to_write(request, slug)
    here = conversation_or_404(viewpoint, pk)
    if "take_back" in request.POST:
        reactions.take_back_amplification(by=person, conversation=here)
        return HttpResponseRedirect(page_url(here, viewpoint))
    said = Amplification.objects.filter(conversation=here, by=person).first()
    form = AmplifyForm(request.POST or None, initial={"why": said.why} if said else None)
    if request.method == "POST" and form.is_valid():
        reactions.amplify(by=person, conversation=here, why=form.cleaned_data["why"])
        messages.success(request, _("Your reason stands above it now, with your name."))
        return HttpResponseRedirect(page_url(here, viewpoint))
    return _form(request, viewpoint, here, form, "amplification", said=said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Bring a conversation to its end, or let it go on."""
    viewpoint, person = enter_to_write(request, slug)
    here = conversation_or_404(viewpoint, pk)
    _require_author_or_steward(viewpoint, here)
    if "take_back" in request.POST:
        ending.reopen(by=person, conversation=here)
        return HttpResponseRedirect(page_url(here, viewpoint))
    form = CloseForm(request.POST if request.method == "POST" else None, reasons=saved_reasons(viewpoint))
    if request.method == "POST" and form.is_valid():
        ending.close(by=person, conversation=here, why=form.cleaned_data["why"])
        keep_if_ticked(request, viewpoint, form)
        return HttpResponseRedirect(page_url(here, viewpoint))
    return _form(request, viewpoint, here, form, "closure")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move a conversation, or ask its authors' leave."""
    viewpoint, person = enter_to_write(request, slug)
    here = conversation_or_404(viewpoint, pk)
    _require_author_or_steward(viewpoint, here)
    spaces = [(space, sight) for space, sight in writable_spaces(viewpoint) if space.pk != here.space_id]
    form = MoveForm(request.POST if request.method == "POST" else None, spaces=spaces)
    if request.method == "POST" and form.is_valid():
        to = form.spaces[form.cleaned_data["space"]]
        try:
            asked = moving.move(by=person, conversation=here, to=to)
        except moving.AlreadyAsked:
            form.add_error(None, _("A move of this conversation is waiting for an answer already."))
        except moving.NobodyToAsk:
            said = _("It would go further there, and some of it was said by somebody who cannot be asked.")
            form.add_error(None, said)
        except moving.WouldGo:
            form.add_error(None, WOULD_GO)
        else:
            if asked.agreed_at is None:
                said = _("It would go further there, so those who wrote in it are asked first.")
                messages.success(request, said)
            return HttpResponseRedirect(page_url(here, viewpoint))
    return _form(request, viewpoint, here, form, "move", spaces=spaces)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer whether more people may read what one wrote."""
    viewpoint, person = enter_to_write(request, slug)
    here = conversation_or_404(viewpoint, pk)
    moves = Move.objects.asked().select_related("to", "by", "conversation")
    asked = get_object_or_404(moves, conversation=here, consents__person=person)
    if request.method == "POST":
        if request.POST.get("answer") == "yes":
            moving.agree_to_move(by=person, move=asked)
        else:
            moving.refuse_to_move(by=person, move=asked)
        return HttpResponseRedirect(page_url(here, viewpoint))
    context = {
        "move": asked,
        "to": audience_of_space(asked.to, viewpoint),
        "asker": viewpoint.byline_for(asked.by),
        "is_mine": asked.by_id == person.pk,
    }
    return _form(request, viewpoint, here, Form(), "consent", **context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merger(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Join a conversation to another, for stewards."""
    viewpoint, person = enter_to_write(request, slug)
    here = conversation_or_404(viewpoint, pk)
    if not viewpoint.is_steward:
        raise PermissionDenied
    form = MergeForm(request.POST if request.method == "POST" else None)
    kept = None
    if request.method == "POST" and form.is_valid():
        kept = _named(form.cleaned_data["address"], viewpoint)
        if kept is None or kept.pk == here.pk:
            form.add_error("address", _("This leads to no other conversation of this community."))
        elif "sure" in request.POST:
            try:
                merged = merging.merge(by=person, kept=kept, other=here)
            except merging.WouldWiden:
                problem = _("It would go further there than now. Move it first, so that its authors are asked.")
                form.add_error("address", problem)
            except moving.WouldGo:
                form.add_error("address", WOULD_GO)
            except merging.IsHeld:
                form.add_error("address", _("One of the two is held back for a look. Answer that first."))
            except merging.Unmergeable:
                form.add_error("address", _("One of the two was joined to another already."))
            else:
                return HttpResponseRedirect(page_url(merged, viewpoint))
    return _form(request, viewpoint, here, form, "merger", kept=kept if form.is_valid() else None)


def _named(address: str, viewpoint: Viewpoint) -> Conversation | None:
    """The conversation that an address, or its number alone, names."""
    numbers = re.findall(r"/conversations/(\d{1,15})\b", address) or re.findall(r"^\s*(\d{1,15})\s*$", address)
    if not numbers:
        return None
    try:
        return conversation_or_404(viewpoint, int(numbers[0]))
    except Http404:
        return None


def _require_author_or_steward(viewpoint: Viewpoint, conversation: Conversation) -> None:
    person = viewpoint.person
    if not viewpoint.is_steward and (person is None or conversation.author_id != person.pk):
        raise PermissionDenied


def _form(
    request: HttpRequest, viewpoint: Viewpoint, here: Conversation, form: Form, deed: str, **more: object
) -> HttpResponse:
    """The small page on which something is decided about a conversation."""
    context = {
        "viewpoint": viewpoint,
        "conversation": here,
        "form": form,
        "sight": audience_of_space(here.space, viewpoint),
        "back": page_url(here, viewpoint),
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, f"conversations/{deed}.html", context, status=status)
