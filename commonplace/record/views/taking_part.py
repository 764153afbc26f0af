"""What came of one's own taking part, for oneself, and the letter once a year that one may ask for."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.people.viewer import require_viewer
from commonplace.record.actions import yearly
from commonplace.record.models import YearlyLetter
from commonplace.record.queries.came import came_of

YEARS_BACK = 20


@login_required
@require_safe
def taking_part(request: HttpRequest) -> HttpResponse:
    """My questions and what became of them, who used what I gave, and what I tried, in a year."""
    person, now = require_viewer(request), timezone.now()
    said = request.GET.get("back", "")
    back = min(int(said), YEARS_BACK) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    until = now - back * yearly.YEAR
    since = until - yearly.YEAR
    letter = YearlyLetter.objects.filter(person=person).first()
    came = came_of(person, since=since, until=until + timedelta(microseconds=1))
    context = {
        "came": came,
        "asked": [(one, yearly.became(one)) for one in came.asked],
        "since": since,
        "until": until,
        "back": back,
        "earlier": back + 1 if back < YEARS_BACK else None,
        "later": back - 1,
        "letter": letter,
    }
    return render(request, "record/taking_part.html", context)


@login_required
@require_POST
def yearly_letter(request: HttpRequest) -> HttpResponse:
    """Ask for the letter, or end it."""
    person = require_viewer(request)
    if "no" in request.POST:
        yearly.end(by=person)
        messages.success(request, _("No such letter comes any more."))
    else:
        yearly.ask(by=person)
        messages.success(request, _("It comes once a year, the first time a year from today."))
    return HttpResponseRedirect(f"{reverse('taking_part')}#letter")


@csrf_exempt  # nosemgrep: without-csrf  # a mail program stops them with one click (RFC 8058); the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def yearly_stop(request: HttpRequest, yearly_token: str) -> HttpResponse:
    """End it from a letter, without signing in; a mail program presses for its reader and knows no form's secret."""
    person = yearly.behind_stop(yearly_token)
    if person is None:
        raise Http404
    if request.method == "POST":
        yearly.end(by=person)
    return render(request, "record/yearly_stop.html", {"is_stopped": request.method == "POST"})
