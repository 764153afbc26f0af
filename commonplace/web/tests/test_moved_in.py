"""A community that an archive filled is not called empty; its own birthday and that of its earliest letter are told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import override

from commonplace.attention.actions.reading import mark_read
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Membership
from commonplace.communities.readers import read_on
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.queries import moved_in

pytestmark = pytest.mark.django_db


HERE = {
    "en": "1 person, here since FOUNDED; the first words of the archive are of November 2001.",
    "pl": "1 osoba, tu od FOUNDED; pierwsze słowa w archiwum pochodzą z listopada 2001.",
}


def words(page: str, community: Community, language: str = "en") -> str:
    """The page with one blank between words, and FOUNDED for the month in which the house was founded."""
    with override(language):
        founded = date_format(community.founded_at, {"en": "F Y", "pl": "E Y"}[language])
    return " ".join(strip_tags(page).split()).replace(founded, "FOUNDED")


@pytest.fixture
def filled(tmp_path, stranger):
    """A house that was founded now, and three letters of November 2001."""
    letters = (
        f"From w{day}@example.org Tue Nov {day:2} 10:00:00 2001\n"
        f"From: Writer {day} <w{day}@example.org>\nSubject: Valve number {day}\n"
        f"Date: {day} Nov 2001 10:00:00 +0000\nMessage-ID: <{day}@example.org>\n\n"
        f"The valve of day {day} is stuck, and I would like to know why that is.\n\n"
        for day in (3, 9, 27)
    )
    (tmp_path / "list.mbox").write_text("".join(letters))
    community = found(by=stranger, name="Old Valves", slug="valves")
    bring_in(archive=Archive([tmp_path / "list.mbox"]), space=community.spaces.get(visibility="members"), by=stranger)
    return Community.objects.get(pk=community.pk)


def test_today_says_what_moved_in(client, filled, stranger, django_assert_max_num_queries):
    client.force_login(stranger)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("community", args=["valves"])).content.decode()
    assert "3 letters of November 2001 moved in." in page
    assert f"{HERE['en']} 3 more are known from an archive only." in words(page, filled)
    assert ("Nothing has been said yet" in page, "answer somebody below" in page) == (False, False)
    assert HERE["en"] in words(client.get(reverse("about", args=["valves"])).content.decode(), filled)


@pytest.mark.parametrize("name", ["community", "about"])
def test_both_birthdays_are_told_in_polish(client, filled, stranger, name):
    client.force_login(stranger)
    page = client.get(reverse(name, args=["valves"]), headers={"Accept-Language": "pl"}).content.decode()
    assert HERE["pl"] in words(page, filled, "pl")


@pytest.mark.parametrize("name", ["community", "about"])
def test_a_community_without_an_archive_has_one_birthday_and_a_full_stop(client, stick, ines, name):
    client.force_login(ines)
    page = words(client.get(reverse(name, args=["stick"])).content.decode(), stick)
    assert ("1 person, at it since FOUNDED." in page, "words of the archive" in page) == (True, False)


def test_cultivate_calls_the_first_words_by_their_name(client, filled, stranger, now):
    """A founding of last month and an archive of five weeks: not the first deed, and not a Monday."""
    began = now - timedelta(days=37)
    Community.objects.update(founded_at=now - timedelta(days=2), began_at=began)
    client.force_login(stranger)
    page = client.get(reverse("cultivate", args=["valves"])).content.decode()
    assert f"The first words of the archive were written on {date_format(began, 'j F Y')};" in page
    assert "The first deed here" not in page


def test_cultivate_shows_the_years_that_an_old_archive_has(client, filled, stranger, django_assert_max_num_queries):
    read_on()
    client.force_login(stranger)
    with django_assert_max_num_queries(12):
        shown = client.get(reverse("cultivate", args=["valves"]))
    page = words(shown.text, filled)
    assert "From Dec 1998 to Nov 2001, four weeks a bar: the years that ended with the last word." in page
    assert sum(one.conversations for one in shown.context["years"]) == 3
    assert "Because nobody has written or met for 2" in page
    assert "years; a pause here was usually over within" in page


def test_later_on_nothing_is_new_and_still_it_is_not_empty(client, filled, stranger, now):
    Membership.objects.update(joined_at=filled.began_at)
    for one in Conversation.objects.all():
        mark_read(person=stranger, conversation=one, number=9)
    client.force_login(stranger)
    page = client.get(reverse("community", args=["valves"])).content.decode()
    assert ("3 letters of November 2001 moved in." in page, "Nothing has been said since." in page) == (True, True)


def test_talk_of_today_takes_its_place(filled, stranger, hal):
    assert moved_in(stranger, filled) is not None
    assert moved_in(hal, filled) is None
    space = filled.spaces.get(visibility="members")
    open_conversation(by=stranger, space=space, kind="question", title="And now?", text="Does it still stick?")
    assert moved_in(stranger, filled) is None
