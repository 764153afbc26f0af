"""One's own words without those of others that they quote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.conversations.models import Post
from commonplace.lib.markdown import is_blank

_QUOTED = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*>")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")


def own_words(post: Post) -> tuple[str, str | None] | None:
    """The source of a post without what it quotes, and its HTML where it came by mail; None where nothing is left.

    Of mail nobody can say where a quote ends and an answer begins, so one that quotes stays whole where it is.
    """
    if post.form == Post.Form.MAIL:
        is_quoting = "<blockquote" in post.html or any(_QUOTED.match(line) for line in post.source.splitlines())
        return None if is_quoting else (post.source, post.html)
    said = without_quotes(post.source)
    return None if is_blank(said) else (said, None)


def without_quotes(source: str) -> str:
    """Markdown without its quotes; a line right beneath one belongs to it, as it is read."""
    return "\n".join(_kept(source.splitlines())).strip()


def _kept(lines: list[str]) -> Iterator[str]:
    fence, is_within = "", False
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            if mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            yield line
            continue
        is_within = bool(_QUOTED.match(line)) or (is_within and bool(line.strip()))
        if is_within:
            continue
        if mark:
            fence = mark[1]
        yield line
