"""Communities of random worlds that agree on things: a proposal, a word on it, and a milestone that one reached."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.agreements.actions import milestones
from commonplace.agreements.actions.answering import remark
from commonplace.agreements.actions.proposing import Terms, propose
from commonplace.communities.charter.actions import choose_way, revise_charter
from commonplace.communities.charter.ways import By, Way
from commonplace.communities.models import Community
from commonplace.people.models import Person
from tests.plans import COMMON

# What whoever has no standing there never reads, as one word after another.
AGREED = ("proposed", "remarked", "reached")


def agreed_in(row: Community, number: int, founder: Person, at: datetime) -> None:
    """Its founder gives it a charter, proposes other words for it, remarks on them and tells what they have done."""
    words = {"domain": f"{row.name} in full", "milestones": f"- {COMMON}"}
    revise_charter(by=founder, community=row, words=words, summary="First", at=at)
    choose_way(by=founder, community=row, way=Way(By.CONSENT), at=at)
    proposed, remarked, reached = (f"{COMMON} zq{word}{number}x" for word in AGREED)
    terms = Terms("norms", proposed, proposed, proposed, at + timedelta(days=50))
    made = propose(by=founder, community=row, terms=terms, at=at)
    remark(by=founder, proposal=made, words=remarked, at=at)
    milestones.tell(by=founder, community=row, milestone=COMMON, story=reached, at=at)
