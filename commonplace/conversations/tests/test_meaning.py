"""What means the same is found without a common word, where the operator names a service, and nothing is told it that
is not for all inside; where none is named, all is as it was.
"""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community, Hold, Space
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.changing import edit, withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.quoting import say_half_baked
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.queries.similar import similar_to
from commonplace.conversations.tests.typed import HERE, NEW, SignIn
from commonplace.people.models import Person
from commonplace.search import meaning
from commonplace.search.meaning import take_in
from commonplace.search.models import Meaning, SearchEntry
from commonplace.search.tests.near_machine import NearMachine

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
TITLE = "My faucet squeals"
LIVE = f"{HERE}similar?title=My+faucet+squeals&space=table"


@pytest.fixture
def sings(hal: Person, table: Space) -> Conversation:
    """One conversation that means the same as TITLE among ten others."""
    for number, word in enumerate("dry leak meter ground pipe street house map night stick".split()):
        open_conversation(by=hal, space=table, kind="tip", title=f"{word} {number}", text=f"{word} here")
    return open_conversation(by=hal, space=table, kind="tip", title="The valve sings", text="Mine did.")


def seen_by(person: Person, community: Community) -> Viewpoint:
    return Viewpoint(person, community, standing_of(person, community))


def opening(conversation: Conversation) -> Post:
    return Post.objects.get(conversation=conversation, number=1)


def meant(conversation: Conversation) -> bool:
    return Meaning.objects.filter(entry__kind="post", entry__object_id=opening(conversation).pk).exists()


def test_it_is_found_without_a_common_word(
    near_machine: type[NearMachine], signed_in: SignIn, tomasz: Person, sings: Conversation, now: datetime
) -> None:
    assert take_in(now=now) == 11
    assert near_machine.asked[0] == {"path": "/v1/embeddings", "key": "Bearer k", "model": "bag"}
    assert take_in(now=now) == 0
    assert "The valve sings" in signed_in(tomasz).get(LIVE).text
    assert near_machine.heard[-1] == TITLE


def test_where_none_is_named_all_is_as_it_was(
    signed_in: SignIn, tomasz: Person, stick: Community, sings: Conversation, settings: Any
) -> None:
    viewpoint, client = seen_by(tomasz, stick), signed_in(tomasz)
    found, number = [], []
    for told in (False, True):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found.append(similar_to(viewpoint, "valve of the street", may_be_told=told))
        number.append(len(asked))
    assert found[0] == found[1]
    assert found[0].talk
    assert number[0] == number[1]
    page = client.get(NEW).text
    assert "it is also sent to" not in page
    with CaptureQueriesContext(connection) as asked:
        open_conversation(by=tomasz, space=sings.space, kind="tip", title="Once more", text="So.")
    assert not [one for one in asked if "search_meaning" in one["sql"]]


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"{}"),
        (404, b""),
        (200, b"no"),
        (200, b'{"data": []}'),
        (200, b'{"data": [{"index": 0}]}'),
        (200, b'{"data": [{"index": 0, "embedding": [0, 0]}]}'),
        (200, b'{"data": [{"index": 0, "embedding": [NaN]}]}'),
    ],
)
def test_what_is_no_answer_changes_nothing_and_is_not_waited_for_again(
    near_machine: type[NearMachine], tomasz: Person, stick: Community, sings: Conversation, now: datetime, answer: Any
) -> None:
    take_in(now=now)
    viewpoint = seen_by(tomasz, stick)
    without = similar_to(viewpoint, "valve of the street")
    near_machine.answers, before = [answer], len(near_machine.asked)
    assert similar_to(viewpoint, "valve of the street", may_be_told=True) == without
    assert similar_to(viewpoint, TITLE, may_be_told=True).talk == []
    assert len(near_machine.asked) == before + 1


def test_one_that_is_slow_is_not_waited_for(
    near_machine: type[NearMachine], tomasz: Person, stick: Community, sings: Conversation, monkeypatch: Any
) -> None:
    monkeypatch.setattr(meaning, "SECONDS", 0.0)
    assert similar_to(seen_by(tomasz, stick), "valve", may_be_told=True).talk
    assert near_machine.asked == []


