"""Whom to ask about a question, asking them in, and one's own word on being asked."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.models import Topic
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.topics import topics_known
from commonplace.conversations.views.lookup import (
    conversation_or_404,
    enter_to_write,
    number_in,
    page_url,
)
from commonplace.knowledge.actions import asking
from commonplace.knowledge.forms import LimitForm, PointingForm
from commonplace.knowledge.models import AskedIn, Limit, Pointing, Unasked
from commonplace.knowledge.places import may_ask_in, may_know_beside
from commonplace.knowledge.queries.who_may_know import MayKnow, Wondered, topics_in, who_may_know
from commonplace.people.models import Person


@login_required
@require_safe
def knowing(request: HttpRequest, slug: str) -> HttpResponse:
    """The inside of 'People who may know' for a title that someone is writing."""
    viewpoint, _person = enter_to_write(request, slug)
    found = may_know_beside(viewpoint, title=request.GET.get("title", ""), space=request.GET.get("space", ""))
    return render(request, "knowledge/elsewhere/beside.html#people", {"may_know": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_in(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whom one might ask about a question, for whoever asked it and for stewards; one press asks one of them in."""
    viewpoint, person = enter_to_write(request, slug)
    conversation = conversation_or_404(viewpoint, pk)
    if not may_ask_in(viewpoint, conversation):
        raise Http404(pk)
    here = reverse("ask_in", args=[slug, conversation.pk])
    if request.method == "POST":
        whom = number_in(request.POST.get("person"))
        asked = Person.objects.filter(pk=whom).first() if whom is not None else None
        if asked is None or not any(one.person_id == asked.pk for one in _found(viewpoint, conversation)):
            messages.error(request, _("Nobody was asked: that person cannot be asked this week."))
            return HttpResponseRedirect(f"{here}#leaf")
        try:
            asking.ask_in(by=person, conversation=conversation, person=asked)
        except (asking.NotToBeAsked, asking.IsSettled, asking.NotYours):
            messages.error(request, _("Nobody was asked: that person cannot be asked this week."))
        else:
            messages.success(request, _("Asked. They may answer, or leave it to others; you are not told which."))
        return HttpResponseRedirect(f"{here}#leaf")
    context = {
        "viewpoint": viewpoint,
        "conversation": conversation,
        "may_know": _found(viewpoint, conversation),
        "back": page_url(conversation, viewpoint),
    }
    return render(request, "knowledge/ask_in.html", context)


def _found(viewpoint: Viewpoint, conversation: Conversation) -> Sequence[MayKnow]:
    topics = topics_in(viewpoint, conversation.title, conversation)
    wondered = Wondered(conversation.space, topics, conversation.author_id, conversation, conversation.title)
    return who_may_know(viewpoint, wondered, now=timezone.now())


@login_required
@require_POST
def pass_on(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Leave a question to others, without a trace."""
    viewpoint, person = enter_to_write(request, slug)
    theirs = AskedIn.objects.filter(person=person, conversation__community=viewpoint.community)
    asked = get_object_or_404(theirs, pk=pk)
    asking.pass_on(by=person, asked=asked)
    messages.success(request, _("Left to others. Nobody is told."))
    return HttpResponseRedirect(reverse("community", args=[slug]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def being_asked(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own word on being asked here: how often, and about what one may be pointed to."""
    viewpoint, person = enter_to_write(request, slug)
    limit = Limit.objects.filter(community=viewpoint.community, person=person).first()
    said = {"a_week": limit.a_week, "paused_until": limit.paused_until} if limit is not None else None
    form = LimitForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        asking.limit_asking(by=person, community=viewpoint.community, **form.cleaned_data)
        messages.success(request, _("Kept. It holds from now on."))
        return HttpResponseRedirect(f"{reverse('being_asked', args=[slug])}#leaf")
    said_of = Pointing.objects.filter(person=person, topic__community=viewpoint.community).select_related("topic")
    unasked = Unasked.objects.filter(community=viewpoint.community, person=person).exists()
    pointings = said_of.order_by("topic__name", "pk")[:200]
    context = {"viewpoint": viewpoint, "form": form, "pointings": pointings, "is_unasked": unasked}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "knowledge/being_asked.html", context, status=status)


@login_required
@require_POST
def ask_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the house ask again whether it may point to oneself."""
    viewpoint, person = enter_to_write(request, slug)
    asking.let_be_asked(by=person, community=viewpoint.community)
    messages.success(request, _("Kept. It holds from now on."))
    return HttpResponseRedirect(f"{reverse('being_asked', args=[slug])}#pointed-to")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def being_pointed_to(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Yes or no: may the house point to oneself for a topic?"""
    viewpoint, person = enter_to_write(request, slug)
    # What one said is taken back also where nothing can be read under that word any more.
    said_of = Q(pk__in=Pointing.objects.filter(person=person).values("topic"))
    known = Topic.objects.filter(said_of | Q(pk__in=topics_known(viewpoint).values("pk")))
    about = get_object_or_404(known, community=viewpoint.community, pk=topic)
    form = PointingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        says = form.cleaned_data["says"]
        is_welcome = says == "yes"
        asking.say_pointing(by=person, topic=about, is_welcome=is_welcome)
        if says == "never":
            asking.leave_unasked(by=person, community=viewpoint.community)
        said = _("Kept: people may be pointed to you.") if is_welcome else _("Kept: nobody is pointed to you for it.")
        messages.success(request, said)
        return HttpResponseRedirect(f"{reverse('being_asked', args=[slug])}#leaf")
    pointing = Pointing.objects.filter(person=person, topic=about).first()
    context = {"viewpoint": viewpoint, "topic": about, "pointing": pointing}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "knowledge/being_pointed_to.html", context, status=status)
