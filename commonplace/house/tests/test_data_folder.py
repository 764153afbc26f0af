"""The data folder: what is made there is for its owner alone, and what was made otherwise is closed."""

import os
import subprocess
import sys
from pathlib import Path

from commonplace.house import data_folder, settings
from commonplace.house.environment import Environment

STORE = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("some/where/words.txt", ContentFile(b"words"))
"""
HOLD = """
import sqlite3, sys
from pathlib import Path
held = sqlite3.connect(sys.argv[1])
held.execute("SELECT * FROM django_migrations")
print(*(f"{path.name}={path.stat().st_mode & 0o777:o}" for path in Path(sys.argv[1]).parent.iterdir()))
"""


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_everything_is_for_its_owner_alone(tmp_path):
    folder = tmp_path / "made" / "data"
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")}
    environment = {**kept, "COMMONPLACE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "commonplace.house.settings"}
    for words in (["-m", "commonplace.house", "migrate"], ["-c", STORE]):
        subprocess.run([sys.executable, *words], env=environment, cwd=settings.ROOT, check=True, umask=0)
    # Held open by somebody, SQLite's other files are there too.
    held = subprocess.run(
        [sys.executable, "-c", HOLD, str(folder / "commonplace.sqlite3")],
        capture_output=True,
        text=True,
        check=True,
        umask=0,
    )
    database = [f"commonplace.sqlite3{ending}=600" for ending in ("", "-shm", "-wal")]
    assert sorted(held.stdout.split()) == sorted([*database, "files=700", "secret-key=600"])
    assert rights(folder) == 0o700
    assert [rights(path) for path in sorted((folder / "files").rglob("*"))] == [0o700, 0o700, 0o600]


def test_what_everybody_may_is_taken_away_and_what_a_group_may_is_not(tmp_path):
    tmp_path.chmod(0o755)
    for name, mode in (("secret-key", 0o644), ("kept.sqlite3", 0o666), ("kept.sqlite3-wal", 0o640)):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)
    (tmp_path / "files").mkdir(mode=0o755)
    data_folder.close(tmp_path, str(tmp_path / "kept.sqlite3"))
    assert {path.name: rights(path) for path in tmp_path.iterdir()} == {
        "secret-key": 0o640,
        "kept.sqlite3": 0o660,
        "kept.sqlite3-wal": 0o640,
        "files": 0o750,
    }
    assert rights(tmp_path) == 0o755


def test_a_database_elsewhere_is_looked_at_too(tmp_path):
    folder, other = tmp_path / "data", tmp_path / "other"
    data_folder.make(folder, Environment({}))
    data_folder.make_database(str(other / "kept.sqlite3"), Environment({}))
    assert (rights(folder), rights(other), rights(other / "kept.sqlite3")) == (0o700, 0o700, 0o600)
    (other / "kept.sqlite3").chmod(0o604)
    assert data_folder.open_to_others(folder, str(other / "kept.sqlite3")) == [other / "kept.sqlite3"]


def test_a_name_of_a_database_that_is_no_file_is_left_alone(tmp_path):
    tmp_path.chmod(0o700)
    assert data_folder.open_to_others(tmp_path, "commonplace") == []
    assert data_folder.open_to_others(tmp_path, "file:memorydb_default?mode=memory&cache=shared") == []
