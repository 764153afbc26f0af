"""The Listening Stick with undertakings switched on, and a joint response that the tests of this room know."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.undertakings.actions import comparing, looking_out, projects, scanning, taking_part
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.actions.helping import open_desk
from commonplace.undertakings.actions.responding import Terms, begin_response
from commonplace.undertakings.models import Undertaking
from commonplace.undertakings.tests.feed_host import feed, host

__all__ = ["feed", "host"]
TEXT = """The draft asks for *one* logger a kilometre.

That is one too few where pipes are old:

- cast iron needs two,
- and so do valves that sing.

We ask you to say so."""


def terms(**changed: object) -> Terms:
    """The response on loggers, but for what is said otherwise."""
    said: dict[str, object] = {
        "title": "Loggers in the new rules",
        "addressee": "The water regulator",
        "purpose": "They ask until the end of the month, and nobody else has listened at night.",
        "comments_until": timezone.now() + timedelta(days=10),
        "text": TEXT,
    }
    return Terms(**{**said, **changed})  # type: ignore[arg-type]


@pytest.fixture
def stick(stick: Community) -> Community:
    """The Listening Stick, with undertakings switched on."""
    stick.modules = [*stick.modules, "undertakings"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def respond(stick: Community, hal: Person, table: Space) -> Callable[..., Undertaking]:
    """Begins a joint response of Hal's that is the one on loggers but for what is said otherwise."""

    def begin(at: datetime | None = None, by: Person = hal, space: Space = table, **changed: object) -> Undertaking:
        return begin_response(by=by, space=space, terms=terms(**changed), at=at)

    return begin


@pytest.fixture
def voice(respond: Callable[..., Undertaking]) -> Undertaking:
    return respond()


@pytest.fixture
def desk(stick: Community, hal: Person, tomasz: Person, table: Space) -> Undertaking:
    """Hal's help desk, which Tomasz carries with him."""
    here = open_desk(by=hal, space=table, title="Which logger, where", promised_hours=24)
    take_hand(person=tomasz, undertaking=here)
    return here


@pytest.fixture
def scan(stick: Community, hal: Person, tomasz: Person, table: Space) -> Undertaking:
    """Hal's scan, gathered every two weeks: Tomasz looks at a journal without a feed."""
    turns_at = timezone.now() + timedelta(days=14)
    said = scanning.Terms("What changes around us in plastic pipe?", "fortnightly", turns_at)
    here = scanning.begin_scan(by=hal, space=table, terms=said)
    journal = scanning.name_source(by=hal, undertaking=here, title="Pipe Quarterly", where="The shelf, in March")
    scanning.take_source(person=tomasz, undertaking=here, source=journal)
    return here


@pytest.fixture
def compared(stick: Community, hal: Person, tomasz: Person, leila: Person, table: Space) -> Undertaking:
    """Hal's benchmark of night flows, in which Tomasz and Leila take part, with two measures; nobody gave a number."""
    here = comparing.begin_comparison(
        by=hal,
        space=table,
        title="Our nights",
        question="Whose nights are quiet, and why?",
        promise="No number leaves us.",
        period="2026",
        speaks_for="Severn Vale",
    )
    for person in (tomasz, leila):
        part = taking_part.take_part(person=person, undertaking=here)
        taking_part.let_in(by=hal, undertaking=here, row=part)
    for name, unit, below in (("Night flow", "l/s", False), ("Change since last year", "%", True)):
        terms = comparing.MeasureTerms(name, unit, "As the meter says.", "less", below)
        comparing.add_measure(by=hal, undertaking=here, terms=terms)
    return here


@pytest.fixture
def looked(stick: Community, hal: Person, table: Space) -> Undertaking:
    """Hal's look at how a utility in Lisbon works."""
    return looking_out.begin_looking_out(
        by=hal,
        space=table,
        title="How Lisbon listens",
        question="What do they do at night that we do not?",
        whose="A utility in Lisbon",
        practice="Two listen, *always* two.",
    )


@pytest.fixture
def project(stick: Community, hal: Person, table: Space) -> Undertaking:
    """Hal's learning project on plastic pipe."""
    question = "Can a stick hear plastic?"
    return projects.begin_project(by=hal, space=table, title="Plastic by ear", question=question)
