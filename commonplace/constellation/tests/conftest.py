"""A conversation of three in The Listening Stick, and a plan that should take it along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from commonplace.communities.models import Community, Space
from commonplace.constellation.actions import asking, beginning, carrying, planning
from commonplace.constellation.models import Crossing
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person

WHY = "Nights are their own craft by now."


@pytest.fixture
def talk(table: Space, hal: Person, tomasz: Person, ines: Person) -> Conversation:
    """Hal asks, Tomasz answers, Inês and Hal go on."""
    made = open_conversation(
        by=hal, space=table, kind="question", title="Who hears valves?", text="At night?", topics=["Valves"]
    )
    answer = reply(conversation=made, by=tomasz, text="I do.\n\nBy ear.")
    reply(conversation=made, by=ines, text="So do I.", reply_to=answer)
    reply(conversation=made, by=hal, text="> I do.\n\nThank you both.", reply_to=answer)
    made.refresh_from_db()
    return made


@pytest.fixture
def daughter(stick: Community, talk: Conversation, hal: Person, tomasz: Person, ines: Person) -> Crossing:
    """Inês plans a daughter, with that conversation, to which Hal and Tomasz might come."""
    made = planning.plan(
        by=ines, community=stick, kind="daughter", name="Night Ears", domain="Listening at night", words=WHY
    )
    planning.choose(by=ines, crossing=made, conversations=[talk.pk])
    planning.choose_people(by=ines, crossing=made, people=[hal.pk, tomasz.pk])
    return made


@pytest.fixture
def asked(daughter: Crossing, ines: Person) -> Crossing:
    planning.ask(by=ines, crossing=daughter)
    daughter.refresh_from_db()
    return daughter


def say(crossing: Crossing, person: Person, words: str = "", coming: str = "") -> None:
    for what, says in (("words", words), ("coming", coming)):
        if says:
            asking.answer(by=person, crossing=crossing, what=what, says=says)


@pytest.fixture
def carried(now: datetime) -> Callable[[Crossing, Person], Community]:
    """Begins one after its three weeks, and takes it to its end."""

    def to_its_end(crossing: Crossing, by: Person) -> Community:
        at = now + asking.ANSWERED_WITHIN * 2
        assert beginning.begin(by=by, crossing=crossing, at=at)
        carrying.carry_on(now=at)
        crossing.refresh_from_db()
        assert crossing.to is not None
        return crossing.to

    return to_its_end


def posts_in(community: Community) -> list[tuple[str, str]]:
    """What stands there: by whom, and its source."""
    rows = Post.objects.filter(conversation__community=community).order_by("conversation", "number")
    return [(one.author.name if one.author else "", one.source) for one in rows.select_related("author")]
