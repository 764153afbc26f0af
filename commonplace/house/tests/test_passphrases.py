"""Passphrases are hashed slowly wherever the house runs; only tests hash them quickly."""

import os
import subprocess
import sys

from django.contrib.auth.hashers import identify_hasher, make_password

from commonplace.house.settings import ROOT

ASK = """
import django
django.setup()
from django.contrib.auth.hashers import get_hashers, identify_hasher, make_password
made = make_password("listen at night")
print(identify_hasher(made).algorithm, identify_hasher(made).decode(made)["iterations"])
print(*(hasher.algorithm for hasher in get_hashers()))
"""


def test_the_house_hashes_a_million_times(tmp_path) -> None:
    """In a process of its own, as it is served."""
    words = {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "COMMONPLACE_DATA": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=os.environ | words, capture_output=True, text=True, check=True
    )
    made, known = said.stdout.splitlines()
    algorithm, iterations = made.split()
    assert (algorithm, int(iterations) >= 1_000_000) == ("pbkdf2_sha256", True)
    assert "md5" not in known.split(), "a weak hash is not even understood"


def test_tests_hash_once() -> None:
    assert identify_hasher(make_password("listen at night")).algorithm == "md5"
