"""What a post said before, state by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.safestring import SafeString

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Post
from commonplace.lib.differences import as_html, differences

# A page that shows more states than this helps nobody; the newest are shown.
MOST = 50


@dataclass(frozen=True)
class State:
    """One state of a post: who wrote it so and when, and how it differs from the one before."""

    number: int
    name: str
    at: datetime
    title_changes: SafeString
    changes: SafeString
    is_first: bool


def states_of(post: Post, viewpoint: Viewpoint) -> list[State]:
    """Every state of a post, the newest first; one query."""
    kept = list(post.revisions.select_related("by").order_by("-number")[:MOST])[::-1]
    title = post.conversation.title if post.number == 1 else ""
    by = post.edited_by if post.edited_by_id else post.author
    rows = [(one.number, one.by, one.at, one.title, one.source) for one in kept]
    rows.append((post.revision, by, post.edited_at or post.written_at, title, post.source))
    states = []
    for (_number, _who, _at, old_title, old), (number, who, at, new_title, new) in pairwise(rows):
        name = viewpoint.name_of(who)
        states.append(State(number, name, at, _differ(old_title, new_title), _differ(old, new), is_first=False))
    number, who, at, first_title, first = rows[0]
    name = viewpoint.name_of(who)
    states.insert(0, State(number, name, at, _differ(first_title, first_title), _differ(first, first), is_first=True))
    return states[::-1]


def _differ(old: str, new: str) -> SafeString:
    return as_html(differences(old, new))
