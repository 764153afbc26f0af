"""A week of The Listening Stick that is worth a letter."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import amplify
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle, tell_outcome
from commonplace.conversations.models import Conversation
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.hours import last_moment
from commonplace.digests.models import Issue, Period
from commonplace.people.models import Person


@pytest.fixture
def thursday() -> datetime:
    """The last Thursday but a few days, seven in the morning in UTC."""
    before = timezone.now() - timedelta(days=3)
    day = before - timedelta(days=(before.weekday() - 3) % 7)
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


@pytest.fixture
def ines(ines: Person) -> Person:
    """With an address that the post takes letters to."""
    EmailAddress.objects.filter(user=ines).update(email="ines@example.org")
    return ines


@pytest.fixture
def week(table: Space, hal: Person, rosa: Person, ines: Person, thursday: datetime) -> dict[str, Conversation]:
    """What happened before it: a question waits, another was settled and tried, one thing was thought worth it."""
    ago = lambda days: thursday - timedelta(days=days)  # noqa: E731  # said often, and shorter than a function
    waits = open_conversation(
        by=rosa, space=table, kind="question", title="Who has a step-test sheet?", text="For gloves.", at=ago(3)
    )
    asked = open_conversation(
        by=hal, space=table, kind="question", title="Which clamp holds on lead?", text="On lead.", at=ago(5)
    )
    answer = reply(by=rosa, conversation=asked, text="The blue one.", at=ago(4))
    settle(by=hal, post=answer, at=ago(4))
    tell_outcome(by=hal, post=answer, how="helped", text="It held.", at=ago(3))
    talk = open_conversation(
        by=rosa, space=table, kind="discussion", title="Hours that water ran", text="Count them.", at=ago(6)
    )
    amplify(by=hal, conversation=talk, why="Because we keep arguing about targets.", at=ago(2))
    return {"waits": waits, "settled": asked, "worth": talk}


@pytest.fixture
def issue(stick: Community, week: dict[str, Conversation], thursday: datetime) -> Issue:
    """The draft, as the house lays it out."""
    return make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday - timedelta(days=1))


@pytest.fixture
def evening(thursday: datetime) -> datetime:
    """When it has been seven everywhere."""
    return last_moment(thursday.date()) + timedelta(minutes=1)


@pytest.fixture
def newcomer(stick: Community, someone: Callable[..., Person], thursday: datetime) -> Person:
    """She came in two days before."""
    person = someone("Nour Haddad")
    admit(person=person, community=stick, cares_about="Leaks under roads", at=thursday - timedelta(days=2))
    return person
