"""Backups as their programs pack them: Moodle's .mbz in both its forms, and Discourse's tar with a dump by pg_dump."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from commonplace.lib.archives.at_hand import at_hand
from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.archives.stream import Record, Unsafe
from commonplace.lib.tests.archived import messages
from commonplace.lib.tests.test_archives_discourse_backup import DUMP
from commonplace.lib.tests.test_archives_moodle import course, discussion, post

# What pg_dump writes around the rows: settings, a table, a function whose body speaks of COPY, and an index.
BEFORE = r"""\restrict 8sVn3fQ
SET statement_timeout = 0;
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE SCHEMA IF NOT EXISTS public;
CREATE FUNCTION public.told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- COPY public.posts (id, raw) FROM stdin;
  RAISE EXCEPTION 'read only';
END $$;
CREATE TABLE public.user_emails (id integer NOT NULL, user_id integer NOT NULL, "primary" boolean DEFAULT false);
COPY public.user_chat_channel_memberships (id, user_id) FROM stdin;
\.
"""
AFTER = r"""SELECT pg_catalog.setval('public.posts_id_seq', 107, true);
ALTER TABLE ONLY public.posts ADD CONSTRAINT posts_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX index_users_on_username ON public.users USING btree (username);
\unrestrict 8sVn3fQ
"""


def records(kind: str, given: Path, folder: Path) -> list[Record]:
    return list(KINDS[kind].opens(at_hand([given], folder)).records())


def add(packed: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    packed.addfile(entry, io.BytesIO(data))


def mbz(folder: Path, *, is_zip: bool) -> Path:
    """A course as Moodle packs it: a zip, or since 2.6 a gzipped tar that begins with an index of its own."""
    (folder / "course").mkdir()
    course(folder / "course", discussion(9, post(20), post(21, 20, 5)))
    inside = sorted(path for path in (folder / "course").rglob("*") if path.is_file())
    names = [str(path.relative_to(folder / "course")) for path in inside]
    path = folder / "backup-moodle2-course-2-reeds-20240301-1200.mbz"
    if is_zip:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, one in zip(names, inside, strict=True):
                packed.write(one, name)
    else:
        with tarfile.open(path, "w:gz", format=tarfile.USTAR_FORMAT) as tar:
            lines = "".join(f"{name}\tf\t{one.stat().st_size}\t?\n" for name, one in zip(names, inside, strict=True))
            add(tar, ".ARCHIVE_INDEX", f"Moodle archive file index. Count: {len(names)}\n{lines}".encode())
            for name, one in zip(names, inside, strict=True):
                add(tar, name, one.read_bytes())
    return path


@pytest.mark.parametrize("is_zip", [True, False])
def test_a_course_is_read_as_moodle_packs_it(tmp_path: Path, is_zip: bool) -> None:
    found = records("moodle", mbz(tmp_path, is_zip=is_zip), tmp_path / "here")
    whole = list(KINDS["moodle"].opens([tmp_path / "course"]).records())
    assert [type(one) for one in found] == [type(one) for one in whole]
    assert {key: one.text for key, one in messages(found).items()} == {"post-20": "Words 20", "post-21": "Words 21"}
    plan = messages(found)["post-20"].enclosures[0]
    assert plan.open is not None
    with plan.open() as file:
        assert file.read() == b"A plan"


@pytest.mark.parametrize("is_zip", [True, False])
def test_a_course_that_breaks_off_is_refused(tmp_path: Path, is_zip: bool) -> None:
    path = mbz(tmp_path, is_zip=is_zip)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Unsafe):
        records("moodle", path, tmp_path / "here")


def discourse(folder: Path, dump: str) -> Path:
    path = folder / "the-reeds-2024-03-01-033000-v20240212034010.tar.gz"
    with tarfile.open(path, "w:gz") as packed:
        add(packed, "uploads/default/original/1X/0a1b.png", b"a picture")
        add(packed, "dump.sql.gz", gzip.compress(dump.encode()))
    return path


def test_a_backup_is_read_as_discourse_packs_it(tmp_path: Path) -> None:
    found = records("discourse", discourse(tmp_path, f"{BEFORE}{DUMP}{AFTER}"), tmp_path / "here")
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare/dump.sql").write_text(DUMP)
    assert found == list(KINDS["discourse"].opens([tmp_path / "bare"]).records())
    assert sorted(messages(found)) == ["5/1", "5/2", "5/3", "5/5"]
