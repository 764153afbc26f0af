"""Sets what was found, twenty at a time, from the pieces in `search/hit.html` (see ui/pieces.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from commonplace.communities.viewpoint import Byline
from commonplace.lib.direction import isolated
from commonplace.search.queries import Hit
from commonplace.ui.moments import Reader, written
from commonplace.ui.pieces import Piece, pieces


def set_hit(hit: Hit, *, kind: str, byline: Byline | None, why: Sequence[str], reader: Reader) -> SafeString:
    """One thing found: what it is, how it begins, where and by whom it was written, and why it was found."""
    piece: Mapping[str, Piece] = pieces("search/hit.html")
    said = piece["said"]
    at = written(hit.happened_at, *reader) if hit.kind == "post" else ""
    return piece["hit"](
        kind=piece["kind"](words=kind) if kind else "",
        url=hit.url,
        title=hit.title,
        former=piece["former"](title=isolated(hit.former_title)) if hit.former_title else "",
        excerpt=hit.excerpt,
        community=said(words=hit.community.name) if hit.community else "",
        name=said(words=byline.name) if byline else "",
        moment=piece["moment"](said=at) if at else "",
        why=piece["why"](words=" · ".join(why)) if why else "",
    )
