"""Keys by which tokens are signed blindly, who drew, what was spent and what waits: no moment, and no way from a
person to a token.

Rows that tell of a person or of a token have keys drawn by chance, so that no order tells who came first.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models

from commonplace.communities.models import Community, Hold, Space
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Outcome, Post


def by_chance() -> int:
    """A key for a row that says nothing of when it was written."""
    return 1 + secrets.randbelow(2**62)


class CandourKey(models.Model):
    """One community's key for one month: in it tokens are drawn, in the month after they are spent.

    Keys are written in base64, `public` as SubjectPublicKeyInfo, `private` as PKCS 8, which goes with its month.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    public = models.TextField()
    private = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "month"], name="one_key_of_candour_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.community_id} in {self.month:%Y-%m}"

    @property
    def spoken(self) -> str:
        """The fingerprint as people compare it."""
        return " ".join(self.fingerprint[place : place + 4] for place in range(0, len(self.fingerprint), 4))


class Draw(models.Model):
    """Somebody drew under a key. `asked` tells the same request from another: a hash of numbers that are drawn evenly,
    whatever they hide, so it says nothing of the tokens.
    """

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    key = models.ForeignKey(CandourKey, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "person"], name="one_draw_each_month")]

    def __str__(self) -> str:
        return f"{self.person_id} under {self.key_id}"


class Spent(models.Model):
    """A token that was shown, by its hash; of nobody. `asked` is a hash of the whole request, token and all, so that
    the same request gets the same answer, which is `sign`.
    """

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    key = models.ForeignKey(CandourKey, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    sign = models.CharField(max_length=12)

    class Meta:
        abstract = True


class SpentToken(Spent):
    """A token that was spent, and what it was spent on stands where it is read."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "digest"], name="a_token_is_spent_once")]

    def __str__(self) -> str:
        return f"spent under {self.key_id}"


class WaitingWord(Spent):
    """What somebody said candidly, until it is written with all that waited: an opening, or a reply in `conversation`.

    There is no moment in it, and it is gone once it is written. `hours` is how many more it is passed over, a number
    drawn by chance, which does not tell when it came.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    public = models.CharField(max_length=200)
    hours = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "digest"], name="a_token_waits_once")]

    def __str__(self) -> str:
        return f"waits for {self.space_id}"


class Alias(models.Model):
    """A sign under which somebody wrote candidly in one conversation.

    `public` is a key in base64 (SubjectPublicKeyInfo); whoever holds its other half speaks under the sign.
    """

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    sign = models.CharField(max_length=12)
    public = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "sign"], name="one_alias_of_a_sign"),
            models.UniqueConstraint(fields=["conversation", "public"], name="one_alias_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.sign} in {self.conversation_id}"


class WaitingSettlement(models.Model):
    """Whoever asked under a sign says which post settled it, and what came of it; without one it is open again."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=7, choices=Outcome.How, blank=True)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"settles {self.conversation_id}"


class WaitingAppeal(models.Model):
    """Whoever wrote under a sign what a steward holds back asks for a second look."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    hold = models.OneToOneField(Hold, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"appeals against {self.hold_id}"


class CandourPause(models.Model):
    """A community takes no candid words for a while, for a reason that its members read; drawing goes on."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=400)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community"], condition=models.Q(lifted_at=None), name="one_standing_pause_of_candour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community_id} pauses: {self.why}"


class WaitingWithdrawal(models.Model):
    """Whoever wrote a post under a sign takes it back, with all that waits."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"takes back {self.post_id}"
