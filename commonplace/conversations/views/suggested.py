"""Stewards look through the words that the house suggests for what came from elsewhere without topics."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.models import Topic
from commonplace.communities.topics.actions import NotMergeable, TopicTaken
from commonplace.communities.topics.queries import topic_named
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.deciding import (
    Decided,
    decline_suggested,
    keep_suggested,
    take_back_decision,
)
from commonplace.conversations.forms.suggested import OtherWordForm, SuggestedForm
from commonplace.conversations.models import SuggestedTopic, TopicDecision
from commonplace.conversations.queries.suggested import (
    Suggestion,
    decided_lately,
    decisions,
    suggested_topic,
    suggested_topics,
)
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.direction import isolated
from commonplace.lib.slugs import topic_slug
from commonplace.people.viewer import require_viewer

MOST_OFFERED = 500  # topics, as one types; every other can be typed too


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words_suggested(request: HttpRequest, slug: str) -> HttpResponse:
    """The suggested words, each with what it would gather: keep one or several, or say that they are no topics."""
    viewpoint = as_steward(request, slug)
    shown = suggested_topics(viewpoint)
    form = SuggestedForm(request.POST if request.method == "POST" else None, shown=[one.pk for one in shown])
    if request.method == "POST" and form.is_valid():
        _decide(request, viewpoint, form)
        return redirect("suggested_topics", slug)
    return _list(request, viewpoint, shown, form)


def _list(request: HttpRequest, viewpoint: Viewpoint, shown: list[Suggestion], form: SuggestedForm) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "shown": shown,
        "form": form,
        "ticked": [number_in(one) for one in request.POST.getlist("words")],
        "decided": [(one, viewpoint.name_of(one.by) if one.by else "") for one in decided_lately(viewpoint)],
    }
    status = 422 if form.errors else 200
    return render(request, "conversations/suggested_topics.html", context, status=status)


def _decide(request: HttpRequest, viewpoint: Viewpoint, form: SuggestedForm) -> None:
    """Do with all that were ticked, or with the one that was pressed, what was asked."""
    by = require_viewer(request)
    wanted = SuggestedTopic.objects.filter(community=viewpoint.community, pk__in=form.cleaned_data["words"])
    done: list[TopicDecision] = []
    for one in wanted.select_related("community").order_by("pk"):
        try:
            decision = (
                decline_suggested(by=by, suggested=one) if form.declines else keep_suggested(by=by, suggested=one)
            )
        except Decided:
            continue  # another steward has done it meanwhile
        done.append(decision)
    _say(request, viewpoint, done, is_declined=form.declines)


def _say(request: HttpRequest, viewpoint: Viewpoint, done: list[TopicDecision], *, is_declined: bool) -> None:
    if not done:
        messages.info(request, _("Somebody has decided on that meanwhile."))
        return
    if len(done) > 1:
        if is_declined:
            said = ngettext("%(n)d word is no topic.", "%(n)d words are no topics.", len(done))
        else:
            said = ngettext("%(n)d word is a topic now.", "%(n)d words are topics now.", len(done))
        messages.success(request, said % {"n": len(done)})
        return
    (only,) = done
    words = {"word": isolated(only.suggested.name), "topic": isolated(only.topic.name) if only.topic else ""}
    if only.topic is None:
        said = _("%(word)s is not suggested again.")
    elif topic_slug(only.suggested.name) == only.topic.slug:
        said = _("%(word)s is a topic now.")
    else:
        said = _("%(word)s leads to %(topic)s now.")
    undo = reverse("topic_decision", args=[viewpoint.community.slug, only.pk])
    messages.success(request, said % words, extra_tags=f"undo:{undo}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def word_suggested(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One suggested word with more of its conversations: a topic, none, or another word for one."""
    viewpoint = as_steward(request, slug)
    found = suggested_topic(viewpoint, pk)
    if found is None:
        raise Http404(pk)
    one, conversations, number = found
    by = require_viewer(request)
    if (declines := "decline" in request.POST) or "keep" in request.POST:
        try:
            decision = decline_suggested(by=by, suggested=one) if declines else keep_suggested(by=by, suggested=one)
        except Decided:
            raise Http404(pk) from None
        _say(request, viewpoint, [decision], is_declined=declines)
        return redirect("suggested_topics", slug)
    form = OtherWordForm(request.POST if request.method == "POST" else None, offered=_offered(viewpoint))
    if request.method == "POST" and form.is_valid():
        under = topic_named(viewpoint.community, topic_slug(form.cleaned_data["into"]))
        if under is None:
            form.add_error("into", _("No topic here is called so."))
        else:
            try:
                decision = keep_suggested(by=by, suggested=one, under=under)
            except TopicTaken:
                form.add_error(
                    "into", _("That word stands for a topic of its own. Make the two one where topics are tidied.")
                )
            except (Decided, NotMergeable):
                raise Http404(pk) from None  # another steward has decided meanwhile
            else:
                _say(request, viewpoint, [decision], is_declined=False)
                return redirect("suggested_topics", slug)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "one": one,
        "conversations": conversations,
        "number": number,
        "has_topics": Topic.objects.filter(community=viewpoint.community).exists(),
        "form": form,
    }
    return render(request, "conversations/suggested_topic.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def decision_taken_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have a word be suggested again, as before it was decided on."""
    viewpoint = as_steward(request, slug)
    decision = get_object_or_404(decisions(viewpoint), pk=pk)
    try:
        word = take_back_decision(by=require_viewer(request), decision=decision)
    except Decided:
        raise Http404(pk) from None  # another steward has done it meanwhile
    messages.success(request, _("%(word)s is a suggestion again.") % {"word": isolated(word.name)})
    return redirect("suggested_topics", slug)


def _offered(viewpoint: Viewpoint) -> Callable[[], list[str]]:
    rows = Topic.objects.filter(community=viewpoint.community).order_by("name", "pk")
    return cache(lambda: list(rows.values_list("name", flat=True)[:MOST_OFFERED]))
