"""The first page: what this is, for strangers; where one belongs, for those who are in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.founders import may_found
from commonplace.communities.models import Community, Membership
from commonplace.communities.viewer_standings import viewer_sponsorships
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.store.paging import page
from commonplace.web import recent
from commonplace.web.pending_requests import asked_by
from commonplace.web.views import today

MOST = 60
MINE = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the house to a stranger, today across their communities to everyone else."""
    person = viewer(request)
    if person is None:
        return front_door(request)
    return today.house(request, person) or belonging(request, person, is_home=True)


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """Every community of the house that the reader may know of."""
    person = viewer(request)
    return front_door(request) if person is None else belonging(request, person)


def front_door(request: HttpRequest) -> HttpResponse:
    """One screen: what this is, which communities there are, how one comes in."""
    communities = Community.objects.visible_to(None).order_by("-people_count", "name", "pk")[:MOST]
    settled = recent.settled_in_the_open(now=timezone.now())
    return render(request, "web/front_door.html", {"communities": list(communities), "settled": settled})


def belonging(request: HttpRequest, person: Person, *, is_home: bool = False) -> HttpResponse:
    """The communities someone belongs to, where they wait to be let in, and those they might look at."""
    standings = Membership.objects.current(timezone.now()).filter(person=person).select_related("community")
    asked = asked_by(person)
    waits = [one.request.community_id for one in asked]
    sponsored = viewer_sponsorships(request)
    others = Community.objects.visible_to(person).exclude(pk__in=standings.values("community")).exclude(pk__in=waits)
    others = others.exclude(pk__in=[one.community_id for one in sponsored])
    context = {
        "mine": page(standings, by=("community__name", "pk"), after=request.GET.get("after"), size=MINE),
        "others": page(others, by=("name", "pk"), after=request.GET.get("others"), size=MOST),
        "sponsored": sponsored[:MINE],
        "asked": asked,
        "may_found": may_found(person),
        "is_home": is_home,
    }
    return render(request, "web/belonging.html", context)
