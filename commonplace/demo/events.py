"""What happens in a story, as actions at their moments: planned in any order, done in the order of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random  # nosemgrep: guessable  # spreads moments

from commonplace.communities.models import Community, Membership, Space
from commonplace.conversations.models import Conversation, Post
from commonplace.demo.telling import Story
from commonplace.people.models import Person
from commonplace.store.statistics import look_at_tables

# Nothing is told closer to the present than this, so that nothing lies in the future while the sowing runs.
JUST_NOW = timedelta(minutes=4)
# After so many events the tables have grown beyond what PostgreSQL knows of them.
AT_ONCE = 300

Planned = tuple[datetime, int, Callable[[datetime], None]]


@dataclass
class Course:
    """One community on its way through its story: what is to happen, and what has come about so far."""

    story: Story
    now: datetime
    persons: dict[str, Person]
    spaces: dict[str, Space] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    posts: dict[str, list[Post]] = field(default_factory=dict)
    _founded: Community | None = None
    _planned: list[Planned] = field(default_factory=list)

    @property
    def community(self) -> Community:
        """The community, once it is founded."""
        if self._founded is None:
            raise LookupError(f"{self.story.slug} is not founded yet")
        return self._founded

    @community.setter
    def community(self, founded: Community) -> None:
        self._founded = founded

    def membership(self, key: str) -> Membership:
        """The standing of someone of the cast, as it is now."""
        rows = Membership.objects.select_related("person", "community")
        return rows.get(person=self.persons[key], community=self.community)

    def ago(self, days: float) -> datetime:
        """The moment so many days back."""
        return self.now - timedelta(days=days)

    def plan(self, at: datetime, do: Callable[..., object], *told: object) -> None:
        """Have `do(*told, at=at)` happen in its turn; of two at the same moment, the one planned first."""
        self._planned.append((min(at, self.now - JUST_NOW), len(self._planned), lambda moment: _done(do, told, moment)))

    def run(self) -> None:
        """Let everything happen, from the oldest to the newest."""
        for number, (at, _, do) in enumerate(sorted(self._planned, key=lambda one: one[:2]), 1):
            do(at)
            if number % AT_ONCE == 0:
                look_at_tables()


def _done(do: Callable[..., object], told: tuple[object, ...], at: datetime) -> None:
    do(*told, at=at)


def soon_after(moment: datetime, *names: object, hours: tuple[float, float]) -> datetime:
    """A moment some hours later, always the same for the same names."""
    # Spreads moments, keeps no secret.
    chance = Random(" ".join(str(name) for name in names))  # nosec B311
    return moment + timedelta(hours=chance.uniform(*hours))
