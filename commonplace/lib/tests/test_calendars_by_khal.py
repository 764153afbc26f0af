"""khal, a calendar of the terminal as Debian has it, lists the dates that we do for ten years."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commonplace.lib.calendars.events import Event, dates
from commonplace.lib.calendars.writing import as_bytes

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
CONFIG = """
[calendars]
[[stick]]
path = {home}/stick
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {home}/khal.db
"""


def at(said: str) -> datetime:
    return datetime.fromisoformat(said)


def khal(home: Path, *words: str) -> str:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(
        ["khal", "-c", str(home / "config"), *words], capture_output=True, text=True, env=environment, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed (bin/debian khal)")
@pytest.mark.parametrize(
    ("zone", "rule", "days"),
    [
        ("Europe/Warsaw", "FREQ=WEEKLY;INTERVAL=2", ("2026-03-10", "2026-03-24", "2026-04-07")),
        ("Pacific/Auckland", "FREQ=MONTHLY;BYDAY=-1TH", ("2026-03-26", "2026-04-30", "2026-05-28")),
        (
            "America/Santiago",
            "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20340101T000000",
            ("2026-03-10", "2026-04-14", "2026-05-12"),
        ),
    ],
)
def test_khal_lists_the_dates_that_we_do(tmp_path: Path, zone: str, rule: str, days: tuple[str, str, str]) -> None:
    first, second, third = (at(f"{day}T15:00") for day in days)
    events = [
        Event("clinic@stick", "Clinic", first, zone, 60, rule=rule, left_out=(third,)),
        Event("clinic@stick", "Moved", second.replace(hour=9), "UTC", 30, instead_of=second, instead_of_zone=zone),
        Event("off@stick", "Alone", at("2027-01-05T10:00"), zone, 45),
    ]
    (tmp_path / "stick").mkdir()
    (tmp_path / "config").write_text(CONFIG.format(home=tmp_path))
    (tmp_path / "a.ics").write_bytes(as_bytes(events, stamp=BEGIN, name="Stick"))
    khal(tmp_path, "import", "--batch", str(tmp_path / "a.ics"))
    listed = khal(
        tmp_path,
        "list",
        "--format",
        "{start-long-full}|{end-long-full}|{title}",
        "--day-format",
        "",
        "2026-01-01",
        f"{(END - BEGIN).days}d",
    )
    theirs = sorted(set(filter(None, listed.splitlines())))
    ours = dates(events, begin=BEGIN, end=END)
    assert theirs == sorted(f"{one.starts_at:%Y-%m-%d %H:%M}|{one.ends_at:%Y-%m-%d %H:%M}|{one.title}" for one in ours)
