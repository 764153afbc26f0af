"""A place where a community talked moves in, from an invented reader with every record."""

from __future__ import annotations

from commonplace.communities.models import Community, Deed
from commonplace.conversations.models import Conversation, Post, Settlement, Thanks
from commonplace.people.models import Person
from commonplace.transfer.accounts import SORTS
from commonplace.transfer.actions.moving_in import Moved, move_in
from commonplace.transfer.models import Import, Known
from commonplace.transfer.tests.invented import every_record, of


def adds_up(moved: Moved) -> None:
    """Every record is in exactly one outcome, by sort."""
    account = moved.account
    for sort in SORTS.values():
        assert account.read[sort] == sum(one[sort] for one in account.outcomes.values()), sort


def test_everything_stands_where_it_was_said(stick: Community) -> None:
    moved = move_in(reader=of(every_record()), community=stick)
    adds_up(moved)
    said = moved.account.as_json()["records"]
    assert said["messages"]["kept"] == 11
    assert said["messages"]["passed_over"] == 2
    talk = Conversation.objects.get(title="Which clamp?")
    assert [post.author.name for post in talk.posts.order_by("number")] == [
        "Ada Quill",
        "Bruno Marsh",
        "Correspondent 1",
    ]
    assert [post.reply_to and post.reply_to.number for post in talk.posts.order_by("number")] == [None, 1, 2]
    assert (talk.kind, [one.name for one in talk.topics.all()]) == ("question", ["clamps"])
    assert Settlement.objects.get().post == talk.posts.get(number=2)
    assert {one.person.name for one in Thanks.objects.all()} == {"Ada Quill", "Silent Sam"}


def test_a_second_run_keeps_nothing(stick: Community) -> None:
    move_in(reader=of(every_record()), community=stick)
    before = (Post.objects.count(), Person.objects.count(), Deed.objects.count(), Known.objects.count())
    moved = move_in(reader=of(every_record()), community=stick)
    adds_up(moved)
    assert not moved.account.has_news
    assert moved.run is None
    assert (Post.objects.count(), Person.objects.count(), Deed.objects.count(), Known.objects.count()) == before
    assert Import.objects.count() == 1
