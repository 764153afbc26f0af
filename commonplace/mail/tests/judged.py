"""A letter as SpamAssassin judges it, by its own rules alone."""

import os
import re
import subprocess
from pathlib import Path

# What only a server on the way can know or do, and what made-up domains bring with them.
NOT_OF_FORM = re.compile(r"NO_RELAYS|NO_RECEIVED|DKIM|SPF|RCVD|DNS|URIBL|RDNS|DMARC|ALL_TRUSTED|T_SCC_BODY_TEXT_LINE")


def faults_of_form(raw: bytes, folder: Path) -> list[tuple[str, str]]:
    """The rules about its form that a letter breaks, each with its points."""
    (folder / "prefs").write_text("use_bayes 0\n")
    words = ["spamassassin", "--local", "--test-mode", f"--prefspath={folder / 'prefs'}"]
    environment = {**os.environ, "HOME": str(folder)}
    ran = subprocess.run(words, input=raw, capture_output=True, check=True, timeout=120, env=environment)
    said = ran.stdout.decode("utf-8", "replace").rpartition("Content analysis details")[2]
    assert "points" in said
    found = re.findall(r"^\s*(-?[\d.]+)\s+([A-Z0-9_]{4,})", said, re.MULTILINE)
    return [(score, rule) for score, rule in found if float(score) > 0 and not NOT_OF_FORM.search(rule)]
