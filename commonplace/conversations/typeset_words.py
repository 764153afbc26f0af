"""Sets what a post says, in the language in which its reader meets it; see typeset.py."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations import markup
from commonplace.conversations.models import Post, PostTranslation
from commonplace.conversations.posts_seen import Posts
from commonplace.conversations.queries.tongues import Tongues, tongues_among
from commonplace.conversations.queries.translations import spoken_in
from commonplace.lib.text import plain
from commonplace.ui.pieces import Given, joined


@dataclass(frozen=True)
class Said:
    """A post as it is shown: where it is said in more than one language, with the way to each."""

    post: Post
    tongues: Tongues[PostTranslation] | None
    voices: str

    @property
    def shown(self) -> PostTranslation | None:
        """The translation that is shown, if one is."""
        return self.tongues.shown if self.tongues is not None else None

    @property
    def html(self) -> str:
        """What is shown of it."""
        return self.shown.html if self.shown is not None else self.post.html


def said_in(post: Post, posts: Posts, viewpoint: Viewpoint, address: str) -> Said:
    """What a post says in the first of the languages wanted; `address` is the conversation's."""
    again = posts.again.get(post.pk)
    if not again:
        return Said(post, None, "")
    number = post.number
    tongues = tongues_among(
        again,
        spoken=spoken_in(again),
        revision=post.revision,
        wanted=posts.wanted,
        viewpoint=viewpoint,
        url=lambda code: f"{address}?from={number}&in={code}#p{number}",
    )
    here = f"{address}posts/{number}/"
    standing = viewpoint.membership
    context: dict[str, object] = {"tongues": tongues, "may_say": standing is not None and not standing.is_guest}
    if (one := tongues.shown) is not None:
        context["say_url"] = f"{here}again?from={one.out_of}&in={one.language}"
        context["read_url"] = f"{here}again/{one.pk}/read"
        context["since_url"] = f"{here}history"
    return Said(post, tongues, render_to_string("conversations/tongues.html", context))


def set_words(said: Said, posts: Posts, piece: Given) -> str:
    """What it says; nothing for an opening that says no more than its title, which stands above it."""
    shown, title = said.shown, posts.title if said.post.number == 1 else ""
    parts: list[SafeString] = []
    if shown is not None and shown.title:
        title = shown.title
        parts.append(piece["title_again"](code=shown.language, title=title))
    if not title or " ".join(plain(said.html).split()) != title:
        html = markup.prose(said.html)
        if said.tongues is None:
            return piece["words"](html=html)
        code = shown.language if shown is not None else said.tongues.voices[0].code
        parts.append(piece["said_in"](code=code, html=html))
    if said.tongues is not None:
        parts.append(piece["voices"](voices=said.voices))
    return joined(parts)
