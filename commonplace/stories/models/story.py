"""A story of what taking part changed, its steps, how far each may go, and what became of it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.doors import KNOWN_OUTSIDE
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.stories.models.words import Audience, Cycle, Kind, Worth
from commonplace.ui.addresses import address

KIND = "story"
MOST_TITLE = 160
MOST_WORDS = 4000


class StoryQuerySet(models.QuerySet["Story"]):
    """Stories, asked by who may read them and by how they stand."""

    def visible_to(self, person: Person | None) -> Self:
        """Their own; what they wrote down for somebody; and those of which they may read a step."""
        read = Exists(Step.objects.filter(_may_read(person), story=OuterRef("pk")))
        if person is None:
            return self.standing().filter(_not_held(None), read)
        return self.filter(
            Q(teller=person)
            | Q(withdrawal=None, written_by=person) & access.has_standing(person, "community_id")
            | Q(withdrawal=None) & _not_held(person) & read
        )

    def standing(self) -> Self:
        """Those that nobody withdrew."""
        return self.filter(withdrawal=None)

    def released_to(self, audience: Audience) -> Self:
        """Those of which at least one step may be shown to everybody of an audience."""
        return self.filter(Exists(Step.objects.released_to(audience).filter(story=OuterRef("pk"))))


class Story(models.Model):
    """Told by `teller`, and written down by them or by somebody who listened; half told until `told_at`.

    Of a withdrawn one nothing is shown but that there was one. The teller of one that `is_nameless` is named to nobody.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=MOST_TITLE, blank=True)
    teller = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_nameless = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    # Since when members may read some of it, the latest time that it came before them.
    shown_at = models.DateTimeField(null=True, blank=True)
    # When whoever wrote it down asked its teller to read it, last.
    read_back_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = StoryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["written_by", "idempotency_key"], name="one_story_each_sending")
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "-shown_at", "-id"]),
            models.Index(fields=["teller", "-changed_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title or f"story {self.pk}"

    @property
    def is_half_told(self) -> bool:
        """Whether something is still to come."""
        return self.told_at is None

    @property
    def is_by_interview(self) -> bool:
        """Whether somebody else wrote it down."""
        return self.written_by_id is not None and self.written_by_id != self.teller_id

    @property
    def is_withdrawn(self) -> bool:
        """Whether its teller took it back; asks the database where the row was not joined."""
        return hasattr(self, "withdrawal")

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return address("story", slug, self.pk)


class Withdrawal(models.Model):
    """A story was taken back, whole: its teller’s alone again, and gone for everybody else.

    Where `was_shown`, others had been let read some of it, and are told that there was one.
    """

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="withdrawal")
    was_shown = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.story_id} is withdrawn"


class StepQuerySet(models.QuerySet["Step"]):
    """Steps, asked by who may read them, and by how far they may go."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of one’s own story, those that one wrote down, and those that were let go so far."""
        free = _not_held(person, "story__") & _may_read(person)
        if person is None:
            return self.filter(free, story__withdrawal=None)
        written = Q(written_by=person) & access.has_standing(person, "story__community_id")
        return self.filter(Q(story__teller=person) | Q(story__withdrawal=None) & (written | free))

    def released_to(self, audience: Audience) -> Self:
        """Those that may be shown to everybody of an audience as of now; no query of anybody’s own."""
        live = Release.objects.standing().filter(step=OuterRef("pk"), audience__in=audience.or_wider)
        return self.filter(
            Exists(live), ~_is_objected_to(), _not_held(None, "story__"), story__withdrawal=None
        ).exclude(confirmed_at=None)

    def in_order(self) -> Self:
        """As they are told."""
        return self.order_by("story", "number", "pk")


class Step(models.Model):
    """One step of a story, in its teller’s words or in those that they confirmed: only then it may go anywhere.

    `happened` is when, as far as told: "2026-02-14", "2026-02", or nothing.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    cycle = models.CharField(max_length=14, choices=Cycle)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.ACCOUNT)
    worth = models.CharField(max_length=8, choices=Worth, default=Worth.POSITIVE)
    words = models.TextField(max_length=MOST_WORDS)
    html = models.TextField()
    happened = models.CharField(max_length=10, blank=True)
    # Who looked whether it is so, as the teller says it: "the crew", "our metering office".
    checked_with = models.CharField(max_length=160, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # When the teller said that this is what they told; at once where they wrote it themselves.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["written_by", "idempotency_key"], name="one_step_each_sending")
        ]
        indexes: ClassVar = [models.Index(fields=["story", "number"])]

    def __str__(self) -> str:
        return f"step {self.number} of {self.story_id}: {self.cycle}"

    @property
    def is_hope(self) -> bool:
        """Whether it has not happened."""
        return self.kind == Kind.HOPE

    @property
    def is_harm(self) -> bool:
        """Whether something was lost."""
        return self.worth == Worth.NEGATIVE


class StepLink(models.Model):
    """What a step points at: a gathering, an answer, something kept, a use or a person, by kind and key.

    It is looked up for whoever reads, and says nothing to those who may not see the thing.
    """

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "kind", "object_id"], name="one_link_each_thing")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.step_id} points at {self.kind} {self.object_id}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases, by whether they stand."""

    def standing(self) -> Self:
        """Those that their teller did not take back."""
        return self.filter(withdrawn_at=None)


class Release(models.Model):
    """The teller lets a step go as far as an audience; another audience is another row, and one stands at a time."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="releases")
    audience = models.CharField(max_length=8, choices=Audience)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step"], condition=Q(withdrawn_at=None), name="one_release_stands_each_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_id} to {self.audience}"


class Objection(models.Model):
    """Somebody whom a step is about objects: it is held until it is said what becomes of it."""

    class Became(models.TextChoices):
        REWORDED = "reworded"  # the teller found other words
        TAKEN_OUT = "taken_out"  # the teller or a steward took the step back from everybody
        STANDS = "stands"  # a steward lets it stand, and says why
        TAKEN_BACK = "taken_back"  # whoever objected does so no longer

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=600)
    at = models.DateTimeField(default=timezone.now)
    became = models.CharField(max_length=10, choices=Became, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step", "by"], condition=Q(settled_at=None), name="one_open_objection_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_id} objects to step {self.step_id}"


def _is_objected_to() -> Exists:
    return Exists(Objection.objects.filter(step=OuterRef("pk"), settled_at=None))


def _not_held(person: Person | None, path: str = "") -> Q:
    return access.is_not_held(
        person,
        kind=KIND,
        object_id=f"{path}pk",
        author=f"{path}teller_id",
        community=f"{path}community_id",
    )


def _may_read(person: Person | None) -> Q:
    """Steps that were let go as far as to `person`; one that somebody objects to reaches them and the stewards."""

    def let_go(audience: Audience) -> Exists:
        live = Release.objects.standing().filter(step=OuterRef("pk"), audience__in=audience.or_wider)
        return Exists(live)

    outside = Q(let_go(Audience.PUBLIC), story__community__visibility__in=KNOWN_OUTSIDE)
    free = ~_is_objected_to() & Q(confirmed_at__isnull=False)
    if person is None:
        return free & outside
    here = access.has_standing(person, "story__community_id")
    tends = access.is_stewarded(person, "story__community_id")
    theirs = Q(Exists(Objection.objects.filter(step=OuterRef("pk"), by=person, settled_at=None)))
    inside = here & Q(let_go(Audience.MEMBERS)) | tends & Q(let_go(Audience.STEWARDS))
    return free & (outside | inside) | _is_objected_to() & (tends | theirs)
