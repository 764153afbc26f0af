"""What protocols say of the principles: how often the form of a gathering was chosen, or made the community's own."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonplace.communities.principles import Counted, Evidence, Principle
from commonplace.protocols.places import MODULE
from commonplace.ui import words


def _chosen(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "A form was chosen for a gathering %(n)s time.", "A form was chosen for a gathering %(n)s times.", n
    )
    return said % {"n": words.number_word(n)}


def _made_own(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "A protocol was made the community’s own %(n)s time.", "A protocol was made the community’s own %(n)s times.", n
    )
    return said % {"n": words.number_word(n)}


OF_PRINCIPLES = (
    Evidence(
        "forms_chosen",
        Principle.EXCITEMENT,
        _("Forms chosen"),
        ("chose_protocol",),
        _chosen,
        _("Look at the protocols"),
        "protocols",
        module=MODULE,
        order=20,
    ),
    Evidence(
        "protocols_made_own",
        Principle.EXCITEMENT,
        _("Protocols of one’s own"),
        ("adapted_protocol",),
        _made_own,
        _("Look at the protocols"),
        "protocols",
        module=MODULE,
        is_change=True,
        order=30,
    ),
)
