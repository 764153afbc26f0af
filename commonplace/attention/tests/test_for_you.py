"""For you: what is told, why, in which order, and how one has less of it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from commonplace.attention.actions.choosing import give_time
from commonplace.attention.actions.following import (
    follow,
    follow_subject,
    unfollow_subject,
    want_less_of,
    want_more_of,
)
from commonplace.attention.actions.keeping import NotToKeep, keep, let_go
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.hour import CHARACTERS_A_MINUTE, hour_of, minutes_to_read
from commonplace.attention.kept import kept_by
from commonplace.attention.might_be_yours import begun_in_followed, candidates, named_in, suggested
from commonplace.attention.models import Beyond, SubjectFollow
from commonplace.attention.subjects import Subject, follows_of, is_following
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Topic
from commonplace.communities.readers import read_on
from commonplace.communities.topics.actions import merge_topics
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply


@pytest.fixture
def asked(hal, table, now):
    return open_conversation(
        by=hal,
        space=table,
        kind="question",
        title="Two peaks",
        text="Has anyone seen two?",
        topics=["correlators"],
        at=now - timedelta(days=1),
    )


@pytest.fixture
def topic(asked):
    return Topic.objects.get(name="correlators")


def begun(person, stick, now):
    """What is told to someone of what they follow: the title and the reason."""
    follows = follows_of(person)
    found = candidates(person, [stick.pk], follows, now=now)
    standing = stick.memberships.get(person=person)
    told = begun_in_followed(found, follows, lambda community: Viewpoint(person, community, standing), most=9)
    return [(one.conversation.title, one.because) for one in told]


def might_be(person, stick, now):
    found = candidates(person, [stick.pk], [], now=now)
    return [(one.conversation.title, one.topic.name) for one in suggested(found, person, now=now)]


def follows(person, stick, now, **what):
    follow_subject(person=person, subject=Subject(stick, **what), at=now - timedelta(days=7))


def test_what_is_begun_in_a_followed_topic_is_told_until_it_is_opened(asked, topic, stick, leila, now):
    follows(leila, stick, now, topic=topic)
    assert begun(leila, stick, now) == [("Two peaks", "Because you follow “correlators”.")]
    mark_read(person=leila, conversation=asked, number=1)
    assert begun(leila, stick, now) == []


def test_of_two_reasons_the_narrower_is_told(asked, topic, stick, hal, leila, now):
    follows(leila, stick, now)
    follows(leila, stick, now, whom=hal)
    assert begun(leila, stick, now) == [("Two peaks", "Because you follow what Hal Brennan begins.")]


def test_what_was_begun_before_one_followed_is_no_news(asked, stick, leila, now):
    follow_subject(person=leila, subject=Subject(stick), at=now)
    assert begun(leila, stick, now) == []


def test_ones_own_is_not_told(asked, stick, hal, now):
    follows(hal, stick, now)
    assert begun(hal, stick, now) == []


def test_a_group_one_left_tells_nothing(stick, circle, ines, rosa, leila, now):
    open_conversation(by=rosa, space=circle, kind="idea", title="Between us", text="A thought.", at=now)
    follows(rosa, stick, now, space=circle)
    follows(leila, stick, now, space=circle)
    assert begun(leila, stick, now) == []
    assert follows_of(leila) == []


def test_following_twice_is_following_once_and_ends(topic, stick, leila, now):
    for _ in range(2):
        follows(leila, stick, now, topic=topic)
        follows(leila, stick, now)
    assert SubjectFollow.objects.count() == 2
    unfollow_subject(person=leila, subject=Subject(stick, topic=topic))
    assert not is_following(leila, Subject(stick, topic=topic))
    assert is_following(leila, Subject(stick))


def test_two_topics_that_become_one_are_followed_once(topic, stick, ines, hal, table, leila, now):
    open_conversation(by=hal, space=table, kind="tip", title="One", text="Low.", topics=["loggers"], at=now)
    other = Topic.objects.get(name="loggers")
    follows(leila, stick, now, topic=topic)
    follows(leila, stick, now, topic=other)
    follows(hal, stick, now, topic=other)
    merge_topics(by=ines, kept=topic, other=other)
    kept = SubjectFollow.objects.order_by("person__name").values_list("person__name", "topic__name")
    assert list(kept) == [(hal.name, "correlators"), (leila.name, "correlators")]


@pytest.mark.parametrize(
    ("said", "is_named"),
    [
        ("night flow, correlators", True),
        ("Correlators", True),
        ("autocorrelators", False),
        ("", False),
        ("x" * 200 + ", correlators", True),
    ],
)
def test_a_topic_is_named_by_whole_words(said, is_named, asked, stick, leila, now):
    leila.ask_about = said
    assert bool(might_be(leila, stick, now)) is is_named


def test_at_most_two_and_what_waits_for_an_answer_first(stick, table, hal, tomasz, leila, now):
    for day, (title, kind) in enumerate([("Old", "question"), ("New tip", "tip"), ("Newest tip", "tip")]):
        open_conversation(
            by=hal,
            space=table,
            kind=kind,
            title=title,
            text="Low.",
            topics=["valves"],
            at=now - timedelta(days=9 - day),
        )
    leila.ask_about = "valves"
    assert might_be(leila, stick, now) == [("Old", "valves"), ("Newest tip", "valves")]


def test_less_of_a_topic_until_one_wants_it_again(asked, topic, stick, leila, now):
    leila.learning_about = "correlators"
    want_less_of(person=leila, topic=topic)
    assert might_be(leila, stick, now) == []
    want_more_of(person=leila, topic=topic)
    assert might_be(leila, stick, now) == [("Two peaks", "correlators")]


def test_nobody_is_suggested_anything_who_said_nothing_of_themselves(asked, stick, leila, now):
    assert might_be(leila, stick, now) == []
    assert not named_in("", "anything")


def test_the_hour_is_worked_out_from_lengths(asked, hal, tomasz, leila):
    reply(by=tomasz, conversation=asked, text="x" * CHARACTERS_A_MINUTE * 2)
    follow(person=leila, conversation=asked)
    mark_read(person=leila, conversation=asked, number=1)
    give_time(person=leila, minutes=4, beyond=Beyond.WAITS)
    hour = hour_of(leila, needs=1, conversations=[asked.pk])
    assert (hour.people, hour.reading, hour.given, hour.beyond) == (3, 2, 4, 1)
    assert [minutes_to_read(n) for n in (0, 1, CHARACTERS_A_MINUTE + 1)] == [0, 1, 2]
    give_time(person=leila, minutes=0, beyond=Beyond.WAITS)
    assert hour_of(leila, needs=1, conversations=[]).beyond == 0


def test_what_is_kept_has_a_note_that_only_its_owner_reads(asked, leila, hal):
    keep(person=leila, kind="conversation", object_id=asked.pk, note="Ask Hal where.")
    keep(person=leila, kind="conversation", object_id=asked.pk, note="Ask Hal when.")
    assert [(one.title, one.note) for one in kept_by(leila, most=9)] == [("Two peaks", "Ask Hal when.")]
    assert kept_by(hal, most=9) == []
    assert let_go(person=leila, kind="conversation", object_id=asked.pk) == "Ask Hal when."
    assert kept_by(leila, most=9) == []


def test_what_one_may_not_see_is_not_kept_and_not_told_any_more(asked, stick, leila, stranger):
    with pytest.raises(NotToKeep):
        keep(person=stranger, kind="conversation", object_id=asked.pk)
    keep(person=leila, kind="conversation", object_id=asked.pk)
    leave(person=leila, community=stick)
    assert kept_by(leila, most=9) == []


def test_the_page_tells_why_and_takes_less_back(client, asked, topic, stick, leila, django_assert_max_num_queries):
    leila.learning_about = "correlators"
    leila.save()
    client.force_login(leila)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("for_you")).text
    assert "Because you are learning about" in page
    answer = client.post(reverse("less", args=[stick.slug, topic.pk]), follow=True)
    assert "Two peaks" not in answer.text
    assert f"{reverse('less', args=[stick.slug, topic.pk])}?again=1" in answer.text
    assert "Two peaks" in client.post(f"{reverse('less', args=[stick.slug, topic.pk])}?again=1", follow=True).text


def test_following_by_its_button_and_back(client, topic, stick, leila):
    client.force_login(leila)
    page = reverse("topic", args=[stick.slug, topic.slug])
    form = {"topic": topic.pk, "follow": "yes", "next": page}
    answer = client.post(reverse("following_subject", args=[stick.slug]), form, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert "Follow no more" in answer.text
    client.post(reverse("following_subject", args=[stick.slug]), form | {"follow": "no"})
    assert not is_following(leila, Subject(stick, topic=topic))
    client.post(f"{reverse('following_subject', args=[stick.slug])}?topic={topic.pk}&follow=yes")
    assert is_following(leila, Subject(stick, topic=topic))


@pytest.mark.parametrize("named", [{"topic": 10**30}, {"space": "x"}, {"topic": "1", "space": "1"}])
def test_what_is_not_there_cannot_be_followed(client, topic, stick, leila, named):
    client.force_login(leila)
    answer = client.post(reverse("following_subject", args=[stick.slug]), {**named, "follow": "yes"})
    assert answer.status_code == 404
    assert not SubjectFollow.objects.exists()


def test_the_count_is_told_to_its_owner_alone(client, asked, leila, tomasz):
    assert client.get(reverse("for_you_count")).status_code == 302
    follow(person=leila, conversation=asked)
    client.force_login(leila)
    assert client.get(reverse("for_you_count")).json() == {"count": 1}
    client.force_login(tomasz)
    assert client.get(reverse("for_you_count")).json() == {"count": 0}


def test_a_word_that_stands_only_elsewhere_by_now_is_not_told(stick, circle, ines, rosa, leila, now):
    open_conversation(by=rosa, space=circle, kind="idea", title="Us", text="A thought.", topics=["budgets"], at=now)
    secret = Topic.objects.get(name="budgets")
    follows(leila, stick, now, topic=secret)
    follows(rosa, stick, now, topic=secret)
    assert follows_of(leila) == []
    assert [one.topic.name for one in follows_of(rosa)] == ["budgets"]


def test_two_conversations_made_one_are_kept_as_one_with_both_notes(asked, table, ines, hal, leila, tomasz, now):
    other = open_conversation(by=hal, space=table, kind="question", title="Again", text="Two?", at=now)
    for conversation, note in [(asked, "Ask Hal."), (other, "Ask Inês.")]:
        keep(person=leila, kind="conversation", object_id=conversation.pk, note=note)
    keep(person=tomasz, kind="conversation", object_id=other.pk, note="Later.")
    merge(by=ines, kept=asked, other=other)
    assert [(one.object_id, one.note) for one in kept_by(leila, most=9)] == [(asked.pk, "Ask Hal.\n\nAsk Inês.")]
    assert [(one.object_id, one.note) for one in kept_by(tomasz, most=9)] == [(asked.pk, "Later.")]


def test_names_that_members_may_know_stand_on_ones_own_page(client, stick, hal, leila, now):
    follows(leila, stick, now, whom=hal)
    client.force_login(leila)
    page = client.get(reverse("my_attention")).text
    assert "<b>Hal Brennan</b>" in page
    assert "what somebody begins" in page


def test_it_says_which_of_the_two_it_is(client, asked, hal, leila, rosa, tomasz, now):
    """Opened, written in, or followed: never one or the other."""
    reply(by=leila, conversation=asked, text="I have.", at=now - timedelta(hours=5))
    read_on(now=now)
    follow(person=rosa, conversation=asked)
    reply(by=tomasz, conversation=asked, text="So have I.", at=now)
    said = {}
    for person in (hal, leila, rosa):
        client.force_login(person)
        page = client.get(reverse("for_you")).text
        said[person.name] = re.findall(r'class="because">(Because[^<]*)<', page)
    assert said == {
        hal.name: ["Because you opened it."],
        leila.name: ["Because you have written in it."],
        rosa.name: ["Because you follow it."],
    }
