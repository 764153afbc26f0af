"""A file of a resource, and the states that it had."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from commonplace.files.models import Version, Versioned


class ResourceFile(Versioned):
    """A file that belongs to a resource, under the name by which its words place it; `file` is its newest version."""

    resource = models.ForeignKey("repertoire.Resource", on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True, help_text="what a picture shows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "file"], name="one_file_of_a_resource_each"),
            models.UniqueConstraint(fields=["resource", "name"], name="one_name_each_file_of_a_resource"),
        ]

    def __str__(self) -> str:
        return self.name


class FileVersion(Version):
    """One state of a file of a resource."""

    of = models.ForeignKey(ResourceFile, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "number"], name="one_version_each_number")]
