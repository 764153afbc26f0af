"""Where value shows, how soon, and for whom: the cycles are those of stories, which are no ladder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonplace.stories.models import Cycle

__all__ = ["AROUND", "ASKS", "COLUMNS", "Cycle", "Horizon", "Whose"]
# What each is about, in a line above its column.
ASKS: Final[Mapping[Cycle, str | Promise]] = {
    Cycle.IMMEDIATE: _("What happened, and what it was like"),
    Cycle.POTENTIAL: _("What it left us with"),
    Cycle.APPLIED: _("What we did with it"),
    Cycle.REALIZED: _("What difference it made"),
    Cycle.TRANSFORMATIVE: _("What we now count as success"),
    Cycle.STRATEGIC: _("What is expected of us, and how well we speak about it"),
    Cycle.ENABLING: _("What made the learning possible"),
    Cycle.ORIENTING: _("How we stand among others"),
}
# The columns of the matrix, and those beside the learning itself.
COLUMNS: Final = (Cycle.IMMEDIATE, Cycle.POTENTIAL, Cycle.APPLIED, Cycle.REALIZED, Cycle.TRANSFORMATIVE)
AROUND: Final = (Cycle.STRATEGIC, Cycle.ENABLING, Cycle.ORIENTING)


class Horizon(TextChoices):
    """How soon it shows."""

    SHORT = "short", pgettext_lazy("value", "Short term")
    LONG = "long", pgettext_lazy("value", "Long term")


class Whose(TextChoices):
    """Whom it is worth something to."""

    MEMBER = "member", pgettext_lazy("value", "Members")
    ORGANISATION = "organisation", pgettext_lazy("value", "Organisation")
