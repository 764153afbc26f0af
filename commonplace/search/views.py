"""One page for finding, the same for strangers and members; what each may see is decided in the query."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.standings import standings_of
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.viewer import viewer
from commonplace.search.candidates import LATEST
from commonplace.search.findable import filters as offered
from commonplace.search.findable import name_of
from commonplace.search.forms import SearchForm
from commonplace.search.queries import Hit, find

SIZE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What answers `q`, twenty at a time, at most two hundred."""
    person = viewer(request)
    form = SearchForm(request.GET, viewer=person, kinds=[(code, str(words)) for code, words in offered().items()])
    filters = form.filters()
    text = form.cleaned_data.get("q") or ""
    first = _first(request.GET.get("from", ""))
    found = find(person, text, filters, first=first, size=SIZE)
    standings = {one.community_id: one for one in standings_of(request)}

    def byline(hit: Hit) -> Byline | None:
        if hit.community is None or hit.kind != "post":
            return None
        return Viewpoint(person, hit.community, standings.get(hit.community.pk)).byline_for(hit.person)

    hits = [
        {
            "hit": hit,
            "kind": name_of(hit.kind, hit.label, is_opening=hit.is_opening),
            "byline": byline(hit),
        }
        for hit in found.hits
    ]
    return render(
        request,
        "search/search.html",
        {
            "form": form,
            "text": text,
            "found": found,
            "weighed": LATEST,
            "hits": hits,
            "is_narrowed": any(request.GET.get(name) for name in ("community", "kind", "topic", "person", "when")),
            "later": first + SIZE if first + SIZE < found.total else None,
            "earlier": max(0, first - SIZE) if first else None,
            "empty": _("Two or three words, as you would say them. The last may be unfinished."),
        },
    )


def _first(said: str) -> int:
    """Where a page begins; anything else begins at the start."""
    return min(int(said), 180) if said.isascii() and said.isdigit() and len(said) < 4 else 0
