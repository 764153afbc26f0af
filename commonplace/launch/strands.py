"""The six strands of beginning, each with steps in our own words, and what it asks of the host.

After Etienne Wenger, *Cultivating communities of practice: a quick start-up guide*. They have no order, and no
community needs all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.launch.planned import PHASES, Planned


@dataclass(frozen=True)
class Strand:
    """One of the six: what it is for, its steps, what it asks of the host, and what is said while nothing is done."""

    code: str
    heading: str | Promise
    what_for: str | Promise
    asks: str | Promise
    steps: tuple[Planned, ...]
    # What the house has for it: what it is called, and its address by name, or a protocol behind a colon.
    helps: tuple[tuple[str | Promise, str], ...] = ()


_OF_DAYS: Mapping[str, Planned] = {line.code: line for phase in PHASES for line in phase.lines}
STRANDS: Mapping[str, Strand] = {
    one.code: one
    for one in (
        Strand(
            "context",
            _("Set the context"),
            _("A place in the host’s own plans, so that nobody has to hide it."),
            _("An hour with somebody who can say what worries it."),
            (
                Planned("value", _("Say in one page why it matters, to those who do the work and to whoever pays.")),
                Planned("worries", _("Name what the host worries about, with a number or a case.")),
                Planned("knowledge", _("Name what people know here that leaves with them.")),
                Planned("not_for", _("Say what it is not for.")),
            ),
            ((_("A workshop for management"), "protocol:workshop-for-management"),),
        ),
        Strand(
            "educate",
            _("Educate"),
            _("People know it from life; they need to see how it fits into their work."),
            _("Twenty minutes in a meeting that takes place anyway."),
            (
                Planned("tell_members", _("Tell those it could be for what it is, in ten minutes.")),
                Planned("tell_host", _("Tell the host the same, and that its members define and run it themselves.")),
                Planned("glossary", _("Agree on ten words that give the thing a name here.")),
            ),
            (
                (_("What a community of practice is, in ten minutes"), "launch_kit"),
                (_("Glossary"), "launch_terms"),
                (_("A workshop for management"), "protocol:workshop-for-management"),
            ),
        ),
        Strand(
            "going",
            _("Get going"),
            _("One small beginning, soon: people learn by doing."),
            _("That people may use an hour of working time for it."),
            (
                Planned("readiness", _("Look where people already talk to each other about it.")),
                _OF_DAYS["listen"],
                _OF_DAYS["willing"],
                _OF_DAYS["case"],
                Planned("hand_on", _("Let more of them look after what is known, one thing each.")),
            ),
        ),
        Strand(
            "support",
            _("Support"),
            _("A light hand, and no new machine unless somebody misses one."),
            _("A few hours a week of somebody who knows how."),
            (
                Planned("coach", _("Somebody offers help with how to meet, and anybody may ask for it.")),
                Planned("logistics", _("Somebody looks after rooms, dates and letters.")),
                Planned("means", _("Choose the simplest means that reaches everyone; the telephone counts.")),
            ),
            (
                (_("Offer help with how to meet"), "compose:offer"),
                (_("Ask for help with how to meet"), "compose:question"),
            ),
        ),
        Strand(
            "encourage",
            _("Encourage"),
            _("People see what it is worth, and are not sure that the host does."),
            _("A sentence in public, and patience."),
            (
                Planned("sponsor", _("Find somebody in the host who stands behind it and does not steer.")),
                Planned("hours", _("Have the hours count: somebody says that this is work.")),
                Planned("successes", _("Tell what came of it, with the yes of those who did it.")),
                Planned("peers", _("Meet those who try the same elsewhere.")),
            ),
            (
                (_("Stories, and who may read them"), "stories"),
                (_("Communities around us, to ask how they began"), "related"),
                (_("Visit somebody who tries the same"), "protocol:field-trip"),
            ),
        ),
        Strand(
            "integrate",
            _("Integrate"),
            _("It lives from what people care about, inside a house that has other rules."),
            _("To look at one obstacle at a time, and answer."),
            (
                Planned("obstacles", _("Write down what stands in the way, and who could move it.")),
                Planned("routines", _("Fit it into what takes place anyway: induction, planning, reviews.")),
                Planned("rewards", _("See what rewards the opposite, and say so.")),
            ),
        ),
    )
}
USUAL: Mapping[str, Planned] = {
    **_OF_DAYS,
    **{step.code: step for strand in STRANDS.values() for step in strand.steps},
}
