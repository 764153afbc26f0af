"""What is kept in one community and used in another of the same house, and the credit that it keeps there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.doors import Confidence
from commonplace.gatherings.models import Gathering
from commonplace.repertoire.kinds import ANONYMISING, SHAPES
from commonplace.repertoire.lengths import MAX_TITLE, MAX_WHERE
from commonplace.repertoire.models.shelf import Shelf

OF_PEOPLE = [kind for kind, shape in SHAPES.items() if shape.is_of_people]


class Lending(models.Model):
    """Members of other communities of the house may use a resource and make their own of it: whoever looks after it
    said so, where its community lets them.
    """

    resource = models.OneToOneField("repertoire.Resource", on_delete=models.CASCADE, related_name="lending")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.resource_id} is lent"


class Credit(models.Model):
    """What a resource was made out of that another community keeps, as both were called then, and what was changed.

    It stays when the original is lent no more, or is gone: then without a way there.
    """

    resource = models.OneToOneField("repertoire.Resource", on_delete=models.CASCADE, related_name="credit")
    parent = models.ForeignKey(
        "repertoire.Resource", null=True, blank=True, on_delete=models.SET_NULL, related_name="credits"
    )
    title = models.CharField(max_length=MAX_TITLE)
    kept_in = models.CharField(max_length=120)
    changed = models.CharField(max_length=MAX_WHERE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.resource_id} out of {self.title}"


def may_be_lent() -> Q:
    """Resources that may be lent: in use, in a space from which one lends, of a community that lends; and where people
    are told of, looked through as for anyone. Nothing that came from a closer place.
    """
    talks = Gathering.objects.filter(conversation=OuterRef("conversation_id")).exclude(confidence=Confidence.ORDINARY)
    from_talk = Q(conversation=None) | access.space_may_lend("conversation__space__") & ~Q(Exists(talks))
    held = Gathering.objects.filter(access.space_may_lend("space__"), confidence=Confidence.ORDINARY)
    from_gathering = Q(gathering=None) | Q(Exists(held.filter(pk=OuterRef("gathering_id"))))
    lending = Shelf.objects.lending().values("community")
    looked_through = ~Q(kind__in=OF_PEOPLE) | Q(anonymising__checked=list(ANONYMISING))
    return (
        access.space_may_lend("space__")
        & Q(community__in=lending, retirement=None, supersession=None)
        & looked_through
        & from_talk
        & from_gathering
    )
