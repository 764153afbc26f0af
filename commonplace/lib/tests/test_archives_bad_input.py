"""Whatever is wrong in an archive of any kind: what can be read is read, the rest is told, and nothing else happens."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.archives.stream import Message, NotThisKind, Record, Unsafe
from commonplace.lib.tests import (
    test_archives_discourse,
    test_archives_moodle,
    test_archives_slack,
    test_archives_stackexchange,
    test_archives_telegram,
    test_archives_zulip,
)
from commonplace.lib.tests.test_archives_discourse_backup import DUMP

CHAT = "[13.04.24, 15:02:00] Rosa: dry\n[13.04.24, 15:03:00] Hal: wet\n[13.04.24, 15:04:00] Ines: <attached: a.jpg>\n"


def _slack(folder: Path) -> None:
    said = test_archives_slack.said
    first = said(1, reply_count=1, reactions=[{"name": "+1", "users": ["U2"], "count": 1}], edited={"ts": "1700000009"})
    answer = said(2, "U2", thread_ts=first["ts"], files=[{"id": "F1", "name": "a.png", "mimetype": "image/png"}])
    joined = said(3, "U2", subtype="channel_join")
    test_archives_slack.export(folder, {"reeds/2023-11-14": [first, answer, joined]})


def _telegram(folder: Path) -> None:
    said, told = test_archives_telegram.said, test_archives_telegram.told
    thanks = [{"type": "emoji", "count": 2, "emoji": "👍", "recent": [{"from": "Hal", "from_id": "user2"}]}]
    text = ["wet ", {"type": "bold", "text": "reeds"}]
    lines = (
        said(1, text, reactions=thanks),
        said(2, "dry", 2, reply_to_message_id=1, edited_unixtime="1700000900"),
        told(3, "join_group_by_link"),
        said(4, "", 3, poll={"question": "Which?", "answers": [{"text": "Wet", "voters": 2}]}),
    )
    test_archives_telegram.written(folder, test_archives_telegram.chat(*lines))


def _zulip(folder: Path) -> None:
    written = test_archives_zulip.written
    reactions = [{"id": 1, "message": 1, "emoji_name": "+1", "user_profile": 2}]
    test_archives_zulip.export(folder, written(1), written(2, sender=2, last_edit_time=1.7e9), reactions=reactions)


def _zulip_archive(folder: Path) -> None:
    said = test_archives_zulip.said
    test_archives_zulip.archive(folder, {"7-reeds/wet": [said(1), said(2, "Hal")]})


def _discourse(folder: Path) -> None:
    post, topic = test_archives_discourse.post, test_archives_discourse.topic
    liked = post(1, actions_summary=[{"id": 2, "count": 2}], raw="As *written*", avatar_template="/user_avatar/a.b/c")
    test_archives_discourse.files(
        folder,
        a=topic(liked, post(2, reply_to_post_number=1, updated_at=test_archives_discourse.AT, version=2), closed=True),
        b={"category_list": {"categories": [{"id": 3, "name": "Craft", "description": "<p>Of reeds</p>"}]}},
    )


def _backup(folder: Path) -> None:
    (folder / "dump.sql").write_text(DUMP)


def _stackexchange(folder: Path) -> None:
    test_archives_stackexchange.small(folder)


def _moodle(folder: Path) -> None:
    post, discussion = test_archives_moodle.post, test_archives_moodle.discussion
    test_archives_moodle.course(folder, discussion(1, post(20), post(21, 20, 5)))


def _whatsapp(folder: Path) -> None:
    (folder / "_chat.txt").write_text(CHAT)


MADE: Final[dict[str, tuple[str, Callable[[Path], None]]]] = {
    "slack": ("slack", _slack),
    "telegram": ("telegram", _telegram),
    "zulip": ("zulip", _zulip),
    "zulip archive": ("zulip", _zulip_archive),
    "discourse": ("discourse", _discourse),
    "discourse backup": ("discourse", _backup),
    "stackexchange": ("stackexchange", _stackexchange),
    "moodle": ("moodle", _moodle),
    "whatsapp": ("whatsapp", _whatsapp),
}
OF_JSON: Final = ("slack", "telegram", "zulip", "zulip archive", "discourse")
OF_XML: Final = ("stackexchange", "moodle")


def read(kind: str, folder: Path) -> list[Record] | None:
    """The stream of a folder; None where it is refused, as no such archive or as one that would harm."""
    try:
        return list(KINDS[MADE[kind][0]].opens([folder]).records())
    except (NotThisKind, Unsafe):
        return None


def said(records: list[Record] | None) -> list[Message]:
    found = [one for one in records or () if isinstance(one, Message)]
    assert all(isinstance(one.at, datetime) and one.at.tzinfo for one in found)
    assert all(isinstance(one.text, str) and isinstance(one.key, str) for one in found)
    return found


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", list(MADE))
def test_all_of_it_is_read_where_nothing_is_wrong(tmp_path: Path, kind: str) -> None:
    MADE[kind][1](tmp_path)
    assert len(said(read(kind, tmp_path))) >= 2


@pytest.mark.parametrize("kind", list(MADE))
def test_a_file_that_stops_anywhere_gives_no_other_words(tmp_path: Path, kind: str) -> None:
    MADE[kind][1](tmp_path)
    whole = {one.key for one in said(read(kind, tmp_path))}
    for path in files(tmp_path):
        data = path.read_bytes()
        for cut in range(0, len(data), max(1, len(data) // 12)):
            path.write_bytes(data[:cut])
            found = {one.key for one in said(read(kind, tmp_path))}
            # A line of a chat that ends early has other words, and so another key of its own.
            assert len(found - whole) <= (kind == "whatsapp")
        path.write_bytes(data)
    assert {one.key for one in said(read(kind, tmp_path))} == whole


@pytest.mark.parametrize("kind", list(MADE))
@pytest.mark.parametrize("data", [b"", b"\x00" * 64, b"\xff\xfe\x00\xd8" * 16, b"[]", b"{}", b"null", b"1", b"<a/>"])
def test_a_file_that_is_none_of_its_kind_is_told_or_refused(tmp_path: Path, kind: str, data: bytes) -> None:
    MADE[kind][1](tmp_path)
    for path in files(tmp_path):
        before = path.read_bytes()
        path.write_bytes(data)
        said(read(kind, tmp_path))
        path.write_bytes(before)


STRANGE: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(
        [-1, 0, -86_400 * 365 * 40, 2**31, 2**63, 10**30, -(10**30), 0.5, 1e300, float("nan"), float("inf")]
    ),
    st.sampled_from(["", "nobody", "U404", "-1", "1931-05-06T00:00:00Z", "9999-12-31T23:59:59.999Z", "\ud800", "\0"]),
    st.sampled_from([[], {}, [[]], [None], {"id": None}, [{"id": []}], {"a": {"b": 1}}]),
)


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each value within a value of JSON."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for key, one in inside for way in [(*at, key), *_places(one, (*at, key))]]


def _put(value: Any, way: tuple[Any, ...], new: Any) -> None:
    for key in way[:-1]:
        value = value[key]
    value[way[-1]] = new


@pytest.mark.parametrize("kind", OF_JSON)
@given(data=st.data())
def test_whatever_stands_where_something_else_belongs(kind: str, data: st.DataObject) -> None:
    """A user who does not exist, a day before 1970 or after 9999, a list for a name: each value in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        MADE[kind][1](folder)
        path = data.draw(st.sampled_from(files(folder)))
        whole = json.loads(path.read_text())
        way = data.draw(st.sampled_from(_places(whole)))
        _put(whole, way, data.draw(STRANGE))
        path.write_text(json.dumps(whole))
        said(read(kind, folder))


