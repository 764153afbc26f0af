"""One index of everything that may be found."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from commonplace.communities import access
from commonplace.communities.content import CONTENT, wholes
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.search.findable import FINDABLE, is_told, outside_spaces
from commonplace.store.fast_rows import FromRows


class EntryQuerySet(models.QuerySet["SearchEntry"]):
    """Entries, asked by who may find them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those whose thing `person` may see: by its space and what is held, or as a person or community."""
        may_find = Q(space__isnull=False) & access.space_is_visible(person, "space__") & _is_free(person)
        for kind in outside_spaces():
            things = CONTENT[kind].visible_to(person).filter(pk=OuterRef("object_id"))
            may_find |= Q(Exists(things), kind=kind)
        return self.filter(may_find)

    def told_to_machines(self) -> Self:
        """Openings that a service of the operator's may hear of, as far as their place says: everybody inside reads
        them, nothing is said in confidence there, and nothing is held. What their rooms keep back is left out by
        `findable.told_of`.
        """
        kinds = [one.kind for one in FINDABLE if is_told(one.kind)]
        open_to_all = access.space_is_visible_inside("space__") & Q(space__confidence=Confidence.ORDINARY)
        return self.filter(open_to_all, _is_free(None), kind__in=kinds).exclude(title="")


def _is_free(person: Person | None) -> Q:
    """Neither it nor the whole that it is a part of is held back from `person`."""
    free: Q = Q(
        access.is_not_held(
            person, kind=OuterRef("kind"), object_id="object_id", author="person_id", community="community_id"
        )
    )
    for whole, parts in wholes().items():
        whole_is_free = access.is_not_held(
            person, kind=whole, object_id="parent_id", author="parent_author_id", community="community_id"
        )
        free &= whole_is_free | ~Q(kind__in=parts)
    return free


class SearchEntry(FromRows):
    """One thing that may be found. `*_words` hold stems, `marks` the tokens that narrow a search before it is
    ranked.
    """

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    parent_id = models.PositiveBigIntegerField(null=True, blank=True)
    parent_author_id = models.PositiveBigIntegerField(null=True, blank=True)
    community = models.ForeignKey(Community, null=True, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=20, blank=True)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    title_words = models.TextField(blank=True)
    body_words = models.TextField(blank=True)
    marks = models.TextField(blank=True)
    happened_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Meaning(models.Model):
    """Where what an entry says lies among others, as `made_by` a service of the operator's; none where that refused it.

    The entry's words, as numbers: gone with it, whenever it is written anew, and with what may be told of it. Without
    a service there are none, and whatever lets entries go has nothing more to ask for them: the database holds no
    constraint, and the worker sweeps what lost its entry.
    """

    entry = models.OneToOneField(
        SearchEntry, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="meaning"
    )
    made_by = models.CharField(max_length=300)
    vector = models.BinaryField()

    def __str__(self) -> str:
        return f"what entry {self.entry_id} means"


class Version(models.Model):
    """By which version of the words the things of a kind are taken in, up to which of them, and whether that is all."""

    kind = models.CharField(max_length=20, unique=True)
    number = models.PositiveIntegerField()
    last = models.PositiveBigIntegerField(default=0)
    is_done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind} by version {self.number}"


class Progress(models.Model):
    """Until when changed persons and communities have been taken in."""

    name = models.CharField(max_length=20, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} until {self.until}"
