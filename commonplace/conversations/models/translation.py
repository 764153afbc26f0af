"""A post said again in another language, beside the original."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from commonplace.communities import access
from commonplace.conversations.models.post import Post
from commonplace.conversations.models.said_again import SaidAgain, SaidAgainQuerySet
from commonplace.people.models import Person


class PostTranslationQuerySet(SaidAgainQuerySet["PostTranslation"]):
    """Translations of posts, asked by who may read them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of posts that `person` may read, less what is held."""
        return self.not_kept_back_from(person).filter(post__in=Post.objects.visible_to(person))

    def not_kept_back_from(self, person: Person | None) -> Self:
        """Less what is held: for those of posts found through `visible_to`."""
        community = "post__conversation__community_id"
        return self.filter(access.is_not_held(person, kind="post_translation", author="by_id", community=community))


class PostTranslation(SaidAgain):
    """How somebody says a post in another language, `out_of` the one in which they say that it is written."""

    ORIGINAL = "post"

    # Found by its post through the index of `one_edition_each_language_of_a_post`, which begins with it.
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="translations", db_index=False)
    out_of = models.CharField(max_length=12)
    # Of an opening, which has one.
    title = models.CharField(max_length=200, blank=True)
    source = models.TextField()
    html = models.TextField()

    objects = PostTranslationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "language", "edition"], name="one_edition_each_language_of_a_post")
        ]

    def __str__(self) -> str:
        return f"{self.post} ({self.language})"
