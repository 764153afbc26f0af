"""What conversations say of the principles: where people talk, and what came back."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.principles import Counted, Evidence, Principle
from commonplace.ui import words

NONE = Counted(0, 0)


def _where(counted: Mapping[str, Counted]) -> str:
    return _("Posts: %(public)s where anyone can read, %(members)s among members, %(group)s in groups.") % {
        "public": words.number_word(counted.get(SpaceVisibility.PUBLIC, NONE).deeds),
        "members": words.number_word(counted.get(SpaceVisibility.MEMBERS, NONE).deeds),
        "group": words.number_word(counted.get(SpaceVisibility.GROUP, NONE).deeds),
    }


def _settled(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext(
        "It was said %(n)s time what settled a question.", "It was said %(n)s times what settled a question.", n
    )
    return said % {"n": words.number_word(n)}


def _came_back(counted: Mapping[str, Counted]) -> str:
    n = counted[""].deeds
    said = ngettext("It was told %(n)s time what happened then.", "It was told %(n)s times what happened then.", n)
    return said % {"n": words.number_word(n)}


OF_PRINCIPLES = (
    Evidence(
        "talk_by_space",
        Principle.SPACES,
        gettext_lazy("Where people talk"),
        ("opened", "replied"),
        _where,
        gettext_lazy("Look at the conversations"),
        "conversations",
        by_space=True,
        order=10,
    ),
    Evidence(
        "questions_settled",
        Principle.VALUE,
        gettext_lazy("Questions settled"),
        ("settled",),
        _settled,
        gettext_lazy("Look at the conversations"),
        "conversations",
        order=10,
    ),
    Evidence(
        "outcomes_told",
        Principle.VALUE,
        gettext_lazy("What happened then"),
        ("told_outcome",),
        _came_back,
        gettext_lazy("Look at the conversations"),
        "conversations",
        order=15,
    ),
)
