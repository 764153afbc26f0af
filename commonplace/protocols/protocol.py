"""A protocol: ordered phases, each with its time, who speaks, a prompt to say aloud, and what is kept of it.

The three axes are those of Wenger-Trayner's picture of learning activities: informal to formal, learning from to
learning with, inside to outside sources; the clusters are its seven.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FORMALITIES = (1, 2, 3, 4, 5)
OWN = "own-"  # begins the address of what is a community's own


class Speaks(TextChoices):
    """Whose turn it is in a phase."""

    HOST = "host", _("the host")
    PRESENTER = "presenter", _("whoever brings it")
    PEERS = "peers", _("everyone else")
    IN_TURN = "in-turn", _("each in turn")
    PAIRS = "pairs", _("in pairs")
    GROUPS = "groups", _("in small groups")
    ALL = "all", _("everyone")
    NOBODY = "nobody", _("nobody: a silence")


class Capture(TextChoices):
    """What is kept of what is said in a phase."""

    NOTE = "note", _("a note")
    QUESTION = "question", _("a question")
    OFFER = "offer", _("an offer")
    TAKEAWAY = "takeaway", _("a takeaway")
    DECISION = "decision", _("a decision")
    ACTION = "action", _("an action")
    LIVED = "lived", _("something lived")
    TRIED = "tried", _("something tried")
    GAP = "gap", _("a gap")
    KEEP = "keep", _("to keep")


class Cluster(TextChoices):
    """The seven families of activities."""

    EXCHANGES = "exchanges", _("Exchanges")
    INQUIRIES = "inquiries", _("Productive inquiries")
    UNDERSTANDING = "understanding", _("Building shared understanding")
    ASSETS = "assets", _("Producing assets")
    STANDARDS = "standards", _("Creating standards")
    ACCESS = "access", _("Formal access to knowledge")
    VISITS = "visits", _("Visits")


class Mode(TextChoices):
    """Whether one learns from those who know, or with those who look for it too."""

    FROM = "from", _("learning from")
    WITH = "with", _("learning with")


class Source(TextChoices):
    """Where what is learned comes from."""

    INSIDE = "inside", _("among ourselves")
    OUTSIDE = "outside", _("with outside sources")


class Pace(TextChoices):
    """Whether it is a meeting by the clock, goes over days, or stands for as long as it is wanted."""

    TIMED = "timed", _("by the clock")
    DAYS = "days", _("over days")
    STANDING = "standing", _("standing")


@dataclass(frozen=True)
class Phase:
    """One step. `minutes` are by the clock, or where it is not timed, what it asks of one who takes part.

    `days` are how long it stays open where it is not timed, and 0 where it is.
    """

    code: str
    title: str
    minutes: int
    speaks: Speaks
    prompt: str
    captures: tuple[Capture, ...] = ()
    days: int = 0


@dataclass(frozen=True)
class Role:
    """A part that somebody takes, in a few words."""

    code: str
    title: str
    brief: str


@dataclass(frozen=True)
class Protocol:
    """A form of learning as it is told in one language.

    `people` are the fewest and the most for whom it works; `confidence` is the loosest word under which to hold it
    ("ordinary", "chatham", "sealed"); `artefact` is what it leaves behind; after `follow_up_days` somebody asks what
    came of it. `needs` are the codes of what it answers, `why` says so for each; `ideas` name where it comes from.
    """

    code: str
    title: str
    line: str
    cluster: Cluster
    formality: int
    mode: Mode
    source: Source
    phases: tuple[Phase, ...]
    roles: tuple[Role, ...]
    people: tuple[int, int]
    confidence: str
    artefact: str
    follow_up_days: int
    needs: tuple[str, ...]
    pace: Pace
    follow_up: str = ""
    prepare: tuple[str, ...] = ()
    ideas: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    # The key of the row, where it is a community's own.
    adaptation: int | None = None

    @property
    def ref(self) -> str:
        """What its address calls it."""
        return self.code if self.adaptation is None else f"{OWN}{self.adaptation}"

    @property
    def minutes(self) -> int:
        """How long it takes by the clock, or all that it asks of one who takes part."""
        return sum(phase.minutes for phase in self.phases)

    @property
    def days(self) -> int:
        """Over how many days it goes; 0 where it is by the clock."""
        return sum(phase.days for phase in self.phases)

    @property
    def is_timed(self) -> bool:
        """Whether it is a meeting by the clock."""
        return self.pace == Pace.TIMED


def phase_told(phase: Phase) -> dict[str, object]:
    """A phase as plain values, for a row, a file or a program."""
    return {
        "code": phase.code,
        "title": phase.title,
        "minutes": phase.minutes,
        "days": phase.days,
        "speaks": phase.speaks.value,
        "prompt": phase.prompt,
        "captures": [one.value for one in phase.captures],
    }


def phase_from(told: Mapping[str, object]) -> Phase:
    """A phase from the plain values of `phase_told`; raises KeyError, TypeError and ValueError for anything else."""
    captures = told["captures"]
    if not isinstance(captures, list | tuple):
        raise TypeError(captures)
    return Phase(
        code=str(told["code"]),
        title=str(told["title"]),
        minutes=int(str(told["minutes"])),
        speaks=Speaks(str(told["speaks"])),
        prompt=str(told["prompt"]),
        captures=tuple(Capture(str(one)) for one in captures),
        days=int(str(told.get("days", 0))),
    )
