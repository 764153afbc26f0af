"""What search is told about stories: their name, and the steps that everybody reads who finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from commonplace.lib.text import plain
from commonplace.search import index
from commonplace.stories.models import Audience, Step, Story
from commonplace.stories.models.story import KIND


def keep_in_index(*keys: int) -> None:
    """Have search find these stories as they are now, and no more what nobody reads."""
    found = list(entries_of(keys))
    index.keep(found)
    gone = set(keys) - {one.object_id for one in found}
    if gone:
        index.drop(KIND, gone)


def to_be_found() -> QuerySet[Story]:
    """Every story of which members may read something."""
    return Story.objects.released_to(Audience.MEMBERS)


def entries_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These as search should know them, for building the index anew."""
    stories = list(to_be_found().filter(pk__in=ids).order_by("pk"))
    widest = _steps(stories, Audience.PUBLIC)
    inside = _steps(stories, Audience.MEMBERS)
    return (_entry(one, widest.get(one.pk) or inside.get(one.pk) or []) for one in stories)


def _steps(stories: Sequence[Story], audience: Audience) -> dict[int, list[str]]:
    """What everybody reads who sees any of it: strangers find a story by words that they may read, and no others."""
    found: dict[int, list[str]] = {}
    steps = Step.objects.released_to(audience).filter(story__in=[one.pk for one in stories]).in_order()
    for story, html in steps.values_list("story", "html"):
        found.setdefault(story, []).append(plain(html))
    return found


def _entry(one: Story, words: Sequence[str]) -> index.Entry:
    return index.Entry(
        kind=KIND,
        object_id=one.pk,
        community_id=one.community_id,
        person_id=None if one.is_nameless else one.teller_id,
        title=one.title,
        body="\n".join(words),
        happened_at=one.shown_at or one.begun_at,
        is_opening=True,
    )
