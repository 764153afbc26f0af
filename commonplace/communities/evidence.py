"""What a community's own deeds say of the principles: its charter, its shape, hellos, and who was asked to carry it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonplace.communities.principles import Counted, Evidence, Principle
from commonplace.ui import words


def _revised(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext("The charter was revised %(n)s time.", "The charter was revised %(n)s times.", n)
    return said % {"n": words.number_word(n)}


def _shaped(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "Spaces, topics or settings were changed %(n)s time.", "Spaces, topics or settings were changed %(n)s times.", n
    )
    return said % {"n": words.number_word(n)}


def _greeted(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext("%(n)s hello was said to a newcomer by name.", "%(n)s hellos were said to newcomers by name.", n)
    return said % {"n": words.count(n)}


def _carried(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "A role was given, or somebody asked to tend the community, %(n)s time.",
        "A role was given, or somebody asked to tend the community, %(n)s times.",
        n,
    )
    return said % {"n": words.number_word(n)}


OF_PRINCIPLES = (
    Evidence(
        "charter_revised",
        Principle.EVOLUTION,
        _("The charter"),
        ("revised_charter",),
        _revised,
        _("Read the charter"),
        "about",
        is_change=True,
        order=20,
    ),
    Evidence(
        "reshaped",
        Principle.EVOLUTION,
        _("How it is arranged"),
        ("changed_space", "changed_community", "tidied_topics"),
        _shaped,
        _("Look at what is written down"),
        "about",
        is_change=True,
        order=30,
    ),
    Evidence(
        "roles_given",
        Principle.LEVELS,
        _("Asked to carry it"),
        ("appointed", "made_steward"),
        _carried,
        _("See who is here"),
        "people",
        order=30,
    ),
    Evidence(
        "hellos",
        Principle.SPACES,
        _("Hellos"),
        ("welcomed",),
        _greeted,
        _("See who is here"),
        "people",
        order=30,
    ),
)
