"""Who looked, by their office, at something of mine."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonplace.communities.looks.queries import seen_by
from commonplace.communities.models import Look
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.web.views.me import rooms


@login_required
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Looks of stewards and of whoever runs the house, over all my communities, the latest first."""
    person = require_viewer(request)
    kept = Look.objects.visible_to(person).select_related("community", "by")
    found = page(kept, by=("-on", "-pk"), after=request.GET.get("after"), size=40)
    context = {"page": found, "looks": seen_by(person, found.items), "rooms": rooms("my_looks")}
    return render(request, "web/me/looks.html", context)
