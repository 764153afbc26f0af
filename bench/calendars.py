"""How long calendars take to write and to read, and the worst that a stranger's file may ask for.

python bench/calendars.py
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from commonplace.devices.item import Item
from commonplace.lib.calendars.events import Event, dates
from commonplace.lib.calendars.reading import read
from commonplace.lib.calendars.writing import as_bytes
from commonplace.lib.recurrence import walls

NOW = datetime(2026, 1, 1, tzinfo=UTC)
START = datetime.fromisoformat("2026-03-03T15:00")
TEN_YEARS = timedelta(days=3653)
ROUNDS = 5


def best(work: Callable[[], object]) -> float:
    """Milliseconds of processor time, the best of some rounds."""
    found = []
    for _round in range(ROUNDS):
        begun = process_time()
        work()
        found.append(process_time() - begun)
    return 1000 * min(found)


def search(rule: str) -> Iterator[datetime]:
    return walls(rule, START, after=START, before=START + TEN_YEARS)


def main() -> None:
    events = [
        Event(f"{n}@a", "Clinic", START + timedelta(days=n), "Europe/Warsaw", 60, about="word " * 20)
        for n in range(500)
    ]
    data = as_bytes(events, stamp=NOW)
    weekly = Event("w@a", "Clinic", START, "Europe/Warsaw", 60, rule="FREQ=WEEKLY")
    one = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20260303T150000Z\r\nSUMMARY:x\r\nDESCRIPTION:{}\r\nEND:VEVENT\r\n"
    full = (
        "BEGIN:VCALENDAR\r\n" + "".join(one.format(n, "y" * 160) for n in range(19_000)) + "END:VCALENDAR\r\n"
    ).encode()
    never = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    print(f"500 events written: {best(lambda: as_bytes(events, stamp=NOW)):.0f} ms, {len(data) / 1000:.0f} kB")
    items = [(one,) for one in events]
    marked = best(lambda: [Item("a.ics", one, NOW.year).mark for one in items])
    alone = best(lambda: [Item("a.ics", one, NOW.year).written for one in items])
    print(f"500 events as files of their own: written {alone:.0f} ms, marked {marked:.1f} ms")
    print(f"500 events read: {best(lambda: read(data)):.0f} ms")
    print(
        f"A weekly series listed for ten years: {best(lambda: dates([weekly], begin=NOW, end=NOW + TEN_YEARS)):.1f} ms"
    )
    print(f"30 February looked for, daily: {best(lambda: list(search(never))):.0f} ms")
    print(f"{len(full) / 1e6:.1f} MB of 19,000 events read: {best(lambda: read(full)):.0f} ms")


if __name__ == "__main__":
    main()
