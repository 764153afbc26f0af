"""A look that somebody's office allows and their own place does not, on record for those concerned."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models.membership import Membership
from commonplace.people.models import Person


class Looked(models.TextChoices):
    """At what somebody looked, as those concerned read it."""

    MODERATED = "moderated", _("what is held back of yours, and what was complained of")
    PEOPLE = "people", _("the list of everyone here, as a file")
    READING = "reading", _("how each person here takes part")
    LETTER = "letter", _("a letter that you sent here by mail, as it came")
    DIGEST = "digest", _("what a letter of this community would tell you")
    LINK = "link", _("a link was made that signs in as you")
    SPONSORS_PAGE = "sponsor", _("the page that sponsors see")
    HELPED = "helped", _("who tends the community, set right from outside")
    WHOLE = "whole", _("everything of this community, written into a file")
    HOST = "host", _("what this community has the host told")


class LookQuerySet(models.QuerySet["Look"]):
    """Looks, for those concerned."""

    def visible_to(self, person: Person | None) -> Self:
        """Those at something of this person, or at a whole community where they have a standing."""
        if person is None:
            return self.none()
        whole = models.Q(person=None, community__in=Membership.objects.communities_of(person))
        return self.filter(models.Q(person=person) | whole)


class Look(models.Model):
    """Somebody looked: `by` a person at a page, or with a command of the house, and then for a reason (`why`).

    It concerns one `person`, or everyone in a community. Of pages one a day is kept.
    """

    what = models.CharField(max_length=12, choices=Looked)
    community = models.ForeignKey("communities.Community", null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=400, blank=True)
    on = models.DateField(default=date.today)

    objects = LookQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "what", "community", "person", "on"], name="one_look_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "on"]), models.Index(fields=["community", "on"])]

    def __str__(self) -> str:
        return f"{self.by or 'the house'} looked at {self.what}"

    @property
    def is_by_command(self) -> bool:
        """Whether whoever runs the house looked, on the machine itself."""
        return bool(self.why)
