"""How a resource stands, as rows: read by a second person, warranted, superseded, retired; and a case made nameless."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Review(models.Model):
    """Somebody other than its writer has read it, as it stood at a revision, and says so."""

    resource = models.ForeignKey("repertoire.Resource", on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "by"], name="one_review_each_reader")]

    def __str__(self) -> str:
        return f"{self.resource_id}, read at {self.number}"


class Warrant(models.Model):
    """A practitioner stands for it by name until a day: they would use it tomorrow, within the `limits` they say."""

    resource = models.ForeignKey("repertoire.Resource", on_delete=models.CASCADE, related_name="warrants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateField()
    number = models.PositiveIntegerField()
    limits = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "person"], name="one_warrant_each")]

    def __str__(self) -> str:
        return f"{self.resource_id}, warranted until {self.until}"

    def stands(self, today: date) -> bool:
        """Whether it has not run out."""
        return self.until >= today


class Supersession(models.Model):
    """Another resource took its place."""

    resource = models.OneToOneField("repertoire.Resource", on_delete=models.CASCADE, related_name="supersession")
    successor = models.ForeignKey("repertoire.Resource", on_delete=models.CASCADE, related_name="superseded")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(resource=models.F("successor")), name="nothing_supersedes_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} gave way to {self.successor_id}"


class Retirement(models.Model):
    """It is used no more, and why; it stays to be read."""

    resource = models.OneToOneField("repertoire.Resource", on_delete=models.CASCADE, related_name="retirement")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"{self.resource_id} is retired"


class Anonymising(models.Model):
    """What was looked for in a case or a story before others read it, by key, and who in it has agreed."""

    resource = models.OneToOneField("repertoire.Resource", on_delete=models.CASCADE, related_name="anonymising")
    checked = models.JSONField(default=list)
    agreed = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"what was looked for in {self.resource_id}"
