"""Flags, holds and appeals: who may, what follows, and what nobody is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Deed, Flag, Hold
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.moderation.queries import TO_JUDGE_BY, desk, holds_on
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.stewards import NotASteward
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post


@pytest.fixture
def post(table, hal) -> Post:
    talk = open_conversation(by=hal, space=table, kind="question", title="Where?", text="Where is it?")
    return talk.posts.get()


@pytest.fixture
def on_post(post, stick) -> dict[str, object]:
    return {"kind": "post", "object_id": post.pk, "community": stick}


def test_held_post_reaches_its_author_and_the_stewards_alone(post, on_post, rosa, ines, hal, tomasz) -> None:
    moderating.hold(by=rosa, why="It names a customer.", **on_post)
    seen = {person.name: Post.objects.visible_to(person).filter(pk=post.pk).exists() for person in (ines, hal, tomasz)}
    assert seen == {"Inês Baptista": True, "Hal Brennan": True, "Tomasz Wilk": False}


def test_holding_moves_the_version_of_the_community(on_post, rosa, stick) -> None:
    before = Community.objects.get(pk=stick.pk).version
    held = moderating.hold(by=rosa, why="It names a customer.", **on_post)
    between = Community.objects.get(pk=stick.pk).version
    moderating.release(by=rosa, hold=held, why="The name is out.")
    assert before < between < Community.objects.get(pk=stick.pk).version


def test_deed_of_flagging_tells_neither_who_nor_when(on_post, tomasz) -> None:
    moderating.flag(by=tomasz, why="It names a customer.", **on_post)
    deed = Deed.objects.get(verb="flagged")
    assert (deed.person, deed.happened_at.hour, deed.happened_at.minute) == (None, 0, 0)


def test_second_flag_takes_the_place_of_the_first(on_post, tomasz) -> None:
    for why in ("It names a customer.", "And her street."):
        moderating.flag(by=tomasz, why=why, **on_post)
    assert [flag.why for flag in Flag.objects.all()] == ["And her street."]


def test_stranger_cannot_flag(on_post, stranger) -> None:
    with pytest.raises(moderating.NotAMember):
        moderating.flag(by=stranger, why="I mind.", **on_post)


def test_member_cannot_hold(on_post, tomasz) -> None:
    with pytest.raises(NotASteward):
        moderating.hold(by=tomasz, why="I mind.", **on_post)


def test_steward_of_another_community_cannot_hold(on_post, stranger) -> None:
    elsewhere = found(by=stranger, name="Elsewhere")
    with pytest.raises(moderating.NoSuchThing):
        moderating.hold(by=stranger, why="I mind.", **{**on_post, "community": elsewhere})


def test_person_cannot_be_held(stick, rosa, hal) -> None:
    with pytest.raises(moderating.NoSuchThing):
        moderating.hold(by=rosa, kind="person", object_id=hal.pk, community=stick, why="I mind.")


def test_hold_answers_the_flags(on_post, tomasz, leila, rosa, stick) -> None:
    for person in (tomasz, leila):
        moderating.flag(by=person, why="It names a customer.", **on_post)
    assert [len(matter.flags) for matter in desk(look(rosa, "stick")).flagged] == [2]
    moderating.hold(by=rosa, why="It names a customer.", **on_post)
    assert desk(look(rosa, "stick")).flagged == ()


def test_looked_at_flag_waits_no_more(on_post, tomasz, rosa, stick) -> None:
    flag = moderating.flag(by=tomasz, why="It is long.", **on_post)
    moderating.settle_flag(by=rosa, flag=flag)
    assert desk(look(rosa, "stick")).flagged == ()
    with pytest.raises(moderating.AlreadyLooked):
        moderating.settle_flag(by=rosa, flag=flag)


def test_hiding_what_is_held_keeps_both_in_the_log(on_post, post, rosa) -> None:
    moderating.hold(by=rosa, why="For a look.", **on_post)
    moderating.hide(by=rosa, why="It stays away.", **on_post)
    assert [hold.measure for hold in Hold.objects.order_by("pk")] == ["held", "hidden"]
    assert holds_on("post", [post.pk])[post.pk].measure == "hidden"


def test_second_steward_is_told_it_is_held_already(on_post, rosa, ines) -> None:
    moderating.hold(by=rosa, why="For a look.", **on_post)
    with pytest.raises(moderating.AlreadyHeld):
        moderating.hold(by=ines, why="For a look.", **on_post)


def test_author_appeals_once(on_post, hal, rosa, stick) -> None:
    held = moderating.hold(by=rosa, why="For a look.", **on_post)
    moderating.appeal(by=hal, hold=held, words="The name is mine.")
    assert [matter.hold.appeal for matter in desk(look(rosa, "stick")).appeals] == ["The name is mine."]
    with pytest.raises(moderating.AlreadyAppealed):
        moderating.appeal(by=hal, hold=held, words="Again.")


def test_only_the_author_appeals(on_post, rosa, tomasz) -> None:
    held = moderating.hold(by=rosa, why="For a look.", **on_post)
    for person in (rosa, tomasz):
        with pytest.raises(moderating.NotTheAuthor):
            moderating.appeal(by=person, hold=held, words="Let it be.")


def test_released_once(on_post, rosa, ines, hal) -> None:
    held = moderating.hold(by=rosa, why="For a look.", **on_post)
    moderating.release(by=ines, hold=held, why="It is fine.")
    with pytest.raises(moderating.AlreadyReleased):
        moderating.release(by=rosa, hold=held, why="It is fine.")
    with pytest.raises(moderating.AlreadyReleased):
        moderating.appeal(by=hal, hold=held, words="Let it be.")


def test_log_names_nobody(on_post, hal, rosa, tomasz, leila, client: Client) -> None:
    moderating.flag(by=tomasz, why="It names a customer.", **on_post)
    held = moderating.hold(by=rosa, why="A customer was named.", **on_post)
    moderating.appeal(by=hal, hold=held, words="The name is mine.")
    client.force_login(leila)
    page = client.get("/c/stick/moderation/log").text
    assert "A customer was named." in page
    for name in ("Hal", "Rosa", "Tomasz", "The name is mine.", "Where?"):
        assert name not in page


def test_flag_by_form_and_answer_by_form(on_post, post, tomasz, rosa, client: Client) -> None:
    client.force_login(tomasz)
    sent = client.post(f"/c/stick/flag/post/{post.pk}", {"why": "It names a customer."})
    assert sent.status_code == 302
    client.force_login(rosa)
    desk_page = client.get("/c/stick/moderation/").text
    assert "It names a customer." in desk_page
    assert "Tomasz" not in desk_page
    client.post(f"/c/stick/hold/post/{post.pk}", {"why": "A customer was named.", "measure": "held"})
    held = Hold.objects.get()
    assert client.get(f"/c/stick/moderation/holds/{held.pk}/release").status_code == 200
    client.post(f"/c/stick/moderation/holds/{held.pk}/release", {"why": "The name is out."})
    assert not Hold.objects.in_force().exists()


def test_words_are_given_back_when_the_reason_is_missing(post, rosa, client: Client) -> None:
    client.force_login(rosa)
    answer = client.post(f"/c/stick/hold/post/{post.pk}", {"why": "", "measure": "hidden"})
    assert answer.status_code == 422
    assert 'value="hidden"' in answer.text


def test_a_flood_of_flags_is_slowed_and_gives_the_words_back(stick, table, hal, tomasz, client: Client) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Where?", text="Where is it?")
    posts = [talk.posts.get(), *[reply(by=hal, conversation=talk, text=f"Or here, {n}") for n in range(10)]]
    client.force_login(tomasz)
    for post in posts[:10]:
        assert client.post(f"/c/stick/flag/post/{post.pk}", {"why": "Not this again."}).status_code == 302
    refused = client.post(f"/c/stick/flag/post/{posts[10].pk}", {"why": "Nor this one."})
    assert refused.status_code == 429
    assert "There is room again from" in refused.text
    assert "Nor this one." in refused.text
    assert Flag.objects.count() == 10
    # Other words for what was flagged already are no flag more.
    assert client.post(f"/c/stick/flag/post/{posts[0].pk}", {"why": "It names a customer."}).status_code == 302
    later = timezone.now() + timedelta(hours=1)
    moderating.flag(by=tomasz, kind="post", object_id=posts[10].pk, community=stick, why="Nor this one.", at=later)
    assert Flag.objects.count() == 11


def test_stewards_read_the_words_and_who_wrote_them_beside_each_flag(on_post, post, tomasz, rosa, client) -> None:
    moderating.flag(by=tomasz, why="It names a customer.", **on_post)
    matter = desk(look(rosa, "stick")).flagged[0]
    assert (matter.words, matter.byline.name) == ("Where is it?", "Hal Brennan")
    client.force_login(rosa)
    for address in ("/c/stick/moderation/", f"/c/stick/hold/post/{post.pk}"):
        shown = client.get(address).text
        assert ("Where is it?" in shown, "Hal Brennan" in shown, "Tomasz" in shown) == (True, True, False)


def test_conversation_pointed_at_is_shown_by_its_opening(stick, post, hal, tomasz, rosa) -> None:
    reply(by=hal, conversation=post.conversation, text="Or here")
    moderating.flag(by=tomasz, why="Look", kind="conversation", object_id=post.conversation_id, community=stick)
    assert [(one.thing.title, one.words) for one in desk(look(rosa, "stick")).flagged] == [("Where?", "Where is it?")]


def test_steward_without_a_seat_reads_neither_the_words_nor_who_wrote_them(
    stick, ines, rosa, tomasz, client: Client
) -> None:
    group = open_space(community=stick, slug="two", name="Two", visibility=SpaceVisibility.GROUP, seats=[ines, tomasz])
    talk = open_conversation(by=tomasz, space=group, kind="question", title="Among us", text="Her street is")
    for kind, object_id in (("post", talk.posts.get().pk), ("conversation", talk.pk)):
        moderating.flag(by=ines, why="Look", kind=kind, object_id=object_id, community=stick)
    assert {(one.thing, one.words, one.byline) for one in desk(look(rosa, "stick")).flagged} == {(None, "", None)}
    client.force_login(rosa)
    shown = client.get("/c/stick/moderation/").text
    for words in ("Among us", "Her street", "Tomasz"):
        assert words not in shown


def test_what_its_author_took_back_shows_its_words_no_more(on_post, post, hal, tomasz, rosa) -> None:
    moderating.flag(by=tomasz, why="It names a customer.", **on_post)
    withdraw(by=hal, post=post)
    assert [one.words for one in desk(look(rosa, "stick")).flagged] == [""]


def test_desk_full_of_long_posts_by_many_keeps_to_twelve_queries(
    stick, table, hal, tomasz, leila, rosa, client: Client, django_assert_max_num_queries
) -> None:
    for author in (hal, tomasz, leila):
        talk = open_conversation(by=author, space=table, kind="question", title="Long", text="word " * 4000)
        kinds = {"conversation": talk.pk, "post": talk.posts.get().pk}
        for kind, object_id in kinds.items():
            moderating.flag(by=rosa, why="Long", kind=kind, object_id=object_id, community=stick)
        said = reply(by=author, conversation=talk, text="More")
        moderating.hold(by=rosa, why="Long", kind="post", object_id=said.pk, community=stick)
    client.force_login(rosa)
    client.get("/c/stick/about")
    with django_assert_max_num_queries(12):
        shown = client.get("/c/stick/moderation/").text
    assert {len(one.words) <= TO_JUDGE_BY for one in desk(look(rosa, "stick")).flagged} == {True}
    assert shown.count("word word") > 0
