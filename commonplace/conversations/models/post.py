"""A post: what someone wrote, kept with every state it had."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone

from commonplace.communities import access
from commonplace.conversations.models.conversation import Conversation
from commonplace.files.models import StoredFile
from commonplace.people.models import Person
from commonplace.store.fast_rows import FromRows

MAX_DESCRIPTION = 500  # characters


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, asked by who may read them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in conversations `person` may read, less what is held and what was withdrawn."""
        return self.filter(
            access.space_is_visible(person, "conversation__space__"),
            access.is_not_held(
                person,
                kind="conversation",
                object_id="conversation_id",
                author="conversation__author_id",
                community="conversation__community_id",
            ),
        ).not_kept_back_from(person)

    def visible_inside(self) -> Self:
        """Those that everyone with a standing in their community may read."""
        whole = Conversation.objects.visible_inside().filter(pk=OuterRef("conversation_id"))
        return self.filter(Exists(whole)).not_kept_back_from(None)

    def quotable(self) -> Self:
        """Less what its author asks not to be quoted."""
        return self.filter(is_half_baked=False)

    def told_in_letters(self) -> Self:
        """Those in spaces of which letters carry what is written there."""
        return self.filter(access.sends_words("conversation__space__"))

    def not_kept_back_from(self, person: Person | None) -> Self:
        """Less what is held and what was withdrawn: for posts of conversations found through `visible_to`."""
        readable = access.is_not_held(person, kind="post", author="author_id", community="conversation__community_id")
        return self.filter(readable, withdrawal__isnull=True)

    def in_thread(self, conversation: Conversation, person: Person | None) -> Self:
        """Posts of a conversation that `person` may read, in order; what was withdrawn keeps an empty place."""
        readable = access.is_not_held(person, kind="post", author="author_id", community="conversation__community_id")
        return self.filter(readable, conversation=conversation).order_by("number")


def number_answered() -> Case:
    """An annotation for posts: the number of the post that each answers, None where that stands elsewhere by now."""
    return Case(When(reply_to__conversation=F("conversation"), then=F("reply_to__number")))


class Post(FromRows):
    """One contribution; `number` counts from 1 (the opening) and changes where conversations are joined or parted."""

    class Form(models.TextChoices):
        MARKDOWN = "markdown"
        MAIL = "mail"

    # Found by its conversation through the index of `one_post_number`, which begins with it.
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="posts", db_index=False)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    form = models.CharField(max_length=8, choices=Form, default=Form.MARKDOWN)
    source = models.TextField()
    # Rendered when it was written: a page only shows it.
    html = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    thanks_count = models.PositiveIntegerField(default=0)
    # How often it was thanked for where it was said, by people whose names the archive does not tell. No deed and no
    # row stands behind it: an importer sets it to what the latest export says.
    thanks_elsewhere = models.PositiveIntegerField(default=0)
    # Of one sending (see lib/sending.py): sent twice it makes one post. Importers put the message's own id here.
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001  # null: many posts have none
    origin = models.CharField(max_length=40, blank=True)
    # A program wrote it, so that it is nobody's word: no answer, and no talk.
    is_automatic = models.BooleanField(default=False)
    # Its author asks that it is not quoted: it is read where it was said, and no door lets its words out.
    is_half_baked = models.BooleanField(default=False)
    # The sign under which a member wrote candidly: then nothing that is kept tells which, and `author` stays empty.
    alias = models.CharField(max_length=12, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "number"], name="one_post_number"),
            models.UniqueConstraint(
                fields=["author", "idempotency_key"],
                condition=Q(idempotency_key__isnull=False),
                name="one_post_each_form",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["author", "-written_at"])]

    def __str__(self) -> str:
        return f"{self.number} in {self.conversation}"


def was_said(path: str = "") -> Q:
    """Posts (at `path`, such as `post__`) that nobody took back: those that stand, and those whose days are over."""
    return Q(**{f"{path}withdrawal": None}) | Q(**{f"{path}withdrawal__wish": Withdrawal.Wish.SEALED})


class Revision(models.Model):
    """A state a post had before it was changed."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    source = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "number"], name="one_revision_number")]

    def __str__(self) -> str:
        return f"{self.post}, state {self.number}"


class Withdrawal(models.Model):
    """A post was taken back by its author, or for good at the wish of whoever it was about, or it was said in a sealed
    space and its days are over: then nothing is kept.
    """

    class Wish(models.TextChoices):
        AUTHOR = "author"
        PRESENTER = "presenter"
        SEALED = "sealed"

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="withdrawal")
    at = models.DateTimeField(default=timezone.now)
    wish = models.CharField(max_length=9, choices=Wish, default=Wish.AUTHOR)

    def __str__(self) -> str:
        return f"{self.post} is withdrawn"


class Thanks(models.Model):
    """Someone says that a post helped."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="thanks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "person"], name="one_thanks_each")]

    def __str__(self) -> str:
        return f"{self.person} thanks for {self.post}"


class MentionQuerySet(models.QuerySet["Mention"]):
    """Who was named, asked by whether the words still say so."""

    def standing(self) -> Self:
        """Less those whose name was taken out of the words again."""
        return self.filter(dropped_at__isnull=True)


class Mention(models.Model):
    """A post names someone, since a moment; a name that goes and comes back calls nobody twice, so it stays known."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "person"], name="one_mention_each")]

    def __str__(self) -> str:
        return f"{self.post} names {self.person}"


class Attachment(models.Model):
    """A file that came with a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # As the signs of the post call it; no two of one post have the same.
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=MAX_DESCRIPTION, blank=True, help_text="what a picture shows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "file"], name="one_attachment_each")]

    def __str__(self) -> str:
        return self.name
