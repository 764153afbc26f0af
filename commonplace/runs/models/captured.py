"""What was kept while people met: a line, of a kind, in a phase."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.models.run import Run

LONGEST = 2000  # characters: a line, or some
# In how many days whoever will try something is asked what came of it.
ASK_IN = (
    ("30", _("ask me in a month")),
    ("7", _("ask me in a week")),
    ("60", _("ask me in two months")),
    ("", _("do not ask me")),
)


class CapturedQuerySet(models.QuerySet["Captured"]):
    """What was kept, asked by who may see it."""

    def visible_to(self, person: Person | None) -> Self:
        """That of gatherings which `person` may see, where they have a standing: it was said among those who met."""
        return self.filter(
            access.has_standing(person, "run__gathering__community_id"),
            access.is_not_held(person, kind="captured", author="by_id", community="run__gathering__community_id"),
            run__gathering__in=Gathering.objects.visible_to(person),
        )

    def visible_at_the_table(self) -> Self:
        """What stands of it and nobody holds back, for those who sit there whoever they are."""
        free = access.is_not_held(None, kind="captured", author="by_id", community="run__gathering__community_id")
        return self.filter(free, taken_back_at=None)


class Captured(models.Model):
    """One line that was kept. `version` is that of the live topic when it changed last.

    Under Chatham House and sealed nobody's name is kept with it, but for what someone means to do themselves. `ask_on`
    is the day on which whoever said what they will try likes to be asked.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="captured")
    phase = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Capture)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ask_on = models.DateField(null=True, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = CapturedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "idempotency_key"], name="one_line_each_sending")
        ]
        indexes: ClassVar = [models.Index(fields=["run", "phase"]), models.Index(fields=["run", "version"])]

    def __str__(self) -> str:
        return self.words[:60]
