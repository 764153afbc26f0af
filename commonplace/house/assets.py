"""Style, script and fonts as the server hands them out: under names that carry a hash, compressed, kept for ever.

`serve` calls `collect` and passes the folder on in STATIC_ROOT. Without that setting, as in tests and while
developing, WhiteNoise finds the files in the rooms under their plain names.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Folders of former versions that may still be in use by a server that is about to stop.
KEPT = 3
# How a sheet or a script of ours names another that belongs to it, and what in it is said to readers of the code alone.
NAMED = {
    ".css": re.compile(r'^@import "([^"]+)";\n', re.MULTILINE),
    ".js": re.compile(r'^import "([^"]+)";\n', re.MULTILINE),
}
REMARK = {".css": re.compile(r"/\*.*?\*/\s*", re.DOTALL), ".js": re.compile(r"^\s*//.*\n", re.MULTILINE)}
ADDRESS = re.compile(r'url\("([^":#]+)"\)')


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names for script too: modules import each other by their hashed names. A page names a dozen files, and no
    name changes while a server runs, so each address is found once.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file under its hashed name."""
        known = self._addresses.get(name)
        if known is None:
            known = self._addresses[name] = super().url(name, force)
        return known


def collect(folder: Path) -> Path:
    """The folder, below `folder`, that holds what the rooms hold now; made when it is not there yet.

    It is filled beside its place and moved there whole, so that several servers may start at once.
    """
    found = dict(_found())
    mark = blake2b(Path(__file__).read_bytes(), digest_size=8)
    for path, storage in sorted(found.items()):
        mark.update(path.encode())
        with storage.open(path) as file:
            mark.update(file.read())
    target = folder / mark.hexdigest()
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as made:
        hashed = HashedStorage(location=made)
        for path, storage in found.items():
            with storage.open(path) as file:
                hashed.save(path, ContentFile(whole(path, found)) if _names_others(path, storage) else file)
        for name, _hashed, done in hashed.post_process({path: (hashed, path) for path in found}):
            if isinstance(done, Exception):
                raise RuntimeError(f"{name} could not be made ready") from done
        _move(Path(made), target)
    _tidy(folder, keep=target)
    return target


def whole(path: str, found: Mapping[str, Storage]) -> str:
    """The text of a sheet or script with each file that it names in its place, without remarks: one request for all.

    A script's parts stand in blocks of their own, as modules do; what a sheet points at is found from its new place.
    """
    kind, folder = Path(path).suffix, posixpath.dirname(path)
    with found[path].open(path) as file:
        text = REMARK[kind].sub("", file.read().decode())

    def part(named: re.Match[str]) -> str:
        other = posixpath.normpath(posixpath.join(folder, named[1]))
        inner = whole(other, found)
        if kind == ".js":
            return f"{{\n{inner}}}\n"
        way = posixpath.relpath(posixpath.dirname(other), folder)
        return ADDRESS.sub(lambda at: f'url("{posixpath.normpath(posixpath.join(way, at[1]))}")', inner)

    return NAMED[kind].sub(part, text)


def _names_others(path: str, storage: Storage) -> bool:
    named = NAMED.get(Path(path).suffix)
    if named is None:
        return False
    with storage.open(path) as file:
        return named.search(file.read().decode()) is not None


def _found() -> Iterator[tuple[str, Storage]]:
    """Every file of the rooms and of the libraries, the first of each name."""
    seen: set[str] = set()
    for finder in get_finders():
        for path, storage in finder.list([]):
            if path not in seen:
                seen.add(path)
                yield path, storage


def _move(made: Path, target: Path) -> None:
    """Put the folder in its place; whoever was there first has made the same."""
    made.chmod(0o755)
    try:
        os.rename(made, target)
    except OSError:
        if not target.exists():
            raise
    made.mkdir(exist_ok=True)  # for its context to remove


def _tidy(folder: Path, *, keep: Path) -> None:
    """Remove the folders of older versions."""
    older = sorted(
        (one for one in folder.iterdir() if one.is_dir() and one != keep and not one.name.startswith("new-")),
        key=lambda one: one.stat().st_mtime,
        reverse=True,
    )
    for one in older[KEPT - 1 :]:
        shutil.rmtree(one, ignore_errors=True)
