"""A community that changes its charter by consent: from two answers on, talked about for a week."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from commonplace.agreements.actions.proposing import Terms, propose
from commonplace.agreements.models import Proposal
from commonplace.communities.charter.actions import choose_way, revise_charter
from commonplace.communities.charter.ways import By, Way
from commonplace.communities.models import Community
from commonplace.people.models import Person

Put = Callable[..., Proposal]


@pytest.fixture
def chosen(stick: Community, ines: Person, now: datetime) -> Callable[[By], Community]:
    """Its first words, and the way in which they are changed from then on."""

    def choose(by: By = By.CONSENT) -> Community:
        revise_charter(
            by=ines, community=stick, words={"domain": "Water we lose.", "norms": "Nobody sells."}, summary="First"
        )
        choose_way(by=ines, community=stick, way=Way(by, quorum=2, days=7))
        stick.modules = [*stick.modules, "agreements"]
        stick.save(update_fields=["modules"])
        return stick

    return choose


@pytest.fixture
def put(chosen: Callable[..., Community], hal: Person, now: datetime) -> Put:
    """Puts a proposal of Hal's about the domain, in a community that decides by consent."""

    def make(
        by: Person = hal, words: str = "Water we lose at night.", passage: str = "domain", **more: object
    ) -> Proposal:
        stick = Community.objects.get(slug="stick")
        terms = Terms(passage, "It is the night", words, "We listen at night.", now + timedelta(days=8))
        return propose(by=by, community=stick, terms=terms, at=now, **more)

    chosen()
    return make
