"""The reading of knowledge as programs and a terminal are told it; docs/readings.md defines every number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from commonplace.knowledge.figures import Figures, Waits
from commonplace.knowledge.gaps import gaps, gaps_of
from commonplace.knowledge.queries.reading import Reading
from commonplace.knowledge.wording import reason


def knowledge_as_json(reading: Reading, waits: Mapping[int, Waits]) -> dict[str, Any]:
    """Topics by name, and gaps in their order; people as numbers alone."""
    topics = sorted(reading.topics.values(), key=lambda one: (one.name, one.topic))
    return {
        "topics": [_topic(one, waits.get(one.topic, Waits())) for one in topics],
        "gaps": [
            {"topic": gap.figures.slug, "gap": gap.missing.value, "reason": reason(gap)}
            for gap in gaps(reading.topics.values())
        ],
    }


def _topic(one: Figures, took: Waits) -> dict[str, Any]:
    def hours(said: float | None) -> float | None:
        return None if said is None else round(said, 1)

    return {
        "topic": one.slug,
        "name": one.name,
        "asked": one.asked,
        "answered": one.answered,
        "answered_share": round(one.answered / one.asked, 3) if one.asked else None,
        "answered_by": one.answered_by,
        "hours_to_answer": hours(took.to_answer),
        "settled": one.settled,
        "hours_to_settle": hours(took.to_settle),
        "kept": one.kept,
        "stale": one.stale,
        "newest": _day(one.newest_at),
        "oldest": _day(one.oldest_at),
        "known": {"declared": len(one.declared), "shown": len(one.showed), "said_yes": len(one.shown)},
        "learning": len(one.learning),
        "gaps": [gap.missing.value for gap in gaps_of(one)],
    }


def _day(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).date().isoformat()


def knowledge_in_words(reading: Reading) -> Iterator[str]:
    """The thirty topics that were asked about most, and every gap with its reason."""
    yield f"  {'topic':<32}{'asked':>7}{'answered':>10}{'kept':>6}{'declared':>10}{'shown':>7}"
    for one in sorted(reading.topics.values(), key=lambda one: (-one.asked, one.name))[:30]:
        yield (
            f"  {one.name[:30]:<32}{one.asked:>7}{one.answered:>10}{one.kept:>6}{len(one.declared):>10}"
            f"{len(one.showed):>7}"
        )
    if len(reading.topics) > 30:
        yield f"  and {len(reading.topics) - 30} more"
    for gap in gaps(reading.topics.values()):
        yield f"{gap.figures.name}: {reason(gap)}"
