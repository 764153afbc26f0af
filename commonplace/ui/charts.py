"""The shapes of the house's own pictures: a reading works out the numbers, the templates in ``ui/svg`` draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

PULSE_HEIGHT = 64  # of the tallest bar, in the picture's own units
BEAT_RADIUS = 9  # of the largest beat
CENTRE = 300  # of the rings, both ways
RING_RADII = {"core": 62, "active": 114, "occasional": 174, "peripheral": 236, "transactional": 290}
WORD_BASELINES = {"core": 262, "active": 218, "occasional": 162, "peripheral": 101, "transactional": 43}
GATE_TOPS = {"core": 349, "active": 401, "occasional": 461, "peripheral": 523}  # where movement is written


@dataclass(frozen=True)
class Bar:
    """One week of ``ui/svg/pulse.html``: ``words`` say it, ``mark`` dates it, ``marked`` puts a dot below."""

    height: float
    words: str
    marked: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Beat:
    """One week in a lane of ``ui/svg/beats.html``; radius 0 draws nothing, planned draws it hollow."""

    radius: float
    planned: bool = False


@dataclass(frozen=True)
class Lane:
    """One line of ``ui/svg/beats.html``; ``tone`` is 1 to 6 of the categorical colours."""

    name: str
    tone: int
    beats: tuple[Beat, ...]


@dataclass(frozen=True)
class Dot:
    """One person in ``ui/svg/rings.html``, without a name; ``tone`` "new" came closer, "out" stands around the edge."""

    x: float
    y: float
    tone: str = ""
    radius: float = 4.5


@dataclass(frozen=True)
class Gate:
    """Movement between two rings in words; leave out what fewer than five people did."""

    top: int
    words: str


@dataclass(frozen=True)
class Rung:
    """One ring in words, for ``ui/svg/ladder.html``; ``closer`` and ``back`` are None where they are withheld.

    A ``count`` of nobody is said in a word.
    """

    count: int
    name: str
    about: str
    closer: int | None = None
    back: int | None = None


def to_scale(values: list[float], top: float) -> list[float]:
    """Return the values so that the largest is ``top``; all nothing stays all nothing."""
    largest = max(values, default=0)
    return [round(value / largest * top, 2) if largest > 0 else 0.0 for value in values]


@dataclass(frozen=True)
class Stage:
    """One of the four stages of a stream in words; what `is_dry` has nothing flowing through it."""

    words: str
    is_dry: bool = False


@dataclass(frozen=True)
class Stream:
    """A stream for ``ui/svg/stream.html``: outlines of what flows, and from where to where nothing does."""

    stages: Sequence[Stage]
    outlines: Sequence[str]
    dry: Sequence[str]


STREAM_HEIGHT = 40  # of the picture, which is 400 wide; the widest stream leaves a unit free on either side


def stream(stages: Sequence[Stage], widths: Sequence[float]) -> Stream:
    """The outlines of a stream through four stages, `widths` of them from 0 to 1; a stage of none is dry."""
    halves = [max(1.2, width * (STREAM_HEIGHT / 2 - 1)) if width > 0 else 0.0 for width in widths]
    last = len(halves) - 1
    outlines, dry = [], []
    for flows, run in groupby(range(len(halves)), key=lambda at: halves[at] > 0):
        places = list(run)
        first, end = places[0], places[-1]
        if flows:
            outlines.append(_outline(halves, places))
        else:
            begins = 0 if first == 0 else 100 * first - 8
            ends = 100 * (end + 1) + (0 if end == last else 8)
            dry.append(f"M{begins} {STREAM_HEIGHT / 2:g}H{ends}")
    return Stream(stages, outlines, dry)


def _outline(halves: Sequence[float], places: Sequence[int]) -> str:
    """One stretch of water, along its upper bank and back along the lower."""
    middle, first, end = STREAM_HEIGHT / 2, places[0], places[-1]
    begins = 0 if first == 0 else 100 * first + 12
    ends = 100 * end + (100 if end == len(halves) - 1 else 88)
    upper, lower = [f"M{begins} {middle - halves[first]:.1f}"], [f"L{ends} {middle + halves[end]:.1f}"]
    for here, onward in pairwise(places):
        x, bend, out = 100 * here + 72, 100 * here + 100, 100 * here + 128
        above, below = middle - halves[here], middle - halves[onward]
        upper.append(f"L{x} {above:.1f}C{bend} {above:.1f} {bend} {below:.1f} {out} {below:.1f}")
    upper.append(f"L{ends} {middle - halves[end]:.1f}")
    for here, before in pairwise(reversed(places)):
        x, bend, out = 100 * before + 128, 100 * before + 100, 100 * before + 72
        above, below = middle + halves[here], middle + halves[before]
        lower.append(f"L{x} {above:.1f}C{bend} {above:.1f} {bend} {below:.1f} {out} {below:.1f}")
    lower.append(f"L{begins} {middle + halves[first]:.1f}Z")
    return "".join([*upper, *lower])
