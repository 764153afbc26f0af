"""What several runs of a bench read."""

from email.message import EmailMessage
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive of made-up letters."""
    path = tmp_path_factory.mktemp("letters") / "valves.mbox"
    with path.open("wb") as box:
        for number in range(30):
            letter = EmailMessage()
            letter["From"] = f"Nils Aro <nils{number % 4}@example.org>"
            letter["Subject"] = "Valves" if number % 3 else f"Pump {number}"
            letter["Date"] = f"Mon, 0{1 + number % 9} Jan 2024 10:{number:02}:00 +0000"
            letter["Message-ID"] = f"<{number}@example.org>"
            letter.set_content(f"The valve in street {number} sings when the night is cold and nobody draws water.\n")
            box.write(b"From nils@example.org Mon Jan  1 10:00:00 2024\n" + letter.as_bytes() + b"\n\n")
    return path
