"""Agreements of a furnished house: one decided, and for each of two one that is talked about, and objected to."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from commonplace.agreements.actions.answering import answer, remark, reply_to
from commonplace.agreements.actions.choosing import Candidacy, nominate
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.actions.milestones import tell
from commonplace.agreements.actions.norms import say_yes
from commonplace.agreements.actions.proposing import Terms, propose
from commonplace.agreements.actions.sponsoring import Terms as SponsorTerms
from commonplace.agreements.actions.sponsoring import lay_down
from commonplace.agreements.models import Proposal, Says
from commonplace.communities.charter.actions import choose_way, revise_charter
from commonplace.communities.charter.ways import WAY, By, Way
from commonplace.communities.models import Community
from commonplace.people.models import Person


class Agreed(NamedTuple):
    known: dict[str, list[object]]
    own_of_steward: dict[str, list[object]]


def agreed(
    community: Community, steward: Person, hal: Person, tomasz: Person, ago: Callable[[float], datetime]
) -> Agreed:
    """Members changed the charter for a while, and gave it back to the stewards."""
    revise_charter(by=steward, community=community, words={"norms": "Nobody sells."}, summary="Norms", at=ago(31))
    words = {"milestones": "- Heard a leak under plastic"}
    revise_charter(by=steward, community=community, words=words, summary="Milestones", at=ago(31))
    told = tell(by=hal, community=community, milestone=words["milestones"][2:], story="It *sang*.", at=ago(30))
    for one in (steward, hal):
        say_yes(by=one, community=community, on_revision=community.charter_revisions.count(), at=ago(31))
    choose_way(by=steward, community=community, way=Way(By.CONSENT, quorum=1, days=3), at=ago(30))
    terms = Terms(WAY, "Back to the stewards", Way().written, "It was much.", ago(20))
    back = propose(by=hal, community=community, terms=terms, at=ago(24))
    answer(by=tomasz, proposal=back, says=Says.YES, words="Much it was.", on=1, at=ago(23))
    put_forward = Candidacy(tomasz, "Somebody for the mornings", "He is up by then.", ago(-8))
    nominate(by=hal, community=community, candidacy=put_forward, at=ago(24))
    laid = SponsorTerms("Two hours a month.", "Who *said* what.", ago(-40).date(), "A page a season.")
    lay_down(by=steward, community=community, terms=laid, on=0, at=ago(23))
    put = {who: _talked_about(community, by, tomasz, ago) for who, by in (("steward", steward), ("member", hal))}
    close_what_is_over(now=ago(19))
    known: dict[str, dict[str, list[object]]] = {
        who: {"proposals": [one.pk], "objections": [_objection(one)]} for who, one in put.items()
    }
    return Agreed({**known["member"], "told": [told.pk], "agreement": [1]}, known["steward"])


def _talked_about(community: Community, by: Person, other: Person, ago: Callable[[float], datetime]) -> Proposal:
    terms = Terms("norms", "A norm for all of us", "Nobody *sells* anything.", "Somebody did.", ago(-9))
    made = propose(by=by, community=community, terms=terms, at=ago(21))
    answer(by=other, proposal=made, says=Says.NO, words="I sell sticks.", on=1, at=ago(21))
    reply_to(by=by, proposal=made, objection=_objection(made), words="Not here.", at=ago(21) + timedelta(hours=1))
    remark(by=other, proposal=made, words="Good sticks.", at=ago(20))
    return made


def _objection(proposal: Proposal) -> int:
    return proposal.wordings.get().answers.get().pk
