"""Whoever decides by looking first holds what they looked at: flags, topics, spaces, addresses and the ledger."""

from collections.abc import Callable

import pytest

from commonplace.communities import ledger
from commonplace.communities.founders import SlugTaken
from commonplace.communities.founding import actions as founding
from commonplace.communities.models import Community, Deed, Flag, Topic
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.moderation.actions.holding import FLAGS_IN_AN_HOUR
from commonplace.communities.readers import catch_up
from commonplace.communities.spaces import actions as spaces
from commonplace.communities.topics import actions as topics
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.cultivation.beats import BEATS
from commonplace.people.models import Person
from tests import races
from tests.crowds import community, people_counted_right, somebody
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


def a_conversation_in(here: Community, by: Person, **more: object):
    return open_conversation(by=by, space=here.spaces.get(), kind="question", title="Weir?", text="Words", **more)


def more_flags_than_an_hour_holds() -> Race:
    here, people = community(members=1)
    by = people[1]
    talks = [a_conversation_in(here, people[0]) for _ in range(AT_ONCE)]
    Flag.objects.bulk_create(
        Flag(community=here, kind="post", object_id=10**9 + here.pk * 100 + n, by=by, why="Look")
        for n in range(FLAGS_IN_AN_HOUR - 2)
    )

    def check(outcomes) -> None:
        assert Flag.objects.filter(by=by).count() == FLAGS_IN_AN_HOUR
        assert refused(outcomes) == AT_ONCE - 2

    def point_at(pk: int) -> object:
        return moderating.flag(by=by, kind="conversation", object_id=pk, community=here, why="Look")

    return Race([lambda one=one: point_at(one.pk) for one in talks], check, (moderating.TooManyFlags,))


def two_topics_are_merged_crosswise() -> Race:
    here, people = community(stewards=2)
    talk = a_conversation_in(here, people[0], topics=["valves", "pipes"])
    one, two = Topic.objects.filter(community=here).order_by("pk")

    def check(outcomes) -> None:
        assert (talk.topics.count(), refused(outcomes)) == (1, 1)

    return Race(
        [
            lambda: topics.merge_topics(by=people[0], kept=one, other=two),
            lambda: topics.merge_topics(by=people[1], kept=two, other=one),
        ],
        check,
        (topics.NotMergeable,),
    )


def two_topics_are_put_within_each_other() -> Race:
    here, people = community(stewards=2)
    a_conversation_in(here, people[0], topics=["valves", "pipes"])
    one, two = Topic.objects.filter(community=here).order_by("pk")

    def check(outcomes) -> None:
        broader = set(Topic.objects.filter(community=here).values_list("broader", flat=True))
        assert (len(broader), None in broader, refused(outcomes)) == (2, True, 1)

    return Race(
        [
            lambda: topics.put_within(by=people[0], topic=one, broader=two),
            lambda: topics.put_within(by=people[1], topic=two, broader=one),
        ],
        check,
        (topics.WouldCircle,),
    )


def topics_become_one_while_somebody_files_under_both() -> Race:
    """Stewards merge in a circle and people go on filing: each word leads to a topic; nothing is filed beside it."""
    here, people = community(stewards=3)
    talk = a_conversation_in(here, people[0], topics=["valves", "pipes", "mains"])
    rows = list(Topic.objects.filter(community=here).order_by("pk"))

    def check(outcomes) -> None:
        left = set(Topic.objects.filter(community=here).values_list("pk", flat=True))
        assert len(left) == refused(outcomes)
        assert set(Topic.every.filter(community=here, same_as__isnull=False).values_list("same_as", flat=True)) <= left
        filed = Conversation.topics.through.objects.filter(conversation__community=here)
        assert set(filed.values_list("topic", flat=True)) == left
        assert talk.topics.count() == len(left)

    merge = topics.merge_topics
    return Race(
        [
            lambda: merge(by=people[0], kept=rows[0], other=rows[1]),
            lambda: merge(by=people[1], kept=rows[1], other=rows[2]),
            lambda: merge(by=people[2], kept=rows[2], other=rows[0]),
            lambda: a_conversation_in(here, people[0], topics=["valves", "pipes", "mains"]),
        ],
        check,
        (topics.NotMergeable,),
    )


def spaces_of_one_name_are_opened() -> Race:
    here, people = community(stewards=AT_ONCE)

    def check(outcomes) -> None:
        rows = list(here.spaces.values_list("slug", "position"))
        assert len({slug for slug, _ in rows}) == len({position for _, position in rows}) == AT_ONCE + 1

    return Race([lambda one=one: spaces.add_space(by=one, community=here, name="Valves") for one in people], check)


def communities_of_one_address_are_founded() -> Race:
    people = [somebody() for _ in range(AT_ONCE)]

    def check(outcomes) -> None:
        assert (refused(outcomes), Community.objects.filter(slug=f"one-{people[0].pk}").count()) == (AT_ONCE - 1, 1)

    return Race(
        [lambda one=one: founding.found(by=one, name="One", slug=f"one-{people[0].pk}") for one in people],
        check,
        (SlugTaken,),
    )


def one_form_of_founding_sent_many_times() -> Race:
    founder = somebody()

    def check(outcomes) -> None:
        assert Community.objects.filter(founded_by=founder).count() == 1

    return Race([lambda: founding.found_once(by=founder, name="The same")] * AT_ONCE, check)


def different_people_found_under_one_name() -> Race:
    people = [somebody() for _ in range(AT_ONCE)]

    def check(outcomes) -> None:
        assert Community.objects.filter(founded_by__in=people).count() == AT_ONCE

    return Race([lambda one=one: founding.found_once(by=one, name=f"Name {people[0].pk}") for one in people], check)


def the_ledger_is_numbered_while_it_is_written() -> Race:
    here, people = community(members=2)
    write = lambda: ledger.record(verb="welcomed", person=people[0], community=here)  # noqa: E731

    def check(outcomes) -> None:
        while ledger.number():
            pass
        given = sorted(Deed.objects.values_list("sequence", flat=True))
        assert given == list(range(1, len(given) + 1))

    return Race([write, write, write, ledger.number, ledger.number, ledger.number], check)


def the_rhythm_is_read_by_many() -> Race:
    here, people = community(members=2)
    for _ in range(9):
        ledger.record(verb="welcomed", person=people[0], community=here)
    return Race([lambda: catch_up(BEATS.code)] * AT_ONCE, lambda outcomes: people_counted_right(here))


RACES = (
    more_flags_than_an_hour_holds,
    two_topics_are_merged_crosswise,
    two_topics_are_put_within_each_other,
    topics_become_one_while_somebody_files_under_both,
    spaces_of_one_name_are_opened,
    communities_of_one_address_are_founded,
    one_form_of_founding_sent_many_times,
    different_people_found_under_one_name,
    the_ledger_is_numbered_while_it_is_written,
    the_rhythm_is_read_by_many,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
