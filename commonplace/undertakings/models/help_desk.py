"""A help desk: a rota of members, questions with a promised time, and what is asked again and again, written once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.undertakings.models.undertaking import OfUndertaking

A_WEEK = timedelta(days=7)


class HelpDesk(OfUndertaking):
    """Within how many hours an answer is promised, and whether somebody outside may put a question."""

    promised_hours = models.PositiveSmallIntegerField(default=48)
    is_open_outside = models.BooleanField(default=False)


class Shift(models.Model):
    """A week of the rota, by the Monday on which it begins in UTC, and who has the desk in it."""

    desk = models.ForeignKey(HelpDesk, on_delete=models.CASCADE, related_name="shifts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["desk", "starts_at"], name="one_shift_each_week")]
        indexes: ClassVar = [models.Index(fields=["person", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.person_id}, week of {self.starts_at:%Y-%m-%d}"


class Swap(models.Model):
    """Whoever has the week `given` asks whoever has the week `wanted` to swap; it is done once that one says yes."""

    given = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="+")
    wanted = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["given", "wanted"], name="one_swap_each_pair")]

    def __str__(self) -> str:
        return f"{self.given_id} for {self.wanted_id}"


class OutsideQuestion(models.Model):
    """A question put from outside without an account: it is nowhere until its address is confirmed and a steward lets
    it in. The address is shown to nobody, and forgotten with the question.
    """

    desk = models.ForeignKey(HelpDesk, on_delete=models.CASCADE, related_name="from_outside")
    name = models.CharField(max_length=120)
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200)
    source = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # let in or turned away
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["desk", "settled_at", "confirmed_at"])]

    def __str__(self) -> str:
        return f"question {self.pk} from outside"


class Asked(models.Model):
    """A question to the desk, and by when its answer is promised; it is closed by whoever asked it."""

    class Closed(models.TextChoices):
        HELPED = "helped", _("This helped")
        ELSEWHERE = "elsewhere", _("I found it elsewhere")
        NOTHING = "nothing", _("Nothing came of it")
        TAKEN_BACK = "taken_back", _("taken back")

    desk = models.ForeignKey(HelpDesk, on_delete=models.CASCADE, related_name="asked")
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Who asked from outside, as they gave their name, and their question for as long as its address is kept.
    outside_name = models.CharField(max_length=120, blank=True)
    outside = models.OneToOneField(
        OutsideQuestion, null=True, blank=True, on_delete=models.SET_NULL, related_name="asked"
    )
    title = models.CharField(max_length=200)
    source = models.TextField()
    html = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    promised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)  # for the first time
    passed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    passed_why = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_how = models.CharField(max_length=10, choices=Closed, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asker", "idempotency_key"], name="asked_once_each_sending")
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "-at", "-id"])]

    def __str__(self) -> str:
        return self.title

    def is_late(self, now: datetime) -> bool:
        """Whether the promised time has passed without an answer."""
        return self.answered_at is None and self.closed_at is None and now > self.promised_at


class DeskAnswer(models.Model):
    """An answer to a question of the desk."""

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.TextField()
    html = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="answered_once_each_sending")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class FaqLine(models.Model):
    """What is asked again and again, and the answer, written once."""

    desk = models.ForeignKey(HelpDesk, on_delete=models.CASCADE, related_name="faq")
    question = models.CharField(max_length=200)
    source = models.TextField()
    html = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_answer_line_each_sending")
        ]

    def __str__(self) -> str:
        return self.question


class FaqSource(models.Model):
    """A question of the desk out of which a line was gathered."""

    line = models.ForeignKey(FaqLine, on_delete=models.CASCADE, related_name="gathered")
    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "asked"], name="gathered_once")]

    def __str__(self) -> str:
        return f"{self.asked_id} in {self.line_id}"
