"""Somebody is proposed to tend the community, and says whether they would."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.agreements.models.proposal import Proposal
from commonplace.people.models import Person


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Who is proposed, asked by who may know."""

    def visible_to(self, person: Person | None) -> Self:
        """Those whose proposal `person` may read."""
        return self.filter(proposal__in=Proposal.objects.visible_to(person))


class Nomination(models.Model):
    """Whom a proposal would have tend the community; without their yes nobody is chosen."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="nomination")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "accepted_at"])]

    def __str__(self) -> str:
        return f"nomination {self.proposal_id}"
