"""What undertakings say of the principles: what came in from outside."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonplace.communities.principles import Counted, Evidence, Principle
from commonplace.ui import words
from commonplace.undertakings.places import MODULE


def _brought_in(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "Something from an outside source was named, passed on or kept %(n)s time.",
        "Something from an outside source was named, passed on or kept %(n)s times.",
        n,
    )
    return said % {"n": words.number_word(n)}


OF_PRINCIPLES = (
    Evidence(
        "outside_sources",
        Principle.DIALOGUE,
        _("Outside sources"),
        ("named_source", "passed_on_seen", "named_outside_source", "found_outside", "let_question_in"),
        _brought_in,
        _("Look at the undertakings"),
        "undertakings",
        module=MODULE,
        order=20,
    ),
)
