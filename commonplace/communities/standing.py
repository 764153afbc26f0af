"""What someone can be in a community, and what it allows; `access` builds its rules on it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Member, steward, guest for a while, once one of them; or a sponsor, who stands outside and opens no talk."""

    MEMBER = "member", _("member")
    STEWARD = "steward", _("steward")
    GUEST = "guest", _("guest")
    ALUMNUS = "alumnus", _("alumnus")
    SPONSOR = "sponsor", _("sponsor")

    @property
    def opens_doors(self) -> bool:
        """Whether it lets one in at all; a guest until their time has run out."""
        return self not in (Standing.ALUMNUS, Standing.SPONSOR)

    @property
    def lasts(self) -> bool:
        """Whether it holds without a day on which it ends."""
        return self in (Standing.MEMBER, Standing.STEWARD)

    @property
    def belongs(self) -> bool:
        """Whether it is, or was, to be one of them: guests come for one thing, sponsors stand beside it."""
        return self not in (Standing.GUEST, Standing.SPONSOR)

    @property
    def tends(self) -> bool:
        """Whether it changes how the community is set up, answers at its door and looks at what is flagged."""
        return self == Standing.STEWARD

    @property
    def strength(self) -> int:
        """Of two standings, which one holds more: the higher number."""
        rising = (Standing.ALUMNUS, Standing.SPONSOR, Standing.GUEST, Standing.MEMBER, Standing.STEWARD)
        return rising.index(self)


OPENING = tuple(one for one in Standing if one.opens_doors)
LASTING = tuple(one for one in Standing if one.lasts)
BESIDE = tuple(one for one in Standing if not one.belongs)


def is_current(now: datetime | None = None) -> Q:
    """Rows of Membership that open doors at `now`; without it, by the clock of the database."""
    later = Q(until__gt=now or Now())
    return Q(standing__in=LASTING) | Q(standing=Standing.GUEST) & (Q(until__isnull=True) | later)


def is_sponsoring(now: datetime | None = None) -> Q:
    """Rows of Membership whose person sponsors the community from outside at `now`; such a row opens no door."""
    later = Q(until__gt=now or Now())
    return Q(standing=Standing.SPONSOR) & (Q(until__isnull=True) | later)


def is_named_outside() -> Q:
    """Rows of Membership whose person agreed to be named where anyone reads who is here; guests are not asked."""
    return Q(standing__in=LASTING, named_as__gt="")
