"""Who is here, and one person's page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.inside import as_member
from commonplace.communities.membership.queries import departure
from commonplace.communities.models import Greeting, Membership
from commonplace.communities.people import queries
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.models import Affiliation, Merger
from commonplace.store.paging import page
from commonplace.ui.plain_text import HasNull, plain
from commonplace.ui.spine import Link

HELLOS = 12


@dataclass(frozen=True)
class Line:
    """One person in the directory."""

    membership: Membership
    byline: Byline
    affiliation: Affiliation | None
    whereabouts: str
    # Whoever looks for somebody wants to know more of those found.
    is_asked_for: bool

    @property
    def about(self) -> str:
        """Craft and organisation."""
        return _craft_and_place(self.byline.about, self.affiliation)

    @property
    def cares_about(self) -> str:
        """What brought them here, where that is asked for or they have said nothing else of themselves."""
        person = self.membership.person
        is_shown = self.is_asked_for or not (person.ask_about or person.learning_about)
        return self.membership.cares_about if is_shown else ""


@login_required
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Those who are here, by what they do and what one may ask them."""
    viewpoint = as_member(request, slug)
    now = timezone.now()
    asked = _asked(request)
    sieve = request.GET.get("who", "")
    sieve = sieve if sieve in queries.SIEVES else "everyone"
    rows, order = queries.directory(viewpoint.community, sieve=sieve, asked=asked, now=now)
    found = page(rows, by=order, after=request.GET.get("after"), size=30)
    lines = [
        Line(
            row,
            viewpoint.byline_for(row.person),
            queries.main_affiliation(row.person),
            queries.whereabouts(row.person, now=now),
            bool(asked),
        )
        for row in found.items
    ]
    context = {
        **_around(viewpoint),
        "asked": asked,
        "sieve": sieve,
        "links": _sieve(request, sieve, asked),
        "lines": lines,
        "page": found,
        "shown": [line.membership.person_id for line in lines],
    }
    return render(request, "communities/people/people.html", context)


def _craft_and_place(craft: str, affiliation: Affiliation | None) -> str:
    return ", ".join(filter(None, [craft, affiliation.organisation if affiliation else ""]))


def _asked(request: HttpRequest) -> str:
    try:
        return plain(request.GET.get("q", "")).strip()[:80]
    except HasNull:
        return ""


def _sieve(request: HttpRequest, current: str, asked: str) -> list[Link]:
    names = {"everyone": _("Everyone"), "ask": _("“Ask me”"), "arrived": _("Just arrived"), "stewards": _("Stewards")}
    links = []
    for key, label in names.items():
        query = request.GET.copy()
        query.clear()
        if asked:
            query["q"] = asked
        if key != "everyone":
            query["who"] = key
        links.append(Link(label, f"?{query.urlencode()}", current=key == current))
    return links


@login_required
@require_safe
def person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Someone's page in this community: what they say of themselves, and what came of it."""
    viewpoint = as_member(request, slug)
    now = timezone.now()
    beside = Membership.objects.visible_to(viewpoint.person).select_related("person", "ended_by")
    membership = beside.filter(community=viewpoint.community, person__pk=pk).first()
    if membership is None:
        merger = Merger.objects.filter(merged_id=pk).first()
        if merger is not None and beside.filter(community=viewpoint.community, person_id=merger.kept_id).exists():
            return redirect("person", slug, merger.kept_id, permanent=True)
        raise Http404(pk)
    someone = membership.person
    greetings = Greeting.objects.filter(membership=membership).select_related("by").order_by("at", "pk")[:HELLOS]
    is_self = viewpoint.person == someone
    is_here = membership.is_current(now)
    is_new = is_here and membership.joined_at > now - queries.A_NEWCOMER_FOR and someone.is_claimed
    has_greeted = any(one.by_id == viewpoint.person.pk for one in greetings) if viewpoint.person else False
    affiliations = list(someone.affiliations.order_by("-is_main", "pk"))
    context = {
        **_around(viewpoint),
        "person": someone,
        "membership": membership,
        "byline": viewpoint.byline_for(someone),
        "affiliations": affiliations,
        "about": _craft_and_place(someone.craft, affiliations[0] if affiliations else None),
        "whereabouts": queries.whereabouts(someone, now=now),
        "languages": queries.languages_of(someone),
        "standings": queries.standings_of(membership, list(membership.roles.order_by("since", "pk")), now=now),
        "hellos": [(viewpoint.byline_for(one.by), one) for one in greetings],
        "is_self": is_self,
        "is_here": is_here,
        "left": departure(membership, viewpoint),
        "may_greet": is_new and not is_self and not has_greeted,
        "may_stay": is_self and is_here and membership.is_guest and not viewpoint.community.is_by_invitation,
    }
    return render(request, "communities/people/person.html", context)


def _around(viewpoint: Viewpoint) -> dict[str, object]:
    return {"viewpoint": viewpoint, "community": viewpoint.community}
