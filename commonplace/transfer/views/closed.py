"""Closed chats that moved in: the stewards' page, and for each of its people what they said there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from commonplace.communities.inside import as_member, as_steward
from commonplace.conversations.models import Post
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.transfer.actions.closed_chats import (
    TooEarly,
    known_since,
    open_chat,
    people_of,
    said_by,
    take_back_mine,
    tell_people,
)
from commonplace.transfer.models import ClosedChat
from commonplace.transfer.views.archives import number_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closed_chat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How a closed chat stands; POST tells its people, or opens it once they had their two weeks."""
    viewpoint = as_steward(request, slug)
    chats = ClosedChat.objects.filter(space__community=viewpoint.community).select_related("space__community")
    chat = get_object_or_404(chats, pk=pk)
    if request.method == "POST":
        if "open" in request.POST:
            try:
                open_chat(chat=chat, by=require_viewer(request))
            except TooEarly:
                messages.info(request, _("Its people have two weeks, and these are not over, or not all were told."))
            else:
                messages.success(request, _("All members can read it now."))
        else:
            told = tell_people(chat=chat, by=require_viewer(request))
            words = ngettext("%(count)s person is written to.", "%(count)s people are written to.", told)
            nobody = _("The two weeks have begun. No letter reaches anybody of them, so tell them where they are.")
            messages.success(request, words % {"count": told} if told else nobody)
        return redirect("closed_chat", slug, pk)
    standing = Post.objects.filter(conversation__space=chat.space, withdrawal__isnull=True)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "chat": chat,
        "posts": standing.count(),
        "people": people_of(chat).count(),
        "told": chat.notices.count(),
        "known_since": known_since(chat).count() if chat.told_at and not chat.opened_at else 0,
        "may_open": chat.opens_at is not None and timezone.now() >= chat.opens_at,
    }
    return render(request, "transfer/closed_chat.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closed_chat_mine(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one said oneself in a closed chat; POST takes back one of it, or all. Found by its own people alone."""
    viewpoint = as_member(request, slug)
    person = require_viewer(request)
    chats = ClosedChat.objects.filter(space__community=viewpoint.community).select_related("space__community")
    chat = get_object_or_404(chats, pk=pk)
    mine = said_by(person, chat)
    if not Post.objects.filter(author=person, conversation__space=chat.space).exists():
        raise Http404
    if request.method == "POST":
        some = None if "all" in request.POST else [number_in(request.POST.get("post", ""))]
        gone = take_back_mine(chat=chat, person=person, posts=some)
        words = ngettext("%(count)s thing is taken back.", "%(count)s things are taken back.", gone)
        messages.success(request, words % {"count": gone})
        return redirect("closed_chat_mine", slug, pk)
    rows = page(mine, by=("written_at", "id"), after=request.GET.get("after"), size=40)
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "chat": chat, "page": rows}
    return render(request, "transfer/closed_mine.html", context)
