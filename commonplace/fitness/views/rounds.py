"""Rounds of a community: the one that is open, what the last told, and what came of it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness.actions import deciding, opening
from commonplace.fitness.circles import is_asked
from commonplace.fitness.forms import DecidingForm, OpeningForm, TalkForm
from commonplace.fitness.links import BY_LINK, link_of
from commonplace.fitness.models import Comment, HadSheet, Round, RoundQuerySet, Survey
from commonplace.fitness.queries import Told, told_of
from commonplace.fitness.talking import all_talks_of, could_talk
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.places import MODULE as GATHERINGS
from commonplace.lib.spread import FEWEST
from commonplace.people.viewer import require_viewer
from commonplace.ui import words

ROUNDS = 24
# Numbers above are no round's, and no database's small number either.
MOST = 32_767


def rounds_of(viewpoint: Viewpoint) -> RoundQuerySet:
    """The rounds of this community that the viewer may know of."""
    return Round.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)


def round_or_404(viewpoint: Viewpoint, number: int) -> Round:
    """One of them by its number."""
    return get_object_or_404(rounds_of(viewpoint).select_related("community"), number=min(number, MOST))


@login_required
@require_safe
def fitness(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked now, and what was told last."""
    return _page(request, as_member(request, slug))


@login_required
@require_safe
def fitness_round(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What another round told."""
    viewpoint = as_member(request, slug)
    closed = get_object_or_404(rounds_of(viewpoint).exclude(closed_at=None), number=min(number, MOST))
    return _page(request, viewpoint, closed=closed)


@login_required
@require_POST
def fitness_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a round."""
    viewpoint = as_steward(request, slug)
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _page(request, viewpoint, opening_form=form)
    data = form.cleaned_data
    try:
        opening.open_round(
            by=require_viewer(request),
            community=viewpoint.community,
            instrument=data["instrument"],
            circles=form.told_apart,
            until=data["until"],
            questions=form.asked,
            by_letter=data["by_letter"],
        )
    except opening.IsOpen:
        messages.info(request, _("A round is open already."))
    except opening.TooSoon as error:
        first = date_format(error.args[0], "DATE_FORMAT")
        too_soon = _("The same was asked less than sixty days ago. From %(day)s on it can be asked again.")
        form.add_error("instrument", too_soon % {"day": first})
        return _page(request, viewpoint, opening_form=form)
    except opening.TooLong:
        form.add_error("until", _("Choose a day between tomorrow and sixty days from now."))
        return _page(request, viewpoint, opening_form=form)
    else:
        messages.success(request, _("The round is open. What came of it stands here after its day."))
    return _back(slug)


@login_required
@require_POST
def fitness_close(request: HttpRequest, slug: str) -> HttpResponse:
    """End it before its day."""
    viewpoint = as_steward(request, slug)
    opened = rounds_of(viewpoint).filter(closed_at=None).first()
    if opened is not None:
        opening.close(by=require_viewer(request), opened=opened)
        messages.success(request, _("It is closed. What came of it stands here."))
    return _back(slug)


@login_required
@require_POST
def fitness_decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Keep what was decided beside a round."""
    viewpoint = as_steward(request, slug)
    closed = get_object_or_404(rounds_of(viewpoint).exclude(closed_at=None), number=min(number, MOST))
    person = require_viewer(request)
    form = DecidingForm(request.POST, talks=all_talks_of(closed, person))
    if not form.is_valid():
        return _page(request, viewpoint, closed=closed, deciding_form=form)
    deciding.decide(by=person, closed=closed, words=form.cleaned_data["words"], gathering=form.where)
    messages.success(request, _("It is kept beside the round."))
    return HttpResponseRedirect(f"{reverse('fitness_round', args=[slug, closed.number])}#decided")


@login_required
@require_POST
def fitness_talk(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say which gathering that is called already talks about what is low."""
    viewpoint, person = as_steward(request, slug), require_viewer(request)
    closed = get_object_or_404(rounds_of(viewpoint).exclude(closed_at=None), number=min(number, MOST))
    closed.community = viewpoint.community
    form, gatherings = _talk_form(viewpoint, told_of(closed, to=person), request)
    if form is None:
        return HttpResponseRedirect(f"{reverse('fitness_round', args=[slug, closed.number])}#told")
    if not form.is_valid():
        return _page(request, viewpoint, closed=closed, talk_form=form)
    there = gatherings[form.cleaned_data["gathering"]]
    deciding.talk(by=person, closed=closed, item=form.cleaned_data["item"], gathering=there)
    messages.success(request, _("Kept. The round leads to the gathering, and the gathering to the round."))
    return HttpResponseRedirect(f"{reverse('fitness_round', args=[slug, closed.number])}#told")


def _talk_form(
    viewpoint: Viewpoint, told: Told | None, request: HttpRequest | None = None
) -> tuple[TalkForm | None, dict[int, Gathering]]:
    """For stewards, where something is low and people meet: the form, and the gatherings that it offers."""
    low = told.low if told and viewpoint.is_steward and is_on(viewpoint.community, GATHERINGS) else []
    now = timezone.now()
    found = {one.pk: one for one in could_talk(viewpoint, now=now)} if low else {}
    if not found:
        return None, found
    form = TalkForm(
        request.POST if request else None,
        gatherings={pk: f"{one.title}, {words.day(one.starts_at, now=now)}" for pk, one in found.items()},
        items={row.item.code: str(row.item.what) for row in low},
    )
    return form, found


@login_required
@require_POST
def fitness_take_away(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a comment off that names or hurts somebody."""
    viewpoint = as_steward(request, slug)
    closed = get_object_or_404(rounds_of(viewpoint).exclude(closed_at=None), number=min(number, MOST))
    named = request.POST.get("comment", "")
    pk = int(named) if named.isdecimal() and len(named) < 20 else 0
    comment = Comment.objects.filter(round=closed, pk=min(pk, 2**62)).select_related("round__community").first()
    if comment is not None:
        deciding.take_away(by=require_viewer(request), comment=comment)
        messages.success(request, _("The comment is gone for good."))
    return HttpResponseRedirect(f"{reverse('fitness_round', args=[slug, closed.number])}#told")


def _back(slug: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('fitness', args=[slug])}#leaf")


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    *,
    closed: Round | None = None,
    opening_form: OpeningForm | None = None,
    deciding_form: DecidingForm | None = None,
    talk_form: TalkForm | None = None,
) -> HttpResponse:
    now, person = timezone.now(), require_viewer(request)
    rounds = list(rounds_of(viewpoint).select_related("community").order_by("-number")[:ROUNDS])
    others = [one for one in rounds if one.closed_at]
    opened = next((one for one in rounds if one.closed_at is None and one.ends_at > now), None) if not closed else None
    shown = closed or (others[0] if others else None)
    told = told_of(shown, to=person) if shown else None
    is_theirs = opened is not None and is_asked(viewpoint.membership)
    talks = {one.pk: one for one in told.talks} if told else {}
    decided = shown.decisions.select_related("by").order_by("at", "pk") if shown else ()
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "open": opened,
        "is_asked": is_theirs,
        "links": [(one, link_of(opened, one)) for one in BY_LINK if one in opened.asked]
        if opened and viewpoint.is_steward
        else [],
        "had": HadSheet.objects.filter(round=opened, person=person).first() if is_theirs else None,
        "told": told,
        "shown": shown,
        "decisions": [(viewpoint.byline_for(one.by).name, one, talks.get(one.gathering_id or 0)) for one in decided],
        # While another round is open the page has enough to ask; each round has a page of its own.
        "talking": talk_form or (None if opened else _talk_form(viewpoint, told)[0]),
        "deciding": (deciding_form or DecidingForm(talks=list(talks.values())))
        if viewpoint.is_steward and shown
        else None,
        "asking": (opening_form or OpeningForm()) if viewpoint.is_steward and not opened and not closed else None,
        "surveys": [] if closed else Survey.objects.visible_to(person).filter(community=viewpoint.community)[:ROUNDS],
        "others": [one for one in others if one != shown],
        "fewest": FEWEST,
        "meets": is_on(viewpoint.community, GATHERINGS),
        "ticks": range(1, 6),
    }
    wrong = any(form is not None and form.errors for form in (opening_form, deciding_form, talk_form))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "fitness/fitness.html", context, status=status)
