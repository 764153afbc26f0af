"""What was made of stories and numbers together: pages that are kept, with what was decided."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.agenda.actions.items import TooMany
from commonplace.agenda.models import Item
from commonplace.agenda.queries.items import MODULE as AGENDA
from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.models import Space
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import writable_spaces
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.places import MODULE as GATHERINGS
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.value.actions import sense as deeds
from commonplace.value.forms.sense import SenseForm
from commonplace.value.models import Decision, Sense

SIZE = 20
GATHERED = 12  # the last gatherings that a page may belong to


@login_required
@require_safe
def senses(request: HttpRequest, slug: str) -> HttpResponse:
    """All pages of it, the latest first."""
    viewpoint = as_member(request, slug)
    found = Sense.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    listed = page(found, by=("-on", "-id"), after=request.GET.get("after"), size=SIZE)
    context = {"viewpoint": viewpoint, "listed": listed, "senses": listed.items}
    context["meets"] = is_on(viewpoint.community, GATHERINGS) and viewpoint.is_steward
    return render(request, "value/senses.html", context)


@login_required
@require_safe
def sense(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One of them."""
    viewpoint = as_member(request, slug)
    found = Sense.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    one: Sense = get_object_or_404(found.select_related("by"), pk=pk)
    at = Gathering.objects.visible_to(viewpoint.person).filter(pk=one.gathering_id or 0).first()
    became = {item.pk: item for item in _items_of(one, viewpoint)}
    decided = [
        (each, became.get(each.item_id or 0)) for each in one.decisions.select_related("indicator").order_by("pk")
    ]
    context = {
        "viewpoint": viewpoint,
        "sense": one,
        "byline": viewpoint.byline_for(one.by),
        "gathering": at,
        "decided": [
            (about.label, rows)
            for about in Decision.About
            if (rows := [row for row in decided if row[0].about == about])
        ],
        "puts": viewpoint.is_steward and _where_all_read(viewpoint) is not None,
    }
    return render(request, "value/sense.html", context)


def _items_of(sense: Sense, viewpoint: Viewpoint) -> QuerySet[Item]:
    named = sense.decisions.exclude(item=None).values("item")
    return Item.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, pk__in=named)


def _where_all_read(viewpoint: Viewpoint) -> Space | None:
    """The first space in which the viewer may write and all members read, where there is an agenda."""
    if not is_on(viewpoint.community, AGENDA):
        return None
    return next((one for one, _sight in writable_spaces(viewpoint) if deeds.is_for_all_members(one)), None)


@login_required
@require_POST
def sense_agenda(request: HttpRequest, slug: str, pk: int, decision: int) -> HttpResponse:
    """Put on the agenda what was decided of it, by one press."""
    viewpoint = as_steward(request, slug)
    seen = Sense.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    found = Decision.objects.filter(sense__in=seen.filter(pk=pk)).select_related("sense__community")
    row: Decision = get_object_or_404(found, pk=decision)
    space = _where_all_read(viewpoint)
    if space is None:
        raise Http404(decision)
    try:
        item = deeds.put_on_agenda(by=require_viewer(request), decision=row, space=space)
    except deeds.NotOfThat:
        raise Http404(decision) from None
    except TooMany:
        messages.error(request, _("You have put much there today. Let others weigh it first."))
        return HttpResponseRedirect(f"{reverse('sense', args=[slug, pk])}#decided")
    messages.success(request, _("It stands on the agenda. Others can say that it matters to them, and carry it."))
    return HttpResponseRedirect(item.url(slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sense_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a page of it."""
    viewpoint = as_steward(request, slug)
    met = Gathering.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    form = SenseForm(
        request.POST if request.method == "POST" else None, gatherings=[*met.past(timezone.now())[:GATHERED]]
    )
    if form.is_bound and form.is_valid():
        made = deeds.keep(
            by=require_viewer(request),
            community=viewpoint.community,
            on=form.cleaned_data["on"],
            seen=form.cleaned_data["seen"],
            decided=form.decided,
            gathering=form.held,
        )
        messages.success(request, _("It is kept, and everybody here can read it."))
        return HttpResponseRedirect(reverse("sense", args=[slug, made.pk]))
    context = {"viewpoint": viewpoint, "keeping": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "value/sense_new.html", context, status=status)


@login_required
@require_POST
def sense_take_away(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one away for good."""
    viewpoint = as_steward(request, slug)
    found = Sense.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    one: Sense = get_object_or_404(found.select_related("community"), pk=pk)
    deeds.take_away(by=require_viewer(request), sense=one)
    messages.success(request, _("The page is gone for good."))
    return HttpResponseRedirect(reverse("senses", args=[slug]))
