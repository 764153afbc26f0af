"""The community's vocabulary, as stewards tidy it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.inside import as_steward
from commonplace.communities.models import Topic
from commonplace.communities.settings.views.arranging import around
from commonplace.communities.topics import actions
from commonplace.communities.topics.forms import MergeForm, TopicForm
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page

MOST_CHOICES = 500


@login_required
@require_safe
def settings_topics(request: HttpRequest, slug: str) -> HttpResponse:
    """The words under which things are filed here."""
    viewpoint = as_steward(request, slug)
    topics = page(
        Topic.objects.filter(community=viewpoint.community), by=("name", "pk"), after=request.GET.get("after"), size=60
    )
    return render(request, "communities/settings/topics.html", {**around(viewpoint, "settings_topics"), "page": topics})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_topic(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One topic: another name, or one with another."""
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
        else:
            messages.success(request, _("Kept."))
            return redirect("settings_topics", slug)
        topic = _topic(viewpoint, pk)
    return _page(request, viewpoint, topic, form=form)


@login_required
@require_POST
def settings_merger(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make a topic one with another; what was filed under it goes along."""
    viewpoint = as_steward(request, slug)
    topic = _topic(viewpoint, pk)
    form = MergeForm(request.POST, topics=_others(viewpoint, topic), prefix="merger")
    if not form.is_valid():
        return _page(request, viewpoint, topic, merge_form=form)
    kept = _topic(viewpoint, form.cleaned_data["into"])
    try:
        actions.merge_topics(by=require_viewer(request), kept=kept, other=topic)
    except actions.NotMergeable:
        raise Http404 from None  # another steward has merged one of them meanwhile
    messages.success(
        request,
        _("What was filed under %(other)s is filed under %(kept)s.")
        % {"other": isolated(topic.name), "kept": isolated(kept.name)},
    )
    return redirect("settings_topics", slug)


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    topic: Topic,
    *,
    form: TopicForm | None = None,
    merge_form: MergeForm | None = None,
) -> HttpResponse:
    others = _others(viewpoint, topic)
    wrong = any(one is not None and one.errors for one in (form, merge_form))
    context = {
        **around(viewpoint, "settings_topics"),
        "topic": topic,
        "others": others,
        "form": form or TopicForm(initial={"name": topic.name}),
        "merge_form": merge_form or MergeForm(topics=others, prefix="merger"),
    }
    return render(request, "communities/settings/topic.html", context, status=422 if wrong else 200)


def _others(viewpoint: Viewpoint, topic: Topic) -> list[tuple[int, str]]:
    rows = Topic.objects.filter(community=viewpoint.community).exclude(pk=topic.pk).order_by("name", "pk")
    return list(rows.values_list("pk", "name")[:MOST_CHOICES])


def _topic(viewpoint: Viewpoint, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.select_related("community"), community=viewpoint.community, pk=pk)
