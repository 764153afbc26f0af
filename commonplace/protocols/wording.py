"""How long a protocol takes and for how many it is, in words; and what its place on an axis is called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.protocols.protocol import Mode, Pace, Phase, Protocol, Source

AN_HOUR = 60
HOURS_FROM = 120  # so long, and it is told in hours
FORMALITY: Mapping[int, str | Promise] = {
    1: gettext_lazy("As it comes"),
    2: gettext_lazy("Lightly held"),
    3: gettext_lazy("In a form"),
    4: gettext_lazy("With roles and steps"),
    5: gettext_lazy("By agreement"),
}
WHERE: Mapping[tuple[str, str], str | Promise] = {
    (Source.INSIDE, Mode.FROM): gettext_lazy("from each other"),
    (Source.INSIDE, Mode.WITH): gettext_lazy("with each other"),
    (Source.OUTSIDE, Mode.FROM): gettext_lazy("from outside"),
    (Source.OUTSIDE, Mode.WITH): gettext_lazy("with outsiders"),
}


def minutes_said(minutes: int) -> str:
    """So many minutes, or hours where there are many."""
    if minutes >= HOURS_FROM and minutes % AN_HOUR == 0:
        hours = minutes // AN_HOUR
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def days_said(days: int) -> str:
    """So many days."""
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def span_said(phase: Phase) -> str:
    """How long a phase stays open, or takes by the clock."""
    return days_said(phase.days) if phase.days else minutes_said(phase.minutes)


def length_said(one: Protocol) -> str:
    """How long it takes by the clock, or over how many days it goes."""
    if one.pace == Pace.TIMED:
        return minutes_said(one.minutes)
    if one.pace == Pace.DAYS:
        return ngettext("over %(n)d day", "over %(n)d days", one.days) % {"n": one.days}
    return ngettext("in rounds of %(n)d day", "in rounds of %(n)d days", one.days) % {"n": one.days}


def people_said(one: Protocol) -> str:
    """For how many it is."""
    least, most = one.people
    return ngettext("%(least)d to %(n)d person", "%(least)d to %(n)d people", most) % {"least": least, "n": most}


def where_said(one: Protocol) -> str:
    """From whom or with whom one learns."""
    return str(WHERE[one.source.value, one.mode.value])


def formality_said(one: Protocol) -> str:
    """How firmly it is held."""
    return str(FORMALITY[one.formality])


def obstacle_of_time(one: Protocol, minutes: int) -> str:
    """That it takes longer than there is."""
    if one.pace != Pace.TIMED:
        return _("It goes over days, not by the clock.")
    return _("It takes %(length)s.") % {"length": minutes_said(one.minutes)}
