"""What is a person's in scans: what they look at, what they passed on, and when there was nothing."""

from __future__ import annotations

from commonplace.communities.mine import Named, titled
from commonplace.people.mine import Erasing, Mine
from commonplace.undertakings.models import NothingNew, ScanNote, ScanSource, ScanTurn, SourceOffer, Undertaking


def _titled(path: str) -> Named:
    return titled(lambda person: Undertaking.objects.visible_to(person), path, as_="undertaking_title")


LISTS = (
    Mine(
        "sources_looked_at",
        ScanSource,
        "scout",
        Erasing.NAMELESS,
        ("scan_id", "title", "address", "where", "scout_since"),
        named=_titled("scan__undertaking"),
        order=390,
    ),
    Mine(
        "passed_on_in_scans",
        ScanNote,
        "by",
        Erasing.NAMELESS,
        ("turn__scan_id", "turn__number", "title", "link", "why", "at"),
        named=_titled("turn__scan__undertaking"),
        order=391,
    ),
    Mine(
        "nothing_new_in_scans",
        NothingNew,
        "person",
        Erasing.GOES,
        ("turn__scan_id", "turn__number", "at"),
        named=_titled("turn__scan__undertaking"),
        order=392,
    ),
    Mine(
        "sources_offered",
        SourceOffer,
        "by",
        Erasing.GOES,
        ("source__title", "at"),
        named=_titled("source__scan__undertaking"),
        order=393,
    ),
    Mine("sources_offered_to_them", SourceOffer, "to", Erasing.GOES, why="told with the offer by whoever made it"),
    Mine("turns_settled", ScanTurn, "settled_by", Erasing.NAMELESS, why="a deed in the ledger tells it"),
)
