"""A place where a community talked moves in, from an invented reader with every record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.models import Community, Deed, Membership
from commonplace.conversations.actions.changing import edit, withdraw
from commonplace.conversations.models import Attachment, Conversation, Post, Revision, Settlement, Thanks
from commonplace.lib.archives.stream import Author, Message, Place, Record
from commonplace.people.models import ArchiveAddress, Person
from commonplace.store.kept import KEPT
from commonplace.transfer.accounts import SORTS, Account
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.actions.placing import NoSuchPlace, NoSuchSpace, Wish
from commonplace.transfer.foretelling import foretell
from commonplace.transfer.models import Import, Known
from commonplace.transfer.tests.invented import after, every_record, message, of


def adds_up(account: Account) -> None:
    """Every record is in exactly one outcome, by sort."""
    for sort in SORTS.values():
        assert account.read[sort] == sum(one[sort] for one in account.outcomes.values()), sort


def rows() -> tuple[int, ...]:
    """How much is here."""
    return tuple(model._default_manager.count() for model in (Post, Person, Deed, Known, Import, Thanks, Membership))


def test_everything_stands_where_it_was_said(stick: Community) -> None:
    moved = move_in(reader=of(every_record()), community=stick)
    adds_up(moved.account)
    said = moved.account.as_json()["records"]
    assert (said["messages"]["kept"], said["messages"]["passed_over"]) == (11, 2)
    talk = Conversation.objects.get(title="Which clamp?")
    posts = list(talk.posts.order_by("number").select_related("author", "reply_to"))
    assert [post.author and post.author.name for post in posts] == ["Ada Quill", "Bruno Marsh", "Correspondent 1"]
    assert [post.reply_to and post.reply_to.number for post in posts] == [None, 1, 2]
    assert [post.written_at for post in posts] == [after(0), after(5), after(3)]
    assert (talk.kind, [one.name for one in talk.topics.all()]) == ("question", ["clamps"])
    assert talk.opened_at == after(0)
    assert posts[1].html == '<p dir="auto">The <strong>blue</strong> one.</p>\n'
    assert Settlement.objects.get().post == posts[1]
    assert {one.person.name for one in Thanks.objects.all()} == {"Ada Quill", "Silent Sam"}
    assert [post.thanks_count for post in posts] == [0, 2, 0]


def test_each_place_has_its_space_and_what_is_not_in_the_archive_has_none(stick: Community) -> None:
    moved = move_in(reader=of(every_record()), community=stick)
    assert {one.title: one.is_opened for one in moved.targets} == {"General": True, "Help": True, "Empty": False}
    general = stick.spaces.get(name="General")
    assert (general.slug, general.purpose, general.visibility) == ("general", "Where everybody is", "members")
    assert not stick.spaces.filter(name="Empty").exists()


def test_flat_chat_is_parted_by_pauses_and_the_words_are_as_they_stood(stick: Community) -> None:
    move_in(reader=of(every_record()), community=stick)
    morning = Conversation.objects.get(title="Morning *all*")
    posts = morning.posts.order_by("number").select_related("author")
    assert [post.author and post.author.name for post in posts] == ["Ada Quill", "Bruno Marsh", None]
    assert posts[0].html == '<p dir="auto">Morning *all*</p>\n'
    assert Conversation.objects.get(title="Anybody here?").author.name == "Correspondent 2"
    assert not Post.objects.filter(source__contains="@").exclude(source__contains="…@…").exists()


def test_nobody_sees_an_address_and_one_that_was_verified_finds_its_owner(stick: Community) -> None:
    move_in(reader=of(every_record()), community=stick)
    assert [(one.address, one.person.name) for one in ArchiveAddress.objects.all()] == [
        ("ada@wells.example", "Ada Quill")
    ]


def test_programs_are_nobody_and_files_come_along(stick: Community) -> None:
    move_in(reader=of(every_record()), community=stick)
    build = Post.objects.get(source="Build 7 failed")
    assert (build.author, build.is_automatic) == (None, True)
    assert not Person.objects.filter(name="Build bot").exists()
    with_files = Post.objects.get(source="What file says.")
    assert [one.name for one in Attachment.objects.filter(post=with_files)] == ["note.txt"]
    assert "missing.png" in with_files.html


def test_a_moment_that_cannot_be_is_its_neighbours(stick: Community) -> None:
    move_in(reader=of(every_record()), community=stick)
    assert Post.objects.get(source="Before there were computers").written_at == after(91)


def test_people_have_been_here_since_they_came(stick: Community) -> None:
    move_in(reader=of(every_record()), community=stick)
    assert Membership.objects.get(person__name="Ada Quill").joined_at == after(-60)
    assert not Person.objects.get(name="Ada Quill").is_claimed


def test_a_second_run_keeps_nothing(stick: Community) -> None:
    move_in(reader=of(every_record()), community=stick)
    before = rows()
    moved = move_in(reader=of(every_record()), community=stick)
    adds_up(moved.account)
    assert (moved.account.has_news, moved.run, rows()) == (False, None, before)


def test_what_is_kept_is_what_is_counted(stick: Community) -> None:
    move_in(reader=of(every_record()), community=stick)
    assert [one.code for one in KEPT for _row in one.wrong(timezone.now())] == []


def test_what_was_edited_there_is_said_to_be_from_the_first(stick: Community, ines: Person, client: Client) -> None:
    said = [
        Place("p", "Place"),
        message("m1", None, place="p", thread="m1", edited_at=after(9)),
        message("m2", None, place="p", thread="m1", minutes=4, edited_at=after(4)),
    ]
    move_in(reader=of(said), community=stick)
    first, second = Post.objects.order_by("number")
    assert (first.edited_at, second.edited_at) == (after(9), None)
    client.force_login(ines)
    page = client.get(f"/c/stick/conversations/{first.conversation_id}/").text
    history = f"/c/stick/conversations/{first.conversation_id}/posts/1/history"
    assert (history in page, client.get(history).status_code) == (True, 200)


def _talk(*, edited: bool) -> list[Record]:
    at = after(500) if edited else None
    return [
        Place("p", "Place"),
        Author("ada", "Ada Quill"),
        message("m1", place="p", thread="m1", text="Second words" if edited else "First words", edited_at=at),
        message("m2", place="p", thread="m1", minutes=2, text="Other words" if edited else "Words", edited_at=at),
        message("m3", place="p", thread="m1", minutes=3, text="New" if edited else "Old", edited_at=at),
        *([message("m4", place="p", thread="m1", minutes=400, answers="m2")] if edited else []),
    ]


def test_a_later_export_adds_what_is_new_and_leaves_what_was_changed_here(stick: Community, ines: Person) -> None:
    move_in(reader=of(_talk(edited=False)), community=stick)
    changed, withdrawn = Post.objects.get(source="Words"), Post.objects.get(source="Old")
    edit(by=ines, post=changed, text="Words, as a steward put them", on_revision=1)
    assert withdrawn.author is not None
    withdraw(by=withdrawn.author, post=withdrawn)
    moved = move_in(reader=of(_talk(edited=True)), community=stick)
    adds_up(moved.account)
    assert moved.account.as_json()["records"]["messages"] == {
        "read": 4, "kept": 1, "already": 2, "updated": 1, "aside": 0, "passed_over": 0, "unreadable": 0
    }  # fmt: skip
    posts = list(Post.objects.filter(conversation__community=stick, origin__startswith="invented").order_by("number"))
    assert [post.source for post in posts] == [
        "Second words", "Words, as a steward put them", "Old", "What m4 says."
    ]  # fmt: skip
    assert (posts[0].edited_at, posts[0].revision) == (after(500), 2)
    assert [one.source for one in Revision.objects.filter(post=posts[0])] == ["First words"]
    assert posts[3].reply_to == posts[1]
    again = move_in(reader=of(_talk(edited=True)), community=stick)
    assert not again.account.has_news


def test_a_later_export_may_hold_the_later_part_alone(stick: Community) -> None:
    move_in(reader=of(_talk(edited=False)), community=stick)
    later = [Place("p", "Place"), message("m9", place="p", thread="m1", minutes=900, answers="m2")]
    move_in(reader=of(later), community=stick)
    post = Post.objects.get(source="What m9 says.")
    assert (post.number, post.reply_to and post.reply_to.number) == (4, 2)


def test_places_go_where_they_are_mapped(stick: Community) -> None:
    wish = Wish(mapped={"General": "table", "help": ""})
    moved = move_in(reader=of(every_record()), community=stick, wish=wish)
    adds_up(moved.account)
    assert moved.account.outcomes["passed_over"]["places"] == 2
    assert {one.space.slug for one in Conversation.objects.filter(origin__startswith="invented")} == {"table"}
    assert not Conversation.objects.filter(title="Which clamp?").exists()


@pytest.mark.parametrize(("wish", "error"), [({"general": "nowhere"}, NoSuchSpace), ({"nowhere": ""}, NoSuchPlace)])
def test_a_wish_that_cannot_be_is_said_before_anything_is_kept(
    stick: Community, wish: dict[str, str], error: type[Exception]
) -> None:
    before = rows()
    with pytest.raises(error):
        move_in(reader=of(every_record()), community=stick, wish=Wish(mapped=wish))
    assert rows() == before


def test_what_would_come_is_what_comes(stick: Community) -> None:
    before = rows()
    told = foretell(reader=of(every_record()), community=stick)
    assert rows() == before
    moved = move_in(reader=of(every_record()), community=stick)
    assert told.new == moved.account.outcomes["kept"]["messages"]
    assert (told.people, told.conversations) == (moved.people, moved.conversations)
    assert {one.target.title: one.new for one in told.places} == {"General": 7, "Help": 4, "Empty": 0}
    again = foretell(reader=of(every_record()), community=stick)
    assert (again.new, again.changed, again.people) == (0, 0, 0)


_KEYS = st.sampled_from([f"m{number}" for number in range(8)])
_MOMENTS = st.one_of(
    st.integers(0, 200).map(after), st.just(datetime(1931, 1, 1, tzinfo=UTC)), st.just(datetime(2999, 1, 1, tzinfo=UTC))
)
_MESSAGES = st.builds(
    Message,
    key=_KEYS,
    place=st.sampled_from(["p", "q", "unheard-of"]),
    author=st.sampled_from([None, "ada", "bruno", "ghost", "\ud800"]),
    at=_MOMENTS,
    text=st.text(max_size=40),
    thread=st.one_of(st.just(""), _KEYS, st.just("gone")),
    answers=st.one_of(st.just(""), _KEYS, st.just("gone")),
    title=st.text(max_size=10),
    edited_at=st.one_of(st.none(), _MOMENTS),
    is_automatic=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example is rolled back
@given(messages=st.lists(_MESSAGES, max_size=14))
def test_whatever_comes_adds_up_and_comes_once(stick: Community, messages: list[Message]) -> None:
    stream: list[Record] = [
        Place("p", "P"),
        Place("q", "Q"),
        Author("ada", "Ada Quill"),
        Author("bruno", ""),
        *messages,
    ]
    with transaction.atomic():
        moved = move_in(reader=of(stream), community=stick)
        adds_up(moved.account)
        for post in Post.objects.filter(reply_to__isnull=False, origin__startswith="invented"):
            assert post.reply_to is not None
            assert post.reply_to.number < post.number
        before = rows()
        again = move_in(reader=of(stream), community=stick)
        adds_up(again.account)
        assert (again.account.has_news, rows()) == (False, before)
        transaction.set_rollback(True)
