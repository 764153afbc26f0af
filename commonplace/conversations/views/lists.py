"""Lists of conversations."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from commonplace.communities.audience import what_holds
from commonplace.communities.models import Space
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations import markup, places
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries import lists, who_may_know
from commonplace.conversations.queries.beside_lists import words_beside
from commonplace.conversations.queries.suggested import number_suggested
from commonplace.conversations.queries.topics import lies, topics_seen, words_of
from commonplace.store import paging

TOPICS = 60
QUOTED = 3  # conversations at the head of a list whose newest words stand there


@require_safe
def conversations(request: HttpRequest, slug: str) -> HttpResponse:
    """What is talked about here: latest, nobody has answered yet, where I wrote; of one kind, in one space."""
    viewpoint = enter(request, slug)
    spaces = lists.spaces_seen(person=viewpoint.person, community=viewpoint.community)
    wanted = _wanted(request, viewpoint, spaces)
    address = reverse("conversations", args=[slug])
    kept = _kept(wanted)
    context = _listed(request, viewpoint, wanted)
    here = wanted.space
    context["narrowing"] = {
        "name": viewpoint.community.name,
        "slug": slug,
        "is_member": viewpoint.is_member,
        "is_narrowed": bool(wanted.kind or wanted.space),
        "views": lists.views_sieve(address, wanted, kept, signed_in=viewpoint.is_member),
        "kinds": lists.kinds_sieve(address, wanted, kept),
        "spaces": lists.spaces_sieve(address, wanted, kept, spaces) if len(spaces) > 1 else [],
        "drafts": lists.number_of_drafts(viewpoint.person, viewpoint.community) if viewpoint.is_member else 0,
    }
    told = {"name": here.name, "purpose": here.purpose, "holds": what_holds(here.confidence)} if here else None
    context["margin"] = context["beside"] | {"space": told}
    return render(request, "conversations/list.html", context)


@require_safe
def topics(request: HttpRequest, slug: str) -> HttpResponse:
    """The words under which something is filed that one may read here."""
    viewpoint = enter(request, slug)
    found = topics_seen(viewpoint.person).filter(community=viewpoint.community)
    page = paging.page(found, by=("name", "pk"), after=request.GET.get("after"), size=TOPICS)
    context = {
        "viewpoint": viewpoint,
        "page": page,
        "words": words_of(page.items, viewpoint),
        "suggested": number_suggested(viewpoint) if viewpoint.is_steward else 0,
    }
    return render(request, "conversations/topics.html", context)


@require_safe
def topic(request: HttpRequest, slug: str, topic: str) -> HttpResponse:
    """What is filed under one word; the word itself is nobody's who may read nothing of it, but for stewards."""
    viewpoint = enter(request, slug)
    found = lies(viewpoint, topic)
    if found is None:
        raise Http404(topic)
    word = found.topic
    address = reverse("topic", args=[slug, word.slug])
    if word.slug != topic:
        # A name that it had, or a word that became one with it.
        # The address is ours; what was asked of it stands behind the question mark.
        onward = f"{address}?{asked}" if (asked := request.GET.urlencode()) else address
        return HttpResponseRedirect(onward)  # nosemgrep: outward-redirect
    narrower = tuple(found.within[1:])
    wanted = lists.Wanted(topic=word, narrower=narrower, waiting=request.GET.get("show") == "waiting")
    context = _listed(request, viewpoint, wanted) | {
        "topic": word,
        "lies": found,
        "views": lists.views_sieve(address, wanted, {}, signed_in=False),
    }
    return render(request, "conversations/topic.html", context)


def _wanted(request: HttpRequest, viewpoint: Viewpoint, spaces: list[Space]) -> lists.Wanted:
    """What the address asks for; words that mean nothing ask for everything."""
    show, kind, space = (request.GET.get(name, "") for name in ("show", "kind", "space"))
    return lists.Wanted(
        waiting=show == "waiting",
        mine=show == "mine" and viewpoint.is_member,
        kind=kind if kind in Kind.values else "",
        space=next((one for one in spaces if one.slug == space), None),
    )


def _kept(wanted: lists.Wanted) -> dict[str, str]:
    show = "waiting" if wanted.waiting else "mine" if wanted.mine else ""
    return {"show": show, "kind": wanted.kind, "space": wanted.space.slug if wanted.space else ""}


def _listed(request: HttpRequest, viewpoint: Viewpoint, wanted: lists.Wanted) -> dict[str, Any]:
    shown: Sequence[Conversation]
    rows: Any
    if after := request.GET.get("after"):
        found = lists.conversations_for(viewpoint, wanted)
        page = paging.page(found, by=wanted.by, after=after, size=lists.SIZE)
        shown = page.items
        marks = places.marks_for(request, viewpoint, [one.pk for one in shown])
        rows = lists.rows_for(shown, viewpoint=viewpoint, marks=marks)
        set_rows = markup.rows(rows, timezone.now(), weeks=True)
    else:
        first = lists.first_rows(viewpoint, wanted)
        page = paging.Page([], older=paging.onward(first, by=wanted.by, size=lists.SIZE))
        shown = first_shown = first.part(0, lists.SIZE)
        keys = [pk for (pk,) in first_shown.columns("id")]
        marks = places.marks_for(request, viewpoint, keys)
        newest = lists.newest_words(viewpoint, keys[:QUOTED])
        # Made only where somebody looks at them: what was set before needs none.
        rows = SimpleLazyObject(lambda: lists.rows_for(shown, viewpoint=viewpoint, marks=marks, newest=newest))
        set_rows = markup.first_rows(first_shown, viewpoint, marks=marks, newest=newest)
    return {
        "viewpoint": viewpoint,
        "wanted": wanted,
        "beside": {
            "slug": viewpoint.community.slug,
            "of_topic": wanted.topic is not None,
            "words": words_beside(viewpoint, wanted),
            "who_may_know": who_may_know.beside_list(viewpoint, wanted, shown if wanted.waiting else ()),
        },
        "page": page,
        "rows": rows,
        "set_rows": set_rows,
    }
