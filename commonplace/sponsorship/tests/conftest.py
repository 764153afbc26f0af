"""The Listening Stick with a sponsor’s page, one who sponsors it, and a request."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.membership.actions.sponsoring import become_sponsor
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.sponsorship.actions.asking import Asked, ask
from commonplace.sponsorship.models import Request
from commonplace.stories.models import Audience, Cycle, Release, Step, Story

Ask = Callable[..., Request]


@pytest.fixture
def stick(stick: Community) -> Community:
    """With its module."""
    stick.modules = [*stick.modules, "sponsorship"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def sponsoring(stick: Community, ines: Person, member: Callable[[str], Person]) -> Callable[[str], Person]:
    """Lets somebody in who sponsors it, by a role."""

    def make(name: str) -> Person:
        person = member(name)
        membership = Membership.objects.get(person=person, community=stick)
        appoint(by=ines, membership=membership, name="Sponsor", since=date(2020, 1, 1), until=None)
        return person

    return make


@pytest.fixture
def mireille(sponsoring: Callable[[str], Person]) -> Person:
    """Who sponsors it."""
    return sponsoring("Mireille Okonjo")


@pytest.fixture
def asks(stick: Community, ines: Person, now: datetime) -> Ask:
    """Has Inês ask for something."""

    def make(title: str = "Let crews stay on the clock", **more: object) -> Request:
        given = {"why": "Some attend in their lunch break.", **more}
        at = given.pop("at", now)
        assert isinstance(at, datetime)
        return ask(by=ines, community=stick, asked=Asked(title, **given), at=at)

    return make


@pytest.fixture
def henrik(stick: Community, someone: Callable[..., Person], now: datetime) -> Person:
    """Who sponsors it from outside, and reads no talk."""
    person = someone("Henrik Dahl")
    become_sponsor(person=person, community=stick, at=now)
    return person


@pytest.fixture
def told(stick: Community, hal: Person, now: datetime) -> Callable[..., Story]:
    """Has somebody tell a story of one step that may go to sponsors."""

    def make(title: str = "The Sunday-night shift", *, by: Person = hal, **more: object) -> Story:
        audience = more.pop("audience", Audience.SPONSOR)
        nameless = bool(more.pop("is_nameless", False))
        story = Story.objects.create(
            community=stick, title=title, teller=by, written_by=by, told_at=now, is_nameless=nameless
        )
        given = {"cycle": Cycle.REALIZED, "words": f"{title}: it ran less.", "html": f"<p>{title}: it ran less.</p>"}
        step = Step.objects.create(story=story, number=1, written_by=by, confirmed_at=now, **{**given, **more})
        Release.objects.create(step=step, audience=audience, by=by, given_at=now)
        return story

    return make
