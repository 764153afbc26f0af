"""What the repertoire says of the principles: uses that came back, and what went over to other communities."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonplace.communities.principles import Counted, Evidence, Principle
from commonplace.repertoire.places import MODULE
from commonplace.ui import words


def _used(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "It was told %(n)s time what came of using or trying something.",
        "It was told %(n)s times what came of using or trying something.",
        n,
    )
    return said % {"n": words.number_word(n)}


def _lent(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "%(n)s thing kept was lent to the other communities of the house.",
        "%(n)s things kept were lent to the other communities of the house.",
        n,
    )
    return said % {"n": words.count(n)}


OF_PRINCIPLES = (
    Evidence(
        "uses_told",
        Principle.VALUE,
        _("Uses told"),
        ("used", "answered_trial"),
        _used,
        _("Look at what is kept"),
        "repertoire",
        module=MODULE,
        order=20,
    ),
    Evidence(
        "things_lent",
        Principle.DIALOGUE,
        _("Lent to others"),
        ("lent",),
        _lent,
        _("Look at what is kept"),
        "repertoire",
        module=MODULE,
        order=30,
    ),
)
