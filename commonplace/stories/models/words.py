"""The words of stories: the cycles, what kind of step it is, whether it did good or harm, and how far it may go.

The cycles are those of Wenger, Trayner & de Laat, *Promoting and assessing value creation in communities and networks*
(2011), with the three that Wenger-Trayner & Wenger-Trayner added since (2020). They are no ladder.
"""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Cycle(models.TextChoices):
    """Where in what taking part brings a step belongs; a story begins at any of them."""

    IMMEDIATE = "immediate", _("Immediate")
    POTENTIAL = "potential", _("Potential")
    APPLIED = "applied", _("Applied")
    REALIZED = "realized", _("Realized")
    TRANSFORMATIVE = "transformative", _("Transformative")
    STRATEGIC = "strategic", _("Strategic")
    ENABLING = "enabling", _("Enabling")
    ORIENTING = "orienting", _("Orienting")

    @property
    def asks(self) -> str | Promise:
        """What it asks somebody who tells."""
        return ASKS[self]

    @property
    def heading(self) -> str | Promise:
        """What it is called in a story."""
        return HEADINGS[self]

    @property
    def number(self) -> int:
        """Its place among the others, from 1."""
        return list(Cycle).index(self) + 1


ASKS: dict[str, Promise] = {
    Cycle.IMMEDIATE: _("What happened, and what was it like?"),
    Cycle.POTENTIAL: _("What did it leave you with?"),
    Cycle.APPLIED: _("What did you do with it?"),
    Cycle.REALIZED: _("What difference did it make?"),
    Cycle.TRANSFORMATIVE: _("What counts as success now that did not before?"),
    Cycle.STRATEGIC: _("What changed in what others expect of this, or give for it?"),
    Cycle.ENABLING: _("What made the learning possible, or was missing?"),
    Cycle.ORIENTING: _("Where do you find yourself among others since?"),
}
HEADINGS: dict[str, Promise] = {
    Cycle.IMMEDIATE: _("What happened"),
    Cycle.POTENTIAL: _("What it left me with"),
    Cycle.APPLIED: _("What I did with it"),
    Cycle.REALIZED: _("What difference it made"),
    Cycle.TRANSFORMATIVE: _("What counts as success now"),
    Cycle.STRATEGIC: _("What others expect of it since"),
    Cycle.ENABLING: _("What made it possible"),
    Cycle.ORIENTING: _("Where I find myself among others"),
}


class Kind(models.TextChoices):
    """Whether it happened, or is hoped for."""

    ACCOUNT = "account", _("It happened")
    HOPE = "hope", _("I hope for it")


class Worth(models.TextChoices):
    """Whether it was of value: for good, for nothing, or for harm."""

    POSITIVE = "positive", _("It did some good")
    NONE = "none", _("Nothing came of it")
    NEGATIVE = "negative", _("It did harm")

    @property
    def tone(self) -> str:
        """How it is drawn."""
        return {Worth.POSITIVE: "good", Worth.NEGATIVE: "bad"}.get(self, "")


class Audience(models.TextChoices):
    """How far a step may go: each of these reaches those before it, too.

    What sponsors may read their community may read, since members read the sponsor’s page as they do.
    """

    STEWARDS = "stewards", _("Stewards")
    MEMBERS = "members", _("Members")
    SPONSOR = "sponsor", _("Members and their sponsors")
    PUBLIC = "public", _("Anyone")

    @property
    def or_wider(self) -> list[Audience]:
        """The releases by which this audience may read something."""
        every = list(Audience)
        return every[every.index(self) :]
