"""One post: its words and their history, taking it back, thanks, what settled it, what happened then."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.actions import changing, quoting, reactions, settling
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.forms import OutcomeForm
from commonplace.conversations.models import Post
from commonplace.conversations.queries.history import states_of
from commonplace.conversations.views.lookup import enter_to_write, own_post_or_404, page_url, post_or_404, post_url


@require_safe
def post(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Lead to where the post stands."""
    viewpoint = enter(request, slug)
    return HttpResponseRedirect(post_url(post_or_404(viewpoint, pk, number), viewpoint))


@require_safe
def history(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """What the post said before, and what changed each time."""
    viewpoint = enter(request, slug)
    found = post_or_404(viewpoint, pk, number)
    context = {
        "viewpoint": viewpoint,
        "post": found,
        "states": states_of(found, viewpoint),
        "back": post_url(found, viewpoint),
    }
    return render(request, "conversations/history.html", context)


@login_required
@require_POST
def withdrawal(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Take one's own words back, with a way to give them again."""
    viewpoint, person = enter_to_write(request, slug)
    found = own_post_or_404(viewpoint, pk, number)
    changing.withdraw(by=person, post=found)
    undo = reverse("post_return", args=[slug, found.conversation_id, found.number])
    messages.success(request, _("Taken back. Nobody can read it any more."), extra_tags=f"undo:{undo}")
    found.conversation.refresh_from_db(fields=["post_count"])
    if not found.conversation.post_count:
        return HttpResponseRedirect(reverse("conversations", args=[slug]))
    return HttpResponseRedirect(post_url(found, viewpoint))


@login_required
@require_POST
def post_return(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Give one's withdrawn words again."""
    viewpoint, person = enter_to_write(request, slug)
    found = own_post_or_404(viewpoint, pk, number)
    changing.restore(by=person, post=found)
    return HttpResponseRedirect(post_url(found, viewpoint))


@login_required
@require_POST
def half_baked(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Ask that one's own words are not quoted, or let them be."""
    viewpoint, person = enter_to_write(request, slug)
    found = own_post_or_404(viewpoint, pk, number)
    quoting.say_half_baked(by=person, post=found, is_half_baked="take_back" not in request.POST)
    return HttpResponseRedirect(post_url(found, viewpoint))


@login_required
@require_POST
def thanks(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Say that a post helped, or take it back."""
    viewpoint, person = enter_to_write(request, slug)
    found = post_or_404(viewpoint, pk, number)
    if "take_back" in request.POST:
        reactions.take_back_thanks(by=person, post=found)
    else:
        try:
            reactions.thank(by=person, post=found)
        except reactions.OwnWords:
            messages.error(request, _("These are your own words."))
    return HttpResponseRedirect(post_url(found, viewpoint))


@login_required
@require_POST
def settlement(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Say that a post settled it, or that it is open after all."""
    viewpoint, person = enter_to_write(request, slug)
    found = post_or_404(viewpoint, pk, number)
    try:
        if "take_back" in request.POST:
            settling.unsettle(by=person, conversation=found.conversation)
        else:
            settling.settle(by=person, post=found)
            messages.success(request, _("Good. Whoever comes by later will see what settled it."))
    except NotTheirs:
        raise PermissionDenied from None
    except settling.NoAnswer:
        messages.error(request, _("A question does not settle itself; choose one of the replies."))
    return HttpResponseRedirect(post_url(found, viewpoint))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Tell what happened when one used it."""
    viewpoint, person = enter_to_write(request, slug)
    found = post_or_404(viewpoint, pk, number)
    form = OutcomeForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            settling.tell_outcome(by=person, post=found, how=form.cleaned_data["how"], text=form.cleaned_data["text"])
            messages.success(request, _("Thank you. It stands under the answer now."))
            return HttpResponseRedirect(post_url(found, viewpoint))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "conversations/outcome.html", _about(found, viewpoint) | {"form": form}, status=status)


def _about(found: Post, viewpoint: Viewpoint) -> dict[str, object]:
    return {
        "viewpoint": viewpoint,
        "post": found,
        "byline": byline_of(found, viewpoint),
        "sight": audience_of_space(found.conversation.space, viewpoint),
        "back": post_url(found, viewpoint),
        "page": page_url(found.conversation, viewpoint),
    }
