"""What somebody began to tell in a story that is there: how it is called among their drafts, where they go on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.draft_places import Onward
from commonplace.lib.direction import isolated
from commonplace.stories.models import Step, Story
from commonplace.stories.rights import may_change, may_write
from commonplace.ui.addresses import address


def further_steps(keys: Collection[str], viewpoint: Viewpoint) -> Mapping[str, Onward]:
    """One more step of these stories, for whoever writes them; one query."""
    seen = Story.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, pk__in=_numbers(keys))
    theirs = [one for one in seen if may_write(viewpoint.person, one)]
    slug = viewpoint.community.slug
    return {
        str(one.pk): Onward(
            _("A step of: %(title)s") % {"title": _called(one)}, address("story_step_new", slug, one.pk)
        )
        for one in theirs
    }


def other_words(keys: Collection[str], viewpoint: Viewpoint) -> Mapping[str, Onward]:
    """Other words for these steps, for those whose words they are to change; one query."""
    seen = Step.objects.visible_to(viewpoint.person).filter(story__community=viewpoint.community, pk__in=_numbers(keys))
    theirs = [one for one in seen.select_related("story") if may_change(viewpoint.person, one.story, one)]
    slug = viewpoint.community.slug
    return {
        str(one.pk): Onward(
            _("Other words for a step of: %(title)s") % {"title": _called(one.story)},
            address("story_step", slug, one.story_id, one.pk),
        )
        for one in theirs
    }


def _called(story: Story) -> str:
    return isolated(story.title or _("A story without a name yet"))


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isdigit()]
