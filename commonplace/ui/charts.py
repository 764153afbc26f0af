"""The shapes of the house's own pictures: a reading works out the numbers, the templates in ``ui/svg`` draw them."""

from dataclasses import dataclass

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
