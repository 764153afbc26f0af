"""A conversation: an opening and the replies to it, in one space."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community, Space, Topic
from commonplace.communities.viewpoint import beyond_byline
from commonplace.conversations.kinds import AWAITING, HAD_TOO, Kind
from commonplace.people.models import Person
from commonplace.store.fast_rows import FromRows


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Conversations, asked by who may read them and by how they stand."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in spaces `person` may read, less what is held or withdrawn as a whole, or merged away."""
        return self.filter(
            access.space_is_visible(person, "space__"),
            access.is_not_held(person, kind="conversation", author="author_id", community="community_id"),
            merged_into__isnull=True,
            post_count__gt=0,
        )

    def visible_inside(self) -> Self:
        """Those that everyone with a standing in their community may read, in a letter too: what may be said to all
        of them at once.
        """
        return self.filter(
            access.space_is_visible_inside("space__"),
            access.is_not_held(None, kind="conversation", author="author_id", community="community_id"),
            merged_into__isnull=True,
            post_count__gt=0,
        ).told_in_letters()

    def told_in_letters(self) -> Self:
        """Those in spaces of which letters carry what is written there."""
        return self.filter(access.sends_words("space__"))

    def unanswered(self) -> Self:
        """Those that wait for an answer nobody has begun to give."""
        return self.unsettled().filter(first_reply_at__isnull=True)

    def unsettled(self) -> Self:
        """Those that ask for something which nothing has settled, and that nobody has closed."""
        return self.filter(kind__in=AWAITING, closure__isnull=True, settlement__isnull=True)

    def with_faces(self) -> Self:
        """Joined to what a list shows of each."""
        unshown = ("space__made_at", "closure__why", "closure__at", "settlement__at", *beyond_byline("author"))
        return self.select_related("author", "space", "closure", "settlement").defer(*unshown)


class Conversation(FromRows):
    """An opening post and its replies. Counts and last moments are kept by the actions."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)
    first_reply_at = models.DateTimeField(null=True, blank=True)
    # Posts that stand (not withdrawn); 0 when the whole was withdrawn.
    post_count = models.PositiveIntegerField(default=1)
    # The last number that was given; a post that had it may have been taken out into another conversation.
    last_number = models.PositiveIntegerField(default=1)
    me_too_count = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged", db_index=False
    )
    # What was number n here is number n + merged_offset there, so that old addresses go on working.
    merged_offset = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=40, blank=True)
    # A program's message opened it.
    is_automatic = models.BooleanField(default=False)
    # It was opened candidly, under this sign.
    alias = models.CharField(max_length=12, blank=True)
    # Its author asks for a member whom they alone know, and says so.
    is_on_behalf = models.BooleanField(default=False)
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["space", "-last_post_at", "-id"]),
            # Hardly any is; an index of all of them looks useless to whoever counts its distinct values.
            models.Index(fields=["merged_into"], name="conversations_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["community", "-last_post_at", "-id"]),
            models.Index(fields=["community", "kind", "-last_post_at", "-id"]),
            models.Index(fields=["author", "-last_post_at"]),
            models.Index(
                fields=["community", "kind", "-opened_at", "-id"],
                condition=Q(first_reply_at__isnull=True),
                name="conversations_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_words(self) -> str:
        """What kind it is, in words; Django's own way weighs all choices anew for each row."""
        return str(Kind(self.kind).label)

    @property
    def is_waiting(self) -> bool:
        """Whether it asks for an answer that nobody has begun to give."""
        return self.first_reply_at is None and self.kind in AWAITING

    @property
    def is_had_too(self) -> bool:
        """Whether others may say that they have had this too."""
        return self.kind in HAD_TOO

    @property
    def is_unsettled(self) -> bool:
        """Whether it asks for something that nothing has settled yet; no query where the settlement was joined."""
        return self.kind in AWAITING and not hasattr(self, "settlement")

    @property
    def reply_count(self) -> int:
        """How many posts stand besides the opening: the one way in which pages count."""
        return max(0, self.post_count - 1)


class Closure(models.Model):
    """A conversation was brought to its end: by whom and why."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="closure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # Where it was closed elsewhere, before it came here: nobody did that here.
    origin = models.CharField(max_length=40, blank=True, db_default="")

    def __str__(self) -> str:
        return f"{self.conversation} is closed"


class MeToo(models.Model):
    """Someone has had this too."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="me_too")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "person"], name="one_me_too_each")]

    def __str__(self) -> str:
        return f"{self.person}: {self.conversation}"


class Split(models.Model):
    """Posts were taken out into another conversation: what was number n (`first` to `last`) is n + offset there."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="splits")
    into = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="came_from")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    offset = models.IntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "first"], name="one_split_each_number")
        ]

    def __str__(self) -> str:
        return f"{self.conversation} from {self.first} into {self.into}"


class MoveQuerySet(models.QuerySet["Move"]):
    """Moves, done, asked for or refused."""

    def asked(self) -> Self:
        """Those still waiting for someone's leave."""
        return self.filter(agreed_at__isnull=True, refused_at__isnull=True)


class Move(models.Model):
    """A conversation changes its space, at once or when everyone whose words would reach more people has agreed."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="moves")
    to = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(agreed_at__isnull=True, refused_at__isnull=True),
                name="one_move_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.conversation} to {self.to}"


class Consent(models.Model):
    """One author's leave, asked for or given, to let a wider audience read what they wrote."""

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["move", "person"], name="one_consent_each")]

    def __str__(self) -> str:
        return f"{self.person} on {self.move}"
