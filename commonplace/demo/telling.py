"""The story of a demo community as its files tell it; days are counted back from the moment of sowing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from commonplace.demo.telling_agenda import AgendaTold
from commonplace.demo.telling_agreements import AgreementsTold
from commonplace.demo.telling_candour import AskedTold
from commonplace.demo.telling_fitness import RoundTold
from commonplace.demo.telling_groups import GroupsTold
from commonplace.demo.telling_harvests import HarvestTold
from commonplace.demo.telling_kept import KeptTold
from commonplace.demo.telling_knowing import SaysTold
from commonplace.demo.telling_launch import LaunchTold
from commonplace.demo.telling_old_list import OldListTold
from commonplace.demo.telling_orientations import DrawnTold
from commonplace.demo.telling_people import PersonTold
from commonplace.demo.telling_protocols import ProtocolTold
from commonplace.demo.telling_record import RecordTold
from commonplace.demo.telling_sponsor import SponsorshipTold
from commonplace.demo.telling_stories import TalesTold
from commonplace.demo.telling_undertakings import UndertakingsTold
from commonplace.demo.telling_value import ValueTold
from commonplace.demo.telling_weaving import WovenTold

STORY = Path(__file__).parent / "story"
PICTURES = STORY / "pictures"


@dataclass(frozen=True)
class PictureTold:
    """A picture that comes with a reply, by its file's name, and what it shows."""

    name: str
    description: str

    @property
    def data(self) -> bytes:
        return (PICTURES / self.name).read_bytes()


@dataclass(frozen=True)
class ReplyTold:
    """A reply, so many hours after the opening; `to` counts the replies before it."""

    by: str
    after_hours: float
    text: str
    to: int | None
    thanks: tuple[str, ...]
    settled_after_hours: float | None
    flagged: WordTold | None
    held: WordTold | None
    pictures: tuple[PictureTold, ...] = ()


@dataclass(frozen=True)
class OutcomeTold:
    """What happened when someone used an answer."""

    by: str
    after_hours: float
    how: str
    text: str


@dataclass(frozen=True)
class WordTold:
    """Why someone closed a conversation, thought it worth attention, asked for a look at a reply or held it back."""

    by: str
    after_hours: float
    why: str


@dataclass(frozen=True)
class AgainTold:
    """A post said again in another language, so many hours after the opening, which is post 1 and has a title."""

    post: int
    language: str
    out_of: str
    by: str
    after_hours: float
    text: str
    title: str = ""


@dataclass(frozen=True)
class ConversationTold:
    """One conversation with everything that came of it."""

    key: str
    kind: str
    space: str
    by: str
    days_ago: float
    title: str
    text: str
    topics: tuple[str, ...]
    me_too: tuple[str, ...]
    replies: tuple[ReplyTold, ...]
    outcomes: tuple[OutcomeTold, ...]
    again: tuple[AgainTold, ...]
    amplified: WordTold | None
    closed: WordTold | None
    is_half_baked: bool = False


@dataclass(frozen=True)
class SpaceTold:
    """A space; `main` is the one every community begins with, in which nothing is said in confidence."""

    key: str
    name: str
    purpose: str
    visibility: str
    group: tuple[str, ...]
    main: bool
    confidence: str = "ordinary"


@dataclass(frozen=True)
class RevisionTold:
    """One revision of the charter: only the sections it rewrote."""

    days_ago: float
    by: str
    summary: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class LetterTold:
    """A steward's two lines at the head of a letter of so many weeks ago."""

    weeks_ago: int
    by: str
    words: str


@dataclass(frozen=True)
class GatheringTold:
    """A gathering on a day (a negative `days_ago` lies ahead), moved on to its `weekday` where it has one.

    `hosts` hold it with whoever called it, each with a part; `came`, `walked_in`, `by_phone` were there, `said_yes` and
    `said_maybe` only said so, and `cannot` left two lines. It was called `called_before` days ahead. With a `rule` it
    comes again every so many `weeks`, `again` tells who came to each date that followed, and `called_off` why one of
    them did not take place, by its number. With `times`, each so many days after the first and at an hour, its date is
    open: `can` tells what each said of them, and `comes` who then comes. It follows a `protocol`; of one that was
    run `kept` tells the lines: the phase, the kind, who, and their words; `came_of` what came of those that somebody
    would try, by their place among all lines, and `wishes` who would have what stay and what be different. `parts` tell
    which part of the learning somebody carries there.
    """

    key: str
    title: str
    by: str
    space: str
    days_ago: float
    at: str
    zone: str
    purpose: str = ""
    minutes: int = 60
    place: str = ""
    link: str = ""
    capacity: int | None = None
    prepare: str = ""
    confidence: str = "ordinary"
    weekday: int | None = None
    rule: str = ""
    hosts: Mapping[str, str] = field(default_factory=dict)
    came: tuple[str, ...] = ()
    walked_in: tuple[str, ...] = ()
    by_phone: tuple[str, ...] = ()
    said_yes: tuple[str, ...] = ()
    said_maybe: tuple[str, ...] = ()
    cannot: Mapping[str, str] = field(default_factory=dict)
    others: int = 0
    again: tuple[tuple[str, ...], ...] = ()
    times: tuple[tuple[int, str], ...] = ()
    can: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comes: tuple[str, ...] = ()
    weeks: int = 2
    called_off: Mapping[str, str] = field(default_factory=dict)
    called_before: float = 12
    protocol: str = ""
    kept: tuple[tuple[int, str, str, str], ...] = ()
    came_of: tuple[tuple[int, str, str], ...] = ()
    wishes: tuple[tuple[str, str, str], ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AskingTold:
    """Someone who has asked to come in and waits."""

    by: str
    community: str
    days_ago: float
    cares_about: str


@dataclass(frozen=True)
class Story:
    """A community with its people and everything they said."""

    name: str
    slug: str
    lines: Mapping[str, str]
    stage: str
    modules: tuple[str, ...]
    founded_days_ago: float
    founded_by: str
    case: Mapping[str, str]
    topics: tuple[str, ...]
    # What else a topic is called, and to which broader one it belongs.
    synonyms: Mapping[str, Sequence[str]]
    within: Mapping[str, str]
    reasons: tuple[str, ...]  # what its stewards say so often that they keep it
    spaces: tuple[SpaceTold, ...]
    revisions: tuple[RevisionTold, ...]
    people: tuple[PersonTold, ...]
    conversations: tuple[ConversationTold, ...]
    letters: tuple[LetterTold, ...] = ()
    old_list: OldListTold | None = None
    gatherings: tuple[GatheringTold, ...] = ()
    undertakings: UndertakingsTold = field(default_factory=UndertakingsTold)
    groups: GroupsTold = field(default_factory=GroupsTold)
    harvests: tuple[HarvestTold, ...] = ()
    kept: KeptTold = field(default_factory=KeptTold)
    candour: tuple[AskedTold, ...] = ()
    knowing: tuple[SaysTold, ...] = ()
    launch: LaunchTold | None = None
    orientations: tuple[DrawnTold, ...] = ()
    agenda: AgendaTold = field(default_factory=AgendaTold)
    woven: WovenTold = field(default_factory=WovenTold)
    tales: TalesTold = field(default_factory=TalesTold)
    worth: ValueTold = field(default_factory=ValueTold)
    record: RecordTold = field(default_factory=RecordTold)
    agreements: AgreementsTold = field(default_factory=AgreementsTold)
    sponsorship: SponsorshipTold = field(default_factory=SponsorshipTold)
    rounds: tuple[RoundTold, ...] = ()
    protocols: tuple[ProtocolTold, ...] = ()
