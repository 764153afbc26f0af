"""Whom the readings give a steward to think of: who came in, who came closer, and who has gone quiet."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.cultivation.gardeners import numbers
from commonplace.cultivation.participation import NEWCOMER
from commonplace.lib.direction import isolated


def not_greeted(bed: Bed) -> list[Tending]:
    """People who came in the last sixty days and whom nobody has greeted, the newest first; not who asked for no
    nudges, nor names of an archive, which nobody stands behind.
    """
    community, readings = bed.community, bed.readings
    on = readings.rhythm.on
    oneself = getattr(bed.viewpoint.person, "pk", None)
    passed_over = {*readings.welcomed, *readings.following, community.founded_by_id, oneself}
    new = sorted(
        (joined, person)
        for person, joined in readings.joined_on.items()
        if on - joined < NEWCOMER
        and person not in passed_over
        and readings.people[person].is_claimed
        and ("not_greeted", f"person:{person}") not in bed.put_off
    )
    return [
        Tending(
            code="not_greeted",
            about=f"person:{person}",
            title=_("Say hello to %(name)s") % {"name": isolated(readings.people[person].seen_from(bed.viewpoint))},
            text=_("A hello by name, from one person, is what newcomers remember. It has no need to be long."),
            why=_came_in((on - joined).days),
            action=_("Say hello"),
            url=reverse("hello", args=[community.slug, person]),
        )
        for joined, person in new[: -numbers.BEHIND_ONE - 2 : -1]
    ]


def _greetings_together(_bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext(
            "Say hello to %(n)s person who came in lately", "Say hello to %(n)s people who came in lately", number
        )
        % {"n": numbers.number_said(number)},
        text=_("A hello by name, from one person, is what newcomers remember. It has no need to be long."),
        why=_("Because they came in within sixty days and nobody has greeted them."),
    )


def _came_in(days: int) -> str:
    """Why someone is to be greeted, `days` after they came in."""
    if days < 1:
        return _("Because they came in today and nobody has greeted them.")
    if days == 1:
        return _("Because they came in yesterday and nobody has greeted them.")
    return ngettext(
        "Because they came in %(days)d day ago and nobody has greeted them.",
        "Because they came in %(days)d days ago and nobody has greeted them.",
        days,
    ) % {"days": days}


GARDENERS = (
    Gardener(
        "not_greeted",
        gettext_lazy("Say hello to whoever came in"),
        not_greeted,
        order=12,
        together=_greetings_together,
        principle=Principle.SPACES,
        most=numbers.BEHIND_ONE,
    ),
)
