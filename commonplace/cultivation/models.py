"""What cultivation keeps: beats by week, where people stood, what was put off, and what signs say."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.cultivation.movement.flows import Place


class Beat(models.Model):
    """How many deeds of one verb a community saw in one week (from Monday, in UTC), taken-back ones subtracted."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    monday = models.DateField()
    verb = models.CharField(max_length=24)
    deeds = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "monday", "verb"], name="one_beat_each")]

    def __str__(self) -> str:
        return f"{self.community}, week of {self.monday}: {self.deeds} {self.verb}"


class NotNow(models.Model):
    """A steward put one suggestion off, or refused it for good (`until` is empty)."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    code = models.CharField(max_length=20)
    about = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "code", "about"], name="one_not_now_each")
        ]

    def __str__(self) -> str:
        return f"not now: {self.code} {self.about}"


class Drawable(models.Model):
    """Somebody lets the picture of a community's network have a dot for them, which bears no name."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person"], name="one_word_on_being_drawn")
        ]

    def __str__(self) -> str:
        return f"{self.person} may be drawn in {self.community}"


class Network(models.Model):
    """What is kept of a community's network: read once a week, and told to everyone inside as it stood at `told_at`."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    monday = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)
    whole = models.JSONField(default=dict)
    # For stewards: the counts of now, of a quarter ago and of half a year ago.
    past = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"network of {self.community}, week of {self.monday}"


class NetworkDot(models.Model):
    """Where somebody stands in the picture that is told: `place` is their number in its lines."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="dots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    circle = models.IntegerField(default=-1)
    x = models.FloatField()
    y = models.FloatField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["network", "person"], name="one_dot_each")]

    def __str__(self) -> str:
        return f"dot {self.place} of the {self.network}"


class NetworkKnot(models.Model):
    """Somebody for whom a steward could do something, by the week last read; for care, and shown to stewards alone."""

    class Kind(models.TextChoices):
        CUT = "cut"  # without them `parted` others would be parted from the rest
        QUIET = "quiet"  # once said something, and has no tie
        BRIDGE = "bridge"  # alone joins what `between` names

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="knots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    parted = models.PositiveIntegerField(default=0)
    between = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "person", "kind", "between"], name="one_knot_each")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.person}"


class SaidSign(models.Model):
    """A sign, or what hints at a stage, as it was read last, on the day `on`; gone when it is not said any more.
    Whoever tends the community may share a sign's sentence with everyone.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    since = models.DateField()
    on = models.DateField()
    numbers = models.JSONField(default=dict)
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "code"], name="one_sign_of_a_code")]

    def __str__(self) -> str:
        return f"{self.community}: {self.code} since {self.since}"


class Tended(models.Model):
    """Somebody took a suggestion on, by its kind and what it is about; what came of it is seen by itself, or said."""

    class Came(models.TextChoices):
        WELL = "well", _("Something good came of it")
        NOTHING = "nothing", _("Nothing came of it")
        LEFT = "left", _("It was left")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    about = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # When it was seen to ask for nothing any more, and what somebody said of it.
    ended_at = models.DateTimeField(null=True, blank=True)
    came = models.CharField(max_length=7, choices=Came, blank=True)
    words = models.CharField(max_length=400, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community", "code", "about"],
                condition=models.Q(ended_at__isnull=True, said_at__isnull=True),
                name="one_tended_each_while_open",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["community", "-at"])]

    def __str__(self) -> str:
        return f"{self.by} tends {self.code} {self.about}"

    @property
    def is_open(self) -> bool:
        """Whether nothing is known yet of what came of it."""
        return self.ended_at is None and self.said_at is None

    @property
    def over_at(self) -> datetime | None:
        """When it was over, by whichever of the two came first."""
        return min((at for at in (self.ended_at, self.said_at) if at is not None), default=None)


class WeeksRead(models.Model):
    """How far the weeks of a community are kept, and since which one they are to be read again, because something of
    that time has changed; `changes` counts how often that was said.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    monday = models.DateField(null=True)
    again_from = models.DateField(null=True)
    changes = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"weeks of {self.community}, read up to {self.monday}"


class Stood(models.Model):
    """Where somebody stood at the end of a week, by its Monday, and of each week after it until their next row."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    monday = models.DateField()
    place = models.CharField(max_length=10, choices=[(place.value, place.value) for place in Place])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person", "monday"], name="one_place_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.place} since the week of {self.monday}"


class ToldQuarter(models.Model):
    """How people moved in a quarter of the year, as it is told, and all flows it was told of: numbers alone."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    counted = models.JSONField(default=list)
    flows = models.JSONField(default=list)
    is_small = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "year", "number"], name="one_telling_of_a_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.community}: {self.year}-{self.number}"


class ToldShape(models.Model):
    """The shape of a community as everyone there is told it, and how many people of each kind it was told of: numbers
    alone.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    counted = models.JSONField(default=list)
    shape = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"shape of {self.community}"


class WeekByMail(models.Model):
    """Somebody who tends a community wants its week of ten minutes by mail, and for which Monday it was looked at."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    looked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "person"], name="one_week_by_mail_each")]

    def __str__(self) -> str:
        return f"the week of {self.community} to {self.person}"
