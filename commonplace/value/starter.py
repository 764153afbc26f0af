"""Indicators from which a community begins: what the sources say communities of practice are worth, soon and in the
long run, to members and to the organisation, each with a way to know it.

The values are those of Wenger's start-up guide and of Goodhue's *the basics*; the sentences and measures are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.models import Source

SHORT, LONG = Horizon.SHORT, Horizon.LONG
MEMBER, ORGANISATION = Whose.MEMBER, Whose.ORGANISATION


@dataclass(frozen=True)
class Starter:
    """One of them: counted by a `measure`, or asked in a `question`, or entered by hand in a `unit`."""

    code: str
    name: str | Promise
    cycle: Cycle
    horizon: Horizon
    whose: Whose
    measure: str = ""
    question: str | Promise = ""
    unit: str | Promise = ""

    @property
    def source(self) -> Source:
        """How its numbers come about."""
        if self.measure:
            return Source.COUNTED
        return Source.ASKED if self.question else Source.BY_HAND


def _asked(
    code: str, cycle: Cycle, horizon: Horizon, whose: Whose, name: str | Promise, question: str | Promise
) -> Starter:
    return Starter(code, name, cycle, horizon, whose, question=question)


STARTERS = (
    # Soon, for members.
    _asked(
        "help",
        Cycle.APPLIED,
        SHORT,
        MEMBER,
        _("Help with challenges"),
        _("In these three months somebody here helped me with something on which I was stuck."),
    ),
    Starter(
        "expertise",
        _("Access to expertise: time to a first answer"),
        Cycle.IMMEDIATE,
        SHORT,
        MEMBER,
        measure="hours_to_first_answer",
    ),
    _asked(
        "confidence",
        Cycle.POTENTIAL,
        SHORT,
        MEMBER,
        _("Confidence"),
        _("What I hear and try here makes me surer of my own work."),
    ),
    _asked("fun", Cycle.IMMEDIATE, SHORT, MEMBER, _("Fun with colleagues"), _("I like being with the people here.")),
    _asked(
        "meaning",
        Cycle.IMMEDIATE,
        SHORT,
        MEMBER,
        _("Meaningful work"),
        _("What we do here reminds me why my work is worth doing."),
    ),
    _asked(
        "worth",
        Cycle.IMMEDIATE,
        SHORT,
        MEMBER,
        _("Worth my time"),
        _("The time that I gave to this community in these three months was worth it."),
    ),
    Starter(
        "gathering",
        _("People at a gathering"),
        Cycle.IMMEDIATE,
        SHORT,
        MEMBER,
        measure="people_at_a_gathering",
    ),
    # Soon, for the organisation.
    Starter(
        "problems",
        _("Problem solving: answers that helped"),
        Cycle.APPLIED,
        SHORT,
        ORGANISATION,
        measure="answers_that_helped",
    ),
    Starter("settled", _("Questions settled"), Cycle.POTENTIAL, SHORT, ORGANISATION, measure="questions_settled"),
    _asked(
        "time",
        Cycle.REALIZED,
        SHORT,
        ORGANISATION,
        _("Time saved, as members see it"),
        _("In these three months this community saved me time at work."),
    ),
    Starter("hours", _("Time saved, measured"), Cycle.REALIZED, SHORT, ORGANISATION, unit=_("hours")),
    Starter(
        "sharing",
        _("Knowledge sharing: things kept for the others"),
        Cycle.POTENTIAL,
        SHORT,
        ORGANISATION,
        measure="things_kept",
    ),
    Starter(
        "synergies", _("Synergies across units"), Cycle.APPLIED, SHORT, ORGANISATION, unit=_("visits and joint works")
    ),
    Starter(
        "reuse",
        _("Reuse of resources: uses that helped"),
        Cycle.APPLIED,
        SHORT,
        ORGANISATION,
        measure="uses_that_helped",
    ),
    Starter("own", _("Reuse of resources: made one’s own"), Cycle.APPLIED, SHORT, ORGANISATION, measure="adaptations"),
    # In the long run, for members.
    _asked(
        "development",
        Cycle.POTENTIAL,
        LONG,
        MEMBER,
        _("Personal development"),
        _("Through this community I can do things that I could not do a year ago."),
    ),
    _asked(
        "reputation",
        Cycle.REALIZED,
        LONG,
        MEMBER,
        _("Reputation"),
        _("I am known beyond my own workplace for what I am good at."),
    ),
    _asked(
        "identity",
        Cycle.TRANSFORMATIVE,
        LONG,
        MEMBER,
        _("Professional identity"),
        _("Through this community I see my craft, and my place in it, with other eyes."),
    ),
    Starter("network", _("Network: new ties across organisations"), Cycle.POTENTIAL, LONG, MEMBER, measure="bridges"),
    _asked(
        "marketability",
        Cycle.REALIZED,
        LONG,
        MEMBER,
        _("Marketability"),
        _("What I learned here would help me to find other or better work."),
    ),
    _asked(
        "together",
        Cycle.APPLIED,
        LONG,
        MEMBER,
        _("Collaborative advantage"),
        _("I work together with somebody whom I would not know without this community."),
    ),
    # In the long run, for the organisation.
    Starter(
        "capabilities",
        _("Strategic capabilities"),
        Cycle.REALIZED,
        LONG,
        ORGANISATION,
        unit=_("things we can do that we could not"),
    ),
    _asked(
        "abreast",
        Cycle.POTENTIAL,
        LONG,
        ORGANISATION,
        _("Keeping abreast"),
        _("I hear here what is new in our field, early enough to act on it."),
    ),
    Starter("innovation", _("Innovation"), Cycle.REALIZED, LONG, ORGANISATION, unit=_("new ways of working taken up")),
    _asked(
        "retention",
        Cycle.REALIZED,
        LONG,
        ORGANISATION,
        _("Retention of talent"),
        _("This community is one of the reasons why I stay where I work."),
    ),
    Starter(
        "strategies",
        _("New strategies"),
        Cycle.TRANSFORMATIVE,
        LONG,
        ORGANISATION,
        unit=_("strategies and targets rewritten"),
    ),
    # Around the learning.
    Starter("sponsor", _("Talks with our sponsor about value"), Cycle.STRATEGIC, LONG, ORGANISATION, unit=_("talks")),
    Starter(
        "carried",
        _("People who carried a gathering"),
        Cycle.ENABLING,
        LONG,
        MEMBER,
        measure="people_who_held",
    ),
    Starter(
        "newcomers",
        _("Newcomers who were answered"),
        Cycle.ORIENTING,
        SHORT,
        MEMBER,
        measure="newcomers_answered",
    ),
)
BY_CODE: Mapping[str, Starter] = {one.code: one for one in STARTERS}
