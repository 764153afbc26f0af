"""Following, the first unread post, and the link that stops letters."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.attention import queries
from commonplace.attention.actions import stopping
from commonplace.attention.actions.following import (
    follow,
    follow_subject,
    unfollow,
    unfollow_subject,
    want_less_of,
    want_more_of,
)
from commonplace.attention.actions.letters import behind_stop_token, want_letters, want_no_letters
from commonplace.attention.forms import SubjectForm
from commonplace.attention.queries import NAME
from commonplace.attention.subjects import Subject
from commonplace.communities.readers import catch_up
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.topics import topics_seen
from commonplace.people.viewer import require_viewer
from commonplace.ui.addresses import back_to


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
    if (request.POST.get("follow") or request.GET.get("follow")) == "no":
        # What was written a moment ago would make them follow again.
        catch_up(NAME)
        unfollow(person=person, conversation=conversation)
        undo = f"{reverse('following', args=[slug, pk])}?follow=yes"
        said = _("You follow this no more. Write in it, and you do again.")
        messages.success(request, said, extra_tags=f"undo:{undo}")
    else:
        follow(person=person, conversation=conversation)
        messages.success(request, _("You follow this now. What is new in it stands under “For you”."))
    return redirect(back_to(request) or f"{reverse('conversation', args=[slug, pk])}#following")


@login_required
@require_POST
def following_subject(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a topic, a space, a person or a whole community, or no more."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    person = require_viewer(request)
    # An undo is a button without fields: what it names stands in its address.
    said = request.POST if "follow" in request.POST else request.GET
    form = SubjectForm(said, community=viewpoint.community, person=person)
    if not form.is_valid():
        raise Http404(slug)
    subject = Subject(viewpoint.community, **form.cleaned_data)
    if said.get("follow") == "no":
        unfollow_subject(person=person, subject=subject)
        named = {name: one.pk for name, one in form.cleaned_data.items() if one}
        undo = f"{reverse('following_subject', args=[slug])}?{urlencode({**named, 'follow': 'yes'})}"
        messages.success(request, _("You follow this no more."), extra_tags=f"undo:{undo}")
    else:
        follow_subject(person=person, subject=subject)
        messages.success(request, _("You follow this now. What is begun there stands under “For you”."))
    return redirect(back_to(request) or reverse("for_you"))


@login_required
@require_POST
def less(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have a topic suggested no more, or again."""
    viewpoint = enter(request, slug)
    person = require_viewer(request)
    topic = get_object_or_404(topics_seen(person).filter(community=viewpoint.community), pk=pk)
    if request.GET.get("again"):
        want_more_of(person=person, topic=topic)
        messages.success(request, _("It may be suggested to you again."))
    else:
        want_less_of(person=person, topic=topic)
        undo = f"{reverse('less', args=[slug, pk])}?again=1"
        said = _("Done. “%(topic)s” is suggested to you no more.") % {"topic": topic.name}
        messages.success(request, said, extra_tags=f"undo:{undo}")
    return redirect("for_you")


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
    return redirect(f"{reverse('my_attention')}#letters")


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


@csrf_exempt  # nosemgrep: without-csrf  # a mail program stops them with one click (RFC 8058); the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop_hearing(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a community's letters by the link in one of them, without signing in; looking at the page stops nothing."""
    behind = stopping.behind_stop(token)
    if behind is None:
        raise Http404
    person, community = behind
    if request.method == "POST":
        stopping.stop(person=person, community=community)
    context = {"is_stopped": request.method == "POST", "community": community}
    return render(request, "attention/stop_hearing.html", context)
