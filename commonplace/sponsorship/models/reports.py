"""A report of two pages to the sponsor: what it says, what is kept with it, which steps it tells, who read it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.sponsorship.who import in_core_of, is_for_its_side
from commonplace.stories.models import Step, Story
from commonplace.ui.addresses import address

FEWEST_DAYS, MOST_DAYS = 2, 30
# A sheet of two pages holds no more.
MOST_STORIES: Final = 2
MOST_STEPS: Final = 3
MOST_LETTERS: Final = 900
MOST_FIGURES: Final = 9
MOST_ASKED: Final = 4


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, asked by who may read them and by how far they came."""

    def visible_to(self, person: Person | None) -> Self:
        """Drafts to stewards; what the core group reads, to it; what was released, to members and their sponsors."""
        if person is None:
            return self.none()
        tended = access.is_stewarded(person, "community_id")
        core = Q(put_at__isnull=False) & in_core_of(person, "community_id")
        return self.filter(tended | core | Q(released_at__isnull=False) & is_for_its_side(person, "community_id"))

    def released(self) -> Self:
        return self.filter(released_at__isnull=False)

    def being_read(self) -> Self:
        """Those before the core group."""
        return self.filter(put_at__isnull=False, released_at=None)


class Report(models.Model):
    """A report over a period: in words of a steward, with what was kept as it stood (`kept`), read by the core group
    until `core_until`, and then released.

    `kept` holds the three lines, the requests, the figures and the agreement, as `queries.assembling` laid them down.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()
    title = models.CharField(max_length=80)
    opening = models.CharField(max_length=240)
    closing = models.TextField(max_length=700, blank=True)
    kept = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    put_at = models.DateTimeField(null=True, blank=True)
    core_until = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "number"], name="one_report_each_number"),
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="a_report_begins_before_it_ends"),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(put_at__isnull=False), name="released_once_the_core_group_had_it"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "-until", "-id"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def is_being_read(self) -> bool:
        """Whether it lies before the core group."""
        return self.put_at is not None and self.released_at is None

    def was_long_enough(self, now: datetime) -> bool:
        """Whether the core group has had its days."""
        return self.core_until is not None and self.core_until <= now

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return address("sponsor_report", slug, self.pk)


class ReportStep(models.Model):
    """A step of a story that a report tells, by its key and never by its words: whoever told it may withdraw it, from
    reports too, and another printing then says so. `place` counts the stories of the report.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "place", "number"], name="one_step_of_a_report_each_place")
        ]

    def __str__(self) -> str:
        return f"step {self.number} of story {self.place} in report {self.report_id}"


class CoreReading(models.Model):
    """What one of the core group said of a report before it was released, and what was replied to an objection."""

    class Says(models.TextChoices):
        FINE = "fine", _("I have read it, and it may go")
        OBJECTS = "objects", _("I object, and say why")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    says = models.CharField(max_length=7, choices=Says)
    words = models.CharField(max_length=800, blank=True)
    at = models.DateTimeField(default=timezone.now)
    reply = models.CharField(max_length=800, blank=True)
    reply_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "person"], name="one_core_reading_each")]

    def __str__(self) -> str:
        return f"{self.person_id} on report {self.report_id}: {self.says}"

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way: an objection to which nobody replied."""
        return self.says == self.Says.OBJECTS and not self.reply
