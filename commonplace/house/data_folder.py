"""The data folder: made for its owner alone, as is everything in it, and the key that is kept there."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from commonplace.house.environment import Environment, weak

FOLDER, FILE = 0o700, 0o600
# Whoever is neither the owner, nor of a group that an operator may have chosen on purpose.
OTHERS, WORLD = 0o077, 0o007
# SQLite gives its other files the rights of the first.
DATABASE_FILES = ("", "-wal", "-shm", "-journal")


def make(folder: Path, env: Environment) -> None:
    """Have the folder, for its owner alone where it is made now."""
    try:
        folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as problem:
        env.wrong("COMMONPLACE_DATA", f"is {folder}, which cannot be made or written ({problem.strerror}).")


def make_database(name: str, env: Environment) -> None:
    """Have SQLite's file, for its owner alone where it is made now."""
    path = Path(name)
    if name == ":memory:" or path.exists():
        if path.is_dir():
            env.wrong("DATABASE_URL", f"names {path}, which is a folder.")
        return
    try:
        path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        path.touch(mode=FILE)
    except OSError as problem:
        if not any(line.startswith("COMMONPLACE_DATA") for line in env.lines):
            env.wrong("DATABASE_URL", f"names {path}, which cannot be made ({problem.strerror}).")


def kept_key(folder: Path, env: Environment) -> str:
    """A secret key made once and kept beside the data, for installations that set none."""
    path = folder / "secret-key"
    try:
        if not path.exists():
            made = folder / f"secret-key.{secrets.token_hex(4)}"
            made.touch(mode=FILE)
            made.write_text(secrets.token_urlsafe(50))
            # Of two processes that start at once the first link wins, and both read the same key.
            with suppress(FileExistsError):
                path.hardlink_to(made)
            made.unlink()
        key = path.read_text()
    except (OSError, ValueError) as problem:
        if not env.lines:
            why = getattr(problem, "strerror", None) or "it is no text"
            env.wrong("SECRET_KEY", f"is kept in {path}, which cannot be read ({why}).")
        return ""
    if words := weak(key):
        env.wrong("SECRET_KEY", f"is kept in {path} and {words} Remove that file, and a new one is made.")
    return key


def open_to_others(folder: Path, database: str) -> list[Path]:
    """What others on this machine can reach, of all that lies in the folder and of the database."""
    beside = [Path(f"{database}{ending}") for ending in DATABASE_FILES] if database.startswith("/") else []
    inside = [folder / "secret-key", folder / "files"]
    if not _is_open(folder):
        return [path for path in beside if folder not in path.parents and _is_open(path)]
    return [path for path in (folder, *inside, *beside) if _is_open(path)]


def close(folder: Path, database: str) -> None:
    """Take from everybody what is ours and was made with looser rights; the folder itself may be more than ours."""
    for path in open_to_others(folder, database):
        mode = stat.S_IMODE(path.stat().st_mode)
        if path != folder and mode & WORLD and path.stat().st_uid == os.getuid():
            path.chmod(mode & ~WORLD)


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False
