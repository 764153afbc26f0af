"""What runs say of the principles: takeaways of which it was told what came."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonplace.communities.principles import Counted, Evidence, Principle
from commonplace.gatherings.places import MODULE
from commonplace.ui import words


def _came_back(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "It was told %(n)s time what came of something taken home from a gathering.",
        "It was told %(n)s times what came of something taken home from a gathering.",
        n,
    )
    return said % {"n": words.number_word(n)}


OF_PRINCIPLES = (
    Evidence(
        "takeaways_back",
        Principle.VALUE,
        _("Takeaways that came back"),
        ("told_what_came", "saw_through"),
        _came_back,
        _("Look at the gatherings"),
        "gatherings",
        module=MODULE,
        order=30,
    ),
)
