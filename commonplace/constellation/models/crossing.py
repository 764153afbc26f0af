"""A crossing: what should go from one community to another, what its authors say to it, and how far it has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.agreements.models import Proposal
from commonplace.communities.models import Community, Membership, Space
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource

# So long people may answer; who has not by then stays behind, and so do their words.
ANSWERED_WITHIN: Final = timedelta(days=21)
MOST_WHY: Final = 2000


class CrossingQuerySet(models.QuerySet["Crossing"]):
    """Crossings, asked by who may know of them."""

    def visible_to(self, person: Person | None) -> Self:
        """To those who tend either side; once people are asked to everyone inside where it begins, and to the asked."""
        if person is None:
            return self.none()
        tended = Membership.objects.communities_of(person, tended=True)
        inside = Membership.objects.communities_of(person)
        asked = Voice.objects.filter(person=person, crossing__asked_at__isnull=False).values("crossing")
        open_to_all = Q(community__in=inside, asked_at__isnull=False)
        theirs = Q(community__in=tended) | Q(to__in=tended, kind=Crossing.Kind.MERGE)
        return self.filter(theirs | open_to_all | Q(pk__in=asked))

    def under_way(self) -> Self:
        """Those that were begun, and are neither done nor called off."""
        return self.filter(begun_at__isnull=False, done_at=None, called_off_at=None)


class Crossing(models.Model):
    """A plan that takes people, talk and resources along, from `community` to a new one or to another.

    It is chosen, then asked of those whose words they are and of those who might come, then carried out in steps.
    `agreed_at` is the yes of the other side, where there is one.
    """

    class Kind(models.TextChoices):
        DAUGHTER = "daughter", _("Found a daughter: this community goes on as it is")
        SPLIT = "split", _("Part: each part is founded anew, and this community closes behind them")
        MERGE = "merge", _("Become one with another: this community closes, and leads on to it")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.DAUGHTER)
    # What the new one is to be called, and what it cares about.
    name = models.CharField(max_length=120, blank=True)
    domain = models.CharField(max_length=240, blank=True)
    to = models.ForeignKey(Community, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Where in it what goes along stands; made as it is begun.
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=MOST_WHY)
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # By nobody where the other community went or closed meanwhile.
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects = CrossingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} of {self.community}"

    @property
    def is_merge(self) -> bool:
        """Whether it leads to a community that stands."""
        return self.kind == Crossing.Kind.MERGE

    @property
    def closes_behind(self) -> bool:
        """Whether the community from which it leads is an archive afterwards."""
        return self.kind != Crossing.Kind.DAUGHTER

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.done_at is not None or self.called_off_at is not None

    @property
    def is_chosen(self) -> bool:
        """Whether one still chooses what it takes along."""
        return self.asked_at is None and not self.is_over

    @property
    def ends_at(self) -> datetime | None:
        """Until when people answer."""
        return None if self.asked_at is None else self.asked_at + ANSWERED_WITHIN

    def is_asking(self, now: datetime) -> bool:
        """Whether people may still answer."""
        return self.ends_at is not None and now < self.ends_at and self.begun_at is None and not self.is_over


class Going(models.Model):
    """One conversation or resource that should go along: where its copy stands, and when there was no more to do.

    `through` is the number of the last post that was looked at, `stayed` how many of them stayed behind.
    """

    crossing = models.ForeignKey(Crossing, on_delete=models.CASCADE, related_name="goings")
    conversation = models.ForeignKey(Conversation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    talk_there = models.ForeignKey(Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kept_there = models.ForeignKey(Resource, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    through = models.PositiveIntegerField(default=0)
    stayed = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(closed_at=None), name="a_conversation_in_one_crossing"
            ),
            models.UniqueConstraint(
                fields=["resource"], condition=Q(closed_at=None), name="a_resource_in_one_crossing"
            ),
            models.CheckConstraint(
                condition=Q(conversation=None, resource__isnull=False) | Q(conversation__isnull=False, resource=None),
                name="one_thing_goes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id or self.resource_id} in {self.crossing_id}"


class Voice(models.Model):
    """What one person is asked about a crossing, once: may their words go along, and would they come.

    Whoever sits in a group whose talk should go is asked for it, too: it goes only if all of them say yes.
    """

    class Says(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    crossing = models.ForeignKey(Crossing, on_delete=models.CASCADE, related_name="voices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    writes = models.BooleanField(default=False)
    might_come = models.BooleanField(default=False)
    words = models.CharField(max_length=3, choices=Says, blank=True)
    words_at = models.DateTimeField(null=True, blank=True)
    coming = models.CharField(max_length=3, choices=Says, blank=True)
    coming_at = models.DateTimeField(null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["crossing", "person"], name="one_voice_in_a_crossing")]

    def __str__(self) -> str:
        return f"{self.person} on {self.crossing_id}"

    @property
    def has_answered(self) -> bool:
        """Whether nothing that they were asked is open."""
        return not (self.writes and not self.words) and not (self.might_come and not self.coming)
