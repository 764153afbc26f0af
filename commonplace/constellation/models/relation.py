"""Two communities of the house name each other as related, once the stewards of both agree."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.people.models import Person

MOST_WORDS: Final = 400


class Bond(models.TextChoices):
    """How two are related, from the first to the second."""

    RELATED = "related", _("related")
    DAUGHTER = "daughter", _("mother and daughter")
    SUCCESSOR = "successor", _("one goes on with what the other began")


# What the second is to the first, and the first to the second.
SECOND: Final[dict[str, str | Promise]] = {
    Bond.RELATED: _("Related"),
    Bond.DAUGHTER: _("Its daughter"),
    Bond.SUCCESSOR: _("Goes on with what this one began"),
}
FIRST: Final[dict[str, str | Promise]] = {
    Bond.RELATED: _("Related"),
    Bond.DAUGHTER: _("Its mother"),
    Bond.SUCCESSOR: _("This one goes on with what it began"),
}


class RelationQuerySet(models.QuerySet["Relation"]):
    """Relations, asked by how they stand and of whom."""

    def of(self, community: Community) -> Self:
        """Those of a community, whichever side it is on, that were not ended."""
        return self.filter(Q(one=community) | Q(other=community), ended_at=None)

    def agreed(self) -> Self:
        """Those to which both sides said yes."""
        return self.filter(agreed_at__isnull=False)

    def known_to(self, person: Person | None) -> Self:
        """Those of which somebody may know both."""
        known = Community.objects.visible_to(person).values("pk")
        return self.filter(one__in=known, other__in=known)


class Relation(models.Model):
    """One community and another; `asked` is whose stewards have not said yes yet, or said it last. `words` are why."""

    one = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Bond, default=Bond.RELATED)
    asked = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=MOST_WORDS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("one", "other"), Greatest("one", "other"), condition=Q(ended_at=None), name="two_related_once"
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="related_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.kind}"

    def is_to(self, community: Community) -> str:
        """What the other side is to `community`, in words."""
        return str(SECOND[self.kind] if self.one_id == community.pk else FIRST[self.kind])

    def beyond(self, community: Community) -> Community:
        """The other side, seen from `community`."""
        return self.other if self.one_id == community.pk else self.one
