"""What the terminal says while the house runs: what stumbled, once; nothing about mistyped addresses and jobs."""

import os
import subprocess
import sys

import pytest

from commonplace.house import settings

SCRIPT = """
import django, logging
django.setup()
from django_tasks_db.management.commands.db_worker import Command
Command().configure_logging(1)
logging.getLogger("django.tasks").info("Task id=1 path=nudge state=RUNNING")
logging.getLogger("django_tasks_db").info("Starting worker")
logging.getLogger("django.request").warning("Not Found: /nowhere")
logging.getLogger("django.request").error("Stumbled: /here")
"""


@pytest.mark.parametrize("debug", ["0", "1"])
def test_terminal_tells_what_stumbled_once_and_nothing_else(tmp_path, debug):
    said = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "commonplace.house.settings",
            "COMMONPLACE_DATA": str(tmp_path),
            "DEBUG": debug,
        },
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (said.stdout + said.stderr).splitlines() == ["Stumbled: /here"]
