"""A community that is being born, and the conversations that those who start it have with people it could be for."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonplace.communities.models import Community, Invitation, Membership, Space
from commonplace.gatherings.models import Series
from commonplace.people.models import Person

MODULE = "launch"
MAX_WORDS = 2000
MOST_TERM = 80
MOST_MEANING = 400


class LaunchQuerySet(models.QuerySet["Launch"]):
    """Launches, asked by who starts them."""

    def started_by(self, person: Person | None) -> Self:
        """Those in whose core group `person` sits, with a standing in the community."""
        if person is None:
            return self.none()
        spaces = Space.objects.visible_to(person).filter(seats__person=person)
        return self.filter(space__in=spaces.values("pk"))

    def begun_in_sight_of(self, person: Person | None) -> Self:
        """Those that have begun, in communities where `person` has a standing: their past is everyone's there."""
        if person is None:
            return self.none()
        return self.filter(start__begun_at__isnull=False, community__in=Membership.objects.communities_of(person))


class Launch(models.Model):
    """One community on its way: who began it, and the space of the few who start it."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = LaunchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"The launch of {self.community}"

    def day(self, now: datetime) -> int:
        """Which day of it this is; the first is 1."""
        return max(0, (now.date() - self.at.date()).days) + 1


class Way(models.TextChoices):
    """How a conversation was held, or how its words came here."""

    PHONE = "phone", _("by phone")
    THERE = "there", _("face to face")
    SCREEN = "screen", _("on a screen")
    PAPER = "paper", _("on paper")
    LETTER = "letter", _("by letter")
    LINK = "link", _("written by themselves")


class Would(models.TextChoices):
    """Whether somebody would help a community that is not there yet."""

    YES = "yes", _("yes")
    ONCE = "once", _("with one thing, once")
    READ = "read", _("no, but would read")
    NO = "no", _("no")


WILLING = (Would.YES, Would.ONCE)


class InterviewQuerySet(models.QuerySet["Interview"]):
    """Conversations with people whom the community could be for."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of launches that `person` starts: what was said is for the few who were named when it was asked."""
        return self.filter(launch__in=Launch.objects.started_by(person))

    def held(self) -> Self:
        """Those that took place; the others are promised."""
        return self.exclude(on=None)

    def unanswered(self, before: datetime) -> Self:
        """Those who said that they would help, and have heard from nobody since then."""
        last = Greatest(F("on"), Coalesce(F("answered_on"), F("on")), output_field=models.DateField())
        # A day as its first moment, so that a prepared query keeps the moment it is asked with.
        return (
            self.filter(would__in=WILLING)
            .annotate(heard_at=Cast(last, models.DateTimeField()))
            .filter(heard_at__lte=before)
        )


class Interview(models.Model):
    """Three questions and what somebody said to them; nameless by wish, and erased by whoever has its link.

    `on` is empty while it is only promised. `agreed_at` is when they said yes to being written down.
    """

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="interviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    on = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=6, choices=Way, default=Way.PHONE)
    agreed_at = models.DateTimeField()
    name = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=120, blank=True)
    address = models.EmailField(max_length=254, blank=True)
    hard = models.TextField(blank=True)
    talks_to = models.TextField(blank=True)
    would = models.CharField(max_length=4, choices=Would, blank=True)
    would_words = models.CharField(max_length=240, blank=True)
    # When whoever would help last heard from those who start it.
    answered_on = models.DateField(null=True, blank=True)
    # The door that was opened to them later, with their own words in the letter.
    invitation = models.OneToOneField(Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(address="") | ~Q(name=""), name="no_address_without_a_name"),
        ]

    def __str__(self) -> str:
        return f"An interview for {self.launch_id}"

    @property
    def is_promised(self) -> bool:
        """Whether it has not taken place yet."""
        return self.on is None

    @property
    def is_willing(self) -> bool:
        """Whether they said that they would help."""
        return self.would in WILLING

    @property
    def heard_on(self) -> date | None:
        """The day of the last word between them: of the conversation, or of an answer since."""
        return max((day for day in (self.on, self.answered_on) if day is not None), default=None)


class Issue(models.Model):
    """What several spoke of, gathered by those who start it and called by a name out of what was said."""

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="issues")
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["launch", "name"], name="one_issue_each_name")]

    def __str__(self) -> str:
        return self.name


class Voice(models.Model):
    """Somebody spoke of an issue; `is_awake` where they said that it keeps them so."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="voices")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="voices")
    is_awake = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["issue", "interview"], name="one_voice_each")]

    def __str__(self) -> str:
        return f"{self.interview_id} on {self.issue_id}"


class How(models.TextChoices):
    """How a community begins."""

    GATHERING = "gathering", _("A launch gathering")
    QUIET = "quiet", _("A quiet start on one issue")


class Start(models.Model):
    """How those who start it chose to begin, on which issue, the first dates, and when it had begun."""

    launch = models.OneToOneField(Launch, on_delete=models.CASCADE, related_name="start")
    how = models.CharField(max_length=9, choices=How)
    issue = models.ForeignKey(Issue, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.how} of {self.launch_id}"


class Step(models.Model):
    """What became of one thing that is usual: done, or crossed out as not for this community; and words on it."""

    class State(models.TextChoices):
        DONE = "done", _("done")
        OUT = "out", _("crossed out")

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=20)
    state = models.CharField(max_length=4, choices=State, blank=True)
    # What was done, in their words.
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["launch", "code"], name="one_step_each_code")]

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"


class Obstacle(models.Model):
    """What stands in the way of one strand, whom it was put to, and what they answered."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ASKED = "asked", pgettext_lazy("an obstacle that was put to somebody", "asked")
        ANSWERED = "answered", _("answered")

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="obstacles")
    strand = models.CharField(max_length=12)
    words = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    asked_of = models.CharField(max_length=120, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=600, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(asked_on__isnull=False), name="answered_where_it_was_asked"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def status(self) -> Status:
        """How far it is."""
        if self.answered_on is not None:
            return self.Status.ANSWERED
        return self.Status.OPEN if self.asked_on is None else self.Status.ASKED


class TermQuerySet(models.QuerySet["Term"]):
    """Words of communities, asked by who may read them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing: a name is given to be said."""
        if person is None:
            return self.none()
        return self.filter(launch__community__in=Membership.objects.communities_of(person))


class Term(models.Model):
    """A word that gives the thing a name here, and what it means; `by` and `at` are of whoever said it last."""

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="+")
    term = models.CharField(max_length=MOST_TERM)
    # By which two spellings are one.
    folded = models.CharField(max_length=2 * MOST_TERM)
    meaning = models.CharField(max_length=MOST_MEANING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["launch", "folded"], name="one_meaning_each_term")]

    def __str__(self) -> str:
        return self.term
