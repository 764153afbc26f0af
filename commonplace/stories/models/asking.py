"""Where stories begin: leads from loops that closed, those who follow them, and what is asked some weeks later."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.stories.models.story import Step, Story

# A lead that nobody follows goes by itself.
LIVES: Final = timedelta(weeks=26)
# A difference shows after weeks, and is forgotten after months (Wenger et al. on closing the loop, and field practice).
AFTER, AT_THE_LATEST = timedelta(weeks=8), timedelta(weeks=12)


class Detective(models.Model):
    """Somebody would follow leads in a community, until they say no more."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "person"], name="a_detective_once")]

    def __str__(self) -> str:
        return f"{self.person} follows leads in {self.community}"


class StoryLeadQuerySet(models.QuerySet["StoryLead"]):
    """Leads, asked by who may know of them and by how they stand."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where one follows leads oneself, or tends: the thing itself is looked up beside it."""
        if person is None:
            return self.none()
        follows = Detective.objects.filter(person=person).values("community")
        inside = access.has_standing(person, "community_id") & Q(community__in=follows)
        return self.filter(inside | access.is_stewarded(person, "community_id"))

    def open(self) -> Self:
        """Those of which nothing has become yet."""
        return self.filter(story=None, put_aside_at=None)


class StoryLead(models.Model):
    """Something that may have changed somebody’s work: a loop that closed, by kind and key, and who follows it."""

    class Why(models.TextChoices):
        USE = "use", _("Somebody used what is kept")
        TAKEAWAY = "takeaway", _("Somebody tried what they took from a gathering")
        SETTLED = "settled", _("Somebody told what came of an answer")
        ADAPTATION = "adaptation", _("Others changed it for themselves")
        THANKS = "thanks", _("Somebody outside said thank you")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=Why)
    # The key of the row that closed the loop: a use, what came of a takeaway, an outcome, an adaptation, a question.
    object_id = models.PositiveBigIntegerField()
    happened_at = models.DateTimeField()
    found_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    put_aside_at = models.DateTimeField(null=True, blank=True)
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = StoryLeadQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["why", "object_id"], name="one_lead_each_loop"),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "-happened_at", "-id"])]

    def __str__(self) -> str:
        return f"a lead in {self.community}: {self.why} {self.object_id}"


class FollowUp(models.Model):
    """What somebody is asked some weeks later, once: by a letter, a link in it, or the house’s own question.

    It asks after a hope of theirs (`step`), or what a loop of theirs led to (`why` and `object_id`, as of leads). What
    they answer is a step of a story of theirs, for themselves until they let it go further.
    """

    class Came(models.TextChoices):
        GOOD = "good", _("It made a difference")
        NOTHING = "nothing", _("Nothing came of it")
        HARM = "harm", _("It did harm")
        LATER = "later", _("Too early to say: ask me again")
        REST = "rest", _("Let it rest")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=StoryLead.Why, blank=True)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)
    ask_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    came = models.CharField(max_length=7, choices=Came, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The step that their answer became.
    became = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step"], condition=Q(step__isnull=False), name="one_follow_up_each_hope"),
            models.UniqueConstraint(
                fields=["why", "object_id"], condition=Q(object_id__isnull=False), name="one_follow_up_each_loop"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ask_on"], condition=Q(answered_at=None, asked_at=None), name="follow_ups_to_ask")
        ]

    def __str__(self) -> str:
        return f"{self.person} is asked on {self.ask_on}"
