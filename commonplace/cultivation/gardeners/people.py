"""Whom the readings give a steward to think of: who came in, who came closer, and who has gone quiet."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.cultivation.gardeners import numbers
from commonplace.cultivation.participation import NEWCOMER, Ring
from commonplace.lib.direction import isolated
from commonplace.ui import words

# So long after they came in, whoever was greeted has had time to look around.
ALONE_FOR = timedelta(days=21)


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


def quiet_newcomers(bed: Bed) -> list[Tending]:
    """Who came in three weeks ago and longer, was greeted, and has not been seen; the latest first."""
    readings = bed.readings
    on, places = readings.rhythm.on, readings.participation.places
    new = sorted(
        (joined, person)
        for person, joined in readings.joined_on.items()
        if ALONE_FOR <= on - joined < NEWCOMER
        and person in readings.welcomed
        and not places[person].deeds
        and _may_be_asked(bed, person)
    )
    return [
        Tending(
            code="newcomer_quiet",
            about=f"person:{person}",
            title=_("Ask %(name)s what brought them here") % {"name": _name(bed, person)},
            text=_("One question that only they can answer is an easy first step. Reading along is taking part, too."),
            why=ngettext(
                "Because they came in %(days)d day ago, were greeted, and have not been seen since.",
                "Because they came in %(days)d days ago, were greeted, and have not been seen since.",
                (on - joined).days,
            )
            % {"days": (on - joined).days},
            action=_("See who they are"),
            url=_page(bed, person),
        )
        for joined, person in reversed(new)
    ]


def stepped_back(bed: Bed) -> list[Tending]:
    """Who was in the middle a quarter ago and is further out now; whoever was seen least first."""
    reading = bed.readings.participation
    back = sorted(
        (reading.places[person].weeks_seen, person)
        for ring in (Ring.CORE, Ring.ACTIVE)
        for person in reading.stepped_back(ring)
        if person in bed.readings.joined_on and person in reading.places and _may_be_asked(bed, person)
    )
    return [
        Tending(
            code="stepped_back",
            about=f"person:{person}",
            title=_("Ask %(name)s how they are") % {"name": _name(bed, person)},
            text=_("People step back for good reasons. Ask as one person asks another, and take any answer."),
            why=ngettext(
                "Because they were active a quarter ago, and were seen in %(n)s week of the last twelve.",
                "Because they were active a quarter ago, and were seen in %(n)s weeks of the last twelve.",
                weeks,
            )
            % {"n": words.number_word(weeks)},
            action=_("See who they are"),
            url=_page(bed, person),
        )
        for weeks, person in back
    ]


def came_closer(bed: Bed) -> list[Tending]:
    """Who came to be active within a quarter and holds no role; in no order but that in which they came in."""
    readings = bed.readings
    places = readings.participation.places
    near = sorted(
        (readings.joined_on[person], person)
        for person in readings.participation.came_closer(Ring.ACTIVE)
        if person in readings.joined_on and not places[person].has_live_role and _may_be_asked(bed, person)
    )
    return [
        Tending(
            code="came_closer",
            about=f"person:{person}",
            title=_("Ask %(name)s whether they would carry something") % {"name": _name(bed, person)},
            text=_("Whoever is asked by name for one small thing often says yes. Most are never asked."),
            why=ngettext(
                "Because they came closer within a quarter: they were seen in %(n)s week of the last twelve.",
                "Because they came closer within a quarter: they were seen in %(n)s weeks of the last twelve.",
                places[person].weeks_seen,
            )
            % {"n": words.number_word(places[person].weeks_seen)},
            action=_("See who they are"),
            url=_page(bed, person),
        )
        for _joined, person in near
    ]


def _may_be_asked(bed: Bed, person: int) -> bool:
    """Somebody who can sign in, has not chosen to follow only, and is not whoever looks."""
    readings = bed.readings
    oneself = getattr(bed.viewpoint.person, "pk", None)
    return person not in readings.following and person != oneself and readings.people[person].is_claimed


def _name(bed: Bed, person: int) -> str:
    return isolated(bed.readings.people[person].seen_from(bed.viewpoint))


def _page(bed: Bed, person: int) -> str:
    return reverse("person", args=[bed.community.slug, person])


def _quiet_together(_bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext("Ask %(n)s person what brought them here", "Ask %(n)s people what brought them here", number)
        % {"n": numbers.number_said(number)},
        text=_("One question that only they can answer is an easy first step. Reading along is taking part, too."),
        why=_("Because they came in more than three weeks ago, were greeted, and have not been seen since."),
    )


def _back_together(_bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext("Ask %(n)s person how they are", "Ask %(n)s people how they are", number)
        % {"n": numbers.number_said(number)},
        text=_("People step back for good reasons. Ask as one person asks another, and take any answer."),
        why=_("Because they were active a quarter ago, and are not now."),
    )


def _closer_together(_bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext(
            "Ask %(n)s person whether they would carry something",
            "Ask %(n)s people whether they would carry something",
            number,
        )
        % {"n": numbers.number_said(number)},
        text=_("Whoever is asked by name for one small thing often says yes. Most are never asked."),
        why=_("Because they came to be active within a quarter, and hold no role."),
    )


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
    Gardener(
        "newcomer_quiet",
        gettext_lazy("Ask newcomers what brought them here"),
        quiet_newcomers,
        order=16,
        together=_quiet_together,
        principle=Principle.LEVELS,
        most=numbers.BEHIND_ONE,
    ),
    Gardener(
        "stepped_back",
        gettext_lazy("Ask whoever stepped back how they are"),
        stepped_back,
        order=20,
        together=_back_together,
        principle=Principle.LEVELS,
        most=numbers.BEHIND_ONE,
    ),
    Gardener(
        "came_closer",
        gettext_lazy("Ask whoever came closer to carry something"),
        came_closer,
        order=24,
        together=_closer_together,
        principle=Principle.LEVELS,
        most=numbers.BEHIND_ONE,
    ),
)
