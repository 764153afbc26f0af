"""What flags, holds and deeds point at among stories, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.content import Content, Thing
from commonplace.lib.text import plain
from commonplace.people.models import Person
from commonplace.stories.actions.releasing import after_hold
from commonplace.stories.models import Step, Story
from commonplace.stories.models.story import KIND


def stories(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The stories of these ids that `viewer` may see; of one that is told without a name nobody is the author."""
    found = Story.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {
        one.pk: Thing(
            one.title or _("A story without a name yet"),
            one.url(one.community.slug),
            None if one.is_nameless else one.teller_id,
            one.community_id,
        )
        for one in found
    }


def words_of(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What they say, for whoever has to judge it."""
    said: dict[int, list[str]] = {}
    steps = Step.objects.visible_to(viewer).filter(story__in=ids).in_order()
    for story, html in steps.values_list("story", "html"):
        said.setdefault(story, []).append(plain(html))
    return {pk: "\n".join(words) for pk, words in said.items()}


STORY = Content(
    KIND,
    gettext_lazy("a story"),
    Story.objects.visible_to,
    stories,
    may_be_held=True,
    after_hold=after_hold,
    words_of=words_of,
)
