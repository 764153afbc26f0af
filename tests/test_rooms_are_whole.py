"""A room brings its whole share: each kind of content is found, told to programs, and guarded by the permission
worlds, or stands here with the reason why not; `demo/tests/test_story.py` looks into the demo.
"""

import pytest

from commonplace.communities.content import CONTENT
from commonplace.communities.modules import AT_FIRST, MODULES, at_first
from commonplace.communities.navigation import PAGES
from commonplace.communities.shapes import SHAPES
from commonplace.search.findable import FINDABLE
from tests.plans import CommunityPlan, PostPlan, SpacePlan
from tests.worlds import build

NOT_FOUND = {
    "conversation": "found by its opening post",
    "membership": "found as a person",
    "captured": "read where it was kept",
    "lending": "found as the resource, by whoever may read that where it is kept",
    "post_translation": "found as the post that it says again",
    "thanks": "read on the page of those whom it thanks",
    "suggestion": "read beside what it would change",
    "remark": "read beneath the proposal, which is found",
    "milestone": "read beside the milestones that the charter lists",
}
NOT_SHAPED = {
    "collection": "an order of what is told as resources",
    "community": "the API's own first list, across communities",
    "membership": "the API's list of people",
    "captured": "said among those who met; what is made of it is a post",
    "post_translation": "told with the post that it says again",
    "translation": "told with the resource that it says again",
    "thanks": "one sentence, told in a community's letter",
    "suggestion": "said to whoever looks after the resource; what is taken is told as the resource",
    "person": "told as the byline of what they did",
    "remark": "said about a proposal while it is weighed, to those who weigh it",
    "milestone": "told to whoever would ask its teller about it, on one page",
}

PLAN = CommunityPlan(
    visibility="public",
    joining="open",
    standings=("member",) * 4,
    named=frozenset(),
    spaces=(SpacePlan("public", frozenset(), (PostPlan(1, "stands"), PostPlan(2, "stands")), is_held_whole=False),),
)


@pytest.mark.parametrize("kind", CONTENT.codes)
def test_each_kind_is_found_or_excused(kind: str) -> None:
    assert (kind in FINDABLE) is not (kind in NOT_FOUND)


@pytest.mark.parametrize("kind", CONTENT.codes)
def test_each_kind_is_told_to_programs_or_excused(kind: str) -> None:
    assert (kind in SHAPES) is not (kind in NOT_SHAPED)


def test_no_excuse_outlives_its_kind() -> None:
    assert {*NOT_FOUND, *NOT_SHAPED} <= set(CONTENT.codes)


@pytest.mark.django_db
def test_the_worlds_of_the_permission_test_hold_each_kind() -> None:
    founder = build((PLAN,)).persons[0]
    assert [content.kind for content in CONTENT if not content.visible_to(founder).exists()] == []


def test_a_part_belongs_to_a_kind_that_is_there() -> None:
    assert [content.kind for content in CONTENT if content.part_of and content.part_of not in CONTENT] == []


def test_a_new_community_starts_with_four_modules() -> None:
    assert len(at_first()) == AT_FIRST
    assert [page.name for page in PAGES if page.module and page.module not in MODULES] == []


def test_no_two_pages_claim_one_address() -> None:
    claimed = [word for page in PAGES for word in page.addresses]
    assert len(claimed) == len(set(claimed))
