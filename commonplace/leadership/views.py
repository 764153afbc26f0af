"""Carrying a part, reporting back, and reading what the groups are for."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.actions.counters import IsClosed, IsGone
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.conversations.views.lookup import enter_to_write, post_url
from commonplace.gatherings.views.lookup import find_to_answer, page_url
from commonplace.leadership.actions import carrying, reporting
from commonplace.leadership.forms import USUAL, PartForm, ReportForm, SeasonForm
from commonplace.leadership.groups import BRIEFS, Brief, Group
from commonplace.leadership.places import MODULE
from commonplace.leadership.queries.parts import reports_of, seasons_in, turns_of
from commonplace.lib.sending import key_of_sending

REPORTS = 30


@login_required
@require_POST
def gathering_part(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Carry a part at a gathering, another one, or none."""
    viewpoint, person, here = find_to_answer(request, slug, pk)
    _require_module(viewpoint)
    form = PartForm(request.POST)
    if form.is_valid():
        group = form.cleaned_data["group"]
        try:
            if group:
                carrying.carry(by=person, gathering=here, group=Group(group))
                said = _("You carry it this time: %(line)s.") % {"line": BRIEFS[group].line}
            else:
                carrying.put_down(by=person, gathering=here)
                said = _("You carry no part this time.")
        except (carrying.IsOff, carrying.IsOver):
            messages.error(request, _("It is over, or called off; nobody carries anything there any more."))
        else:
            messages.success(request, said)
    return HttpResponseRedirect(f"{page_url(here, viewpoint)}#parts")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part_report(request: HttpRequest, slug: str, pk: int, group: str) -> HttpResponse:
    """Report back for a group, into the conversation of the gathering."""
    viewpoint, person, here = find_to_answer(request, slug, pk)
    _require_module(viewpoint)
    brief = brief_or_404(group)
    if not reporting.may_report(person, here, brief.group, now=timezone.now()):
        messages.error(request, _("Those report who carry the part, that time or for the season."))
        return HttpResponseRedirect(f"{page_url(here, viewpoint)}#parts")
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            require_room(person, now=timezone.now())
            key = key_of_sending(form.cleaned_data["idempotency_key"], here.pk, text)
            report = reporting.report_back(by=person, gathering=here, group=brief.group, text=text, idempotency_key=key)
        except TooFast as too_fast:
            form.add_error(None, too_fast.words)
        except NothingSaid:
            form.add_error("text", _("It has no words yet. One sentence is enough."))
        except reporting.HeldCloser:
            form.add_error(None, _("It is held closer than its space; say it where words stay as close."))
        except reporting.NotBegun:
            form.add_error(None, _("It has not begun yet, or does not take place."))
        except (IsClosed, IsGone):
            form.add_error(None, _("Its conversation is closed; nothing is added to it."))
        else:
            return HttpResponseRedirect(post_url(report.post, viewpoint))
    context = {
        "viewpoint": viewpoint,
        "gathering": here,
        "brief": brief,
        "form": form,
        "sight": audience_of_space(here.space, viewpoint),
        "back": page_url(here, viewpoint),
    }
    return render(request, "leadership/report.html", context, status=_status(form))


@require_safe
def leadership(request: HttpRequest, slug: str) -> HttpResponse:
    """The groups: what each is for, and who carries it in this season."""
    viewpoint = enter(request, slug)
    seasons = seasons_in(viewpoint, on=timezone.now().date())
    turns = turns_of(viewpoint.person, viewpoint.community) if viewpoint.person is not None else {}
    context = {
        "viewpoint": viewpoint,
        "groups": [(brief, seasons[code], turns.get(code, 0)) for code, brief in BRIEFS.items()],
        "has_had_a_turn": bool(turns),
    }
    return render(request, "leadership/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leadership_group(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """One group: its brief, who carries it, what it reported; and carrying it for a season."""
    if request.method == "POST":
        return _season(request, slug, brief_or_404(group))
    return _group_page(request, enter(request, slug), brief_or_404(group), None)


@login_required
def _season(request: HttpRequest, slug: str, brief: Brief) -> HttpResponse:
    viewpoint, person = enter_to_write(request, slug)
    here = reverse("leadership_group", args=[slug, brief.code])
    if "end" in request.POST:
        carrying.end_season(by=person, community=viewpoint.community, group=brief.group)
        messages.success(request, _("You have put it down. That you carried it is remembered."))
        return HttpResponseRedirect(f"{here}#season")
    form = SeasonForm(request.POST)
    if not form.is_valid():
        return _group_page(request, viewpoint, brief, form)
    until = form.cleaned_data["until"]
    carrying.carry_for_season(by=person, community=viewpoint.community, group=brief.group, until=until)
    messages.success(request, _("You carry it. Thank you."))
    return HttpResponseRedirect(f"{here}#season")


def _group_page(request: HttpRequest, viewpoint: Viewpoint, brief: Brief, form: SeasonForm | None) -> HttpResponse:
    today, person = timezone.now().date(), viewpoint.person
    seasons = seasons_in(viewpoint, on=today)[brief.code]
    context = {
        "viewpoint": viewpoint,
        "brief": brief,
        "seasons": seasons,
        "is_own": person is not None and any(one.byline.person_id == person.pk for one in seasons),
        "reports": [(one, byline_of(one.post, viewpoint)) for one in reports_of(brief.code, viewpoint, most=REPORTS)],
        "form": (form or SeasonForm(initial={"until": today + USUAL})) if viewpoint.is_member else None,
    }
    return render(request, "leadership/group.html", context, status=_status(form))


def brief_or_404(group: str) -> Brief:
    """The brief of this code."""
    if group not in BRIEFS:
        raise Http404(group)
    return BRIEFS[group]


def _require_module(viewpoint: Viewpoint) -> None:
    """These addresses begin as those of gatherings do: they go with this module too."""
    if not is_on(viewpoint.community, MODULE):
        raise Http404(MODULE)


def _status(form: ReportForm | SeasonForm | None) -> HTTPStatus:
    is_returned = form is not None and form.is_bound and bool(form.errors)
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_returned else HTTPStatus.OK
