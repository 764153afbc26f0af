"""A small run of `bench/attribution.py`: who asks is found out by each of six planted leaks, and by nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--members", "14", "--weeks", "3", "--posts", "20", "--reads", "1", "--seldom", "99")


def test_attribution(run: Callable[..., list[str]]) -> None:
    told = run("attribution", *SMALL)
    assert told[0].startswith("20 candid posts")
    assert sum(": found by " in line for line in told) == 6
    assert sum(line.startswith("a proxy's log") for line in told) == 4


def test_attribution_on_postgresql(environment: Mapping[str, str]) -> None:
    url = os.environ.get("DATABASE_URL", "")
    here = {"DATABASE_URL": url} if url.startswith("postgres") else {}
    words = [ROOT / "bin" / "postgres", sys.executable, ROOT / "bench" / "attribution.py", *SMALL, "--only", "hurried"]
    ran = subprocess.run(words, env={**environment, **here}, text=True, capture_output=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("20 candid posts")
