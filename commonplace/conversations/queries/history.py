"""What a post said before, state by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.safestring import SafeString

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Post
from commonplace.lib.differences import as_html, differences
from commonplace.people.models import Person

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
    own = byline_of(post, viewpoint)
    rows = [(one.number, _name(one.by, own, viewpoint), one.at, one.title, one.source) for one in kept]
    rows.append(
        (
            post.revision,
            _name(post.edited_by or post.author, own, viewpoint),
            post.edited_at or post.written_at,
            title,
            post.source,
        )
    )
    states = []
    for (_number, _who, _at, old_title, old), (number, who, at, new_title, new) in pairwise(rows):
        states.append(State(number, who, at, _differ(old_title, new_title), _differ(old, new), is_first=False))
    number, who, at, first_title, first = rows[0]
    states.insert(0, State(number, who, at, _differ(first_title, first_title), _differ(first, first), is_first=True))
    return states[::-1]


def _name(person: Person | None, own: Byline, viewpoint: Viewpoint) -> str:
    """Who wrote a state: whoever is known, or else whose post it is."""
    return own.name if person is None and own.is_alias else viewpoint.name_of(person)


def _differ(old: str, new: str) -> SafeString:
    return as_html(differences(old, new))
