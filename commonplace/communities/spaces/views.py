"""Spaces as stewards tend them: opened, renamed, made wider or narrower, and who sits in a group."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.audience import audience_of_space
from commonplace.communities.inside import as_steward
from commonplace.communities.models import Membership, Space, SpaceSeat
from commonplace.communities.settings.views.arranging import around
from commonplace.communities.spaces import actions
from commonplace.communities.spaces.forms import (
    NOT_FOR_ANYONE,
    SAID_UNDER_ANOTHER_WORD,
    SeatForm,
    SpaceForm,
)
from commonplace.communities.stewards import ElsewhereStanding
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page

MOST_CHOICES = 500
AT_ONCE = 60


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_spaces(request: HttpRequest, slug: str) -> HttpResponse:
    """The spaces, and a form that opens another."""
    viewpoint = as_steward(request, slug)
    form = SpaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        space = actions.add_space(by=require_viewer(request), community=viewpoint.community, **form.cleaned_data)
        messages.success(request, _("%(space)s is open.") % {"space": isolated(space.name)})
        if space.is_group:
            return redirect("settings_space", slug, space.pk)
        return redirect("settings_spaces", slug)
    rows = Space.objects.tended_by(viewpoint.person).filter(community=viewpoint.community)
    spaces = page(
        rows.annotate(seated=Count("seats")), by=("position", "pk"), after=request.GET.get("after"), size=AT_ONCE
    )
    context = {**around(viewpoint, "settings_spaces"), "form": form, "spaces": spaces.items, "page": spaces}
    return render(request, "communities/settings/spaces.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_space(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One space: its lines, who can read it, and its seats."""
    viewpoint = as_steward(request, slug)
    space = _space(viewpoint, pk)
    initial = {name: getattr(space, name) for name in SpaceForm.base_fields}
    form = SpaceForm(request.POST or None, initial=initial, is_in_confidence=space.is_in_confidence)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_space(by=require_viewer(request), space=space, **form.cleaned_data)
        except actions.WordsWouldReachFurther:
            form.add_error(
                "visibility",
                _(
                    "People have written here for fewer readers, and nobody has asked them. Open another space for more"
                    " readers; a conversation moves there when its authors agree."
                ),
            )
        except actions.NotForAnyone:
            form.add_error("confidence", NOT_FOR_ANYONE)
        except actions.SaidUnderAnotherWord:
            form.add_error("confidence", SAID_UNDER_ANOTHER_WORD)
        except actions.NoSeat:
            form.add_error(None, _("You have no seat in this group. Those who sit there change it."))
        else:
            messages.success(request, _("Kept."))
            return redirect("settings_spaces", slug)
    return _page(request, viewpoint, space, form)


def _page(request: HttpRequest, viewpoint: Viewpoint, space: Space, form: SpaceForm) -> HttpResponse:
    is_group = space.is_group
    every = space.seats.select_related("person") if is_group else SpaceSeat.objects.none()
    seats = page(every, by=("person__name", "pk"), after=request.GET.get("after"), size=AT_ONCE)
    has_seat = every.filter(person=viewpoint.person).exists()
    context = {
        **around(viewpoint, "settings_spaces"),
        "space": space,
        "form": form,
        "is_group": is_group,
        "has_seat": has_seat,
        "sight": audience_of_space(space, viewpoint),
        "seats": [(seat, viewpoint.byline_for(seat.person)) for seat in seats.items],
        "page": seats,
        "seat_form": SeatForm(people=_choices(viewpoint, every)) if is_group else None,
    }
    return render(request, "communities/settings/space.html", context, status=422 if form.errors else 200)


def _choices(viewpoint: Viewpoint, seated: QuerySet[SpaceSeat]) -> list[tuple[int, str]]:
    rows = Membership.objects.current().filter(community=viewpoint.community, person__claimed_at__isnull=False)
    people = (
        rows.exclude(person__in=seated.values("person"))
        .select_related("person")
        .order_by("person__name", "pk")[:MOST_CHOICES]
    )
    return [(row.person_id, viewpoint.name_of(row.person)) for row in people]


@login_required
@require_POST
def settings_seats(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give someone a seat in a group."""
    viewpoint = as_steward(request, slug)
    space = _space(viewpoint, pk)
    form = SeatForm(request.POST, people=_choices(viewpoint, SpaceSeat.objects.none()))
    if form.is_valid():
        # Only members of this community are among the form's choices.
        person = get_object_or_404(Person, pk=form.cleaned_data["person"])  # nosemgrep: found-unseen
        try:
            actions.seat(by=require_viewer(request), space=space, person=person, at=timezone.now())
            messages.success(
                request,
                _("%(name)s can read this group now, what was written before too.")
                % {"name": isolated(viewpoint.name_of(person))},
            )
        except actions.NotForThem:
            messages.error(request, _("Only stewards read this group, until its people had their time."))
        except (actions.NoSeat, actions.NotAGroup, ElsewhereStanding):
            messages.error(request, _("Only those who sit in a group say who else does."))
    else:
        messages.error(request, _("Choose someone from the list."))
    return redirect("settings_space", slug, pk)


@login_required
@require_POST
def settings_seat(request: HttpRequest, slug: str, pk: int, seat: int) -> HttpResponse:
    """Take a seat away."""
    viewpoint = as_steward(request, slug)
    taken = get_object_or_404(SpaceSeat.objects.select_related("person"), pk=seat, space=_space(viewpoint, pk))
    try:
        actions.unseat(by=require_viewer(request), space=_space(viewpoint, pk), person=taken.person)
        messages.success(
            request, _("%(name)s has no seat there any more.") % {"name": isolated(viewpoint.name_of(taken.person))}
        )
    except actions.NoSeat:
        messages.error(request, _("Only those who sit in a group say who else does."))
    return redirect("settings_space", slug, pk)


def _space(viewpoint: Viewpoint, pk: int) -> Space:
    tended = Space.objects.tended_by(viewpoint.person).select_related("community")
    return get_object_or_404(tended, community=viewpoint.community, pk=pk)
