"""A systematic scan: sources shared out among scouts, and what they pass on, gathered turn by turn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Topic
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.undertakings.models.undertaking import OfUndertaking, Undertaking

REMINDED_BEFORE: Final = timedelta(days=2)  # the end of a turn
TOLD_AFTER: Final = timedelta(days=3)  # of a source that fails
KEPT_FOR: Final = timedelta(days=60)  # what a feed brought


class Scan(OfUndertaking):
    """How often what was passed on is gathered, until when, and the conversation in which it is told."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        FORTNIGHTLY = "fortnightly", _("every two weeks")
        MONTHLY = "monthly", _("every month")

    rhythm = models.CharField(max_length=12, choices=Rhythm, default=Rhythm.FORTNIGHTLY)
    until = models.DateTimeField(null=True, blank=True)
    conversation = models.ForeignKey(Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def after(self, moment: datetime) -> datetime:
        """When a turn ends that follows one which ended at this moment."""
        step = {self.Rhythm.WEEKLY: timedelta(days=7), self.Rhythm.FORTNIGHTLY: timedelta(days=14)}
        nearest = step.get(self.Rhythm(self.rhythm))
        return moment + (nearest if nearest is not None else relativedelta(months=1))


class ScanSourceQuerySet(models.QuerySet["ScanSource"]):
    """Sources, asked by whether they are still looked at, and by whom."""

    def kept(self) -> Self:
        """Those that were not dropped."""
        return self.filter(dropped_at=None)

    def watched_by(self, person: Person | None) -> Self:
        """Those that `person` looks at."""
        return self.kept().filter(scout=person) if person is not None else self.none()


class ScanSource(models.Model):
    """What somebody looks at: a feed by its `address`, or a place without one, with a word on `where` to look.

    `next_at` is when a feed is asked again. `trouble` is why it could not be read last, `failing_since` since when that
    is so, `read_at` when it was last well. What came with it (`etag`, `modified`) is said when it is asked again, and
    `listed` are the marks of what stood in it last, so that nothing comes twice that has gone here and not there.
    """

    class Trouble(models.TextChoices):
        NONE = "", ""
        INSIDE = (
            "inside",
            _("Its address leads nowhere that the house may ask: only https, to an address of the public net."),
        )
        SILENT = "silent", _("Nobody answers there.")
        SLOW = "slow", _("It takes longer than half a minute.")
        LARGE = "large", _("It is larger than 5 MB.")
        REFUSED = "refused", _("There is nothing for us there: its address may have changed, or asks for a passphrase.")
        BROKEN = "broken", _("What is there is no feed that can be read.")
        COSTLY = "costly", _("It takes more to read than a feed of people does.")

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=120)
    # It may be a secret of somebody's: shown to scouts and to those who carry the scan.
    address = models.CharField(max_length=1000, blank=True)
    where = models.CharField(max_length=400, blank=True)
    scout = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    scout_since = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    listed = models.JSONField(default=list, blank=True)
    trouble = models.CharField(max_length=8, choices=Trouble, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = ScanSourceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_at"]), models.Index(fields=["scout", "dropped_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scan", "idempotency_key"], name="one_source_each_sending"),
            models.UniqueConstraint(
                fields=["scan", "address"], condition=~Q(address="") & Q(dropped_at=None), name="one_source_each_feed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_feed(self) -> bool:
        """Whether the house reads it; else somebody looks there."""
        return bool(self.address)


class SourceOffer(models.Model):
    """A scout asks somebody to take a source over; it is theirs once they say yes."""

    source = models.OneToOneField(ScanSource, on_delete=models.CASCADE, related_name="offer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.source_id} to {self.to_id}"


class ScanEntryQuerySet(models.QuerySet["ScanEntry"]):
    """What feeds brought, asked by who looks through it."""

    def seen_by_scout(self, person: Person, scan: Scan) -> Self:
        """What the sources of a scan brought, for its scouts alone."""
        is_scout = ScanSource.objects.watched_by(person).filter(scan=scan)
        return self.filter(source__scan=scan, source__dropped_at=None).filter(models.Exists(is_scout))


class ScanEntry(models.Model):
    """What a feed brought: a title, a link, a day and a few plain words. It goes after sixty days, and is nobody's."""

    source = models.ForeignKey(ScanSource, on_delete=models.CASCADE, related_name="entries")
    mark = models.CharField(max_length=32)  # of where it leads to, or of its words
    id_mark = models.CharField(max_length=32, blank=True)  # of what the feed calls it
    title = models.CharField(max_length=300)
    link = models.CharField(max_length=1000, blank=True)
    excerpt = models.CharField(max_length=400, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)  # as the feed says
    came_at = models.DateTimeField(default=timezone.now)

    objects = ScanEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "mark"], name="an_entry_comes_once")]
        indexes: ClassVar = [models.Index(fields=["source", "-came_at", "-id"]), models.Index(fields=["came_at"])]

    def __str__(self) -> str:
        return self.title


class ScanTurn(models.Model):
    """A turn of the rhythm; once it is over, whoever carries the scan makes the turn's notes of what was passed on.

    `post` is what they wrote; where `is_quiet`, they said that there was nothing new.
    """

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_quiet = models.BooleanField(default=False)
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["scan", "number"], name="one_turn_each_number")]
        indexes: ClassVar = [models.Index(fields=["ends_at"])]

    def __str__(self) -> str:
        return f"turn {self.number} of {self.scan_id}"

    def is_over(self, undertaking: Undertaking, *, now: datetime) -> bool:
        """Whether its notes can be made: its time has come, or the scan has ended before."""
        return self.ends_at <= now or undertaking.is_over


class ScanNote(models.Model):
    """What a scout passed on, and why it matters for us: out of what a feed brought, or found elsewhere."""

    turn = models.ForeignKey(ScanTurn, on_delete=models.CASCADE, related_name="notes")
    source = models.ForeignKey(ScanSource, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    entry = models.OneToOneField(ScanEntry, null=True, blank=True, on_delete=models.SET_NULL, related_name="note")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=300)
    link = models.CharField(max_length=1000, blank=True)
    why = models.CharField(max_length=600)
    at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="passed_on_once_each_sending")
        ]
        indexes: ClassVar = [models.Index(fields=["turn", "at", "id"])]

    def __str__(self) -> str:
        return self.title


class NothingNew(models.Model):
    """A scout says of a turn that there is nothing new this time; that is an answer too."""

    turn = models.ForeignKey(ScanTurn, on_delete=models.CASCADE, related_name="quiet")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["turn", "person"], name="nothing_new_said_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.turn_id}"
