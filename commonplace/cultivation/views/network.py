"""The network as a page: told to everyone inside without names, one's own ties to oneself, for care to stewards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_member
from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import SHOWN, Viewpoint
from commonplace.cultivation import actions, models
from commonplace.cultivation.models import NetworkKnot
from commonplace.cultivation.network import picture
from commonplace.cultivation.network.own import own_ties
from commonplace.people.viewer import require_viewer

# As many rows as one reads at a glance; the others are one fold away.
AT_ONCE = 12


@login_required
@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has learned with whom: the whole without names, one's own with."""
    viewpoint = as_member(request, slug)
    person, now = require_viewer(request), timezone.now()
    kept = models.Network.objects.filter(community=viewpoint.community).first()
    is_told = kept is not None and kept.told_at is not None
    knots = _knots(viewpoint, kept, now)
    context: dict[str, Any] = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "kept": kept,
        "told": kept.whole if kept is not None and is_told else None,
        "picture": _picture(kept) if kept is not None and is_told else None,
        "circles": _rows(kept.whole["circles"]) if kept is not None and is_told else [],
        "sides": _sides(kept.whole["across"]) if kept is not None and is_told else [],
        "own": own_ties(viewpoint, person, now=now),
        "own_knots": [_said(knot) for knot in knots if knot.person_id == person.pk],
        "is_drawable": models.Drawable.objects.filter(community=viewpoint.community, person=person).exists(),
    }
    if viewpoint.is_steward:
        past = kept.past if kept is not None else []
        context |= {
            "care": _care(viewpoint, knots),
            "past": [{**one, "on": date.fromisoformat(one["on"])} for one in past],
        }
    return render(request, "cultivation/network.html", context)


@login_required
@require_POST
def drawn(request: HttpRequest, slug: str) -> HttpResponse:
    """Let oneself be drawn, or take that back."""
    viewpoint = as_member(request, slug)
    person = require_viewer(request)
    if request.POST.get("says") == "yes":
        actions.be_drawn(by=person, community=viewpoint.community)
        messages.success(request, _("Kept. You are a dot in the next picture that is drawn."))
    else:
        actions.be_drawn_no_more(by=person, community=viewpoint.community)
        messages.success(request, _("Kept. You are counted, and not drawn."))
    return HttpResponseRedirect(f"{reverse('network', args=[slug])}#drawn")


def _picture(kept: models.Network) -> picture.Picture | None:
    """The picture that is told, as long as everyone is in it who was."""
    dots = list(kept.dots.order_by("place").values_list("place", "circle", "x", "y"))
    return picture.draw(dots, kept.whole["lines"]) if dots and len(dots) == kept.whole["drawn"] else None


@dataclass(frozen=True)
class Row:
    """One circle in the table beside the picture, by the letter that the picture has."""

    letter: str
    people: int
    within: int
    beyond: int


def _rows(circles: Sequence[dict[str, int]]) -> list[Row]:
    return [Row(picture.letter_of(at), **circle) for at, circle in enumerate(circles)]


def _sides(across: dict[str, Sequence[int] | None]) -> list[str]:
    """How ties mix over what people told, in sentences."""
    said = {
        "units": _("Of a hundred ties %(across)s lead from one unit to another; if it made no difference, %(even)s."),
        "countries": _("Of a hundred ties %(across)s lead across countries; if it made no difference, %(even)s."),
        "languages": _("Of a hundred ties %(across)s lead across languages; if it made no difference, %(even)s."),
    }
    return [
        sentence % {"across": mixed[0], "even": mixed[1]} for side, sentence in said.items() if (mixed := across[side])
    ]


def _knots(viewpoint: Viewpoint, kept: models.Network | None, now: datetime) -> list[NetworkKnot]:
    """What is read of people here who have not left since: of all for stewards, of oneself for everyone else."""
    if kept is None:
        return []
    here = Membership.objects.current(now).filter(community=viewpoint.community).values("person")
    knots = kept.knots.filter(person__in=here) if viewpoint.is_steward else kept.knots.filter(person=viewpoint.person)
    shown = [f"person__{name}" for name in SHOWN]
    return list(knots.select_related("person").only("kind", "parted", "between", "network_id", *shown))


@dataclass(frozen=True)
class Cared:
    """People for whom a steward could do something, each with why, in the order of the alphabet."""

    title: str
    why: str
    names: Sequence[tuple[str, str]]
    more: Sequence[tuple[str, str]]


def _care(viewpoint: Viewpoint, knots: Sequence[NetworkKnot]) -> list[Cared]:
    def named(kind: str, title: str, why: str) -> Cared:
        of_kind = [knot for knot in knots if knot.kind == kind]
        rows = sorted(
            ((viewpoint.byline_for(knot.person).name, _said(knot)) for knot in of_kind),
            key=lambda one: (one[0].casefold(), one[1]),
        )
        return Cared(title, why, rows[:AT_ONCE], rows[AT_ONCE:])

    return [
        named(
            NetworkKnot.Kind.CUT,
            _("Hold the community together"),
            _("If they left, others would be parted from the rest. Who else could know whom they know?"),
        ),
        named(
            NetworkKnot.Kind.BRIDGE,
            _("Alone join two units"),
            _("Every tie between both goes through them. A second pair of hands would make it last."),
        ),
        named(
            NetworkKnot.Kind.QUIET,
            _("Once spoke, and have no tie now"),
            _("Nobody has answered, thanked or met them for a while. Whoever follows only is not listed."),
        ),
    ]


def _said(knot: NetworkKnot) -> str:
    """Why somebody is thought of, in a sentence."""
    if knot.kind == NetworkKnot.Kind.CUT:
        return ngettext(
            "%(n)d other person would be parted from the rest.",
            "%(n)d other people would be parted from the rest.",
            knot.parted,
        ) % {"n": knot.parted}
    if knot.kind == NetworkKnot.Kind.BRIDGE:
        return _("The only way between %(units)s.") % {"units": knot.between}
    return _("Once spoke here, and has no tie now.")
