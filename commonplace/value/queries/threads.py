"""Stories that the reader may see, as threads through what is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commonplace.communities.viewpoint import Viewpoint
from commonplace.value.matrix import Thread


@dataclass(frozen=True)
class Told:
    """A story as it stands beside its thread."""

    thread: Thread
    story: Any


def told_to(viewpoint: Viewpoint) -> Sequence[Told]:
    """Those of a community that the viewer may read a step of which touches something."""
    return ()
