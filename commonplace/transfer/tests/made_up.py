"""An archive of made-up letters with everything that makes archives hard, the same each time."""

import base64
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

START = datetime(2009, 3, 2, 9, 0, tzinfo=UTC)
PEOPLE = [
    ("Ada Quill", "ada at wells.example"),
    ("Bruno Marsh", "bruno.marsh at hill.example"),
    ("Bruno Marsh", "bruno at lab.hill.example"),  # the same full name at the same organisation
    ("Chidi Anyang", "chidi.anyang at one.example"),
    ("Chidi Anyang", "chidi.anyang at two.example"),  # the same full name and the same local part
    ("Dagny Holt", "dagny at fjord.example"),
    ("", "quiet at nowhere.example"),
]
SUBJECTS = ["Pressure at night", "Which clamp for lead pipe", "Loggers in winter", "Reading a correlator", "Old valves"]
PNG = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()


def write_archive(folder: Path, letters: int = 120) -> Path:
    """Two monthly files of letters under `folder`: threads, repetitions, doubts, a flood, and something unreadable."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [_letter(number) for number in range(letters)]
    made += [made[4], made[11]]  # repeated
    made += [_flood(number) for number in range(14)]
    made.append("From nobody Mon Mar  2 09:00:00 2009\nThis-Is: nothing\n\nthat could be read\n\n")
    half = len(made) // 2
    # The later file holds the beginning, so that replies are read before what they answer.
    (folder / "2009-March.txt").write_text("".join(made[half:]))
    (folder / "2009-April.txt").write_text("".join(made[:half]))
    return folder


def _letter(number: int) -> str:
    name, address = PEOPLE[(number * 5 + number // 7) % len(PEOPLE)]
    at = START + timedelta(hours=7 * number)
    talk = number // 6
    first = talk * 6
    subject = f"[wells] {SUBJECTS[talk % len(SUBJECTS)]} {talk}"
    head = {
        "From": f"{address} ({name})" if name else address,
        "Date": "Mon, 01 Jan 1945 00:00:00 +0000" if number % 31 == 30 else format_datetime(at),
        "Subject": subject if number == first else f"Re: {subject}",
    }
    if number % 17 != 16:
        head["Message-ID"] = f"<{number}@wells.example>"
    if number != first and number % 6 != 5:  # every sixth hangs on by its subject alone
        head["In-Reply-To"] = f"<{number - 1}@wells.example>"
        head["References"] = f"<{first}@wells.example> <{number - 1}@wells.example>"
    if number % 23 == 22:
        head["In-Reply-To"] = f"<lost-{talk}@wells.example>"
        head["References"] = ""
    body = f"Letter {number} on the water we lose.\n\nIt hissed, and ada at wells.example heard it too.\n"
    if number % 9 == 8:
        body += "\nOn Monday, ada at wells.example wrote:\n" + "".join(f"> line {n} of hers\n" for n in range(9))
    body += "\n-- \nSent from a field\n"
    if number % 29 == 28:
        head["Content-Type"] = 'multipart/mixed; boundary="edge"'
        body = (
            f"--edge\nContent-Type: text/plain\n\n{body}\n--edge\nContent-Type: image/png\n"
            f'Content-Disposition: attachment; filename="trace.png"\nContent-Transfer-Encoding: base64\n\n{PNG}\n'
            '--edge\nContent-Type: application/x-msdownload\nContent-Disposition: attachment; filename="setup.exe"\n'
            "Content-Transfer-Encoding: base64\n\nTVqQAAMAAAAEAAAA\n--edge--\n"
        )
    return _mbox(address, at, head, body)


def _flood(number: int) -> str:
    at = START + timedelta(days=20, hours=number)
    head = {
        "From": f"winner{number} at prize{number}.example (Lucky {chr(65 + number)}.)",
        "Date": format_datetime(at),
        "Subject": f"Cheap replica rolex casino {number}",
        "Message-ID": f"<offer{number}@prize{number}.example>",
    }
    body = "Buy now, cheap viagra pills, click here http://casino.example/now\n"
    if number == 5:
        head["Content-Type"] = 'multipart/mixed; boundary="edge"'
        body = (
            f"--edge\nContent-Type: text/plain\n\n{body}\n--edge\nContent-Type: image/png\n"
            f'Content-Disposition: attachment; filename="prize.png"\nContent-Transfer-Encoding: base64\n\n{PNG}\n'
            '--edge\nContent-Type: application/x-msdownload\nContent-Disposition: attachment; filename="win.exe"\n'
            "Content-Transfer-Encoding: base64\n\nTVqQAAMAAAAEAAAA\n--edge--\n"
        )
    return _mbox(f"winner{number}", at, head, body)


def _mbox(address: str, at: datetime, head: dict[str, str], body: str) -> str:
    lines = "".join(f"{name}: {value}\n" for name, value in head.items() if value)
    return f"From {address.split()[0]} at x.example  {at:%a %b %d %H:%M:%S %Y}\n{lines}\n{body}\n"
