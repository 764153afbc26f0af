"""The protocols of a story that a community made its own, and by which of them people meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from commonplace.demo.events import Course
from commonplace.demo.telling_protocols import ProtocolTold
from commonplace.protocols.actions.adapting import adapt
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.models import Adaptation
from commonplace.protocols.protocol import Capture, Phase, Protocol, Speaks


class Formed:
    """Plans every protocol of a community's own into its course."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[str, Adaptation] = {}

    def plan(self) -> None:
        for told in self.course.story.protocols:
            self.course.plan(self.course.ago(told.days_ago), self._make, told)

    def named(self, key: str) -> Protocol:
        """The community's own of this key, or else the catalogue's of this code."""
        if key in self.made:
            return self.made[key].as_protocol()
        return protocol_named(key, str(self.course.story.lines.get("language", "en")))

    def _make(self, told: ProtocolTold, *, at: datetime) -> None:
        before = self.named(told.after)
        protocol = replace(
            before, title=told.title, line=told.line, phases=tuple(_steps(before, told)), adaptation=None
        )
        self.made[told.key] = adapt(
            by=self.course.persons[told.by],
            space=self.course.spaces[told.space],
            protocol=protocol,
            after=self.made.get(told.after),
            at=at,
        )


def _steps(before: Protocol, told: ProtocolTold) -> Iterator[Phase]:
    """The steps that were kept, with what was changed, and those that came in."""
    yield from (_phase(one) for one in told.added if not one.get("follows"))
    for phase in before.phases:
        if phase.code not in told.without:
            yield replace(
                phase,
                minutes=told.minutes.get(phase.code, phase.minutes),
                prompt=told.prompts.get(phase.code, phase.prompt),
            )
        yield from (_phase(one) for one in told.added if one.get("follows") == phase.code)


def _phase(told: Mapping[str, Any]) -> Phase:
    captures = tuple(Capture(one) for one in told.get("captures", ()))
    return Phase(told["code"], told["title"], told["minutes"], Speaks(told["speaks"]), told["prompt"], captures)
