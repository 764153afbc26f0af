"""The chooser: from a need to a form, and all of them on the picture of the three axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.protocols import axes, wording
from commonplace.protocols.choosing import Offered, Wish, offered
from commonplace.protocols.forms.choosing import WishForm
from commonplace.protocols.needs import Need
from commonplace.protocols.protocol import Protocol
from commonplace.protocols.queries import here
from commonplace.protocols.views.lookup import page_url


@dataclass(frozen=True)
class Row:
    """A protocol in a list: where it leads, how long and for how many, and what is said of it."""

    title: str
    url: str
    length: str
    people: str
    words: str
    notes: Sequence[str] = ()
    need: str = ""
    need_code: str = ""


@require_safe
def choosing(request: HttpRequest, slug: str) -> HttpResponse:
    """Find a form by need, time, number and structure; without any of them, begin with the sentence that is true."""
    viewpoint = enter(request, slug)
    now = timezone.now()
    everything = here.all_here(viewpoint, language=get_language() or "en")
    form = WishForm(request.GET if set(request.GET) & set(WishForm.base_fields) else None)
    wish = form.wish() if form.is_bound and (form.is_valid() or form.cleaned_data) else Wish()
    fitting, nearly = offered(everything, wish) if wish else ((), ())
    states, fits = here.states_of(viewpoint, now=now), frozenset(one.protocol.ref for one in fitting)
    context = {
        "viewpoint": viewpoint,
        "form": form,
        "wish": wish,
        "number": len(everything),
        "fitting": [_row(one, viewpoint) for one in fitting],
        "nearly": [_row(one, viewpoint) for one in nearly],
        "needs": () if wish else _needs(everything, viewpoint),
        "own": [_plain(one, viewpoint) for one in everything if one.adaptation is not None],
        "wide": axes.wide(everything, states=states, fitting=fits),
        "tall": axes.tall(everything, states=states, fitting=fits),
        "table": [
            (_plain(one, viewpoint), wording.formality_said(one), wording.where_said(one), states.get(one.ref, ""))
            for one in sorted(everything, key=lambda one: (one.formality, one.title))
        ],
    }
    return render(request, "protocols/choosing.html", context)


def _row(one: Offered, viewpoint: Viewpoint) -> Row:
    plain = _plain(one.protocol, viewpoint)
    return Row(plain.title, plain.url, plain.length, plain.people, one.reason, (*one.obstacles, *one.fits))


def _plain(one: Protocol, viewpoint: Viewpoint) -> Row:
    url = page_url(viewpoint, one.ref)
    return Row(one.title, url, wording.length_said(one), wording.people_said(one), one.line)


def _needs(everything: Sequence[Protocol], viewpoint: Viewpoint) -> Sequence[Row]:
    """Every need with one form that answers it: for which it comes first, then the firmest, then the shortest."""
    rows = []
    for need in Need:
        answers = [one for one in everything if need.value in one.needs]
        first = min(answers, key=lambda one: _nearness(one, need), default=None)
        if first is not None:
            plain = _plain(first, viewpoint)
            words = first.why.get(need.value, first.line)
            row = Row(plain.title, plain.url, plain.length, plain.people, words, (), str(need.label), need.value)
            rows.append(row)
    return rows


def _nearness(one: Protocol, need: Need) -> tuple[int, int, int, int]:
    return one.needs.index(need.value), -one.formality, one.days, one.minutes