def test_only_what_all_inside_read_is_told(
    near_machine: type[NearMachine], ines: Person, hal: Person, table: Space, circle: Space, now: datetime
) -> None:
    baked = open_conversation(by=hal, space=table, kind="tip", title="Whole", text="Said.")
    half = open_conversation(by=hal, space=table, kind="tip", title="Half", text="Half.", is_half_baked=True)
    open_conversation(by=ines, space=circle, kind="tip", title="Few", text="Said to few.")
    held = open_conversation(by=hal, space=table, kind="tip", title="Held", text="Said.")
    Hold.objects.create(community=table.community, kind="post", object_id=opening(held).pk, by=ines, why="")
    take_in(now=now)
    assert near_machine.heard == ["Whole\nSaid."]
    # Taken back, the mark holds nothing back any more.
    say_half_baked(by=hal, post=opening(half), is_half_baked=False)
    say_half_baked(by=hal, post=opening(baked))
    assert not meant(baked)
    take_in(now=now)
    assert near_machine.heard[1:] == ["Half\nHalf."]
    Space.objects.filter(pk=table.pk).update(confidence=Confidence.SEALED)
    take_in(now=now)
    assert not Meaning.objects.exists()


def test_the_numbers_go_with_the_words(
    near_machine: type[NearMachine], hal: Person, sings: Conversation, now: datetime, settings: Any
) -> None:
    take_in(now=now)
    edit(by=hal, post=opening(sings), text="Mine did, and stopped.", title="The valve sang", on_revision=1)
    assert not meant(sings)
    take_in(now=now)
    assert near_machine.heard[-1] == "The valve sang\nMine did, and stopped."
    withdraw(by=hal, post=opening(sings))
    assert not meant(sings)
    # What lost its entry otherwise goes with the next round, and so does all where the service is another, or none.
    SearchEntry.objects.filter(title__startswith="dry").delete()
    assert Meaning.objects.count() == 10
    take_in(now=now)
    assert Meaning.objects.count() == 9
    settings.EMBEDDINGS_MODEL, near_machine.heard = "other", []
    assert take_in(now=now) == 9
    assert len(near_machine.heard) == 9
    settings.EMBEDDINGS_URL = ""
    take_in(now=now)
    assert not Meaning.objects.exists()


def test_one_that_it_refuses_keeps_no_other_from_its_turn(
    near_machine: type[NearMachine], hal: Person, table: Space, tomasz: Person, sings: Conversation, now: datetime
) -> None:
    open_conversation(by=hal, space=table, kind="tip", title="One unspeakable thing", text="So.")
    assert take_in(now=now) == 12
    before = len(near_machine.asked)
    assert take_in(now=now) == 0
    assert len(near_machine.asked) == before
    found = similar_to(seen_by(tomasz, table.community), TITLE, may_be_told=True)
    assert [str(one.title) for one in found.talk] == ["The valve sings"]


def test_what_is_away_is_asked_again_in_the_next_round(
    near_machine: type[NearMachine], sings: Conversation, now: datetime
) -> None:
    near_machine.answers = [(503, b"")]
    assert take_in(now=now) == 0
    assert take_in(now=now) == 11


@pytest.mark.parametrize("more", ["", "&half_baked=on", "&space=circle", "&space=nowhere"])
def test_a_title_is_told_only_where_it_is_for_all(
    near_machine: type[NearMachine], signed_in: SignIn, ines: Person, circle: Space, sings: Conversation, more: str
) -> None:
    client = signed_in(ines)
    assert (
        "it is also sent to \u2068127.0.0.1" in client.get(NEW).text
        or "it is also sent to 127.0.0.1" in client.get(NEW).text
    )
    client.get(LIVE + more if "space" not in more else f"{HERE}similar?title=My+faucet+squeals{more}")
    assert near_machine.heard == ([] if more else [TITLE])


def test_nothing_is_told_while_one_may_write_in_confidence(
    near_machine: type[NearMachine], signed_in: SignIn, ines: Person, circle: Space, sings: Conversation
) -> None:
    Space.objects.filter(pk=circle.pk).update(confidence=Confidence.CHATHAM)
    client = signed_in(ines)
    client.get(LIVE)
    assert "it is also sent to" not in client.post(NEW, {"title": TITLE, "space": "table", "preview": "1"}).text
    assert near_machine.heard == []


def test_what_one_may_not_read_is_not_found_by_what_it_means(
    near_machine: type[NearMachine], ines: Person, tomasz: Person, stick: Community, sings: Conversation, now: datetime
) -> None:
    take_in(now=now)
    Hold.objects.create(community=stick, kind="conversation", object_id=sings.pk, by=ines, why="")
    assert similar_to(seen_by(tomasz, stick), TITLE, may_be_told=True).talk == []
