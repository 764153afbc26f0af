"""How far one has read: a mark that moves forward, on showing and on writing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions.following import follow, unfollow
from commonplace.attention.actions.reading import mark_all, mark_read, since_when
from commonplace.attention.models import Follow, ReadMark
from commonplace.attention.queries import NAME, first_unread, new_in_followed, unread_in
from commonplace.communities.models import Deed
from commonplace.communities.readers import catch_up
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply


@pytest.fixture
def asked(hal, table):
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")


def test_a_mark_never_goes_back(asked, tomasz, now):
    mark_read(person=tomasz, conversation=asked, number=7, at=now)
    mark_read(person=tomasz, conversation=asked, number=3, at=now + timedelta(hours=1))
    mark_read(person=tomasz, conversation=asked, number=5, at=now)
    assert list(ReadMark.objects.values_list("person", "number")) == [(tomasz.pk, 7)]


def test_one_by_one_and_in_a_batch_end_alike(asked, tomasz, leila, now):
    mark_read(person=tomasz, conversation=asked, number=5, at=now)
    mark_all([(tomasz.pk, asked.pk, 3, now), (leila.pk, asked.pk, 2, now), (leila.pk, asked.pk, 4, now)])
    assert set(ReadMark.objects.values_list("person", "number")) == {(tomasz.pk, 5), (leila.pk, 4)}


def test_marking_as_read_is_no_deed(asked, tomasz):
    before = Deed.objects.count()
    mark_read(person=tomasz, conversation=asked, number=1)
    follow(person=tomasz, conversation=asked)
    unfollow(person=tomasz, conversation=asked)
    assert Deed.objects.count() == before


def test_unread_counts_what_others_wrote_after_the_mark(asked, hal, tomasz, leila, django_assert_num_queries):
    for author, text in [(tomasz, "Yes."), (leila, "Where?"), (hal, "Under the bridge.")]:
        reply(by=author, conversation=asked, text=text)
    mark_read(person=leila, conversation=asked, number=1)
    with django_assert_num_queries(1):
        unread = unread_in(leila, [asked.pk])
    assert (unread[asked.pk].first, unread[asked.pk].count) == (2, 2)
    assert first_unread(leila, asked) == 2


def test_a_conversation_never_opened_has_no_unread_mark(asked, leila):
    assert unread_in(leila, [asked.pk]) == {}


def test_whoever_writes_follows_and_has_read_so_far(asked, hal, tomasz):
    reply(by=tomasz, conversation=asked, text="Yes.")
    catch_up(NAME)
    assert set(Follow.objects.values_list("person", flat=True)) == {hal.pk, tomasz.pk}
    assert set(ReadMark.objects.values_list("person", "number")) == {(hal.pk, 1), (tomasz.pk, 2)}
    assert catch_up(NAME) == 0


def test_whoever_wrote_follows_at_once(client, asked, hal, tomasz, leila):
    reply(by=tomasz, conversation=asked, text="Yes.")
    assert list(new_in_followed(hal)) == [asked]
    assert list(new_in_followed(leila)) == []
    page = reverse("conversation", args=["stick", asked.pk])
    for person, says in [(hal, "Follow no more"), (tomasz, "Follow no more"), (leila, "Follow this")]:
        client.force_login(person)
        assert says in client.get(page).content.decode()


def test_whoever_wrote_may_follow_no_more_at_once(client, asked, hal):
    client.force_login(hal)
    client.post(reverse("following", args=["stick", asked.pk]), {"follow": "no"})
    catch_up(NAME)
    assert "Follow this" in client.get(reverse("conversation", args=["stick", asked.pk])).content.decode()


def test_an_archive_makes_nobody_follow(table, hal):
    open_conversation(by=hal, space=table, kind="tip", title="Old", text="Old words.", origin="mbox")
    catch_up(NAME)
    assert not Follow.objects.exists()


def test_unfollowing_holds_until_one_writes_again(asked, hal, tomasz):
    catch_up(NAME)
    unfollow(person=hal, conversation=asked)
    reply(by=tomasz, conversation=asked, text="Yes.")
    catch_up(NAME)
    assert not Follow.objects.filter(person=hal).exists()


def test_for_you_shows_what_others_wrote(asked, hal, tomasz):
    catch_up(NAME)
    assert list(new_in_followed(hal)) == []
    reply(by=tomasz, conversation=asked, text="Yes.")
    catch_up(NAME)
    assert [(one.pk, one.unread, one.unread_from) for one in new_in_followed(hal)] == [(asked.pk, 1, 2)]
    assert list(new_in_followed(tomasz)) == []


def test_what_left_ones_sight_is_not_new(circle, ines, rosa, hal):
    secret = open_conversation(by=ines, space=circle, kind="discussion", title="Between us", text="Only us.")
    follow(person=hal, conversation=secret)
    assert list(new_in_followed(hal)) == []


def test_new_begins_with_the_day_on_which_one_was_here_before_today():
    now, hour = datetime(2026, 3, 4, 9, 30, tzinfo=UTC), timedelta(hours=1)
    joined, today = now - timedelta(days=100), now.date()
    first, second = date(2026, 2, 27), date(2026, 3, 2)
    assert since_when(joined_at=joined, came_on=None, before_on=None, now=now) == now - timedelta(days=14)
    assert since_when(joined_at=now - hour, came_on=None, before_on=None, now=now) == now - hour
    assert since_when(joined_at=joined, came_on=today, before_on=first, now=now) == datetime(2026, 2, 27, tzinfo=UTC)
    assert since_when(joined_at=joined, came_on=second, before_on=first, now=now) == datetime(2026, 3, 2, tzinfo=UTC)
    with timezone.override("Asia/Kathmandu"):
        midnight = datetime(2026, 3, 1, 18, 15, tzinfo=UTC)
        assert since_when(joined_at=joined, came_on=second, before_on=first, now=now) == midnight


def test_unread_leads_to_the_first_post_not_shown(client, asked, tomasz, leila, stick):
    reply(by=tomasz, conversation=asked, text="Yes.")
    mark_read(person=leila, conversation=asked, number=1)
    client.force_login(leila)
    answer = client.get(reverse("unread", args=[stick.slug, asked.pk]))
    assert answer.url == reverse("conversation", args=[stick.slug, asked.pk]) + "?from=2#p2"


def test_a_stranger_finds_no_unread_and_follows_nothing(client, asked, stranger, stick):
    client.force_login(stranger)
    assert client.get(reverse("unread", args=[stick.slug, asked.pk])).status_code == 404
    assert client.post(reverse("following", args=[stick.slug, asked.pk])).status_code == 404


def test_opening_a_conversation_marks_what_is_shown_and_offers_to_follow(client, asked, tomasz, leila, stick):
    reply(by=tomasz, conversation=asked, text="Yes.")
    client.force_login(leila)
    address = reverse("conversation", args=[stick.slug, asked.pk])
    assert "Follow this" in client.get(address).content.decode()
    assert list(ReadMark.objects.values_list("person", "number")) == [(leila.pk, 2)]
    client.post(reverse("following", args=[stick.slug, asked.pk]), {"follow": "yes"})
    assert "Follow no more" in client.get(address).content.decode()
    assert list(Follow.objects.values_list("person", "conversation")) == [(leila.pk, asked.pk)]
    client.post(reverse("following", args=[stick.slug, asked.pk]), {"follow": "no"})
    assert not Follow.objects.filter(person=leila).exists()


def test_a_long_conversation_is_read_as_far_as_it_was_shown(client, asked, tomasz, leila, stick):
    for number in range(60):
        reply(by=tomasz, conversation=asked, text=f"Reading {number}.")
    client.force_login(leila)
    address = reverse("conversation", args=[stick.slug, asked.pk])
    client.get(address)
    assert ReadMark.objects.get(person=leila).number == 50
    client.get(address, {"from": "51"})
    assert ReadMark.objects.get(person=leila).number == 61
    client.get(address)
    assert ReadMark.objects.get(person=leila).number == 61


def test_a_list_says_what_is_new_and_leads_there(client, asked, tomasz, leila, stick):
    mark_read(person=leila, conversation=asked, number=1)
    reply(by=tomasz, conversation=asked, text="Yes.")
    client.force_login(leila)
    page = client.get(reverse("conversations", args=[stick.slug])).content.decode()
    assert "1 new" in page
    assert f"{reverse('conversation', args=[stick.slug, asked.pk])}?from=2#p2" in page
    client.force_login(tomasz)
    assert "1 new" not in client.get(reverse("conversations", args=[stick.slug])).content.decode()


def test_for_you_is_ones_own_and_empty_at_first(client, asked, hal, tomasz, stick, django_assert_max_num_queries):
    client.force_login(hal)
    assert "Nothing is new in what you follow" in client.get(reverse("for_you")).content.decode()
    reply(by=tomasz, conversation=asked, text="Yes.")
    catch_up(NAME)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("for_you")).content.decode()
    assert "Two peaks" in page
    assert "1 new post" in page


def test_a_first_look_costs_no_more_than_twelve_queries(
    client, asked, tomasz, leila, stick, django_assert_max_num_queries
):
    reply(by=tomasz, conversation=asked, text="Yes.")
    client.force_login(leila)
    with django_assert_max_num_queries(12):
        client.get(reverse("conversation", args=[stick.slug, asked.pk]))
