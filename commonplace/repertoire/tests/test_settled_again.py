"""What was settled again and again is offered to stewards as something to keep, until it is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.tendings import Bed, with_rows
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.repertoire.actions.wording import Source
from commonplace.repertoire.queries.thrice import Settled, again_and_again, alike
from commonplace.repertoire.tendings import settled_again


def of(*titles: str) -> list[Settled]:
    return [Settled(pk, title, frozenset(title.split())) for pk, title in enumerate(titles)]


def test_two_titles_are_alike_by_half_of_their_words_and_never_by_one() -> None:
    assert alike(frozenset("abc"), frozenset("abd"))
    assert not alike(frozenset("abcd"), frozenset("abef"))
    assert not alike(frozenset("a"), frozenset("a"))
    assert not alike(frozenset(), frozenset())


def test_three_are_a_group_and_no_question_stands_in_two() -> None:
    found = again_and_again(of("a b c", "a b", "x y", "b c a", "x y z", "a b c d"))
    assert [[one.pk for one in group] for group in found] == [[0, 1, 3, 5]]


@pytest.mark.django_db
def test_it_is_offered_from_the_third_on_and_no_more_once_it_is_kept(
    stick, table, circle, shelve, rosa, hal, ines
) -> None:
    def offered(person=rosa, later=timedelta()) -> list[str]:
        viewpoint = look(person, "stick")
        bed = Bed(viewpoint.community, viewpoint, timezone.now() + later)
        return [one.url for one in settled_again(with_rows(bed))]

    talks = []
    for place, title in (
        (table, "How do I free a frozen boundary valve?"),
        (table, "Frozen boundary valves: how to free them"),
        (table, "Who pays for the van?"),
        (circle, "Free the frozen boundary valve"),
    ):
        assert offered() == []
        talks.append(open_conversation(by=rosa, space=place, kind="question", title=title, text="Well?"))
        settle(by=rosa, post=reply(by=ines, conversation=talks[-1], text="Warm it."))
    assert offered() == [f"/c/stick/repertoire/from/conversations/{talks[-1].pk}/"]
    # Of what one may not read, nothing is offered.
    assert offered(hal) == []
    assert offered(later=timedelta(days=731)) == []
    shelve(source=Source(conversation=talks[0]))
    assert offered() == []
