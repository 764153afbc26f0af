"""How a script of `bench/` is run, and what several of them read."""

import os
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
OURS = ("DATABASE_URL", "COMMONPLACE_ARCHIVES", "REDIS_URL")


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """That of whoever runs this, without the databases and archives it names."""
    settings = {"DEBUG": "0", "DJANGO_SETTINGS_MODULE": "commonplace.house.settings"}
    return {name: value for name, value in os.environ.items() if name not in OURS} | settings


@pytest.fixture(scope="session")
def run(environment: dict[str, str]) -> Callable[..., list[str]]:
    """Runs one script to its end; the lines it prints."""

    def run(script: str, *words: str, **more: str) -> list[str]:
        ran = subprocess.run(
            [sys.executable, BENCH / f"{script}.py", *words], env=environment | more, text=True, capture_output=True,
            check=False, timeout=600,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout.splitlines()

    return run


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
