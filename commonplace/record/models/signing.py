"""The keys with which the house signs, and what it signed: that it did and whether it stands, never what it said."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SigningKey(models.Model):
    """A key pair of the house. One signs; the others are kept, without what signs, to verify what they signed."""

    name = models.CharField(max_length=43, unique=True)
    # As a JSON Web Key, without anything that is nobody else's.
    public = models.JSONField()
    private = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    signs = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            # Two that begin to sign at once: the second finds the key of the first.
            models.UniqueConstraint(fields=["signs"], condition=Q(signs=True), name="one_key_signs"),
            models.CheckConstraint(condition=Q(signs=True) | Q(private=""), name="others_sign_nothing"),
        ]

    def __str__(self) -> str:
        return self.name


class Signed(models.Model):
    """A record that was signed, by the name that stands in it; taken back where `taken_back_at` says when."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ends_on = models.DateField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-made_at"])]

    def __str__(self) -> str:
        return f"signed for {self.person_id}: {self.uid}"
