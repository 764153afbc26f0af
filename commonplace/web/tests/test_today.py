"""Today: what needs someone, what is new to them, and what stands there for whoever may look."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonplace.attention.actions.reading import mark_read
from commonplace.attention.models import Visit
from commonplace.attention.queries import NAME
from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership
from commonplace.communities.moderation.actions import flag, hold
from commonplace.communities.readers import catch_up
from commonplace.conversations.actions.changing import edit
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import amplify
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle, tell_outcome
from commonplace.conversations.models import Post


@pytest.fixture
def asked(hal, table):
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")


@pytest.fixture
def needs_of(now, django_assert_max_num_queries):
    """What waits for someone now, in words."""

    def needs(person):
        standings = list(Membership.objects.current().filter(person=person).select_related("community"))
        with django_assert_max_num_queries(2):
            waiting = waiting_for(person, standings, now=now + timedelta(minutes=1))
        return [need.title for need in needs_from(waiting, {one.community_id: one for one in standings}, person)]

    return needs


def page_of(client, person, slug="stick"):
    if person is not None:
        client.force_login(person)
    return client.get(reverse("community", args=[slug])).content.decode()


def test_whoever_answered_hears_what_became_of_it_until_they_look(asked, hal, tomasz, needs_of, now):
    answer = reply(by=tomasz, conversation=asked, text="Close the valve first.")
    settle(by=hal, post=answer)
    tell_outcome(by=hal, post=answer, how="helped", text="It did.")
    assert needs_of(tomasz) == ["Hal Brennan used your answer, and it helped."]
    mark_read(person=tomasz, conversation=asked, number=2, at=now + timedelta(minutes=1))
    assert needs_of(tomasz) == []


def test_whoever_asked_is_asked_back_until_they_say(asked, hal, tomasz, needs_of):
    assert needs_of(hal) == []
    answer = reply(by=tomasz, conversation=asked, text="Close the valve first.")
    assert needs_of(hal) == ["Your question has answers: did one of them settle it?"]
    settle(by=hal, post=answer)
    assert needs_of(hal) == []


def test_an_answer_to_ones_answer_waits_until_it_is_read(asked, hal, tomasz, leila, needs_of):
    answer = reply(by=tomasz, conversation=asked, text="Close the valve first.")
    mark_read(person=tomasz, conversation=asked, number=2)
    reply(by=leila, conversation=asked, text="Which?", reply_to=answer)
    assert needs_of(tomasz) == ["Leila Haddad answered you."]
    mark_read(person=tomasz, conversation=asked, number=3)
    assert needs_of(tomasz) == []


def test_being_named_waits_until_it_is_read(asked, hal, tomasz, leila, needs_of):
    reply(by=tomasz, conversation=asked, text="Ask @[Leila Haddad], or @Leila Haddad.")
    assert needs_of(leila) == ["Tomasz Wilk named you."]


def test_being_named_by_an_edit_waits_once_though_one_has_read_it(asked, hal, tomasz, leila, needs_of, now):
    post = reply(by=tomasz, conversation=asked, text="Ask around.")
    reply(by=hal, conversation=asked, text="Whom?")
    mark_read(person=leila, conversation=asked, number=3)
    named = ["Tomasz Wilk named you."]
    for number, (text, needs) in enumerate([("Ask @Leila Haddad.", named), ("Do ask @Leila Haddad.", named)], 1):
        edit(by=tomasz, post=Post.objects.get(pk=post.pk), text=text, on_revision=number)
        assert needs_of(leila) == needs
    # A page that shows the post is enough, however much further one had read.
    mark_read(person=leila, conversation=asked, number=2)
    assert needs_of(leila) == []
    for number, text in enumerate(["Never mind.", "Ask @Leila Haddad after all."], 3):
        edit(by=tomasz, post=Post.objects.get(pk=post.pk), text=text, on_revision=number)
        assert needs_of(leila) == []


def test_a_name_that_was_taken_out_waits_for_nobody(asked, tomasz, leila, needs_of):
    post = reply(by=tomasz, conversation=asked, text="Ask @Leila Haddad.")
    edit(by=tomasz, post=post, text="Ask around.", on_revision=1)
    assert needs_of(leila) == []


def test_what_one_may_not_read_needs_nobody(circle, ines, rosa, hal, tomasz, needs_of):
    secret = open_conversation(by=ines, space=circle, kind="discussion", title="Of us", text="Ask @Hal Brennan.")
    reply(by=rosa, conversation=secret, text="Yes, ask @Hal Brennan.")
    assert needs_of(hal) == []


def test_what_is_held_needs_nobody_but_its_stewards(asked, hal, tomasz, leila, ines, needs_of):
    answer = reply(by=tomasz, conversation=asked, text="Close the valve first.")
    barb = reply(by=leila, conversation=asked, text="Nonsense.", reply_to=answer)
    hold(by=ines, kind="post", object_id=barb.pk, community=asked.community, why="Let us look at it.")
    assert needs_of(tomasz) == []


def test_a_draft_waits_for_its_writer_alone(stick, hal, tomasz, needs_of):
    keep_draft(by=hal, community=stick, place="opening:question", words={"title": "Half a question", "text": "I"})
    assert needs_of(hal) == ["You have begun something: “Half a question”."]
    assert needs_of(tomasz) == []


def test_stewards_hear_who_knocks_who_came_and_what_was_pointed_at(
    asked, stick, ines, hal, tomasz, amara, stranger, needs_of
):
    ask_to_join(person=stranger, community=stick, cares_about="My own pipes.")
    flag(by=hal, kind="conversation", object_id=asked.pk, community=stick, why="A street is named.")
    needs = needs_of(ines)
    assert needs == [
        "Stranger Ng asks to come in.",
        "Someone asked you to look at something.",
        "Amara Oyelaran has come in.",
    ]
    assert needs_of(hal) == []
    greet(by=tomasz, membership=Membership.objects.get(person=amara), words="Good to have you.")
    assert "Amara Oyelaran has come in." not in needs_of(ines)


def test_a_newcomers_first_words_reach_the_stewards_once(asked, ines, amara, needs_of):
    reply(by=amara, conversation=asked, text="I have, on plastic.")
    assert needs_of(ines) == ["Amara Oyelaran has written for the first time."]
    mark_read(person=ines, conversation=asked, number=2)
    assert needs_of(ines) == ["Amara Oyelaran has come in."]


def test_a_newcomer_comes_before_old_replies(asked, table, hal, ines, amara, needs_of):
    mine = open_conversation(by=ines, space=table, kind="question", title="Which paper", text="Where do you buy it?")
    said = reply(by=ines, conversation=asked, text="Where was it?")
    reply(by=hal, conversation=asked, text="On Mill Lane.", reply_to=said)
    reply(by=amara, conversation=mine, text="I have, on plastic.")
    assert needs_of(ines) == ["Amara Oyelaran has written for the first time.", "Hal Brennan answered you."]


def test_a_hello_reaches_the_newcomer_until_they_write(asked, ines, amara, needs_of, now):
    greet(by=ines, membership=Membership.objects.get(person=amara), words="What do the twelve say?", at=now)
    assert needs_of(amara) == ["Inês Baptista says hello.", "Three small steps, if you like."]
    reply(by=amara, conversation=asked, text="They disagree.", at=now + timedelta(seconds=5))
    assert needs_of(amara) == ["Three small steps, if you like."]


def test_what_is_new_goes_once_it_is_read(client, asked, hal, tomasz, leila, stick):
    answer = reply(by=tomasz, conversation=asked, text="Close the valve first.")
    catch_up(NAME)
    assert "Two peaks" in page_of(client, leila)
    mark_read(person=leila, conversation=asked, number=answer.number)
    assert "Nothing you have not read since" in page_of(client, leila)


def test_a_visit_is_remembered_for_its_owner_alone(client, asked, hal, leila, stick):
    page_of(client, leila)
    page_of(client, leila)
    assert list(Visit.objects.values_list("person", "community")) == [(leila.pk, stick.pk)]


def test_today_shows_who_waits_who_came_and_what_one_person_thought(client, asked, amara, hal, leila, rosa):
    said = open_conversation(by=hal, space=asked.space, kind="discussion", title="Hours, not leaks", text="We changed.")
    amplify(by=rosa, conversation=said, why="because it changes what we ask for")
    page = page_of(client, leila)
    assert "Nobody has answered yet" in page
    assert "Because it changes what we ask for" in page
    assert "Chosen by Rosa Quispe" in page
    assert "Amara Oyelaran" in page
    assert "Our rhythm" not in page, "the rhythm is read on by the worker"


def test_a_group_stays_out_of_everyone_elses_day(client, circle, ines, rosa, leila):
    secret = open_conversation(by=ines, space=circle, kind="question", title="Between us two", text="Only us.")
    amplify(by=ines, conversation=secret, why="Because nobody else should know.")
    assert "Between us two" in page_of(client, rosa)
    page = page_of(client, leila)
    assert "Between us two" not in page
    assert "nobody else should know" not in page


def test_a_listed_community_leads_strangers_to_its_about_page(client, stick, stranger):
    assert client.get(reverse("community", args=["stick"])).url == reverse("about", args=["stick"])
    client.force_login(stranger)
    assert client.get(reverse("community", args=["stick"])).url == reverse("about", args=["stick"])


def test_a_private_community_is_not_there_for_strangers(client, hal, stranger):
    found(by=hal, name="Quiet", visibility=Visibility.PRIVATE)
    assert client.get(reverse("community", args=["quiet"])).status_code == 404
    client.force_login(stranger)
    assert client.get(reverse("community", args=["quiet"])).status_code == 404


def test_strangers_see_what_is_open_in_a_public_one(client, stick, window, table, hal, amara):
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    open_conversation(by=hal, space=window, kind="question", title="For anyone", text="Who?")
    open_conversation(by=hal, space=table, kind="question", title="For members", text="Who?")
    page = page_of(client, None)
    assert "For anyone" in page
    assert "For members" not in page
    assert "Amara" not in page
    assert "Needs you" not in page


def test_a_first_day_says_how_one_begins(client, someone):
    founder = someone("Folasade Akin")
    found(by=founder, name="Only Just")
    page = page_of(client, founder, "only-just")
    assert "This is how it begins" in page
    assert "Invite one person by name." in page
    assert "Begin the first conversation" in page


def test_the_day_across_ones_communities(client, asked, hal, leila, someone, django_assert_max_num_queries):
    other = found(by=hal, name="Other Place")
    admit(person=leila, community=other)
    open_conversation(by=hal, space=other.spaces.get(), kind="tip", title="From elsewhere", text="A tip.")
    client.force_login(leila)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("home")).content.decode()
    assert "Two peaks" in page
    assert "From elsewhere" in page
    assert "Across your two communities." in page
    assert f'href="{reverse("community", args=["other-place"])}"' in page


def test_what_needs_someone_is_not_new_as_well(client, asked, hal, tomasz):
    reply(by=tomasz, conversation=asked, text="Yes.", reply_to=asked.posts.get())
    for address in (reverse("community", args=["stick"]), reverse("home")):
        client.force_login(hal)
        page = client.get(address)
        assert [need.speaks_of("conversation") for need in page.context["needs"]] == [{asked.pk}]
        assert page.context["fresh"] == []
        assert "Nothing new besides what stands above." in page.content.decode()


def test_a_stranger_finds_the_only_question_once(client, stick, window, hal):
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    open_conversation(by=hal, space=window, kind="question", title="Two peaks", text="Has anyone seen two?")
    page = page_of(client, None)
    assert page.count("Two peaks") == 1
    assert "Lately, in the open" not in page
