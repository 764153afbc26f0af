"""Names of archives that are probably one person's."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community
from commonplace.people.models import Merger, Person


class LikenessQuerySet(models.QuerySet["Likeness"]):
    """Pairs of names, asked by what a steward said of them."""

    def waiting(self) -> Self:
        """Those of two persons whom nobody has joined, claimed or called two."""
        unclaimed = Q(one__claimed_at__isnull=True, other__claimed_at__isnull=True)
        return self.filter(unclaimed, apart_at__isnull=True).exclude(one=F("other"))

    def settled_by(self, steward: Person) -> Self:
        """Those of which `steward` may say whether they are one: both names are theirs to settle."""
        one, other = (access.name_is_settled_by(steward, path) for path in ("one_id", "other_id"))
        return self.filter(one, other)

    def joined(self) -> Self:
        """Those that a steward joined here, and can tell apart again."""
        return self.filter(
            merger__way_back__isnull=False, merger__kept=F("merger__kept_then"), one__claimed_at__isnull=True
        )


class Likeness(models.Model):
    """Two names of an archive that are probably one person's, until a steward says that they are, or that they are two.

    Of several under one name it is whoever wrote most, with each of the others. Joined, both are the same person.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    one = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField(default=timezone.now)
    apart_at = models.DateTimeField(null=True, blank=True)
    apart_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    merger = models.OneToOneField(Merger, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = LikenessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "one", "other"], name="one_likeness_each"),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"
