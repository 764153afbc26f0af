"""Following, the first unread post, and what is new in what one follows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.attention import queries
from commonplace.attention.actions.following import follow, unfollow
from commonplace.attention.actions.letters import behind_stop_token, want_letters, want_no_letters
from commonplace.attention.queries import NAME
from commonplace.communities.readers import catch_up
from commonplace.communities.viewer_standings import viewer_standings
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.models import Conversation
from commonplace.people.viewer import require_viewer

SHOWN = 30


def _conversation(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Conversation]:
    viewpoint = enter(request, slug)
    found = Conversation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return viewpoint, get_object_or_404(found, pk=pk)


@require_safe
def unread(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Lead to the first post that the reader was not shown yet."""
    viewpoint, conversation = _conversation(request, slug, pk)
    address = reverse("conversation", args=[slug, pk])
    if viewpoint.person is None:
        return redirect(address)
    number = queries.first_unread(viewpoint.person, conversation)
    return redirect(f"{address}?from={number}#p{number}")


@login_required
@require_POST
def following(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Follow a conversation, or no more."""
    viewpoint, conversation = _conversation(request, slug, pk)
    if not viewpoint.is_member:
        raise Http404(slug)
    person = require_viewer(request)
    if request.POST.get("follow") == "no":
        # What was written a moment ago would make them follow again.
        catch_up(NAME)
        unfollow(person=person, conversation=conversation)
        messages.success(request, _("You follow this no more. Write in it, and you do again."))
    else:
        follow(person=person, conversation=conversation)
        messages.success(request, _("You follow this now. What is new in it stands under “For you”."))
    return redirect(f"{reverse('conversation', args=[slug, pk])}#following")


@login_required
@require_safe
def for_you(request: HttpRequest) -> HttpResponse:
    """What is new in what the reader follows, in all their communities; nobody else sees this."""
    person = require_viewer(request)
    found = list(queries.new_in_followed(person)[: SHOWN + 1])
    membership = {one.community_id: one for one in viewer_standings(request)}
    rows = [
        {
            "conversation": conversation,
            "byline": Viewpoint(person, conversation.community, membership.get(conversation.community_id)).byline_for(
                conversation.author
            ),
        }
        for conversation in found[:SHOWN]
    ]
    follows = bool(rows) or queries.follows_anything(person)
    return render(request, "attention/for_you.html", {"rows": rows, "more": len(found) > SHOWN, "follows": follows})


@login_required
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """Be written to when one is named or answered, or not."""
    person = require_viewer(request)
    if request.POST.get("letters") == "no":
        want_no_letters(person=person)
        messages.success(request, _("No such letter comes any more. What is new stands under “For you”."))
    else:
        want_letters(person=person)
        messages.success(request, _("You hear by letter when someone names or answers you."))
    return redirect(f"{reverse('me')}#letters")


@csrf_exempt  # nosemgrep: without-csrf  # a mail program stops them with one click (RFC 8058); the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the letters from the link in one of them, without signing in; looking at the page stops nothing."""
    person = behind_stop_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        want_no_letters(person=person)
    return render(request, "attention/stop_letters.html", {"is_stopped": request.method == "POST"})
