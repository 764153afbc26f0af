"""Answering by the link of a letter: a page with one button; looking at it changes nothing."""

from __future__ import annotations

from datetime import tzinfo
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonplace.gatherings.actions.answering import IsOff, IsOver, answer
from commonplace.gatherings.by_link import Bearer, behind
from commonplace.gatherings.forms.answering import AnswerForm
from commonplace.gatherings.models import Answer
from commonplace.gatherings.queries.hours import span
from commonplace.gatherings.views.page import said_back
from commonplace.gatherings.views.polling import when_by_link
from commonplace.lib.zones import NoSuchZone, zone_named

WAYS = (Answer.Says.YES, Answer.Says.MAYBE, Answer.Says.NO)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether one comes, without signing in; for one person and one gathering, until it is over. While its date is
    open, say when one can.
    """
    bearer = behind(token)
    now = timezone.now()
    if bearer is not None and bearer.gathering.is_open_dated and bearer.person is not None:
        with timezone.override(_zone_of(bearer)):
            return when_by_link(request, bearer.gathering, bearer.person, token)
    if bearer is None or bearer.gathering.state != "convened" or bearer.gathering.is_over(now):
        context = {"gathering": bearer.gathering if bearer is not None else None}
        return render(request, "gatherings/no_link.html", context, status=HTTPStatus.GONE)
    with timezone.override(_zone_of(bearer)):
        return _answered(request, bearer, token)


def _answered(request: HttpRequest, bearer: Bearer, token: str) -> HttpResponse:
    here, said = bearer.gathering, ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                row = answer(gathering=here, says=form.cleaned_data["says"], person=bearer.person, guest=bearer.guest)
            except (IsOver, IsOff):
                return render(request, "gatherings/no_link.html", {"gathering": here}, status=HTTPStatus.GONE)
            said = said_back(row)
    own = Answer.objects.filter(gathering=here, person=bearer.person, guest=bearer.guest).first()
    asked = request.GET.get("says", "")
    way = asked if asked in [one.value for one in WAYS] else Answer.Says.YES.value
    context = {
        "gathering": here,
        "token": token,
        "own": own,
        "said": said,
        "way": Answer.Says(way),
        "others": [one for one in WAYS if one.value != way],
        "hours": span(here.starts_at, here.ends_at),
        "is_guest": bearer.guest is not None,
        "shows_link": own is not None
        and own.says in (Answer.Says.YES, Answer.Says.MAYBE)
        and here.is_address_open(timezone.now()),
    }
    return render(request, "gatherings/by_link.html", context)


def _zone_of(bearer: Bearer) -> tzinfo:
    """The clock of whoever reads, or that by which it was called."""
    for name in (bearer.person.time_zone if bearer.person is not None else "", bearer.gathering.zone):
        try:
            return zone_named(name)
        except NoSuchZone:
            continue
    return timezone.get_current_timezone()
