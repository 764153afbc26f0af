"""How posts are said in other languages, for whoever reads them."""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.communities.viewpoint import beyond_byline
from commonplace.conversations.models import PostTranslation
from commonplace.people.models import Person


def said_again(post_ids: Sequence[int], person: Person | None) -> dict[int, list[PostTranslation]]:
    """The translations of these posts, found through `visible_to`, by their keys; one query, none where there are
    none of them.
    """
    found: dict[int, list[PostTranslation]] = {}
    if post_ids:
        rows = PostTranslation.objects.newest().not_kept_back_from(person).filter(post__in=post_ids)
        people = rows.select_related("by", "read_by").defer("source", *beyond_byline("by", "read_by"))
        for one in people.filter(post__withdrawal=None).order_by("post", "language"):
            found.setdefault(one.post_id, []).append(one)
    return found


def spoken_in(said: Sequence[PostTranslation]) -> str:
    """The language in which a post is written, as whoever said it again last has said."""
    return max(said, key=lambda one: (one.at, one.pk)).out_of
