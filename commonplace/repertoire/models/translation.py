"""A resource said again in another language, beside the original."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from commonplace.communities import access
from commonplace.people.models import Person
from commonplace.repertoire.lengths import MAX_GOOD_FOR, MAX_TITLE
from commonplace.repertoire.models.resource import Resource
from commonplace.ui.addresses import address


class TranslationQuerySet(models.QuerySet["Translation"]):
    """Translations, asked by who may see them; of each language the latest edition counts."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of resources that `person` may see, less what is held."""
        return self.filter(
            access.is_not_held(person, kind="translation", author="by_id", community="resource__community_id"),
            resource__in=Resource.objects.visible_to(person),
        )

    def newest(self) -> Self:
        """The latest edition in each language of each resource; where that one is held, none."""
        later = Translation.objects.filter(
            resource=OuterRef("resource"), language=OuterRef("language"), edition__gt=OuterRef("edition")
        )
        return self.filter(~Exists(later))


class Translation(models.Model):
    """How somebody says a resource in another language, made from revision `number` of it; words are in `parts`.

    Each time it is said better it is another edition, and the ones before stay. `drafted_by` is the service that a
    machine's draft came from, asked by `by`: until a member has read it (`read_by`) it is marked as such.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    edition = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    good_for = models.CharField(max_length=MAX_GOOD_FOR, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    drafted_by = models.CharField(max_length=200, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "language", "edition"], name="one_edition_each_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def is_unread_draft(self) -> bool:
        """Whether it is a machine's, and no member has read it yet."""
        return bool(self.drafted_by) and self.read_at is None

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return f"{address('resource', slug, self.resource_id)}?in={self.language}"


class TranslatedPart(models.Model):
    """One section of a translation, under the key of the section that it says again."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=20)
    source = models.TextField()
    html = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation", "part"], name="one_part_each_of_a_translation")
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.translation_id}"
