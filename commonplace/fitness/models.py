"""Rounds, who had a sheet, what is said on sheets until a round is closed, and what is told once it is.

Who had a sheet and what was said stand in two tables. Their rows have keys drawn by chance and no moment, and nothing
leads from one to the other; both are written anew, shuffled, each hour, and are gone once the round is closed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from commonplace.candour.models import by_chance
from commonplace.communities.models import Community, Membership
from commonplace.fitness.instruments import INSTRUMENTS, TITLES, Circle, Instrument, of_ones_own
from commonplace.fitness.telling import Said
from commonplace.gatherings.models import Gathering
from commonplace.lib.days import last_day
from commonplace.lib.spread import Middle
from commonplace.people.models import Person


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds, asked by who may read them and by whether people still answer."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing."""
        if person is None:
            return self.none()
        return self.filter(community__in=Membership.objects.communities_of(person))

    def open_at(self, now: datetime) -> Self:
        """Those that people still answer."""
        return self.filter(closed_at=None, ends_at__gt=now)


class Round(models.Model):
    """A steward asks some circles until a day; what is told of it is worked out once, when it is closed."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=16)
    # The circles that are told apart; whoever is in another answers as a member.
    circles = models.JSONField()
    # What a community asks in its own words, and nothing for the other instruments.
    questions = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The end of the last day on which one answers, in UTC.
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Everyone whom mail reaches gets a code for one sheet, and not even the house can tell whose sheet is whose.
    by_letter = models.BooleanField(default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "number"], name="rounds_have_numbers_of_their_own"),
            models.UniqueConstraint(
                fields=["community"], condition=Q(closed_at__isnull=True), name="one_open_round_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community}, round {self.number}"

    @property
    def until(self) -> date:
        """The last day on which one answers."""
        return last_day(self.ends_at)

    @property
    def title(self) -> str:
        """What was asked, in a word or three."""
        return str(TITLES.get(self.instrument, self.instrument))

    @property
    def what(self) -> Instrument:
        """What it asks."""
        return INSTRUMENTS.get(self.instrument) or of_ones_own(self.questions)

    @property
    def asked(self) -> dict[Circle, list[str]]:
        """The items that each of its circles is asked."""
        return {
            circle: [item.code for item in self.what.items if circle in item.asked]
            for circle in Circle
            if circle in self.circles
        }


class HadSheet(models.Model):
    """Somebody had a sheet of a round that is open, or a code for one: what is said is in no row that leads here."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # A code went to them; whether it was used is not known of anybody.
    by_letter = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "person"], name="one_sheet_each_round")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.round_id}"


class Code(models.Model):
    """Whoever has it puts in one sheet of this circle; kept is its digest, until it is used, and no person."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    circle = models.CharField(max_length=8, choices=Circle)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"a code of {self.round_id}"


class Sheet(models.Model):
    """What was said on a sheet, of nobody, until its round is closed: numbers and comments by item."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    circle = models.CharField(max_length=8, choices=Circle)
    numbers = models.JSONField(default=dict, blank=True)
    comments = models.JSONField(default=dict, blank=True)
    typed = models.BooleanField(default=False)
    # By which one that is sent twice is known, where no name says so: of the page it was on, drawn by chance.
    mark = models.CharField(max_length=64, unique=True, null=True, blank=True)

    def __str__(self) -> str:
        return f"a sheet of {self.round_id}"

    @property
    def said(self) -> Said:
        """The same without the row."""
        return Said(Circle(self.circle), self.numbers, self.comments, typed=self.typed)


class Cell(models.Model):
    """What is told of one item in one circle of a closed round; no numbers where it is withheld."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="cells")
    circle = models.CharField(max_length=8, choices=Circle)
    item = models.CharField(max_length=16)
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many said a number, in fives: at least so many.
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "circle", "item"], name="one_cell_each"),
            models.CheckConstraint(condition=Q(low__isnull=True) | Q(low__lte=F("high")), name="a_cell_goes_upward"),
        ]

    def __str__(self) -> str:
        return f"{self.circle}, {self.item}: {self.low} to {self.high}"

    @property
    def middle(self) -> Middle | None:
        """Between which numbers the middle half lies."""
        return None if self.low is None or self.high is None else Middle(self.low, self.high)


class Comment(models.Model):
    """A comment of a closed round, on its own: nothing says which others were on the same sheet."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="comments")
    item = models.CharField(max_length=16)
    circle = models.CharField(max_length=8, choices=Circle, blank=True)
    words = models.TextField()

    def __str__(self) -> str:
        return self.words[:40]


class Talk(models.Model):
    """A gathering was called to talk about what is low in a closed round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="talks")
    item = models.CharField(max_length=16)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "item", "gathering"], name="one_talk_each_item_and_gathering")
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} about {self.item}"


class Decision(models.Model):
    """What was decided once people had talked about a round, kept beside it, with the gathering at which it was."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="decisions")
    gathering = models.ForeignKey(Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField()

    def __str__(self) -> str:
        return self.words[:40]


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Surveys that were made elsewhere."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing."""
        if person is None:
            return self.none()
        return self.filter(community__in=Membership.objects.communities_of(person))


class Survey(models.Model):
    """A survey that was made elsewhere: what may be told of it, and none of its rows. `digest` is that of its file."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "digest"], name="one_survey_of_each_file")
        ]

    def __str__(self) -> str:
        return self.name


class SurveyQuestion(models.Model):
    """A question of it, and between which numbers the middle half of the answers lies; `people` in fives."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200, blank=True)
    low = models.SmallIntegerField(null=True, blank=True)
    high = models.SmallIntegerField(null=True, blank=True)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_question_each_column"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(low__lte=F("high")), name="a_question_goes_upward"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class SurveyShare(models.Model):
    """An answer that five people and more gave in the same words; how many, in fives."""

    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="shares")
    value = models.CharField(max_length=200)
    people = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "value"], name="one_share_each_answer")]

    def __str__(self) -> str:
        return f"{self.value}: {self.people}"
