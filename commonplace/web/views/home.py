"""The first page: what this is, for strangers; where one belongs, for those who are in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.founders import may_found
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.web.asked import asked_by
from commonplace.web.views import today

MOST = 60


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
    return render(request, "web/front_door.html", {"communities": list(communities)})


def belonging(request: HttpRequest, person: Person, *, is_home: bool = False) -> HttpResponse:
    """The communities someone belongs to, where they wait to be let in, and those they might look at."""
    standings = Membership.objects.current(timezone.now()).filter(person=person).select_related("community")
    mine = list(standings.order_by("community__name", "pk"))
    asked = asked_by(person)
    theirs = [one.community_id for one in mine] + [one.request.community_id for one in asked]
    others = Community.objects.visible_to(person).exclude(pk__in=theirs)
    context = {
        "mine": mine, "asked": asked, "others": list(others.order_by("name", "pk")[:MOST]),
        "may_found": may_found(person), "is_home": is_home,
    }  # fmt: skip
    return render(request, "web/belonging.html", context)
