"""What people are asked afterwards: what came of what they would try, what should stay, and whether to ask at all."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.conversations.models import Post
from commonplace.gatherings.models import Gathering
from commonplace.runs.models.captured import Captured
from commonplace.runs.models.run import Run

LONGEST = 600  # characters: a line, or two


class WhatCame(models.Model):
    """What came of a takeaway, in the words of whoever said that they would try it.

    `asked_for` is the day for which a letter asked last. There is no answer as long as `came` is empty. `told` is the
    post by which it was told in the gathering's conversation.
    """

    class Came(models.TextChoices):
        HELPED = "helped", _("It helped")
        NOTHING = "nothing", _("Nothing came of it")
        REST = "rest", _("Let it rest")

    # What can be said and is not kept: the day on which they are asked moves.
    LATER: ClassVar = ("later", _("Not yet: ask me again in a month"))
    WAYS: ClassVar = (*Came.choices[:2], LATER, Came.choices[2])

    captured = models.OneToOneField(Captured, on_delete=models.CASCADE, related_name="what_came")
    asked_for = models.DateField(null=True, blank=True)
    came = models.CharField(max_length=7, choices=Came, blank=True)
    words = models.TextField(blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    told = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.captured}: {self.came or 'not said'}"


class Side(models.TextChoices):
    """What somebody who was there can say of it."""

    STAY = "stay", _("What should stay")
    DIFFER = "differ", _("What should be different")


class WishQuerySet(models.QuerySet["Wish"]):
    """What people wish, asked by what they said."""

    def said(self) -> WishQuerySet:
        """Those in which anything is said; the others were asked and have not answered."""
        return self.filter(Q(stay_at__isnull=False) | Q(differ_at__isnull=False))


class Wish(models.Model):
    """What should stay and what should be different, as one person who was there says of one run: each with a line or
    without, from the moment at which they pressed.

    Under Chatham House and sealed its person is let go of when nobody is asked any more. `asked_at` is when a letter
    asked them.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="wishes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stay_at = models.DateTimeField(null=True, blank=True)
    stay = models.TextField(blank=True)
    differ_at = models.DateTimeField(null=True, blank=True)
    differ = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "person"], condition=Q(person__isnull=False), name="one_wish_each_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person or 'somebody'} of {self.run}"


class NothingToKeep(models.Model):
    """Somebody who holds a gathering says that there is nothing to keep of it: nothing asks for a harvest again."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"nothing to keep of {self.gathering}"


class NotAsked(models.Model):
    """Somebody wants no letter that asks what came of a gathering; it stands in the house for them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"no letters that ask to {self.person}"
