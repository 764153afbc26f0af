"""Letters of archives, known by the ids that people's mail programs answer by."""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.mail.hooks import Lineage
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import Letter


def post_of_letter(ids: Sequence[str], community_id: int) -> int | None:
    """The post that the first of these letters became which an archive brought."""
    digests = [digest_of(one) for one in ids]
    known = Letter.objects.filter(community=community_id, digest__in=digests, post__isnull=False)
    posts = dict(known.values_list("digest", "post"))
    return next((posts[digest] for digest in digests if digest in posts), None)


OF_ARCHIVES = Lineage("archives", post_of_letter, order=60)
