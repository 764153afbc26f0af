"""Who is here, and one person's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.inside import as_member
from commonplace.communities.membership.queries import departure
from commonplace.communities.models import Community, Membership
from commonplace.communities.neutral.queries import may_name_leads
from commonplace.communities.people import queries
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.models import Merger
from commonplace.store.paging import page
from commonplace.ui.plain_text import HasNull, plain
from commonplace.ui.spine import Link


@dataclass(frozen=True)
class Line:
    """One person in the directory."""

    membership: Membership
    byline: Byline
    organisation: str
    whereabouts: str
    # Whoever looks for somebody wants to know more of those found.
    is_asked_for: bool

    @property
    def about(self) -> str:
        """Craft and organisation."""
        return _craft_and_place(self.byline.about, self.organisation)

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
    held = queries.roles_held(viewpoint.community, now=now)
    role = next((name for name in held if name == request.GET.get("role") and sieve != "archive"), "")
    rows, order = queries.directory(viewpoint.community, sieve=sieve, asked=asked, now=now, role=role)
    found = page(rows, by=order, after=request.GET.get("after"), size=30)
    lines = [
        Line(
            row,
            viewpoint.byline_for(row.person),
            row.organisation or "",  # type: ignore[attr-defined]
            queries.whereabouts(row.person, now=now),
            bool(asked),
        )
        for row in found.items
    ]
    context = {
        **_around(viewpoint),
        "asked": asked,
        "sieve": sieve,
        "role": role,
        "links": _sieve(viewpoint.community, sieve, asked, role),
        "roles": _roles(held, sieve, asked, role),
        "lines": lines,
        "page": found,
        "shown": [line.membership.person_id for line in lines],
    }
    return render(request, "communities/people/people.html", context)


def _craft_and_place(craft: str, organisation: str) -> str:
    return ", ".join(filter(None, [craft, organisation]))


def _asked(request: HttpRequest) -> str:
    try:
        return plain(request.GET.get("q", "")).strip()[:80]
    except HasNull:
        return ""


def _sieve(community: Community, current: str, asked: str, role: str) -> list[Link]:
    names = {"everyone": _("Everyone"), "ask": _("“Ask me”"), "arrived": _("Just arrived"), "stewards": _("Stewards")}
    links = [Link(label, _narrowed(key, asked, role), current=key == current) for key, label in names.items()]
    if community.remembered_count or current == "archive":
        # They hold no role: nobody has asked them.
        count = str(community.remembered_count or "")
        links.append(
            Link(_("Known from an archive"), _narrowed("archive", asked, ""), count=count, current=current == "archive")
        )
    return links


def _roles(held: Sequence[str], sieve: str, asked: str, current: str) -> list[Link]:
    """One link for each role; what is chosen is let go by pressing it again."""
    return [
        Link(name, _narrowed(sieve, asked, "" if name == current else name), current=name == current) for name in held
    ]


def _narrowed(sieve: str, asked: str, role: str) -> str:
    query = {"q": asked, "who": "" if sieve == "everyone" else sieve, "role": role}
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


@login_required
@require_safe
def person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Someone's page in this community: what they say of themselves, and what came of it."""
    viewpoint = as_member(request, slug)
    now = timezone.now()
    seen = Membership.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    membership = queries.with_all(seen).select_related("person", "ended_by").filter(person__pk=pk).first()
    if membership is None:
        merger = Merger.objects.filter(merged_id=pk).first()
        if merger is not None and seen.filter(person_id=merger.kept_id).exists():
            return redirect("person", slug, merger.kept_id, permanent=True)
        raise Http404(pk)
    someone = membership.person
    beside = queries.beside(membership)
    is_self = viewpoint.person == someone
    is_here = membership.is_current(now)
    is_new = is_here and membership.joined_at > now - queries.A_NEWCOMER_FOR and someone.is_claimed
    has_greeted = any(one.by_id == viewpoint.person.pk for one in beside.hellos) if viewpoint.person else False
    context = {
        **_around(viewpoint),
        "person": someone,
        "membership": membership,
        "byline": viewpoint.byline_for(someone),
        "affiliations": beside.affiliations,
        "about": _craft_and_place(someone.craft, next((one.organisation for one in beside.affiliations), "")),
        "whereabouts": queries.whereabouts(someone, now=now),
        "languages": queries.languages_of(someone),
        "standings": queries.standings_of(membership, beside.roles, now=now),
        "hellos": [
            (viewpoint.byline_of(one.by_id, one.by_name, is_claimed=one.is_claimed), one) for one in beside.hellos
        ],
        "is_self": is_self,
        "is_here": is_here,
        "left": departure(membership, viewpoint),
        "may_greet": is_new and not is_self and not has_greeted,
        "may_name": is_here and someone.is_claimed and not is_self and may_name_leads(viewpoint),
        "may_stay": is_self and is_here and membership.is_guest and not viewpoint.community.is_by_invitation,
    }
    return render(request, "communities/people/person.html", context)


def _around(viewpoint: Viewpoint) -> dict[str, object]:
    return {"viewpoint": viewpoint, "community": viewpoint.community}
