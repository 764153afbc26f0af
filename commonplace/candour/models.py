"""Keys by which tokens are signed blindly, who drew, and what was spent: no moment, and no way from one to another.

Rows that tell of a person or of a token have keys drawn by chance, so that no order tells who came first.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models

from commonplace.communities.models import Community


def by_chance() -> int:
    """A key for a row that says nothing of when it was written."""
    return 1 + secrets.randbelow(2**62)


class CandourKey(models.Model):
    """One community's key for one month: in it tokens are drawn, in the month after they are spent.

    Keys are written in base64, `public` as SubjectPublicKeyInfo, `private` as PKCS 8, which goes with its month.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    public = models.TextField()
    private = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "month"], name="one_key_of_candour_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.community_id} in {self.month:%Y-%m}"

    @property
    def spoken(self) -> str:
        """The fingerprint as people compare it."""
        return " ".join(self.fingerprint[place : place + 4] for place in range(0, len(self.fingerprint), 4))


class Draw(models.Model):
    """Somebody drew under a key. `asked` tells the same request from another: a hash of numbers that are drawn evenly,
    whatever they hide, so it says nothing of the tokens.
    """

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    key = models.ForeignKey(CandourKey, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "person"], name="one_draw_each_month")]

    def __str__(self) -> str:
        return f"{self.person_id} under {self.key_id}"


class SpentToken(models.Model):
    """A token that was spent, by its hash; of nobody."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    key = models.ForeignKey(CandourKey, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "digest"], name="a_token_is_spent_once")]

    def __str__(self) -> str:
        return f"spent under {self.key_id}"
