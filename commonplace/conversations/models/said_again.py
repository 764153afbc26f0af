"""What somebody wrote, said again in another language, beside the original: what is the same of posts and of others."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone


class SaidAgainQuerySet[Row: "SaidAgain"](models.QuerySet[Row]):
    """What was said again; of each language the latest edition counts."""

    def newest(self) -> Self:
        """The latest edition in each language of each original; where that one is held, none."""
        original = self.model.ORIGINAL
        here = {original: OuterRef(original), "language": OuterRef("language")}
        return self.filter(~Exists(self.model._default_manager.filter(**here, edition__gt=OuterRef("edition"))))


class SaidAgain(models.Model):
    """How somebody says the row named by `ORIGINAL` in another language, made from revision `number` of it.

    Each time it is said better it is another edition, and the ones before stay. `drafted_by` is the service that a
    machine's draft came from, asked by `by`: until a member has read it (`read_by`) it is marked as such.
    """

    ORIGINAL: ClassVar[str]

    language = models.CharField(max_length=12)
    edition = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    drafted_by = models.CharField(max_length=200, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_unread_draft(self) -> bool:
        """Whether it is a machine's, and no member has read it yet."""
        return bool(self.drafted_by) and self.read_at is None
