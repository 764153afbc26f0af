"""'I will try this': what somebody will try, of what is kept or what was answered, and what they say came of it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.conversations.models import Outcome, Post
from commonplace.repertoire.lengths import MAX_ACCOUNT
from commonplace.repertoire.models.resource import Resource
from commonplace.repertoire.models.use import Use


class TrialQuerySet(models.QuerySet["Trial"]):
    """Trials, asked by what was said since."""

    def unsaid(self) -> Self:
        """Those of which nobody has said what came: not by a link, and not where the thing stands either."""
        used = Use.objects.filter(person=OuterRef("person"), resource=OuterRef("resource"), at__gte=OuterRef("said_at"))
        told = Outcome.objects.filter(person=OuterRef("person"), post=OuterRef("post"), at__gte=OuterRef("said_at"))
        return self.filter(~Exists(used), ~Exists(told), came="")


class Trial(models.Model):
    """Somebody will try a resource or a post, or was answered by a post that settled their question (`is_asked`).

    They are asked once, on `ask_on` or a morning after it; `asked_at` says when. What they told is a use of the
    resource, or an outcome of the post where it may be told.
    """

    class Came(models.TextChoices):
        HELPED = "helped", _("It helped")
        NOTHING = "nothing", _("Nothing came of it")
        HARM = "harm", _("It did harm")
        NOT_YET = "not_yet", _("Not tried yet")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    is_asked = models.BooleanField(default=False)
    said_at = models.DateTimeField(default=timezone.now)
    ask_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    came = models.CharField(max_length=7, choices=Came, blank=True)
    words = models.TextField(max_length=MAX_ACCOUNT, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    use = models.ForeignKey(Use, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.ForeignKey(Outcome, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TrialQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ask_on"], condition=Q(asked_at=None, came=""), name="trials_to_ask")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(resource=None) ^ Q(post=None), name="trial_of_one_thing"),
            models.UniqueConstraint(fields=["person", "resource"], name="one_trial_each_resource"),
            models.UniqueConstraint(fields=["person", "post"], name="one_trial_each_post"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} tries {self.resource_id or self.post_id}"
