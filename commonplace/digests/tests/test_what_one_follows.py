"""What someone follows besides conversations stands in their letter, with the reason: subjects and searches."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonplace.attention.actions.following import follow_subject
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.actions.searching import SEARCHES, follow_search
from commonplace.attention.models import SearchNotice
from commonplace.attention.subjects import Subject
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.models import Membership, Topic
from commonplace.communities.moderation.actions import hold
from commonplace.communities.readers import catch_up
from commonplace.conversations.actions.opening import open_conversation
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import send
from commonplace.digests.models import Period
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.search.queries import Filters

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(table, hal, thursday):
    """Something small that no section tells everyone."""
    return open_conversation(
        by=hal,
        space=table,
        kind="discussion",
        title="Rubber against steel",
        text="A note.",
        topics=["gaskets"],
        at=thursday - timedelta(days=2),
    )


def letter_of(person: Person, stick, thursday, evening) -> str:
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday - timedelta(hours=1))
    issue.items.all().delete()
    send(issue=issue, now=evening)
    found = Letter.objects.filter(kind="digest", to=address_for_letters(person)).first()
    return found.text if found else ""


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("topic", "Because you follow “gaskets”."),
        ("space", "Because you follow the space “The table”."),
        ("whom", "Because you follow what Hal Brennan begins."),
        ("all", "Because you follow all of The Listening Stick."),
    ],
)
def test_what_was_begun_in_a_followed_subject(named, reason, talk, stick, table, hal, tomasz, thursday, evening):
    subject = {"topic": Topic.objects.get(name="gaskets"), "space": table, "whom": hal}
    what = {named: subject[named]} if named in subject else {}
    follow_subject(person=tomasz, subject=Subject(stick, **what), at=thursday - timedelta(days=5))
    letter = letter_of(tomasz, stick, thursday, evening)
    assert "Rubber against steel" in letter
    assert reason in " ".join(letter.split())


def test_nothing_of_what_was_opened_begun_before_or_ones_own(talk, stick, hal, tomasz, rosa, thursday, evening):
    follow_subject(person=hal, subject=Subject(stick), at=thursday - timedelta(days=5))
    follow_subject(person=rosa, subject=Subject(stick), at=thursday - timedelta(days=5))
    mark_read(person=rosa, conversation=talk, number=1)
    follow_subject(person=tomasz, subject=Subject(stick), at=thursday - timedelta(days=1))
    letter_of(hal, stick, thursday, evening)
    assert not Letter.objects.filter(kind="digest", text__contains="Rubber").exists()


def test_a_group_that_is_followed_tells_those_with_a_seat(circle, stick, ines, rosa, tomasz, thursday, evening):
    open_conversation(
        by=ines, space=circle, kind="discussion", title="Between us", text="Yes.", at=thursday - timedelta(days=2)
    )
    for person in (rosa, tomasz):
        follow_subject(person=person, subject=Subject(stick), at=thursday - timedelta(days=5))
    letter_of(rosa, stick, thursday, evening)
    told = Letter.objects.filter(kind="digest", text__contains="Between us").values_list("to", flat=True)
    assert list(told) == [address_for_letters(rosa)]


def found_for(person, thursday) -> None:
    follow_search(person=person, text="gasket", filters=Filters(), at=thursday - timedelta(days=5))
    catch_up(SEARCHES.code)
    SearchNotice.objects.update(at=thursday - timedelta(hours=2))


def test_where_no_search_found_anything_no_post_is_looked_at(talk, stick, tomasz, thursday, evening):
    """Of a hundred thousand posts, each for a thousand people anew, if a database began there."""
    (personal,) = [one.personal for one in DIGEST_SECTIONS if one.code == "sought"]
    (standing,) = Membership.objects.filter(person=tomasz, community=stick).select_related("person", "community")
    follow_search(person=tomasz, text="gasket", filters=Filters(), at=thursday - timedelta(days=5))
    with CaptureQueriesContext(connection) as asked:
        assert personal([standing], thursday - timedelta(days=7), evening) == {}
    assert ["conversations_post" in one["sql"] for one in asked.captured_queries] == [False]


def test_what_a_search_found(talk, stick, hal, tomasz, thursday, evening):
    found_for(tomasz, thursday)
    letter = letter_of(tomasz, stick, thursday, evening)
    assert "A search of yours found it" in letter
    assert f"/conversations/{talk.pk}/?from=1#p1" in letter
    assert "Because you follow the search “gasket”." in " ".join(letter.split())


@pytest.mark.parametrize("why", ["held", "read", "quiet"])
def test_nothing_of_what_is_held_read_or_of_a_quiet_space(
    why, talk, stick, table, hal, ines, tomasz, thursday, evening
):
    found_for(tomasz, thursday)
    assert SearchNotice.objects.filter(person=tomasz).count() == 1
    if why == "held":
        hold(by=ines, kind="post", object_id=talk.posts.get(number=1).pk, community=stick, why="Look")
    elif why == "read":
        mark_read(person=tomasz, conversation=talk, number=1)
    else:
        type(table).objects.filter(pk=table.pk).update(in_letters="notice")
    assert "Rubber" not in letter_of(tomasz, stick, thursday, evening)
