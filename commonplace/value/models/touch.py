"""A step of a story touches something that is looked at: of this the threads of the matrix are made."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.stories.models import Step
from commonplace.value.models.indicator import Indicator


class Touch(models.Model):
    """Whoever told a story, or a steward, says that one of its steps is about what an indicator shows."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="touches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "indicator"], name="a_step_touches_an_indicator_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} touches {self.indicator}"
