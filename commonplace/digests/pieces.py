"""What stands in a letter, as one reader may read it: for mail, the page of a letter and its editor alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.translation import pgettext

from commonplace.communities.digests import DIGEST_SECTIONS, DigestLine, Reader
from commonplace.communities.viewpoint import Byline
from commonplace.digests.models import Issue, Item


@dataclass(frozen=True)
class Told:
    """A thing of a letter with what is said of it: the house's words, and why somebody chose it."""

    item: Item
    line: DigestLine
    why: str
    chosen_by: Byline | None


def day_of(issue: Issue) -> str:
    """The day of a letter, in full and in the reader's language."""
    return formats.date_format(issue.on, pgettext("a day in full", "l j F Y"))


def told(issue: Issue, reader: Reader, *, now: datetime, items: Iterable[Item] | None = None) -> list[Told]:
    """The things of a letter that a reader may read now, in their order; what was held or is gone is left out."""
    rows = list(issue.things() if items is None else items)
    keys: dict[str, list[int]] = defaultdict(list)
    for one in rows:
        keys[one.section].append(one.object_id)
    lines = {}
    for code, wanted in keys.items():
        section = DIGEST_SECTIONS.get(code)
        # A room that was taken away leaves its things in old letters; nobody can say them any more.
        lines[code] = section.lines(reader, wanted, now) if section and section.lines else {}
    return [
        Told(one, line, one.why, reader.viewpoint.byline_for(one.chosen_by) if one.why and one.chosen_by else None)
        for one in rows
        if (line := lines[one.section].get(one.object_id))
    ]
