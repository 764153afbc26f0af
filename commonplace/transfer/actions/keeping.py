"""What was said elsewhere is kept, batch by batch, in the order decided: letters and every other kind by one keeper.

Where messages come from, how they are worded and by what rows they are known again is their source's: planned letters
(`keeping_letters.py`) or a spooled stream (`keeping_said.py`).
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import override

from commonplace.communities.models import Space
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.models import Conversation, Post
from commonplace.files.refusals import StorageTrouble
from commonplace.people.models import Person
from commonplace.store.steps import Steps
from commonplace.transfer.archive import Changed
from commonplace.transfer.models import Import

BATCH = 500
LEASE = timedelta(minutes=2)
MOST_PEOPLE = 2_000  # who are remembered at once, so that a crowd does not fill the memory
log = logging.getLogger(__name__)


class TakenOver(Exception):
    """Another process goes on with this run."""


# The next process may fare better.
NOT_THE_MESSAGES = (TakenOver, Changed, OperationalError, InterfaceError, StorageTrouble)


@dataclass(frozen=True, slots=True)
class Turn[Talk: Hashable, Row, Words]:
    """A message whose turn it is: of which conversation, in answer to what, by whom; its row and words as its source
    has them.
    """

    key: str
    talk: Talk
    answers: str
    person: int | None
    row: Row
    words: Words


@dataclass(frozen=True, slots=True)
class Elder:
    """A message kept before: its post, where that stands, and whose it is."""

    post: int
    conversation: int
    author: int | None


class Source[Talk: Hashable, Row, Words](ABC):
    """Where messages come from in the order of keeping, and where it is written what became of each."""

    least = 40  # at once; fewer cost several times as much
    alone = 200  # until somebody else writes; of more the other process falls behind

    @abstractmethod
    def next(self, size: int) -> Sequence[Turn[Talk, Row, Words]]:
        """The next messages, at most so many, with their words; all go into one space. None where all are kept."""

    def anew(self, turns: Sequence[Turn[Talk, Row, Words]]) -> Sequence[Turn[Talk, Row, Words]]:
        """The same as things stand now: somebody joined two conversations or claimed a name meanwhile."""
        return turns

    @abstractmethod
    def space_of(self, turn: Turn[Talk, Row, Words]) -> Space:
        """Where a message goes."""

    @abstractmethod
    def homes(self, turns: Sequence[Turn[Talk, Row, Words]]) -> Mapping[Talk, int]:
        """The conversations that some of these go on with, by what is their talk."""

    @abstractmethod
    def elders(self, turns: Sequence[Turn[Talk, Row, Words]]) -> Mapping[str, Elder]:
        """What was kept before and some of these answer."""

    @abstractmethod
    def arrival(
        self,
        turn: Turn[Talk, Row, Words],
        *,
        author: Person | None,
        into: Conversation | int | None,
        reply_to: Post | int | None,
    ) -> Arrival:
        """A message as it is kept, with its files."""

    def of_the_run(self, turns: Sequence[Turn[Talk, Row, Words]]) -> dict[str, object]:
        """What changes of the run with these, besides how far it is."""
        return {}

    @abstractmethod
    def write(self, turns: Sequence[Turn[Talk, Row, Words]], posts: Sequence[Post]) -> None:
        """Write the rows by which these are known again, in the transaction that keeps them."""

    @abstractmethod
    def kept(self, turns: Sequence[Turn[Talk, Row, Words]], arrivals: Sequence[Arrival], posts: Sequence[Post]) -> None:
        """These are kept for good."""

    @abstractmethod
    def leave(self, turn: Turn[Talk, Row, Words], error: Exception) -> None:
        """Say where one is that cannot be kept, and why, in the transaction that passes over it."""


class Keeper:
    """Goes on with a run, wherever it stopped; under `run.holder` this process works."""

    def __init__(self, run: Import, source: Source[Any, Any, Any]) -> None:
        self.run, self.source = run, source
        self._people: dict[int, Person] = {}
        self._steps = Steps(least=source.least, most=BATCH, alone=source.alone)

    def keep_batch(self, size: int = BATCH) -> int:
        """Keep the next messages; how many there were. Raises TakenOver and `archive.Changed`."""
        with override(self.run.community.language):
            turns = self.source.next(size)
            done = 0
            try:
                while done < len(turns):
                    done += self._keep(turns[done : done + self._steps.coming()])
            except NOT_THE_MESSAGES:
                raise
            except Exception:  # noqa: BLE001 -- whatever it is about one message, the others come in
                self._people.clear()
                for turn in self.source.anew(turns[done:]):
                    self._keep_or_leave(turn)
        return len(turns)

    def _keep_or_leave(self, turn: Turn[Any, Any, Any]) -> None:
        try:
            self._keep([turn])
        except NOT_THE_MESSAGES:
            raise
        except Exception as error:
            log.warning("A message could not be kept", exc_info=True)
            with transaction.atomic():
                self._go_on_to(self.run.position + 1, not_kept=self.run.not_kept + 1)
                self.source.leave(turn, error)
            self.run.position, self.run.not_kept = self.run.position + 1, self.run.not_kept + 1

    def _keep(self, turns: Sequence[Turn[Any, Any, Any]]) -> int:
        run, source = self.run, self.source
        arrivals = self._arrivals(turns)
        posts: list[Post] = []

        def write(_most: int) -> int:
            self._go_on_to(run.position + len(turns), **source.of_the_run(turns))
            posts.extend(import_posts(space=source.space_of(turns[0]), arrivals=arrivals, origin=run.origin))
            source.write(turns, posts)
            return len(turns)

        self._steps.take(write)
        run.position += len(turns)
        source.kept(turns, arrivals, posts)
        return len(turns)

    def _go_on_to(self, position: int, **changes: object) -> None:
        """The first write: whoever does not hold the run, or does not stand where it stands, stops here."""
        mine = Import.objects.filter(pk=self.run.pk, holder=self.run.holder, position=self.run.position)
        if not mine.update(position=position, leased_until=timezone.now() + LEASE, **changes):
            raise TakenOver(self.run.pk)

    def _arrivals(self, turns: Sequence[Turn[Any, Any, Any]]) -> list[Arrival]:
        homes, elders = self.source.homes(turns), self.source.elders(turns)
        self._meet({one.person for one in turns} | {one.author for one in elders.values()})
        arrivals: list[Arrival] = []
        opened: dict[Hashable, int] = {}  # conversations opened by these
        here: dict[Hashable, Conversation] = {}  # and those opened before
        placed: dict[str, int] = {}
        for number, turn in enumerate(turns):
            into: Conversation | int | None = None
            if turn.talk in opened:
                into = opened[turn.talk]
            elif turn.talk in here:
                into = here[turn.talk]
            elif home := homes.get(turn.talk):
                into = here[turn.talk] = Conversation(pk=home)
            else:
                opened[turn.talk] = number
            arrivals.append(
                self.source.arrival(
                    turn,
                    author=self._people.get(turn.person or 0),
                    into=into,
                    reply_to=self._elder(turn, into, placed, elders),
                )
            )
            placed[turn.key] = number
        return arrivals

    def _meet(self, keys: set[int | None]) -> None:
        if len(self._people) > MOST_PEOPLE:
            self._people.clear()
        self._people |= Person.objects.in_bulk(keys - self._people.keys() - {None})

    def _elder(
        self,
        turn: Turn[Any, Any, Any],
        into: Conversation | int | None,
        placed: Mapping[str, int],
        elders: Mapping[str, Elder],
    ) -> Post | int | None:
        """The post that a message answers, where it stands in the same conversation before it."""
        if not turn.answers or into is None:
            return None
        if turn.answers in placed:
            return placed[turn.answers]
        one = elders.get(turn.answers)
        if one is None or isinstance(into, int) or one.conversation != into.pk:
            return None
        post = Post.from_db(None, ["id", "conversation_id", "author_id"], [one.post, one.conversation, one.author])
        post.author = self._people.get(one.author or 0)
        return post


def shelf_of(space: int) -> str:
    """Within what the files of letters lie once: a space, since whoever brings them there may read them there."""
    return f"letters of {space}"


__all__ = ["BATCH", "LEASE", "Elder", "Keeper", "Source", "TakenOver", "Turn", "shelf_of"]
