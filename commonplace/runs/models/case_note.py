"""The note of a case without its names: who writes, who reads it a second time, and what its presenter allowed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.conversations.models import Post
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.models.run import Run


class Check(models.TextChoices):
    """What whoever writes looks for, one by one."""

    NAMES = "names", _("Nobody is named, and no nickname stands for somebody.")
    ORGANISATIONS = "organisations", _("No organisation, team or product says where it was.")
    PLACES = "places", _("No town, street, building or river says where it was.")
    NUMBERS = "numbers", _("No number gives it away: sums, sizes, counts of people.")
    DATES = "dates", _("No date, season or event says when it was.")
    TOGETHER = "together", _("Nothing that is harmless alone gives somebody away together with the rest.")


class CaseNoteQuerySet(models.QuerySet["CaseNote"]):
    """Notes of cases, asked by whom they concern."""

    def of_hands(self, person: Person | None) -> Self:
        """Those whose words `person` may read before they are posted: as writer, second reader or presenter."""
        if person is None:
            return self.none()
        theirs = Q(writer=person) | Q(reader=person, asked_at__isnull=False)
        return self.filter(
            theirs | Q(presenter=person, asked_at__isnull=False),
            access.has_standing(person, "run__gathering__community_id"),
            run__gathering__in=Gathering.objects.visible_to(person),
        )


class CaseNote(models.Model):
    """What a case clinic leaves, with nobody in it. One for each run.

    It goes round: written and looked through (`checks`), asked to be read (`asked_at`), read (`read_at`), allowed by
    its
    presenter (`allowed_at`), posted (`post`). Words that change need both again; `version` counts their changes. When
    the presenter takes their word back (`refused_at`), no word of it is kept.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="case_note")
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    checks = models.JSONField(default=list, blank=True)
    # What its reader or presenter would have otherwise, when they gave it back.
    remark = models.CharField(max_length=600, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    allowed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    post = models.OneToOneField(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = CaseNoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reader=None) | Q(writer=None) | ~Q(reader=models.F("writer")), name="a_second_reader"
            )
        ]

    def __str__(self) -> str:
        return f"a note of {self.run}"

    @property
    def is_looked_through(self) -> bool:
        """Whether every check is ticked."""
        return set(self.checks) >= set(Check.values)

    @property
    def waits_for(self) -> str:
        """At whom it is now: "writer", "reader", "presenter", "posting", "posted" or "refused"."""
        if self.refused_at is not None:
            return "refused"
        if self.post_id is not None:
            return "posted"
        if self.asked_at is None:
            return "writer"
        if self.read_at is None:
            return "reader"
        return "presenter" if self.allowed_at is None else "posting"
