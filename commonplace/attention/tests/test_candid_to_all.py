"""What is written candidly is new to everyone alike: whoever was left out would be who wrote it."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Q

from commonplace.attention.actions.following import follow_subject
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.actions.searching import SEARCHES, follow_search
from commonplace.attention.hour import hour_of
from commonplace.attention.might_be_yours import begun_in_followed, candidates
from commonplace.attention.queries import Unread, first_unread, new_to, unread_in
from commonplace.attention.searches import found_for
from commonplace.attention.subjects import Subject, follows_of
from commonplace.communities.models import Community, Space
from commonplace.communities.readers import catch_up
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.candid import open_candidly, reply_candidly
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.search.queries import Filters

pytestmark = pytest.mark.django_db


def test_what_is_new_in_it_is_new_to_all(
    table: Space, hal: Person, tomasz: Person, rosa: Person, now: datetime
) -> None:
    began = open_candidly(alias="k7mq2x", space=table, kind="problem", title="A success", text="It was none.", at=now)
    people = [hal, tomasz, rosa]
    for person in people:
        mark_read(person=person, conversation=began, number=1, at=now)
    reply_candidly(alias="k7mq2x", conversation=began, text="One more thing.", at=now + timedelta(hours=1))
    talk = Conversation.objects.get()
    found = [
        (
            first_unread(person, talk),
            unread_in(person, [talk.pk])[talk.pk],
            list(new_to(person, where=Q(pk=talk.pk))),
            hour_of(person, needs=0, conversations=[talk.pk]).reading,
        )
        for person in people
    ]
    assert found == [(2, Unread(2, 1), [talk], 1)] * 3


def test_what_is_begun_so_is_told_to_all_who_follow_its_space(
    stick: Community, table: Space, hal: Person, tomasz: Person, now: datetime
) -> None:
    for person in (hal, tomasz):
        follow_subject(person=person, subject=Subject(stick, space=table), at=now - timedelta(days=1))
    talk = open_candidly(alias="k7mq2x", space=table, kind="problem", title="A success", text="It was none.", at=now)
    for person in (hal, tomasz):
        follows = follows_of(person)
        found = candidates(person, [stick.pk], follows, now=now)
        here = Viewpoint(person, stick, stick.memberships.get(person=person))
        told = begun_in_followed(found, follows, lambda _community, here=here: here, most=9)
        assert [one.conversation for one in told] == [talk]


def test_what_a_followed_search_finds_of_it_is_told_to_all(
    table: Space, hal: Person, tomasz: Person, now: datetime
) -> None:
    for person in (hal, tomasz):
        follow_search(person=person, text="success", filters=Filters(), at=now - timedelta(days=1))
    talk = open_candidly(alias="k7mq2x", space=table, kind="problem", title="A success", text="It was none.", at=now)
    catch_up(SEARCHES.code)
    for person in (hal, tomasz):
        found = found_for(person, now=now + timedelta(minutes=1))
        assert [one.conversation for one in found] == [talk]
