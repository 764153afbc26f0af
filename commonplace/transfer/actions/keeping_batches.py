"""What is kept batch by batch of a run that holds its lease, and what is known of an archive's records by then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from django.utils import timezone

from commonplace.store.steps import Steps
from commonplace.transfer.accounts import Account
from commonplace.transfer.actions.keeping import LEASE, TakenOver
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import Import, Known
from commonplace.transfer.stream_spool import StreamSpool

AT_ONCE = 500


class Before(NamedTuple):
    """A record that is known: its row, the digests of its words as they came and as they stand here since an address
    in them leads here, and of an opening what was told of its conversation.
    """

    pk: int
    words: str
    stands: str
    opening: dict[str, Any] | None


class Batches:
    """Keeps what happened to the messages that are kept, in batches that end when they take too long."""

    def __init__(self, run: Import, spool: StreamSpool, account: Account) -> None:
        self.run, self.spool, self.account = run, spool, account
        self._steps = Steps(least=40, most=AT_ONCE)

    def _over(self, some: Sequence[tuple[Any, ...]], do: Callable[[Sequence[tuple[Any, ...]]], None]) -> None:
        self._steps.over(some, do)

    def _show_token(self) -> None:
        """The first write of a batch: whoever does not hold the run stops here."""
        mine = Import.objects.filter(pk=self.run.pk, holder=self.run.holder)
        if not mine.update(leased_until=timezone.now() + LEASE):
            raise TakenOver(self.run.pk)

    def _known(self, sort: str, keys: Collection[str]) -> dict[str, Before]:
        """By the digest of each key what is known of it."""
        rows = Known.objects.filter(
            community=self.run.community, kind=self.run.kind, sort=sort, digest__in=[digest_of(key) for key in keys]
        )
        columns = rows.values_list("digest", "pk", "words", "stands", "opening")
        return {digest: Before(pk, words, stands, opening) for digest, pk, words, stands, opening in columns}
