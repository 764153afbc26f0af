"""A photo of the wall, a sheet, a sketch: a file that belongs to what a gathering leaves."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities import access
from commonplace.files.models import StoredFile
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.models.run import Run

MAX_DESCRIPTION = 300  # characters


class HarvestFileQuerySet(models.QuerySet["HarvestFile"]):
    """Files of harvests, asked by who may see them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of gatherings whose kept lines `person` may see."""
        return self.filter(
            access.has_standing(person, "run__gathering__community_id"),
            run__gathering__in=Gathering.objects.visible_to(person),
        )


class HarvestFile(models.Model):
    """One file of a harvest. Under Chatham House and sealed nobody is kept as its bringer."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    # No other file of the same run has it.
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=MAX_DESCRIPTION, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = HarvestFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "name"], name="one_harvest_file_each_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it."""
        return self.file.kind == StoredFile.Kind.IMAGE
