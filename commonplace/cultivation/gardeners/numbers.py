"""How many suggestions stand behind one line, and how many there are, as a sentence says it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commonplace.ui import words

# Suggestions behind one line: when the first are tended, the next come up.
BEHIND_ONE = 60


def number_said(number: int) -> str:
    """How many there are, as a sentence says it."""
    if number > BEHIND_ONE:
        return _("more than %(n)s") % {"n": words.count(BEHIND_ONE)}
    return words.number_word(number)
