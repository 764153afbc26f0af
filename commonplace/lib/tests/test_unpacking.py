"""Whatever unpacks spends from one budget: counted in bytes, entries and levels, never by the clock."""

import gzip
import zlib
from gzip import BadGzipFile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib import unpacking
from commonplace.lib.mail.mailbox import RawMessage, Unreadable, read_mailbox
from commonplace.lib.unpacking import Budget, Gunzipped, TooMuch

LETTER = b"From ada@wells.example Mon Mar  2 09:00:00 2009\nFrom: ada@wells.example\nSubject: Valves\n\nThey hiss.\n\n"


def packed(folder: Path, data: bytes) -> Path:
    path = folder / "a.mbox.gz"
    path.write_bytes(data)
    return path


def all_of(path: Path, at_once: int = 1000) -> bytes:
    with Gunzipped(path) as stream:
        return b"".join(iter(lambda: stream.read(at_once), b""))


def test_what_is_spent_inside_stays_spent():
    budget = Budget(size=10, entries=2, depth=1)
    with budget.deeper():
        budget.spend(size=6, entries=1)
        with pytest.raises(TooMuch), budget.deeper():
            pass
    with budget.deeper():
        budget.spend(size=4, entries=1)
        with pytest.raises(TooMuch):
            budget.spend(size=1)


@given(st.lists(st.binary(max_size=300), max_size=4), st.integers(1, 400), st.integers(0, 20))
def test_streams_are_unpacked_as_gzip_does(tmp_path_factory, pieces: list[bytes], at_once: int, zeros: int):
    data = b"".join(map(gzip.compress, pieces)) + b"\0" * zeros * bool(pieces)
    path = packed(tmp_path_factory.mktemp("gz"), data)
    assert all_of(path, at_once) == b"".join(pieces)


def test_a_cut_or_damaged_file_gives_what_was_whole_first(tmp_path: Path):
    whole = gzip.compress(LETTER * 5000)
    with Gunzipped(packed(tmp_path, whole[:-30])) as stream:
        assert stream.read(1 << 20).startswith(LETTER)
        with pytest.raises(EOFError):
            stream.read(1)
    with Gunzipped(packed(tmp_path, whole[:-5] + b"\xff" * 5)) as stream:
        assert stream.read(1 << 20)
        with pytest.raises(zlib.error):
            stream.read(1)
    with Gunzipped(packed(tmp_path, b"From ada")) as stream, pytest.raises(BadGzipFile):
        stream.read(1)


def test_zeros_that_pack_a_thousandfold_end_at_the_ratio(tmp_path: Path):
    path = packed(tmp_path, gzip.compress(LETTER + b"\0" * 400 * unpacking.MIB, compresslevel=1))
    most = max(unpacking.ROOM, path.stat().st_size * unpacking.RATIO)
    assert most < 300 * unpacking.MIB
    with Gunzipped(path) as stream:
        for _ in range(most // unpacking.MIB):
            assert len(stream.read(unpacking.MIB)) == unpacking.MIB
        assert len(stream.read(unpacking.MIB)) == most % unpacking.MIB
        with pytest.raises(TooMuch):
            stream.read(unpacking.MIB)


def test_an_archive_is_never_larger_than_the_most(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_OF_ARCHIVE", 5000)
    found = list(read_mailbox(packed(tmp_path, gzip.compress(LETTER * 100))))
    assert [one.reason for one in found if isinstance(one, Unreadable)] == ["unpacks-too-large"]
    assert 0 < sum(isinstance(one, RawMessage) for one in found) <= 5000 // len(LETTER)


def test_streams_without_end_are_counted(tmp_path: Path):
    empty = gzip.compress(b"")
    with Gunzipped(packed(tmp_path, empty * (unpacking.STREAMS + 1))) as stream, pytest.raises(TooMuch):
        stream.read(1)
    assert all_of(packed(tmp_path, empty * 5 + gzip.compress(LETTER))) == LETTER
