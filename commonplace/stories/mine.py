"""What is a person's in stories: what they told, wrote down, let go and were asked, and their own narrative."""

from __future__ import annotations

from django.db.models import Q

from commonplace.communities.mine import titled
from commonplace.people.mine import Erasing, Mine
from commonplace.stories.models import (
    Detective,
    FollowUp,
    NarrativePart,
    Objection,
    Release,
    Step,
    Story,
    StoryLead,
)

_STORY = ("community__slug", "title", "is_nameless", "begun_at", "told_at", "withdrawal__at")
_STEP = (
    "story_id",
    "number",
    "cycle",
    "kind",
    "worth",
    "words",
    "happened",
    "checked_with",
    "checked_on",
    "confirmed_at",
)

LISTS = (
    Mine("stories_told", Story, "teller", Erasing.NAMELESS, _STORY, order=374),
    Mine(
        "stories_written_down",
        Story,
        "written_by",
        Erasing.NAMELESS,
        ("community__slug", "title", "begun_at"),
        rows=lambda person: Story.objects.visible_to(person).filter(written_by=person).exclude(teller=person),
        order=375,
    ),
    Mine(
        "steps_of_stories",
        Step,
        "written_by",
        Erasing.NAMELESS,
        _STEP,
        # All of one's own story, whoever wrote it down; of others' what one may still read.
        rows=lambda person: Step.objects.visible_to(person).filter(Q(story__teller=person) | Q(written_by=person)),
        named=titled(lambda person: Story.objects.visible_to(person), "story", as_="story_title"),
        order=376,
    ),
    Mine(
        "steps_let_go",
        Release,
        "by",
        Erasing.NAMELESS,
        ("step__story_id", "step__number", "audience", "given_at", "withdrawn_at"),
        order=377,
    ),
    Mine(
        "objections_to_stories",
        Objection,
        "by",
        Erasing.GOES,
        ("step__story_id", "words", "at", "became", "settled_at", "reply"),
        order=378,
    ),
    Mine("objections_settled", Objection, "settled_by", Erasing.NAMELESS, why="the words of whoever objected"),
    Mine("follows_leads", Detective, "person", Erasing.GOES, ("community__slug", "since"), order=379),
    Mine(
        "leads_taken",
        StoryLead,
        "taken_by",
        Erasing.NAMELESS,
        ("community__slug", "why", "taken_at", "story_id"),
        order=379,
    ),
    Mine(
        "asked_weeks_later",
        FollowUp,
        "person",
        Erasing.GOES,
        ("community__slug", "why", "since", "ask_on", "asked_at", "came", "answered_at"),
        order=379,
    ),
    Mine("narrative", NarrativePart, "person", Erasing.GOES, ("about", "words", "hope", "changed_at"), order=379),
)
