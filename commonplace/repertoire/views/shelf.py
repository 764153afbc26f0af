"""The list of what a community keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.viewpoint import enter
from commonplace.repertoire.kinds import SHAPES, Kind
from commonplace.repertoire.queries import collections
from commonplace.repertoire.queries import shelf as queries
from commonplace.repertoire.queries.languages import heard_first
from commonplace.repertoire.queries.shelf import Narrowed
from commonplace.repertoire.standing import State
from commonplace.store import paging
from commonplace.ui.spine import Link

SIZE = 30


@require_safe
def repertoire(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept, narrowed by kind, topic and state."""
    viewpoint, today = enter(request, slug), timezone.localdate()
    to = _narrowed(request.GET)
    found = queries.shelf(viewpoint, to, today=today)
    page = paging.page(found, by=("-changed_at", "-pk"), after=request.GET.get("after"), size=SIZE)
    kinds = queries.kinds_here(viewpoint, to, today=today)
    where = reverse("repertoire", args=[slug])
    topics = queries.topics_here(viewpoint)
    context = {
        "viewpoint": viewpoint,
        "page": page,
        "rows": queries.rows_of(page.items, viewpoint, heard_first(page.items, viewpoint)),
        "to": to,
        "kinds": _kinds(kinds, to, where),
        "states": _states(to, where),
        "topics": [(one, _address(where, to, topic=one.slug)) for one in topics],
        "topic": next((one for one in topics if one.slug == to.topic), None),
        "without_topic": _address(where, to, topic=""),
        "is_first": (is_first := to.is_all and not request.GET.get("after")),
        "lines": collections.lines_of(collections.seen_here(viewpoint).order_by("-changed_at", "-pk")[:4], viewpoint)
        if is_first
        else [],
        "may_keep": viewpoint.membership is not None and not viewpoint.membership.is_guest,
    }
    return render(request, "repertoire/shelf.html", context)


def _narrowed(said: QueryDict) -> Narrowed:
    kind, state, topic = (said.get(name, "") for name in ("kind", "state", "topic"))
    return Narrowed(
        kind if kind in Kind.values else "",
        state if state in State.values else "",
        topic if "\0" not in topic and len(topic) <= 60 else "",
    )


def _kinds(kinds: object, to: Narrowed, where: str) -> list[Link]:
    found = list(kinds)  # type: ignore[call-overload]
    everything = Link(_("Everything"), _address(where, to, kind=""), str(sum(n for _kind, n in found)), not to.kind)
    return [everything] + [
        Link(str(SHAPES[kind].many), _address(where, to, kind=kind), str(n), kind == to.kind) for kind, n in found
    ]


def _states(to: Narrowed, where: str) -> list[Link]:
    return [
        Link(_("In use"), _address(where, to, state=""), "", not to.state),
        *(Link(str(one.label), _address(where, to, state=one.value), "", one == to.state) for one in State),
    ]


def _address(where: str, to: Narrowed, **other: str) -> str:
    said = {"kind": to.kind, "state": to.state, "topic": to.topic} | other
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in said.items() if value})
    return f"{where}?{query.urlencode()}" if query else where
