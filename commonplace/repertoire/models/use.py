"""What happened when somebody used a resource, and what was done about it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.repertoire.lengths import MAX_ACCOUNT, MAX_WHERE


class How(models.TextChoices):
    """How it ended."""

    HELPED = "helped", _("it helped")
    NOTHING = "nothing", _("nothing came of it")
    HARM = "harm", _("it did harm")

    @property
    def tone(self) -> str:
        """How it is drawn."""
        return {How.HELPED: "good", How.HARM: "bad"}.get(self, "")


class Told(models.TextChoices):
    """To whom it may be told."""

    STEWARD = "steward", _("Only to whoever looks after it")
    NAMELESS = "nameless", _("To the community, without my name")
    MEMBERS = "members", _("To the community, under my name")


class UseQuerySet(models.QuerySet["Use"]):
    """Uses, asked by who may read of them."""

    def told(self) -> Self:
        """Those that the community may be told of."""
        return self.exclude(told=Told.STEWARD)

    def visible_to(self, person: Person | None) -> Self:
        """Those told to a community in which `person` has a standing, their own there, and those of what they look
        after; community stewards look after what nobody does. Always of resources that they may see.
        """
        if person is None:
            return self.none()
        here = Membership.objects.current().filter(community=OuterRef("resource__community"))
        is_tended = Exists(here.filter(person=OuterRef("resource__steward")))
        tends = Q(resource__steward=person) | access.is_stewarded(person, "resource__community_id") & ~Q(is_tended)
        return self.filter(
            access.has_standing(person, "resource__community_id"),
            ~Q(told=Told.STEWARD) | Q(person=person) | tends,
            access.space_is_visible(person, "resource__space__"),
            access.is_not_held(
                person,
                kind="resource",
                object_id="resource_id",
                author="resource__kept_by_id",
                community="resource__community_id",
            ),
        )

    def told_in(self, community: Community, person: Person | None) -> Self:
        """Those that members of a community told of what others keep, as `person` reads them there."""
        return self.filter(
            ~Q(told=Told.STEWARD) | Q(person=person),
            access.has_standing(person, "used_in_id"),
            used_in=community,
        )

    def harmful(self) -> Self:
        """Those that did harm, about which nobody has said anything yet."""
        return self.filter(how=How.HARM, remedy=None)


class Use(models.Model):
    """'I used this': where, what one changed, and what happened; `number` is the revision that it was.

    Somebody tells as many as they like of one resource: another place is another use.
    """

    resource = models.ForeignKey("repertoire.Resource", on_delete=models.CASCADE, related_name="uses")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The community in which it was used, where another keeps the resource.
    used_in = models.ForeignKey(Community, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=7, choices=How)
    where = models.CharField(max_length=MAX_WHERE, blank=True)
    changed = models.CharField(max_length=MAX_WHERE, blank=True)
    text = models.TextField(max_length=MAX_ACCOUNT, blank=True)
    told = models.CharField(max_length=8, choices=Told, default=Told.STEWARD)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = UseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["resource", "-at", "-id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "idempotency_key"], name="one_use_each_sending")
        ]

    def __str__(self) -> str:
        return f"use {self.pk} of {self.resource_id}: {self.how}"


class Remedy(models.Model):
    """What was done about it, as whoever looks after the resource says; `number` is the revision it had by then."""

    use = models.OneToOneField(Use, on_delete=models.CASCADE, related_name="remedy")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=MAX_ACCOUNT)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"what was done about {self.use}"
