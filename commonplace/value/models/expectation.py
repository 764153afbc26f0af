"""What was expected of an indicator, agreed with the sponsor before anybody counted."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.value.models.indicator import Indicator

MOST_EXPECTED: Final = 200


class Expectation(models.Model):
    """What was agreed would come of it, with whom and on which day; the latest holds, earlier ones stay to be read."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="expectations")
    words = models.CharField(max_length=MOST_EXPECTED)
    agreed_with = models.CharField(max_length=120)
    agreed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator", "-agreed_on"])]

    def __str__(self) -> str:
        return self.words

    def is_before(self, since: date) -> bool:
        """Whether it was agreed before a time began, and not when it was known how it went."""
        return self.agreed_on <= since
