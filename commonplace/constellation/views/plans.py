"""A plan of what crosses to another community: begun, read, asked about, carried out, called off."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.constellation import by_link
from commonplace.constellation.actions import asking, beginning, planning
from commonplace.constellation.forms import PlanForm
from commonplace.constellation.models import Crossing, Voice
from commonplace.constellation.queries import crossings as queries
from commonplace.constellation.views.pressing import OTHERWISE, press
from commonplace.people.viewer import require_viewer

MOST_COMMUNITIES = 500
NOT_ASKED = gettext_lazy("You were not asked that.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_crossing(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a plan."""
    viewpoint = as_steward(request, slug)
    known = Community.objects.visible_to(viewpoint.person).exclude(pk=viewpoint.community.pk)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        communities=list(known.order_by("name", "pk")[:MOST_COMMUNITIES]),
        proposals=queries.decided(viewpoint.community, now=timezone.now()),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = planning.plan(
                by=require_viewer(request),
                community=viewpoint.community,
                kind=said["kind"],
                words=said["words"],
                name=said["name"],
                domain=said["domain"],
                to=form.communities.get(said["to"]),
                proposal=form.proposals.get(said.get("proposal", "")),
            )
        except planning.NotPlannable:
            form.add_error("to", _("That community is closing, or you may not know of it."))
        except planning.NotDecided:
            asks = _(
                "Members change the charter here, so they decide whether this community closes. Name what they said."
            )
            form.add_error("proposal" if form.proposals else "kind", asks)
        else:
            return _to(slug, made.pk)
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "constellation/plan.html", context, status=status)


@login_required
@require_safe
def crossing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What goes along, how far it is, and what one is asked oneself."""
    viewpoint, found = _found(request, slug, pk)
    now, person = timezone.now(), require_viewer(request)
    voice = asking.voice_of(person, found)
    is_ours = found.community_id == viewpoint.community.pk
    taken = queries.taken_along(found, person, request.GET.get("after"))
    talk, kept = queries.counted(found)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "crossing": found,
        "leads_to": by_link.leads_to(found),
        "is_ours": is_ours,
        "tends": viewpoint.is_steward and is_ours,
        "may_agree": viewpoint.is_steward and not is_ours and found.agreed_at is None and not found.is_over,
        "is_asking": found.is_asking(now),
        "taken": taken.items,
        "listed": taken,
        "talk": talk,
        "kept": kept,
        "numbers": queries.numbers(found) if viewpoint.is_steward and is_ours else None,
        "voice": voice,
        "questions": _questions(voice) if voice is not None else (),
    }
    return render(request, "constellation/crossing.html", context)


def _questions(voice: Voice) -> list[dict[str, object]]:
    """The one or two things that somebody is asked, with what they said."""
    asked = (
        (asking.WORDS, voice.writes, _("May your words go along?")),
        (asking.COMING, voice.might_come, _("Would you come along?")),
    )
    return [
        {"what": what, "heading": heading, "said": by_link.said_back(voice, what), "ways": asking.said_of(what).items()}
        for what, is_asked, heading in asked
        if is_asked
    ]


@login_required
@require_POST
def answer_crossing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether one's words may go, or whether one comes."""
    _viewpoint, found = _found(request, slug, pk)
    what, says = request.POST.get("what", ""), request.POST.get("says", "")
    if f"{what}-{says}" not in asking.CHOICES:
        messages.error(request, _("Choose yes or no."))
        return _to(slug, pk, "you")
    press(
        request,
        lambda: asking.answer(by=require_viewer(request), crossing=found, what=what, says=says),
        news={asking.NotAsked: NOT_ASKED, asking.IsOver: _("It can be answered no more.")},
    )
    return _to(slug, pk, "you")


@login_required
@require_POST
def take_words_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have one's words taken back there."""
    _viewpoint, found = _found(request, slug, pk)
    press(
        request,
        lambda: asking.take_words_back(by=require_viewer(request), crossing=found),
        done=_("Your words are taken back there. Here they stay."),
        news={asking.NotAsked: NOT_ASKED},
    )
    return _to(slug, pk, "you")


@login_required
@require_POST
def agree_to_merge(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say yes for the community that it leads to."""
    as_steward(request, slug)
    _viewpoint, found = _found(request, slug, pk)
    press(
        request,
        lambda: planning.agree_to_merge(by=require_viewer(request), crossing=found),
        done=_("You agreed. The others can ask their people now."),
        news={planning.IsAsked: OTHERWISE, planning.NotASteward: OTHERWISE},
    )
    return _to(slug, pk)


@login_required
@require_POST
def ask_crossing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask everyone, once."""
    found = _tended(request, slug, pk)
    press(
        request,
        lambda: planning.ask(by=require_viewer(request), crossing=found),
        done=_("Everyone is asked, each with one letter."),
        news={planning.IsAsked: OTHERWISE},
        errors={
            planning.NothingChosen: _("It takes nothing along yet, and nobody. Choose first."),
            planning.NotAgreed: _("The stewards of the other community have not agreed yet."),
            planning.NotDecided: _("Members decide here whether this community closes, and have not within the year."),
            planning.TooMany: _("More people than one plan can ask. Choose less, and make a second plan."),
        },
    )
    return _to(slug, pk)


@login_required
@require_POST
def carry_crossing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Carry it out."""
    found = _tended(request, slug, pk)
    press(
        request,
        lambda: _begin(request, found),
        news={planning.IsAsked: OTHERWISE},
        errors={
            beginning.NotYet: _("Not everyone has answered, and there is still time to."),
            beginning.NotAFounder: _("In this house others found communities. Ask whoever runs it."),
        },
    )
    return _to(slug, pk)


@login_required
@require_POST
def call_off_crossing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End it."""
    as_steward(request, slug)
    _viewpoint, found = _found(request, slug, pk)
    press(
        request,
        lambda: planning.call_off(by=require_viewer(request), crossing=found),
        done=_("It is called off. Nothing more goes."),
        news={planning.IsAsked: OTHERWISE, planning.NotASteward: OTHERWISE},
    )
    return _to(slug, pk)


def _begin(request: HttpRequest, found: Crossing) -> None:
    if beginning.begin(by=require_viewer(request), crossing=found):
        messages.success(request, _("It is under way. What goes along is there in a moment."))
    else:
        messages.error(request, _("The other community is closing. The plan is called off, and nothing went."))


def _found(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Crossing]:
    viewpoint = as_member(request, slug)
    return viewpoint, get_object_or_404(queries.one_visible(viewpoint), pk=pk)


def _tended(request: HttpRequest, slug: str, pk: int) -> Crossing:
    viewpoint = as_steward(request, slug)
    return get_object_or_404(queries.one_visible(viewpoint).filter(community=viewpoint.community), pk=pk)


def _to(slug: str, pk: int, anchor: str = "leaf") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('crossing', args=[slug, pk])}#{anchor}")
