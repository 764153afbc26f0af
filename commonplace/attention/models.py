"""What reaches a person and how far they have read: marks that serve their owner alone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community, Space, Topic
from commonplace.conversations.models import Conversation, Post


class ReadMark(models.Model):
    """How far someone has read a conversation: the number of the last post shown. When they did is kept as a day.

    On `came_on` they last found something new. `before` is how far they had read when they came, `there` how far it
    went by then: where the new began stays there while they read on or load the page again. `told_to` is the moment of
    a deed of others: the last one shown of those that concern them in posts they may have read before (`ReadState`).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    told_to = models.DateTimeField(null=True, blank=True)
    before = models.PositiveIntegerField(null=True, blank=True)
    there = models.PositiveIntegerField(null=True, blank=True)
    came_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "conversation"], name="one_read_mark_each")]

    def __str__(self) -> str:
        return f"{self.person} has read {self.conversation} to {self.number}"


class Follow(models.Model):
    """Someone wants to hear what is new in a conversation."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "conversation"], name="one_follow_each")]

    def __str__(self) -> str:
        return f"{self.person} follows {self.conversation}"


class Cadence(models.TextChoices):
    """How a community's news reach someone: four plain choices."""

    AT_ONCE = "at_once", _("As it happens")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEEDS_ME = "needs_me", _("Only what needs me")


USUAL_CADENCE = Cadence.WEEKLY


class ChosenCadence(models.Model):
    """How someone wants to hear from a community, and until when not at all; without a row it is `USUAL_CADENCE`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    cadence = models.CharField(max_length=10, choices=Cadence, default=USUAL_CADENCE)
    quiet_until = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "community"], name="one_cadence_each")]

    def __str__(self) -> str:
        return f"{self.person} hears from {self.community}: {self.cadence}"


class SubjectFollow(models.Model):
    """Someone wants to hear of what is begun: under a topic, in a space, by a person, or anywhere in a community."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_follow_of_a_topic"),
            models.UniqueConstraint(fields=["person", "space"], name="one_follow_of_a_space"),
            models.UniqueConstraint(fields=["person", "community", "whom"], name="one_follow_of_a_person"),
            models.UniqueConstraint(
                fields=["person", "community"],
                condition=models.Q(topic=None, space=None, whom=None),
                name="one_follow_of_a_community",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} follows {self.topic or self.space or self.whom or self.community}"


class SearchFollow(models.Model):
    """Someone wants to hear of what is written that a search finds: its words, and what narrows it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    community = models.ForeignKey(Community, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    writer = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=20, blank=True)
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person} follows the search “{self.text}”"


class SearchNotice(models.Model):
    """A post that a followed search found; whether its person may read it is asked when it is told."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    follow = models.ForeignKey(SearchFollow, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "post"], name="a_post_found_once_for_each")]

    def __str__(self) -> str:
        return f"{self.post} was found for {self.person}"


class LessOf(models.Model):
    """Someone wants a topic suggested to them no more."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "topic"], name="less_of_a_topic_said_once")]

    def __str__(self) -> str:
        return f"less of {self.topic} for {self.person}"


class Kept(models.Model):
    """Something that someone keeps to read later, perhaps with a note to themselves."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    note = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "object_id"], name="kept_once_by_each")
        ]

    def __str__(self) -> str:
        return f"{self.person} keeps {self.kind} {self.object_id}"


class Beyond(models.TextChoices):
    """What becomes of what does not fit into the time that someone wants to give."""

    WAITS = "waits", _("Hold the rest for the digest")
    COMES = "comes", _("Tell me anyway")


class Budget(models.Model):
    """How many minutes a week someone wants to give, and what becomes of the rest."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    beyond = models.CharField(max_length=5, choices=Beyond, default=Beyond.WAITS)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.minutes} minutes a week for {self.person}"


class Question(models.Model):
    """A question of the house that was put to someone: asked once, asked once more, and then left."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "code", "about"], name="a_question_put_once_to_each")
        ]

    def __str__(self) -> str:
        return f"{self.code} about {self.about}, put to {self.person}"


class PostToSend(models.Model):
    """A post that is to go to someone as a letter because they hear from its community as it happens."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "post"], name="a_post_goes_once_to_each")]

    def __str__(self) -> str:
        return f"{self.post} goes to {self.person}"


class TimeTaken(models.Model):
    """A post that was sent to someone who gives so much time a week: how many characters there were to read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    characters = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="attention_time_taken")]

    def __str__(self) -> str:
        return f"{self.characters} characters to {self.person}"


class PushDevice(models.Model):
    """A browser that says when something waits for someone: where its maker is asked, and by which keys it reads.

    What came up to `told_to` has been said; from `due_at` on it is looked whether more has.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    since = models.DateTimeField(default=timezone.now)
    told_to = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(db_index=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.person}"


class Visit(models.Model):
    """The day on which someone was last here, and the one before it: what is new is new since that day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    came_on = models.DateField()
    before_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "community"], name="one_visit_each")]

    def __str__(self) -> str:
        return f"{self.person} in {self.community}"


class NoLetters(models.Model):
    """Someone wants no letter when they are named or answered; they find it under what needs them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person"], name="no_letters_said_once")]

    def __str__(self) -> str:
        return f"no letters to {self.person}"
