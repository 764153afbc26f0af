"""Who else in this house works on a topic: communities that file things under the same word, or one that means it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from commonplace.communities.models import Topic
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.knowledge.queries.reading import Word
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource
from commonplace.repertoire.queries import lent
from commonplace.ui.addresses import address

MOST = 6


@dataclass(frozen=True)
class Elsewhere:
    """A topic of another community, as it is called there, with where one reads what is filed under it (words, url)."""

    community: str
    topic: str
    ways: Sequence[tuple[str, str]]


def elsewhere(viewpoint: Viewpoint, word: Word) -> Sequence[Elsewhere]:
    """Other communities in which something is filed under this word that the viewer may read: a conversation, a thing
    kept, a gathering that was talked about or of which something is kept; or that lend such a thing. One query.
    """
    person, meant = viewpoint.person, OuterRef("meant")
    talked = Conversation.objects.visible_to(person).filter(topics=meant)
    kept = Resource.objects.visible_to(person).in_use().filter(topics=meant)
    rows = (
        Topic.every.filter(Q(slug__in=[word.slug, *word.led_from]) & ~Q(community=viewpoint.community))
        .annotate(meant=Coalesce("same_as_id", F("pk")), modules=Cast("community__modules", TextField()))
        .annotate(
            talked=Exists(talked),
            kept=Q(Exists(kept), modules__contains='"repertoire"'),
            met=Case(When(modules__contains='"gatherings"', then=Subquery(_met(person).values("pk")[:1]))),
            lent=Subquery(_lent(viewpoint).values("pk")[:1]),
        )
        .filter(Q(talked=True) | Q(kept=True) | Q(met__isnull=False) | Q(lent__isnull=False))
        .annotate(called=Coalesce("same_as__name", F("name")), at=Coalesce("same_as__slug", F("slug")))
        .order_by("community__name", "community_id", "called")
        .values("community__name", "community__slug", "called", "at", "talked", "kept", "met", "lent")
        .distinct()[:MOST]
    )
    return [
        # What their word for it is, is told to those who may read what is filed under it.
        Elsewhere(row["community__name"], row["called"] if ways else word.name, [*ways, *_borrowed(viewpoint, row)])
        for row in rows
        for ways in [list(_ways(row))]
    ]


def _met(person: Person | None) -> QuerySet[Gathering]:
    """Gatherings that stand for the topic: no word is filed on them, so what is said or kept of them tells."""
    meant = OuterRef(OuterRef("meant"))
    talked = Conversation.objects.visible_to(person).filter(topics=meant, pk=OuterRef("conversation_id"))
    kept = Resource.objects.visible_to(person).in_use().filter(topics=meant, gathering=OuterRef("pk"))
    found = Gathering.objects.visible_to(person).convened().filter(Exists(talked) | Exists(kept))
    return found.order_by("-starts_at", "-pk")


def _lent(viewpoint: Viewpoint) -> QuerySet[Resource]:
    """What is lent to the viewer and filed under the topic; nothing where their own community keeps nothing."""
    found = lent.lent_to(viewpoint).in_use().filter(topics=OuterRef("meant")).order_by("-changed_at", "-pk")
    return found if is_on(viewpoint.community, lent.MODULE) else found.none()


def _ways(row: dict[str, object]) -> Iterator[tuple[str, str]]:
    slug, at = str(row["community__slug"]), str(row["at"])
    if row["talked"]:
        yield _("Conversations"), address("topic", slug, at)
    if row["kept"]:
        yield _("What is kept there"), f"{reverse('repertoire', args=[slug])}?{urlencode({'topic': at})}"
    if row["met"]:
        yield _("A gathering"), address("gathering", slug, row["met"])


def _borrowed(viewpoint: Viewpoint, row: dict[str, object]) -> Iterator[tuple[str, str]]:
    if row["lent"] and not row["kept"]:
        yield _("A thing that is lent to you"), address("resource_lent", viewpoint.community.slug, row["lent"])
