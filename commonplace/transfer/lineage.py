"""Letters of archives, known by the ids that people's mail programs answer by."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from commonplace.mail.hooks import Lineage
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import Letter


def post_of_letter(ids: Sequence[str], community_id: int) -> int | None:
    """The post that the first of these letters became which an archive brought."""
    digests = [digest_of(one) for one in ids]
    known = Letter.objects.filter(community=community_id, digest__in=digests, post__isnull=False)
    posts = dict(known.values_list("digest", "post"))
    return next((posts[digest] for digest in digests if digest in posts), None)


def ids_of_posts(post_ids: Collection[int]) -> dict[int, str]:
    """The ids of the letters that these posts were: all who were on the list have them so."""
    known = Letter.objects.filter(post__in=list(post_ids)).exclude(message_id="").order_by("-pk")
    return dict(known.values_list("post", "message_id"))


OF_ARCHIVES = Lineage("archives", post_of_letter, order=60, ids_of=ids_of_posts)