@pytest.mark.parametrize("kind", [*OF_XML, "discourse backup", "whatsapp"])
@given(data=st.data())
def test_whatever_figures_and_words_stand_in_a_text(kind: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        MADE[kind][1](folder)
        path = data.draw(st.sampled_from([one for one in files(folder) if b"\x00" not in one.read_bytes()]))
        words = path.read_text(encoding="utf-8-sig")
        old = data.draw(st.sampled_from(sorted({*words.replace(">", ">\n").split(), *"0123456789"})))
        new = data.draw(
            st.sampled_from(["", "-1", "99999999999999999999", "1931", "nobody", "\\N", "\t", "\u202e", "&lt;"])
        )
        path.write_text(words.replace(old, new, data.draw(st.integers(1, 3))))
        said(read(kind, folder))


@pytest.mark.parametrize("kind", OF_XML)
@pytest.mark.parametrize(
    "begins",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "https://else.example/a.dtd">',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "https://else.example/b"> %b;]>',
        '<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    ],
)
def test_a_document_type_is_refused_in_every_file(tmp_path: Path, kind: str, begins: str) -> None:
    MADE[kind][1](tmp_path)
    refused = 0
    for path in [one for one in files(tmp_path) if one.suffix == ".xml"]:
        words = path.read_text(encoding="utf-8-sig")
        head, rest = words.split("?>", 1)
        path.write_text(f"{head}?>{begins}{rest}")
        records = read(kind, tmp_path)
        refused += records is None
        assert "root:" not in str(records)
        path.write_text(words)
    assert refused >= 3


@pytest.mark.parametrize("kind", OF_XML)
def test_a_document_type_is_refused_in_any_charset(tmp_path: Path, kind: str) -> None:
    MADE[kind][1](tmp_path)
    path = next(one for one in files(tmp_path) if one.name in ("Posts.xml", "forum.xml"))
    words = path.read_text(encoding="utf-8-sig").replace("utf-8", "utf-16").replace("UTF-8", "UTF-16")
    path.write_bytes(words.encode("utf-16"))
    assert len(said(read(kind, tmp_path))) >= 2
    bomb = '?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;&b;">]>'
    path.write_bytes(words.replace("?>", bomb, 1).encode("utf-16"))
    assert read(kind, tmp_path) is None


@pytest.mark.parametrize("kind", OF_JSON)
def test_brackets_without_end_harm_nobody(tmp_path: Path, kind: str) -> None:
    MADE[kind][1](tmp_path)
    for path in files(tmp_path):
        before = path.read_text()
        path.write_text("[" * 200_000)
        said(read(kind, tmp_path))
        path.write_text(before)


def test_a_backup_of_bytes_without_end_is_refused(tmp_path: Path) -> None:
    head = DUMP.split("101\t", 1)[0]
    (tmp_path / "dump.sql.gz").write_bytes(gzip.compress(head.encode() + b"a" * (300 << 20)))
    assert read("discourse backup", tmp_path) is None
