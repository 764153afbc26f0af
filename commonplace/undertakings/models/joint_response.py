"""A joint response: one voice towards somebody outside, in the names of those who stand behind it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.undertakings.models.undertaking import OfUndertaking


class SignOff(models.TextChoices):
    """By which rule it goes out, said before anybody has written a word."""

    NAMES = "names", _("In the names of those who endorse it, however few")
    ENOUGH = "enough", _("Once enough have endorsed it")
    CONSENT = "consent", _("Once nothing stands in anyone’s way")


class JointResponse(OfUndertaking):
    """To whom, until when it can be commented on, by which rule it is signed off, and what came back."""

    addressee = models.CharField(max_length=200)
    rule = models.CharField(max_length=7, choices=SignOff)
    # How many are enough, where the rule is that.
    enough = models.PositiveSmallIntegerField(null=True, blank=True)
    comments_until = models.DateTimeField()
    # The end of the window of which those who take part were reminded.
    reminded_for = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_how = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_source = models.TextField(blank=True)
    answer_html = models.TextField(blank=True)
    answer_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    @property
    def is_sent(self) -> bool:
        """Whether it has gone out; from then on its words and names stay as they are."""
        return self.sent_at is not None

    def is_open(self, now: datetime) -> bool:
        """Whether it can be commented on."""
        return self.sent_at is None and now < self.comments_until


class ResponseText(models.Model):
    """One version of what it says; `parts` is the HTML of each of its paragraphs, in order."""

    response = models.ForeignKey(JointResponse, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    source = models.TextField()
    parts = models.JSONField(default=list)
    # What became another since the version before.
    summary = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "number"], name="one_text_of_a_response_each_number")
        ]

    def __str__(self) -> str:
        return f"{self.response_id}, version {self.number}"


class DraftComment(models.Model):
    """What somebody says to one paragraph of a version, or to the whole of it (no `paragraph`).

    With `is_in_the_way` they cannot stand behind it as it is; that ends where they say so. `answer` is what the
    drafters did about it.
    """

    text = models.ForeignKey(ResponseText, on_delete=models.CASCADE, related_name="comments")
    paragraph = models.PositiveSmallIntegerField(null=True, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    is_in_the_way = models.BooleanField(default=False)
    out_of_the_way_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    answer_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "idempotency_key"], name="one_comment_each_sending")
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    @property
    def stands_in_the_way(self) -> bool:
        """Whether it keeps the response from going out, where that is the rule."""
        return self.is_in_the_way and self.out_of_the_way_at is None


class Endorsement(models.Model):
    """Somebody's name beneath one version: their own act. Of another version it has to be given anew."""

    response = models.ForeignKey(JointResponse, on_delete=models.CASCADE, related_name="endorsements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # As whom, in their own words ("for the night crew").
    speaks_as = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["response", "person"], name="one_endorsement_each")]

    def __str__(self) -> str:
        return f"{self.person_id} endorses {self.response_id}"


class MinorityView(models.Model):
    """What some see otherwise, in a text of its own, with its own names beneath; it goes along with the response."""

    response = models.ForeignKey(JointResponse, on_delete=models.CASCADE, related_name="minority_views")
    source = models.TextField()
    html = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_minority_view_each_sending")
        ]

    def __str__(self) -> str:
        return f"minority view {self.pk}"


class MinoritySigner(models.Model):
    """Somebody's name beneath a minority view."""

    view = models.ForeignKey(MinorityView, on_delete=models.CASCADE, related_name="signers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["view", "person"], name="one_signature_each")]

    def __str__(self) -> str:
        return f"{self.person_id} signs {self.view_id}"
