"""What is a person's among agreements: what they proposed, carried, worded, answered and said."""

from __future__ import annotations

from commonplace.agreements.models import (
    Agreement,
    Answer,
    Nomination,
    NormsYes,
    Proposal,
    Reached,
    Remark,
    Signature,
    Wording,
)
from commonplace.communities.mine import Named, titled
from commonplace.people.mine import Erasing, Mine


def _titled(path: str) -> Named:
    return titled(lambda person: Proposal.objects.visible_to(person), path, as_="proposal_title")


LISTS = (
    Mine(
        "proposals",
        Proposal,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "passage", "title", "why", "way", "at", "ends_at"),
        order=375,
    ),
    Mine(
        "agreements_written",
        Agreement,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "number", "gives", "will_not_ask", "shows", "until", "at"),
        order=375,
    ),
    Mine(
        "agreements_ended",
        Agreement,
        "ended_by",
        Erasing.NAMELESS,
        ("community__slug", "number", "ended_why"),
        order=375,
    ),
    Mine(
        "agreements_signed",
        Signature,
        "person",
        Erasing.NAMELESS,
        ("agreement__community__slug", "agreement__number", "side", "at"),
        order=375,
    ),
    Mine(
        "proposed_as_steward",
        Nomination,
        "person",
        Erasing.NAMELESS,
        ("proposal_id", "at", "accepted_at"),
        named=_titled("proposal"),
        order=376,
    ),
    Mine("norms_said_yes_to", NormsYes, "person", Erasing.GOES, ("community__slug", "words", "at"), order=374),
    Mine(
        "milestones_told",
        Reached,
        "person",
        Erasing.GOES,
        ("community__slug", "milestone", "story", "at"),
        order=374,
    ),
    Mine(
        "proposals_carried",
        Proposal,
        "carried_by",
        Erasing.NAMELESS,
        why="a deed in the ledger tells it",
    ),
    Mine(
        "wordings",
        Wording,
        "by",
        Erasing.NAMELESS,
        ("proposal_id", "number", "words", "summary", "at"),
        named=_titled("proposal"),
        order=376,
    ),
    Mine(
        "answers_to_proposals",
        Answer,
        "person",
        Erasing.NAMELESS,
        ("wording__proposal_id", "wording__number", "says", "words", "at"),
        named=_titled("wording__proposal"),
        order=377,
    ),
    Mine(
        "replies_to_objections",
        Answer,
        "reply_by",
        Erasing.NAMELESS,
        ("wording__proposal_id", "reply"),
        named=_titled("wording__proposal"),
        order=378,
    ),
    Mine(
        "said_to_proposals",
        Remark,
        "person",
        Erasing.NAMELESS,
        ("proposal_id", "words", "at"),
        named=_titled("proposal"),
        order=379,
    ),
)
