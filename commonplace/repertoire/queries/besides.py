"""What there is of a resource besides its words, asked with it, so that a page asks for nothing that is not there."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commonplace.communities.models import Hold
from commonplace.repertoire.models import (
    Adaptation,
    Credit,
    How,
    Passage,
    Resource,
    ResourceFile,
    Shelf,
    Told,
    Translation,
    Use,
)
from commonplace.repertoire.models.resource import ResourceQuerySet


def besides(resources: ResourceQuerySet) -> ResourceQuerySet:
    """Each with its credit, whether it is held back, has files, passages, translations and a tree, whether it is lent,
    and what anybody may know of its uses.
    """
    told = ~Q(told=Told.STEWARD)
    return resources.select_related("credit").annotate(
        is_held=Exists(Hold.objects.in_force().filter(kind="resource", object_id=OuterRef("pk"))),
        has_files=_there(ResourceFile.objects.all()),
        is_quoting=_there(Passage.objects.exclude(source="")),
        is_said_again=_there(Translation.objects.all()),
        has_kin=Exists(Adaptation.objects.filter(Q(resource=OuterRef("pk")) | Q(parent=OuterRef("pk")))),
        has_credits=Exists(Credit.objects.filter(parent=OuterRef("pk"))),
        is_lent=Exists(Resource.objects.lent().filter(pk=OuterRef("pk"))),
        community_lends=Exists(Shelf.objects.lending().filter(community=OuterRef("community"))),
        has_uses=_there(Use.objects.all()),
        people_told=_counted(Count("person", filter=told, distinct=True)),
        uses_told=_counted(Count("pk", filter=told)),
        harm_waits=_counted(Count("pk", filter=Q(how=How.HARM, remedy=None))),
    )


def _there(rows: QuerySet[Any]) -> Exists:
    return Exists(rows.filter(resource=OuterRef("pk")))


def _counted(count: Count) -> Coalesce:
    uses = Use.objects.filter(resource=OuterRef("pk")).order_by().values("resource")
    return Coalesce(Subquery(uses.annotate(n=count).values("n")), 0)
