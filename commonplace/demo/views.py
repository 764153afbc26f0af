"""Walking through the demo as one of its people."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonplace.demo import walking


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Show whom one can walk in as; a POST walks in, or out with nobody named. Not found where there is no demo."""
    if not walking.is_allowed():
        raise Http404
    if request.method != "POST":
        return render(request, "demo/demo.html", {"roles": walking.roles(), "walking_as": walking.walking(request)})
    key = request.POST.get("who", "")
    if not key:
        walking.walk_out(request)
        return redirect("home")
    person = walking.sown_as(key)
    if person is None:
        raise Http404
    walking.walk_in(request, person)
    return redirect("home")
