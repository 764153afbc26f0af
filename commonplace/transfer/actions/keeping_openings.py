"""What conversations are filed under, and whether they are closed, where they were said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from commonplace.conversations.actions.importing_filing import Filing, import_filing
from commonplace.store.bulk import write_column
from commonplace.transfer.actions.keeping_batches import AT_ONCE, Batches, Before
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import Known
from commonplace.transfer.openings import Opening
from commonplace.transfer.stream_spool import as_moment


class OpeningsKeeper(Batches):
    """Files conversations that are here as they are filed there by now, where nobody filed them otherwise here."""

    def keep(self, reworded: set[int]) -> None:
        """Go through all that open a conversation; `reworded` are posts that have other words since."""
        question = (
            "SELECT m.n, m.key, m.title, m.topics, m.closed, m.state, m.post FROM message m WHERE m.post IS NOT NULL"
            " AND (m.title <> '' OR m.topics <> '' OR m.closed IS NOT NULL) AND m.state <> 'left'"
            " AND m.n > ? ORDER BY m.n LIMIT ?"
        )
        for some in self.spool.pages(question, AT_ONCE):
            known = self._known(Known.Sort.MESSAGE, [row[1] for row in some])
            # What is here and was noted is as it was told before, or it would be marked as changed.
            news = [row for row in some if row[5] != "here" or known[digest_of(row[1])].opening is None]
            self._over(news, partial(self._file, known, reworded))

    def _file(self, known: dict[str, Before], reworded: set[int], some: Sequence[tuple[Any, ...]]) -> None:
        filings, told = [], {}
        for _n, key, title, topics, closed, state, post in some:
            before = known[digest_of(key)]
            told[post] = before.pk, Opening.told(title, topics, closed), state
            was = before.opening or {}
            names = json.loads(topics) if topics else []
            is_other = bool(was) and was["topics"] != told[post][1].topics
            filings.append(
                Filing(
                    post,
                    names if is_other else None,
                    None if state == "kept" else frozenset(was.get("filed", ())),
                    as_moment(closed) if closed is not None else None,
                    was_closed=bool(was.get("is_closed")),
                )
            )
        self._show_token()
        done = import_filing(filings=filings, origin=self.run.origin)
        write_column(Known, "opening", {told[post][0]: told[post][1].as_kept(one.filed) for post, one in done.items()})
        changed = sum(
            one.is_changed and told[post][2] == "changed" and post not in reworded for post, one in done.items()
        )
        # They were counted before, by their words alone.
        self.account.add("updated", "messages", changed)
        self.account.add("already", "messages", -changed)
