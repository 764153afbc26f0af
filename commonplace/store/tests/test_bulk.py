"""A row written by its prepared statement is the row that `save` would have written."""

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from commonplace.communities.models import Community, Deed, Hold, Space
from commonplace.conversations.models import Conversation, Draft, Post
from commonplace.people.models import Person
from commonplace.store.bulk import write_one

pytestmark = pytest.mark.django_db


def rows(table: Space, hal: Person) -> list[models.Model]:
    """A new row of several kinds, with texts, moments, truths, words of JSON, and much that is not said."""
    now, home = timezone.now(), table.community
    talk = Conversation.objects.create(
        community=home, space=table, kind="question", title="Seals", opened_at=now, last_post_at=now
    )
    return [
        Conversation(
            community=home, space=table, kind="question", title="Żółw 'n' %s", opened_at=now, last_post_at=now
        ),
        Post(conversation=talk, number=7, author=hal, source="a", html="<p>100%</p>", is_automatic=True),
        Deed(verb="replied", person=hal, community=home, happened_at=now, what="conversation", what_id=3),
        Draft(person=hal, community=home, place="reply:1", words={"text": "“Ż” %s", "n": [1, None]}, changed_at=now),
        Hold(community=home, kind="post", object_id=5, by=hal, at=now, why="It names a customer."),
    ]


@pytest.mark.parametrize("place", range(5), ids=["conversation", "post", "deed", "draft", "hold"])
def test_row_is_the_one_that_save_writes(table: Space, hal: Person, place: int) -> None:
    row = rows(table, hal)[place]
    made = write_one(row)
    assert (made is row, row._state.adding, row._state.db) == (True, False, "default")
    written = _values(row)
    row.delete()
    row.pk = None
    row.save(force_insert=True)
    assert _values(row) == written


def _values(row: models.Model) -> dict[str, Any]:
    found: dict[str, Any] = type(row)._base_manager.filter(pk=row.pk).values().get()
    return found | {"id": 0}


def test_one_too_many_is_refused(stick: Community, hal: Person) -> None:
    write_one(Draft(person=hal, community=stick, place="reply:1", words={}, changed_at=timezone.now()))
    with pytest.raises(IntegrityError), transaction.atomic():
        write_one(Draft(person=hal, community=stick, place="reply:1", words={}, changed_at=timezone.now()))
