"""The sections of a charter: what each is called, and what a community might say there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One section: its key in `CharterRevision.words`, its heading, and a question that helps to begin."""

    key: str
    heading: str | Promise
    hint: str | Promise


# Without words there the host does not even know of a private community.
HOST = "host"
CASE = (
    Section("why", _("Why should I care?"), _("What do you run into alone in this work, and why is it easier here?")),
    Section("what", _("What would we do?"), _("What happens in an ordinary month? One example helps most.")),
    Section("how", _("How, and what is my part?"), _("How much time does it ask, and what is one easy first step?")),
)  # fmt: skip
CHARTER = (
    Section("domain", _("Domain: what we care about"), _("What belongs here, and what does not?")),
    Section("community", _("Community: who we are to each other"), _("Who is it for? How do we treat one another?")),
    Section("practice", _("Practice: what counts as knowing it here"), _("What can someone do who is good at this?")),
    Section(
        "milestones",
        _("Milestones of a practitioner"),
        _("What has someone done who knows it here? One to a line that begins with a dash."),
    ),
    Section("rhythm", _("Rhythm"), _("What comes back each week, each month, each season? When do we rest?")),
    Section("norms", _("What we hold to"), _("What stays here? What do we do when someone oversteps?")),
    Section(
        HOST,
        _("What our host may know"),
        _("May whoever hosts many communities know that this one exists? What may they see, and what never?"),
    ),
)  # fmt: skip
ALL = (*CASE, *CHARTER)
KEYS = tuple(section.key for section in ALL)
