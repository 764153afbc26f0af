"""Who may know of a community, how one comes in, and how far a space in it reaches."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may know of a community."""

    PUBLIC = "public", _("Public: anyone may look in")
    LISTED = "listed", _("Listed: anyone may know of it, members read it")
    PRIVATE = "private", _("Private: only those invited know of it")

    @property
    def is_known_outside(self) -> bool:
        """Whether strangers may know that it exists, and read its spaces for anyone."""
        return self != Visibility.PRIVATE


class Joining(models.TextChoices):
    """How one comes in."""

    OPEN = "open", _("Open: whoever wants comes in")
    REQUEST = "request", _("On request: a steward reads one line and answers")
    INVITATION = "invitation", _("By invitation of a member")


class Confidence(models.TextChoices):
    """In what confidence people speak in a space or at a gathering: ordinary, Chatham House (what was said may be used,
    not who said it or was there), or sealed, where besides it goes after its days.
    """

    ORDINARY = "ordinary", _("Ordinary")
    CHATHAM = "chatham", _("Chatham House")
    SEALED = "sealed", _("Sealed")

    @property
    def strictness(self) -> int:
        """The higher, the less may be told."""
        return list(Confidence).index(self)


class InLetters(models.TextChoices):
    """What letters about a space say."""

    WORDS = "words"
    NOTICE = "notice"  # only that there is something new


class SpaceVisibility(models.TextChoices):
    """Who reads a space."""

    PUBLIC = "public", _("Anyone can read this")
    MEMBERS = "members", _("Members can read this")
    # Neutral ground: everyone inside but sponsors and whoever leads people here; see `access.has_say`.
    NEUTRAL = "neutral", _("Members can read this, sponsors and line managers cannot")
    GROUP = "group", _("Only a few named people can read this")

    @property
    def within(self) -> tuple[SpaceVisibility, ...]:
        """Those that reach nobody whom this one does not reach. A group is read by whom its people seat, so it is not
        within neutral ground; and one group is within another only where they are the same.
        """
        if self == SpaceVisibility.PUBLIC:
            return tuple(SpaceVisibility)
        if self == SpaceVisibility.MEMBERS:
            return (SpaceVisibility.MEMBERS, SpaceVisibility.NEUTRAL, SpaceVisibility.GROUP)
        return (self,)


# For how long what was said in sealed confidence is kept.
SEALED_FOR = timedelta(days=14)
KNOWN_OUTSIDE = tuple(one for one in Visibility if one.is_known_outside)
EVERYONE_INSIDE = (SpaceVisibility.PUBLIC, SpaceVisibility.MEMBERS)
