"""What a community asks of its sponsor, and what came of it, turn by turn."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.agenda.models import Item
from commonplace.agreements.models import Proposal
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import beyond_byline
from commonplace.launch.models import Obstacle
from commonplace.people.models import Person
from commonplace.sponsorship.who import is_for_its_side
from commonplace.ui.addresses import address

KIND: Final = "request"


class Says(models.TextChoices):
    """What a turn says: four answers of a sponsor, and what changed since, as the community tells it."""

    YES = "yes", _("Yes")
    PART = "part", _("In part")
    LATER = "later", _("Later")
    NO = "no", _("No")
    CHANGED = "changed", _("What changed")


TOLD: Final = ("number", "says", "words", "at")
ANSWERS: Final = (Says.YES, Says.PART, Says.LATER, Says.NO)


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests, asked by who may read them and by how far they came."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where somebody is inside or a sponsor."""
        return self.filter(is_for_its_side(person, "community_id"))

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def waiting(self) -> Self:
        """Those that no sponsor has answered."""
        return self.standing().filter(~Exists(Turn.objects.filter(request=OuterRef("pk"))))

    def untold(self) -> Self:
        """Those that a sponsor answered, of which nobody has told what changed."""
        turns = Turn.objects.filter(request=OuterRef("pk"))
        return self.standing().filter(Exists(turns), ~Exists(turns.filter(says=Says.CHANGED)))

    def with_turns(self) -> Self:
        """Joined to what a page shows of each."""
        turns = Turn.objects.select_related("by").defer(*beyond_byline("by")).order_by("number")
        rows = self.select_related("by").defer(*beyond_byline("by"))
        return rows.prefetch_related(models.Prefetch("turns", turns))

    def with_last_turns(self) -> Self:
        """Each with its last answer and what changed last, as a list shows them; no query more."""
        turns = Turn.objects.filter(request=OuterRef("pk")).order_by("-number")
        answers, changes = turns.exclude(says=Says.CHANGED), turns.filter(says=Says.CHANGED)
        return self.annotate(
            **{f"answer_{name}": Subquery(answers.values(name)[:1]) for name in TOLD},
            **{f"change_{name}": Subquery(changes.values(name)[:1]) for name in TOLD},
        )


class Request(models.Model):
    """Something that a community asks of its sponsor: what, why, what it would change, and by when.

    It may have begun as an obstacle of its launch, a proposal of its members or something on its agenda.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=160)
    why = models.TextField(max_length=1200)
    would_change = models.TextField(max_length=800, blank=True)
    by_when = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    obstacle = models.ForeignKey(Obstacle, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=400, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_request_each_sending")
        ]
        indexes: ClassVar = [models.Index(fields=["community", "-at", "-id"])]

    def __str__(self) -> str:
        return self.title

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return address("sponsor_request", slug, self.pk)

    def is_late(self, today: date) -> bool:
        """Whether the day is over by which it was asked for."""
        return self.by_when is not None and self.by_when < today


class Turn(models.Model):
    """An answer of a sponsor, or what changed since, in the order in which they were said; none is overwritten."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveSmallIntegerField()
    says = models.CharField(max_length=7, choices=Says)
    words = models.TextField(max_length=1200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "number"], name="one_turn_of_a_request_each_number")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}, {self.number}: {self.says}"

    @property
    def is_answer(self) -> bool:
        """Whether a sponsor says it."""
        return self.says in ANSWERS

    @property
    def label(self) -> str | Promise:
        """What it says, in a word or two."""
        return Says(self.says).label
