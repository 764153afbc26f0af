"""One by one and in batches, contributions end in the same rows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.models import Deed, Space
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import FromElsewhere, reply
from commonplace.conversations.models import Conversation, Mention, Post
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry

TEXTS = ("Plain words.", "**Bold**, and @Hal Brennan.", "> a quote\n\nand an answer", "Ask @nobody or @tomasz wilk")
TOPICS = ((), ("valves",), ("Night flow", "valves"))

# Each step: who writes, how long after the start, what it goes into (an index back, or nothing), whom it answers.
steps = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 400),
        st.integers(0, 6),
        st.integers(0, 6),
        st.integers(0, 3),
        st.sampled_from(TOPICS),
        st.sampled_from(["tip", "question", "discussion"]),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=12,
)


def arrivals_of(drawn: list[Any], people: list[Person], start: datetime) -> list[Arrival]:
    """Arrivals from numbers; some are sent twice, under the same mark."""
    made: list[Arrival] = []
    for who, minutes, into, answers, text, topics, kind, mark in drawn:
        place = len(made)
        opens = place == 0 or into == 0
        home = None if opens else place - 1 - (into - 1) % place
        made.append(
            Arrival(
                author=people[who],
                at=start + timedelta(minutes=minutes),
                source=TEXTS[text],
                title=f"Title {place}",
                kind=kind,
                into=home,
                topics=topics if opens else (),
                idempotency_key=f"mark-{mark}" if mark < 4 else None,
                reply_to=home if home is not None and answers > 3 else None,
            )
        )
    return made


def one_by_one(space: Space, arrivals: list[Arrival]) -> list[Post]:
    made: list[Post] = []
    for one in arrivals:
        if one.into is None:
            opened = open_conversation(
                by=one.author,
                space=space,
                kind=one.kind,
                title=one.title,
                text=one.source,
                topics=one.topics,
                idempotency_key=one.idempotency_key,
                at=one.at,
                origin="test",
            )
            number = (
                Post.objects.filter(author=one.author, idempotency_key=one.idempotency_key).first()
                if one.idempotency_key
                else None
            )
            made.append(number or opened.posts.get(number=1))
        else:
            answers = made[one.reply_to] if isinstance(one.reply_to, int) else None
            home = made[one.into].conversation
            made.append(
                reply(
                    by=one.author,
                    conversation=home,
                    text=one.source,
                    reply_to=answers,
                    idempotency_key=one.idempotency_key,
                    at=one.at,
                    origin="test",
                )
            )
    return made


def rows(space: Space) -> dict[str, list[Any]]:
    """Every row that the contributions left, by what it says rather than by its key."""
    conversations = Conversation.objects.filter(space=space)
    names = {
        pk: (title, opened.isoformat()) for pk, title, opened in conversations.values_list("pk", "title", "opened_at")
    }
    posts = Post.objects.filter(conversation__space=space).select_related("reply_to")
    where = {post.pk: (names[post.conversation_id], post.number) for post in posts}
    found = {
        "conversations": [
            (
                *names[one.pk],
                one.kind,
                one.author_id,
                one.last_post_at,
                one.first_reply_at,
                one.post_count,
                one.last_number,
                one.origin,
                sorted(one.topics.values_list("slug", flat=True)),
            )
            for one in conversations
        ],
        "posts": [
            (
                *where[post.pk],
                post.author_id,
                post.source,
                post.html,
                post.form,
                post.written_at,
                post.idempotency_key,
                post.origin,
                where.get(post.reply_to_id),
            )
            for post in posts
        ],
        "mentions": [(where[one.post_id], one.person_id) for one in Mention.objects.filter(post__in=where)],
        "deeds": [
            (one.verb, one.person_id, one.towards_id, one.happened_at, one.origin, where[one.part_id])
            for one in Deed.objects.filter(what="conversation", space=space)
        ],
        "found": [
            (where[one.object_id], one.title, one.body, one.label, one.person_id, one.happened_at)
            for one in SearchEntry.objects.filter(kind="post", space_id=space.pk)
        ],
    }
    return {name: sorted(lines, key=repr) for name, lines in found.items()}


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=steps)
def test_batches_and_single_actions_end_in_the_same_rows(
    drawn: list[Any], table: Space, hal: Person, tomasz: Person, leila: Person, rosa: Person, now: datetime
) -> None:
    arrivals = arrivals_of(drawn, [hal, tomasz, leila, rosa], now - timedelta(days=30))
    ended = []
    for act in (one_by_one, lambda space, some: import_posts(space=space, arrivals=some, origin="test")):
        with transaction.atomic():
            act(table, arrivals)
            ended.append(rows(table))
            transaction.set_rollback(True)
    assert ended[0] == ended[1]


def test_the_same_batch_twice_is_taken_in_once(table: Space, hal: Person, now: datetime) -> None:
    batch = [
        Arrival(
            author=hal,
            at=now,
            source="Opening",
            title="T",
            idempotency_key="<1@mail>",
            html="<p>Opening</p>",
            form="mail",
        ),
        Arrival(author=hal, at=now, source="Reply", into=0, idempotency_key="<2@mail>"),
    ]
    first = import_posts(space=table, arrivals=batch, origin="mail")
    assert import_posts(space=table, arrivals=batch, origin="mail") == first
    assert Post.objects.count() == 2
    assert Deed.objects.filter(what="conversation").count() == 2


def test_what_answers_a_letter_that_is_there_twice_goes_where_the_first_went(
    table: Space, hal: Person, tomasz: Person, now: datetime
) -> None:
    opening = Arrival(author=hal, at=now, source="Opening", title="T", idempotency_key="<1@mail>")
    other = Arrival(author=hal, at=now, source="Something else", title="U", idempotency_key="<2@mail>")
    later = Arrival(author=tomasz, at=now + timedelta(minutes=1), source="Reply", into=2, reply_to=2)
    first, aside, twice, reply_ = import_posts(space=table, arrivals=[opening, other, opening, later], origin="mail")
    assert twice == first
    assert (reply_.conversation_id, reply_.reply_to_id, reply_.number) == (first.conversation_id, first.pk, 2)
    assert aside.conversation_id != first.conversation_id
    assert sorted(Conversation.objects.values_list("title", "post_count")) == [("T", 2), ("U", 1)]


def test_a_batch_joins_what_is_there_already(table: Space, hal: Person, tomasz: Person, asked: Conversation) -> None:
    close(by=hal, conversation=asked)
    late = Arrival(author=tomasz, at=asked.opened_at - timedelta(days=1), source="Said before", into=asked)
    (post,) = import_posts(space=table, arrivals=[late], origin="mail")
    asked.refresh_from_db()
    assert (post.number, asked.post_count, asked.last_number) == (2, 2, 2)
    assert asked.first_reply_at == late.at
    assert asked.last_post_at == asked.opened_at


def test_a_batch_follows_a_conversation_that_was_joined_to_another(
    table: Space, rosa: Person, tomasz: Person, asked: Conversation, now: datetime
) -> None:
    kept = open_conversation(by=tomasz, space=table, kind="tip", title="Another", text="Words")
    merge(by=rosa, kept=kept, other=asked)
    (post,) = import_posts(
        space=table, arrivals=[Arrival(author=tomasz, at=now, source="Late", into=asked)], origin="mail"
    )
    assert (post.conversation_id, post.number) == (kept.pk, 3)


def test_a_batch_with_an_answer_to_another_conversation_keeps_nothing(
    table: Space, hal: Person, answered: Post, now: datetime
) -> None:
    wrong = [
        Arrival(author=hal, at=now, source="Opening", title="T"),
        Arrival(author=hal, at=now, source="Reply", into=0, reply_to=answered),
    ]
    with pytest.raises(FromElsewhere):
        import_posts(space=table, arrivals=wrong, origin="mail")
    assert Post.objects.count() == 2


def test_a_batch_costs_the_same_number_of_queries_however_large(
    table: Space, hal: Person, now: datetime, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    batch = [Arrival(author=hal, at=now, source="Opening", title="T", idempotency_key="0")]
    batch += [Arrival(author=hal, at=now, source=f"Reply {n}", into=0, idempotency_key=str(n)) for n in range(1, 150)]
    with django_assert_max_num_queries(25):
        import_posts(space=table, arrivals=batch, origin="mail")


def test_what_came_in_a_batch_and_what_is_written_by_hand_never_share_a_key(
    table: Space, hal: Person, now: datetime
) -> None:
    made: list[Post] = []
    for turn in range(3):
        said = [Arrival(author=hal, at=now, source=f"Batch {turn}", title=f"Batch {turn}") for _ in range(2)]
        made += import_posts(space=table, arrivals=said, origin="mail")
        made.append(open_conversation(by=hal, space=table, kind="tip", title="By hand", text="By hand").posts.get())
    assert len({post.pk for post in made}) == len({post.conversation_id for post in made}) == 9
    assert list(Post.objects.filter(conversation__title="By hand").order_by("pk")) == [made[2], made[5], made[8]]
