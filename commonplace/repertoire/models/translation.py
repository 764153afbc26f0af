"""A resource said again in another language, beside the original."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from commonplace.communities import access
from commonplace.conversations.models.said_again import SaidAgain, SaidAgainQuerySet
from commonplace.people.models import Person
from commonplace.repertoire.lengths import MAX_GOOD_FOR, MAX_TITLE
from commonplace.repertoire.models.resource import Resource
from commonplace.ui.addresses import address


class TranslationQuerySet(SaidAgainQuerySet["Translation"]):
    """Translations of resources, asked by who may see them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of resources that `person` may see, less what is held."""
        return self.filter(
            access.is_not_held(person, kind="translation", author="by_id", community="resource__community_id"),
            resource__in=Resource.objects.visible_to(person),
        )

    def lent_to(self, person: Person | None) -> Self:
        """Those of resources that another community lends to `person`, less what anybody holds."""
        return self.filter(
            access.is_not_held(None, kind="translation", author="by_id", community="resource__community_id"),
            resource__in=Resource.objects.lent_to(person),
        )


class Translation(SaidAgain):
    """How somebody says a resource in another language; its words are in `parts`."""

    ORIGINAL = "resource"

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(max_length=MAX_TITLE)
    good_for = models.CharField(max_length=MAX_GOOD_FOR, blank=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "language", "edition"], name="one_edition_each_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

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
