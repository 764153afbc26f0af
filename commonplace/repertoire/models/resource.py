"""A resource: what the practice keeps, of one kind, in one space."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community, Membership, Space, Topic
from commonplace.communities.viewpoint import beyond_byline
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.repertoire.kinds import LICENCES, Kind
from commonplace.repertoire.lengths import MAX_ADDRESS, MAX_GOOD_FOR, MAX_TITLE
from commonplace.repertoire.models.lending import may_be_lent
from commonplace.repertoire.models.states import Review, Warrant
from commonplace.repertoire.models.suggestion import Suggestion
from commonplace.repertoire.models.use import Use
from commonplace.repertoire.standing import State
from commonplace.ui.addresses import address


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Resources, asked by who may see them and how they stand."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in spaces `person` may read, less what is held."""
        return self.filter(
            access.space_is_visible(person, "space__"),
            access.is_not_held(person, kind="resource", author="kept_by_id", community="community_id"),
        )

    def visible_inside(self) -> Self:
        """Those that everyone with a standing may see, in a letter too."""
        return self.filter(
            access.space_is_visible_inside("space__"),
            access.is_not_held(None, kind="resource", author="kept_by_id", community="community_id"),
        ).filter(access.sends_words("space__"))

    def lent(self) -> Self:
        """Those lent to the other communities of the house: where the repertoire is put away or somebody holds a thing
        back, it is not lent.
        """
        held = access.is_not_held(None, kind="resource", author="kept_by_id", community="community_id")
        rooms = self.alias(modules=Cast("community__modules", models.TextField()))
        return rooms.filter(held, may_be_lent(), lending__isnull=False, modules__contains='"repertoire"')

    def lent_to(self, person: Person | None) -> Self:
        """The same, for somebody who is a member of another community that keeps things."""
        return self.lent().filter(access.is_member_elsewhere(person, "community_id", module="repertoire"))

    def with_state(self, today: date) -> Self:
        """Each with how it stands on a day, a word of `State`, as `state`."""
        warranted = Warrant.objects.filter(resource=OuterRef("pk"), until__gte=today, person__isnull=False)
        return self.annotate(
            state=Case(
                When(retirement__isnull=False, then=Value(State.RETIRED.value)),
                When(supersession__isnull=False, then=Value(State.SUPERSEDED.value)),
                When(Exists(Use.objects.harmful().filter(resource=OuterRef("pk"))), then=Value(State.QUESTIONED.value)),
                When(Exists(warranted), then=Value(State.WARRANTED.value)),
                When(Exists(Review.objects.filter(resource=OuterRef("pk"))), then=Value(State.REVIEWED.value)),
                default=Value(State.DRAFT.value),
                output_field=models.CharField(max_length=10),
            )
        )

    def with_suggested(self) -> Self:
        """Each with how many suggestions wait for an answer, as `suggested`."""
        waiting = Suggestion.objects.to_weigh().filter(resource=OuterRef("pk")).order_by().values("resource")
        return self.annotate(suggested=Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n")), 0))

    def with_tended(self) -> Self:
        """Each with whether somebody who is still here looks after it, as `is_tended`."""
        return self.annotate(is_tended=_somebody_looks_after())

    def untended(self) -> Self:
        """Those that nobody who is still here looks after."""
        return self.filter(~_somebody_looks_after())

    def in_use(self) -> Self:
        """Those that are neither retired nor superseded."""
        return self.filter(retirement=None, supersession=None)

    def with_faces(self) -> Self:
        """Joined to what a page shows of each."""
        return self.select_related("kept_by", "steward", "space").defer(*beyond_byline("kept_by", "steward"))


def _somebody_looks_after() -> Exists:
    here = Membership.objects.current()
    return Exists(here.filter(community=OuterRef("community"), person=OuterRef("steward")))


class Resource(models.Model):
    """What is kept, as it stands; its words are in `sections`, what they were before in `revisions`.

    `revision` is the number of the latest. Where it came from is a conversation, a gathering, or work done elsewhere.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=MAX_TITLE)
    # What it is good for, and what not, in a sentence or two: the first thing that its page says.
    good_for = models.CharField(max_length=MAX_GOOD_FOR, blank=True)
    address = models.CharField(max_length=MAX_ADDRESS, blank=True)
    licence = models.CharField(max_length=10, choices=list(LICENCES.items()), blank=True)
    language = models.CharField(max_length=12, blank=True)
    revision = models.PositiveIntegerField(default=1)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kept_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # Whoever looks after it, since when, and the day on which they look again.
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    steward_since = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    conversation = models.ForeignKey(Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    gathering = models.ForeignKey(Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    work = models.CharField(max_length=300, blank=True, help_text="outside work that it came from, and whose")
    work_address = models.CharField(max_length=MAX_ADDRESS, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["community", "-changed_at", "-id"]),
            models.Index(fields=["community", "kind", "-changed_at", "-id"]),
            models.Index(fields=["space", "-changed_at"]),
            models.Index(fields=["review_on"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kept_by", "idempotency_key"], name="one_resource_each_sending")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_words(self) -> str:
        """What kind it is, in words."""
        return str(Kind(self.kind).label)

    @property
    def spoken(self) -> str:
        """The language in which it stands: as was said, else that of its community."""
        return self.language or self.community.language

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return address("resource", slug, self.pk)


class Section(models.Model):
    """One named part of a resource as it stands; which there are, and in which order, says its kind."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="sections")
    part = models.CharField(max_length=20)
    source = models.TextField()
    html = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "part"], name="one_section_each_part")]

    def __str__(self) -> str:
        return f"{self.part} of {self.resource_id}"


class Revision(models.Model):
    """How a resource stood: its title, what it was said to be good for, and the source of each section by key.

    `by` is whoever wrote it, `taken_by` the steward who took it up where it was a suggestion.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    good_for = models.CharField(max_length=MAX_GOOD_FOR, blank=True)
    words = models.JSONField(default=dict)
    # What became another since the one before.
    summary = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "number"], name="one_revision_each_number")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}, revision {self.number}"
