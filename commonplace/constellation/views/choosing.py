"""What a crossing takes along is chosen: talk, resources, and whom one asks to come."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.models import Topic
from commonplace.communities.viewpoint import Viewpoint
from commonplace.constellation.actions import planning
from commonplace.constellation.forms import ComersForm
from commonplace.constellation.models import Crossing, Going, Voice
from commonplace.constellation.queries import crossings as queries
from commonplace.constellation.queries import may_go
from commonplace.constellation.views.pressing import CHOSEN_ALREADY, press
from commonplace.conversations.models import Conversation
from commonplace.people.viewer import require_viewer
from commonplace.repertoire.models import Resource
from commonplace.store.paging import Page, page

SIZE = 30
MOST_TOPICS = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_talk(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Conversations that may go, by topic where one asks for it."""
    viewpoint, crossing = _chosen(request, slug, pk)
    may = may_go.talk_that_may_go(viewpoint.community, reader=viewpoint.person)
    chosen = Going.objects.filter(closed_at=None, conversation__isnull=False)
    may, topics, topic = _under(request, viewpoint, may.exclude(pk__in=chosen.values("conversation")))
    if request.method == "POST":
        keys = _keys(request, may)
        return _take(request, crossing, slug, "choose_talk", conversations=keys)
    listed: Page[Conversation] = page(may, by=("-last_post_at", "-id"), after=request.GET.get("after"), size=SIZE)
    things = [(one.pk, one.title, one.last_post_at) for one in listed.items]
    context = {"talk": True, "things": things, "listed": listed, "topics": topics, "topic": topic}
    return _choices(request, viewpoint, crossing, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_kept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Resources that may go."""
    viewpoint, crossing = _chosen(request, slug, pk)
    may = may_go.kept_that_may_go(viewpoint.community, reader=viewpoint.person)
    chosen = Going.objects.filter(closed_at=None, resource__isnull=False)
    may, topics, topic = _under(request, viewpoint, may.exclude(pk__in=chosen.values("resource")))
    if request.method == "POST":
        keys = _keys(request, may)
        return _take(request, crossing, slug, "choose_kept", resources=keys)
    listed: Page[Resource] = page(may, by=("-changed_at", "-id"), after=request.GET.get("after"), size=SIZE)
    things = [(one.pk, one.title, one.changed_at) for one in listed.items]
    context = {"talk": False, "things": things, "listed": listed, "topics": topics, "topic": topic}
    return _choices(request, viewpoint, crossing, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_people(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whom one asks whether they would come."""
    viewpoint, crossing = _chosen(request, slug, pk)
    offered = queries.may_be_asked(viewpoint, now=timezone.now())
    before = Voice.objects.filter(crossing=crossing).values_list("person_id", flat=True)
    initial = {"people": [str(one) for one in before]}
    form = ComersForm(request.POST if request.method == "POST" else None, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        press(
            request,
            lambda: planning.choose_people(by=require_viewer(request), crossing=crossing, people=form.keys),
            done=_("Kept. Nobody is asked before you say so."),
            news={planning.IsAsked: CHOSEN_ALREADY},
        )
        return _back(slug, pk)
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "crossing": crossing, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "constellation/choose_people.html", context, status=status)


@login_required
@require_POST
def leave_behind(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take something along no more."""
    _viewpoint, crossing = _chosen(request, slug, pk)
    goings = queries.named(request.POST.getlist("going"))
    press(
        request,
        lambda: planning.leave_behind(by=require_viewer(request), crossing=crossing, goings=goings),
        news={planning.IsAsked: CHOSEN_ALREADY},
    )
    return _back(slug, pk)


def _chosen(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Crossing]:
    viewpoint = as_steward(request, slug)
    found = queries.one_visible(viewpoint).filter(community=viewpoint.community, asked_at=None, called_off_at=None)
    return viewpoint, get_object_or_404(found, pk=pk)


def _under[Thing: (Conversation, Resource)](
    request: HttpRequest, viewpoint: Viewpoint, may: QuerySet[Thing]
) -> tuple[QuerySet[Thing], list[Topic], Topic | None]:
    """Those under the topic that is asked for, all topics, and that one."""
    topics = list(Topic.objects.filter(community=viewpoint.community).order_by("name", "pk")[:MOST_TOPICS])
    asked = request.POST.get("topic") or request.GET.get("topic")
    topic = next((one for one in topics if one.slug == asked), None)
    return (may if topic is None else may.filter(topics=topic)), topics, topic


def _keys[Thing: (Conversation, Resource)](request: HttpRequest, may: QuerySet[Thing]) -> list[int]:
    """What was ticked, or all that stands there."""
    if "all" in request.POST:
        return list(may.order_by("pk").values_list("pk", flat=True)[: planning.MOST_THINGS])
    return queries.named(request.POST.getlist("thing"))


def _take(
    request: HttpRequest,
    crossing: Crossing,
    slug: str,
    name: str,
    *,
    conversations: Sequence[int] = (),
    resources: Sequence[int] = (),
) -> HttpResponse:
    try:
        new = planning.choose(
            by=require_viewer(request), crossing=crossing, conversations=conversations, resources=resources
        )
    except planning.IsAsked:
        messages.info(request, str(CHOSEN_ALREADY))
        return _back(slug, crossing.pk)
    except planning.TooMany:
        messages.error(request, _("One plan takes 500 things along at most. Nothing of these was added."))
    else:
        if new:
            words = ngettext("%(n)d thing more goes along.", "%(n)d things more go along.", new)
            messages.success(request, words % {"n": new})
            return _back(slug, crossing.pk)
        messages.info(request, _("Tick what should go along."))
    return HttpResponseRedirect(reverse(name, args=[slug, crossing.pk]))


def _choices(
    request: HttpRequest, viewpoint: Viewpoint, crossing: Crossing, context: dict[str, object]
) -> HttpResponse:
    around = {"viewpoint": viewpoint, "community": viewpoint.community, "crossing": crossing}
    return render(request, "constellation/choose.html", {**around, **context})


def _back(slug: str, pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('crossing', args=[slug, pk])}#takes")
