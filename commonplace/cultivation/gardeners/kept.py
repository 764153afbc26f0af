"""What was read by night gives a steward to tend: signs of the whole, and who hangs by a thread in the network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import DateTimeField, F, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.inbox import Seen, row
from commonplace.communities.models import Membership
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.cultivation.gardeners import numbers
from commonplace.cultivation.models import NetworkKnot, SaidSign
from commonplace.cultivation.signs.found import TOLD
from commonplace.cultivation.signs.said import sentence
from commonplace.lib.direction import isolated
from commonplace.ui import words

SIGN, CUT, NO_TIE = "sign", "cut", "no_tie"


def signs(bed: Bed) -> QuerySet[Any, Any]:
    """Signs that are said and not shared; `title` is which, `words` are its numbers."""
    return row(
        SaidSign.objects.filter(community=bed.community, code__in=list(TOLD), shared_at=None),
        SIGN,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("code"),
        words=Cast("numbers", TextField()),
        happened_at=Cast("since", DateTimeField()),
    )


def sign(bed: Bed) -> Iterator[Tending]:
    """Each sign, gravest first."""
    for one in sorted(bed.rows.get(SIGN, ()), key=lambda one: list(TOLD).index(one.title)):
        yield Tending(
            code=SIGN,
            about=f"sign:{one.title}",
            title=_("Talk over a sign of how we are doing"),
            text=_("A sign is a question and no verdict. Read it to each other, or share its sentence with everyone."),
            why=sentence(one.title, json.loads(one.words)),
            action=_("Look at the signs"),
            url=f"{reverse('cultivate', args=[bed.community.slug])}#signs",
        )


def _knots(bed: Bed, kind: str, code: str) -> QuerySet[Any, Any]:
    here = Membership.objects.current(bed.now).filter(community=bed.community).exclude(pace=Membership.Pace.FOLLOW)
    found = NetworkKnot.objects.filter(network__community=bed.community, kind=kind, person__in=here.values("person"))
    return row(
        found.exclude(person=bed.viewpoint.person),
        code,
        who="person",
        community_id=F("network__community_id"),
        about_id=F("person_id"),
        number=F("parted"),
        happened_at=Cast("network__monday", DateTimeField()),
    )


def cut_people(bed: Bed) -> QuerySet[Any, Any]:
    """People without whom others would be parted from the rest."""
    return _knots(bed, NetworkKnot.Kind.CUT, CUT)


def cut(bed: Bed) -> Iterator[Tending]:
    """Those on whom most others hang first; names of an archive are out of reach."""
    found = [one for one in bed.rows.get(CUT, ()) if one.who_is_claimed]
    for one in sorted(found, key=lambda one: (-one.number, one.about_id))[: numbers.BEHIND_ONE]:
        yield Tending(
            code=CUT,
            about=f"person:{one.about_id}",
            title=_("Bring those around %(name)s together with others")
            % {"name": isolated(Seen(one, bed.viewpoint).name)},
            text=_("Name two people to each other who answer the same kind of question. One tie more is enough."),
            why=ngettext(
                "Because without them %(n)s other would have no tie to the rest.",
                "Because without them %(n)s others would have no tie to the rest.",
                one.number,
            )
            % {"n": words.number_word(one.number)},
            action=_("Look at the network"),
            url=reverse("network", args=[bed.community.slug]),
        )


def untied(bed: Bed) -> QuerySet[Any, Any]:
    """People who once said something and have no tie."""
    return _knots(bed, NetworkKnot.Kind.QUIET, NO_TIE)


def no_tie(bed: Bed) -> Iterator[Tending]:
    """Those who spoke and whom nobody has met, in the order in which they stand in the house."""
    found = [one for one in bed.rows.get(NO_TIE, ()) if one.who_is_claimed]
    for one in sorted(found, key=lambda one: one.about_id)[: numbers.BEHIND_ONE]:
        yield Tending(
            code=NO_TIE,
            about=f"person:{one.about_id}",
            title=_("Find %(name)s somebody of their craft") % {"name": isolated(Seen(one, bed.viewpoint).name)},
            text=_("One person who knows the same trouble is why people stay. Name them to each other."),
            why=_("Because they have said something here, and have no tie to anyone."),
            action=_("See who they are"),
            url=reverse("person", args=[bed.community.slug, one.about_id]),
        )


def _untied_together(_bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext("Find %(n)s person somebody of their craft", "Find %(n)s people somebody of their craft", number)
        % {"n": numbers.number_said(number)},
        text=_("One person who knows the same trouble is why people stay. Name them to each other."),
        why=_("Because they have said something here, and have no tie to anyone."),
    )


def _cut_together(_bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext("Tie in those who hang on %(n)s person", "Tie in those who hang on %(n)s people", number)
        % {"n": numbers.number_said(number)},
        text=_("Name two people to each other who answer the same kind of question. One tie more is enough."),
        why=_("Because without each of them others would have no tie to the rest."),
    )


GARDENERS = (
    Gardener(
        NO_TIE,
        gettext_lazy("Find people somebody of their craft"),
        no_tie,
        order=22,
        together=_untied_together,
        rows=untied,
        principle=Principle.SPACES,
        most=numbers.BEHIND_ONE,
    ),
    Gardener(
        SIGN, gettext_lazy("Talk over a sign"), sign, order=30, rows=signs, principle=Principle.LEVELS, quotes=True
    ),
    Gardener(
        CUT,
        gettext_lazy("Tie in those who hang on one person"),
        cut,
        order=58,
        together=_cut_together,
        rows=cut_people,
        principle=Principle.DIALOGUE,
        most=numbers.BEHIND_ONE,
    ),
)
