"""Long work in short steps, so that nobody who writes waits for it longer than a moment.

On SQLite whoever writes waits until everybody before them has done so, and PostgreSQL's rows are waited for as well. So
what is long is done in transactions, each of which takes on as much as the last ones could do in the time there is.
After each, others have a quarter of the time it took, or as long as it took while they write; what this process does
meanwhile outside of a transaction is time that they have. A process that dies loses the step it was at, and no more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from django.db import connection, transaction

AIM = 0.008  # seconds; a step that turns out twice as slow as the one before it still ends within 20 ms


class Steps:
    """How much a step of one piece of work takes on: between `least`, of which fewer take as long, and `most`.

    `alone` is how much it takes on, at least, until somebody else has written once since this work began.
    """

    def __init__(
        self,
        *,
        least: int = 10,
        most: int = 5_000,
        alone: int = 0,
        clock: Callable[[], float] = time.perf_counter,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self.size, self.least, self.most, self.clock, self.pause = least, least, most, clock, pause
        self.alone = alone
        self._version: int | None = None
        self._met_others, self._others_are_writing = False, False
        self._ended, self._took = 0.0, 0.0  # the last step, where others have time after it

    def take(self, do: Callable[[int], int]) -> int:
        """Do one step, a transaction: `do` gets how much it may take on, and says how much there was; so does this."""
        size = self.coming()
        self._let_others()
        self._others_are_writing = False
        with transaction.atomic():
            # From here on others wait.
            begun = self.clock()
            taken = do(size)
        self._ended = self.clock()
        took = self._ended - begun
        if took > AIM or taken >= size:
            fitting = int(taken * AIM / took) if took else self.most
            # One that others kept from the processor says little of the next.
            fitting = max(fitting, self.size // 2)
            self.size = max(self.least, min(fitting, 2 * self.size, self.most))
        self._took = took if taken >= size and not connection.in_atomic_block else 0.0
        return taken

    def coming(self) -> int:
        """How much the next step takes on."""
        is_asked = (self._took or self.alone) and not connection.in_atomic_block
        if is_asked and self._others_wrote():
            self._met_others = self._others_are_writing = True
        return self.size if self._met_others else max(self.size, self.alone)

    def _let_others(self) -> None:
        """Wait for what is left of the time that others have since the last step."""
        if not self._took or connection.in_atomic_block:
            return
        theirs = self._took if self._others_are_writing else self._took / 4
        left = self._ended + theirs - self.clock()
        if left > 0:
            self.pause(left)

    def _others_wrote(self) -> bool:
        """Whether another connection has written since this was asked; PostgreSQL, which keeps fewer waiting, does not
        say.
        """
        if connection.vendor != "sqlite":
            return False
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            before, (self._version,) = self._version, cursor.fetchone()
        return before not in (None, self._version)

    def over[Item](self, items: Sequence[Item], do: Callable[[Sequence[Item]], object]) -> None:
        """Do this with all of these, some in each step."""
        done = 0
        while done < len(items):

            def some(size: int, begin: int = done) -> int:
                part = items[begin : begin + size]
                do(part)
                return len(part)

            done += self.take(some)
