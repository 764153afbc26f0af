"""The community's vocabulary, as stewards tidy it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.inside import as_steward
from commonplace.communities.models import Topic, TopicMerger
from commonplace.communities.settings.views.arranging import around
from commonplace.communities.topics import actions
from commonplace.communities.topics.forms import BroaderForm, MergeForm, OtherTopicForm, SynonymForm, TopicForm
from commonplace.communities.topics.queries import mergers_of, synonyms_of, topic_named
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.lib.slugs import topic_slug
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page

MOST_OFFERED = 500  # as one types; every other can be typed too
MOST_SYNONYMS = 60


@login_required
@require_safe
def settings_topics(request: HttpRequest, slug: str) -> HttpResponse:
    """The words under which things are filed here."""
    viewpoint = as_steward(request, slug)
    found = Topic.objects.filter(community=viewpoint.community).select_related("broader")
    topics = page(found, by=("name", "pk"), after=request.GET.get("after"), size=60)
    synonyms = synonyms_of([topic.pk for topic in topics.items])
    rows = [(topic, synonyms.get(topic.pk, [])) for topic in topics.items]
    context = {**around(viewpoint, "settings_topics"), "page": topics, "rows": rows}
    return render(request, "communities/settings/topics.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_topic(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One topic: its name, what else it is called, what it belongs to, and what it may be one with."""
    viewpoint = as_steward(request, slug)
    topic = _topic(viewpoint, pk)
    form = TopicForm(request.POST or None, initial={"name": topic.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_topic(by=require_viewer(request), topic=topic, name=form.cleaned_data["name"])
        except actions.TopicTaken:
            form.add_error("name", _("Another topic has that name. Make them one instead, below."))
        except actions.NotAWord:
            form.add_error("name", _("A topic needs a letter or a figure."))
        except actions.NotMergeable:
            raise Http404 from None  # another steward has merged it meanwhile
        else:
            messages.success(request, _("Kept."))
            return redirect("settings_topics", slug)
        topic = _topic(viewpoint, pk)
    return _page(request, viewpoint, topic, form=form)


@login_required
@require_POST
def settings_synonyms(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have another word lead to a topic."""
    viewpoint = as_steward(request, slug)
    topic = _topic(viewpoint, pk)
    form = SynonymForm(request.POST, prefix="synonym")
    if form.is_valid():
        try:
            actions.add_synonym(by=require_viewer(request), topic=topic, name=form.cleaned_data["name"])
        except actions.TopicTaken:
            form.add_error("name", _("That word stands for a topic already. Make the two one instead, below."))
        except actions.NotAWord:
            form.add_error("name", _("A topic needs a letter or a figure."))
        except actions.NotMergeable:
            raise Http404 from None
        else:
            messages.success(request, _("Kept."))
            return redirect("settings_topic", slug, pk)
    return _page(request, viewpoint, topic, synonym_form=form)


@login_required
@require_POST
def settings_synonym(request: HttpRequest, slug: str, pk: int, synonym: int) -> HttpResponse:
    """Have a word lead to a topic no more."""
    viewpoint = as_steward(request, slug)
    topic = _topic(viewpoint, pk)
    word = get_object_or_404(Topic.every, same_as=topic, pk=synonym)
    try:
        actions.drop_synonym(by=require_viewer(request), topic=topic, synonym=word)
    except actions.NotMergeable:
        raise Http404 from None
    messages.success(request, _("%(word)s leads here no more.") % {"word": isolated(word.name)})
    return redirect("settings_topic", slug, pk)


@login_required
@require_POST
def settings_broader(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what a topic belongs to."""
    viewpoint = as_steward(request, slug)
    topic = _topic(viewpoint, pk)
    form = BroaderForm(request.POST, offered=_offered(viewpoint, topic))
    broader = _named(viewpoint, topic, form, "topic")
    if form.is_valid():
        try:
            actions.put_within(by=require_viewer(request), topic=topic, broader=broader)
        except actions.WouldCircle:
            form.add_error("topic", _("That one belongs to this. Two topics cannot each belong to the other."))
        except actions.NotMergeable:
            raise Http404 from None
        else:
            messages.success(request, _("Kept."))
            return redirect("settings_topic", slug, pk)
    return _page(request, viewpoint, topic, broader_form=form)


@login_required
@require_POST
def settings_merger(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make a topic one with another; what was filed under it goes along."""
    viewpoint = as_steward(request, slug)
    topic = _topic(viewpoint, pk)
    form = MergeForm(request.POST, offered=_offered(viewpoint, topic))
    kept = _named(viewpoint, topic, form, "into")
    if kept is None:
        return _page(request, viewpoint, topic, merge_form=form)
    try:
        actions.merge_topics(by=require_viewer(request), kept=kept, other=topic)
    except actions.NotMergeable:
        raise Http404 from None  # another steward has merged one of them meanwhile
    messages.success(
        request,
        _("What was filed under %(other)s is filed under %(kept)s. You can make them two again here.")
        % {"other": isolated(topic.name), "kept": isolated(kept.name)},
    )
    return redirect("settings_topic", slug, kept.pk)


@login_required
@require_POST
def settings_parting(request: HttpRequest, slug: str, pk: int, merger: int) -> HttpResponse:
    """Make two topics of one again."""
    viewpoint = as_steward(request, slug)
    found = get_object_or_404(
        TopicMerger.objects.select_related("kept__community"), kept=_topic(viewpoint, pk), pk=merger
    )
    try:
        other = actions.part_topics(by=require_viewer(request), merger=found)
    except actions.NotPartable:
        raise Http404 from None  # another steward has done it meanwhile
    messages.success(request, _("%(topic)s is a topic of its own again.") % {"topic": isolated(other.name)})
    return redirect("settings_topic", slug, other.pk)


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    topic: Topic,
    **forms: Any,
) -> HttpResponse:
    offered = _offered(viewpoint, topic)
    mergers = mergers_of(topic)
    context = {
        **around(viewpoint, "settings_topics"),
        "topic": topic,
        "has_others": Topic.objects.filter(community=viewpoint.community).exclude(pk=topic.pk).exists(),
        "synonyms": Topic.every.filter(same_as=topic).order_by("name", "pk")[:MOST_SYNONYMS],
        "mergers": [(one, viewpoint.byline_for(one.by).name if one.by else "") for one in mergers],
        "form": TopicForm(initial={"name": topic.name}),
        "synonym_form": SynonymForm(prefix="synonym"),
        "broader_form": BroaderForm(offered=offered, initial={"topic": topic.broader.name if topic.broader else ""}),
        "merge_form": MergeForm(offered=offered),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "communities/settings/topic.html", context | forms, status=422 if wrong else 200)


def _offered(viewpoint: Viewpoint, topic: Topic) -> Callable[[], list[str]]:
    """The names of other topics, asked for once however many lines offer them."""
    rows = Topic.objects.filter(community=viewpoint.community).exclude(pk=topic.pk).order_by("name", "pk")
    return cache(lambda: list(rows.values_list("name", flat=True)[:MOST_OFFERED]))


def _named(viewpoint: Viewpoint, topic: Topic, form: OtherTopicForm, field: str) -> Topic | None:
    """The other topic that a form names, by whatever it is called; none where it names none, or says so wrongly."""
    name = form.cleaned_data.get(field) if form.is_valid() else ""
    found = topic_named(viewpoint.community, topic_slug(name)) if name else None
    if name and (found is None or found.pk == topic.pk):
        form.add_error(field, _("No other topic here is called so."))
        return None
    return found and _topic(viewpoint, found.pk)


def _topic(viewpoint: Viewpoint, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.select_related("community", "broader"), community=viewpoint.community, pk=pk)
