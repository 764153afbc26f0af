"""A request as a page shows it: its turns, who said them, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from commonplace.agenda.models import Item
from commonplace.agreements.models import Proposal
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.launch.models import Launch, Obstacle
from commonplace.people.models import Person
from commonplace.sponsorship.models import Request, Says, Turn
from commonplace.sponsorship.models.requests import TOLD
from commonplace.value.models import Decision, Sense

MOST_SOURCES = 12


@dataclass(frozen=True)
class Told:
    """A request with whoever asked it and its turns, as one reader may know them."""

    request: Request
    turns: Sequence[tuple[Turn, Byline | None]]
    today: date
    byline: Byline | None = None

    @property
    def answer(self) -> Turn | None:
        """What a sponsor said last, None while none has."""
        return next((turn for turn, _byline in reversed(self.turns) if turn.is_answer), None)

    @property
    def change(self) -> Turn | None:
        """What the community told last of what changed."""
        return next((turn for turn, _byline in reversed(self.turns) if not turn.is_answer), None)

    @property
    def is_withdrawn(self) -> bool:
        return self.request.withdrawn_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a sponsor: unanswered, or put off."""
        return not self.is_withdrawn and (self.answer is None or self.answer.says == Says.LATER)

    @property
    def is_late(self) -> bool:
        """Whether it waits beyond its day."""
        return not self.is_withdrawn and self.answer is None and self.request.is_late(self.today)

    @property
    def state(self) -> tuple[str, str]:
        """How it stands in a few words, and the tone of its sign."""
        if self.is_withdrawn:
            return _("withdrawn"), ""
        if self.answer is None:
            return _("waits for an answer"), ""
        if self.change is not None:
            return _("answered, and what changed is told"), "good"
        return _("answered"), "good" if self.answer.says in (Says.YES, Says.PART) else ""


def told(asked: Request, viewpoint: Viewpoint, *, today: date) -> Told:
    """A request whose turns were fetched with it; no query."""
    turns = [(turn, viewpoint.byline_for(turn.by)) for turn in asked.turns.all()]
    return Told(asked, turns, today, viewpoint.byline_for(asked.by))


def in_a_list(asked: Request, *, today: date) -> Told:
    """A request with its last answer and what changed last, of which nobody is named; no query."""
    last = [
        Turn(**{name: getattr(asked, f"{what}_{name}") for name in TOLD})
        for what in ("answer", "change")
        if getattr(asked, f"{what}_number") is not None
    ]
    return Told(asked, [(turn, None) for turn in sorted(last, key=lambda turn: turn.number)], today)


def all_told(requests: Iterable[Request], viewpoint: Viewpoint, *, today: date) -> list[Told]:
    """Several, in the order given."""
    return [told(one, viewpoint, today=today) for one in requests]


@dataclass(frozen=True)
class Source:
    """Something from which a request may begin: what it is, as a word of an address, and what it says."""

    of: str
    pk: int
    title: str
    why: str

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.of}.{self.pk}"


def sources_of(community: Community, person: Person) -> list[Source]:
    """What stands in the way of the launch, what members proposed, what is on the agenda, and what was decided about
    support over stories and numbers, the latest first.
    """
    launch = Launch.objects.started_by(person).filter(community=community)
    obstacles = Obstacle.objects.filter(launch__in=launch, answered_on=None).order_by("-at", "-pk")
    proposals = Proposal.objects.visible_to(person).filter(community=community).order_by("-at", "-pk")
    items = Item.objects.visible_to(person).open().filter(community=community).order_by("-at", "-pk")
    senses = Sense.objects.visible_to(person).filter(community=community)
    decided = Decision.objects.filter(sense__in=senses, about=Decision.About.SUPPORT).order_by("-sense__on", "-pk")
    return [
        *(Source("obstacle", one.pk, one.words, "") for one in obstacles[:MOST_SOURCES]),
        *(Source("proposal", one.pk, one.title, one.why) for one in proposals[:MOST_SOURCES]),
        *(Source("item", one.pk, one.title, one.why) for one in items[:MOST_SOURCES]),
        *(Source("decision", one.pk, one.words, "") for one in decided[:MOST_SOURCES]),
    ]


def began_as(asked: Request, person: Person) -> tuple[str, str]:
    """Where it began, in words, and where that stands for this reader; "" for what they may not see."""
    slug = asked.community.slug
    if asked.proposal_id is not None:
        found = Proposal.objects.visible_to(person).filter(pk=asked.proposal_id).first()
        return _("It began as a proposal of members."), found.url(slug) if found else ""
    if asked.item_id is not None:
        item = Item.objects.visible_to(person).filter(pk=asked.item_id).first()
        return _("It began on our learning agenda."), item.url(slug) if item else ""
    if asked.obstacle_id is not None:
        return _("It began as something that stood in the way of our launch."), ""
    return "", ""
