"""One page for finding, the same for strangers and members; what each may see is decided in the query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.models import Community, Membership
from commonplace.communities.viewer_standings import viewer_standings
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.viewer import viewer
from commonplace.search import told
from commonplace.search.candidates import BY_DATE as DATED
from commonplace.search.candidates import LATEST
from commonplace.search.findable import name_of
from commonplace.search.forms import BY_DATE, form_of, set_line
from commonplace.search.markup import set_hit
from commonplace.search.queries import Filters, Found, Hit, find
from commonplace.store.paging import NoToken
from commonplace.ui.addresses import address
from commonplace.ui.moments import reader
from commonplace.ui.pieces import joined

SIZE = 20
# Of many communities one may ask in, those that one sees first.
ASKED_IN = 5


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What answers `q`, twenty at a time, at most two hundred."""
    person = viewer(request)
    form = form_of(request.GET, person)
    filters = form.filters()
    text = form.cleaned_data.get("q") or ""
    by_date = form.cleaned_data.get("order") == BY_DATE

    def look(after: str) -> Found:
        return find(person, text, filters, by_date=by_date, after=after, size=SIZE, is_near=True)

    try:
        found = look(request.GET.get("after", ""))
    except NoToken:
        found = look("")
    standings = {one.community_id: one for one in viewer_standings(request)}

    def byline(hit: Hit) -> Byline | None:
        if hit.community is None or hit.kind != "post" or hit.person is None:
            return None
        return Viewpoint(person, hit.community, standings.get(hit.community.pk)).byline_for(hit.person)

    telling, here = told.Telling(), reader()
    hits: list[dict[str, Any]] = [
        {
            "hit": hit,
            "kind": str(name_of(hit.kind, hit.label, is_opening=hit.is_opening)),
            "byline": (shown := byline(hit)),
            "why": telling.whys(hit, shown if filters.writer or filters.person_id else None),
        }
        for hit in found.hits
    ]
    return render(
        request,
        "search/search.html",
        {
            "form": form,
            "line": set_line()(text=said) if (said := form["q"].value()) and not form["q"].errors else "",
            "text": text,
            "filters": filters,
            "found": found,
            "weighed": DATED if by_date else LATEST,
            "by_date": by_date,
            "hits": hits,
            "set_hits": joined(set_hit(**one, reader=here) for one in hits),
            "narrowing": form.choosing(),
            "instead": told.instead(found.instead),
            "ask": _ask(text, filters, standings) if not found.hits else [],
            "narrowed": form.narrowed(),
            "empty": _("Two or three words, as you would say them. The last may be unfinished."),
        },
    )


def _ask(text: str, filters: Filters, standings: Mapping[int, Membership]) -> list[tuple[Community, str]]:
    """Where the reader may ask what nobody has written down, with the words as the title."""
    asked = urlencode({"kind": "question", "title": " ".join(text.split())})
    here = [one.community for one in standings.values()]
    if filters.community:
        here = [one for one in here if one.pk == filters.community.pk]
    return [(one, f"{address('compose', one.slug)}?{asked}") for one in here[:ASKED_IN]]
