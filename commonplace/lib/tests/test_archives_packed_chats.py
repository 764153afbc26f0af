"""Chats as they are handed in, packed: what is inside is read alike, and what would climb out is refused."""

import json
import zipfile
from pathlib import Path

import pytest

from commonplace.lib.archives.at_hand import at_hand
from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.archives.stream import Message, NotThisKind, Unsafe

USERS = [{"id": "U1", "name": "rosa"}]
SLACK = {
    "channels.json": json.dumps([{"id": "C1", "name": "reeds"}]),
    "users.json": json.dumps(USERS),
    "reeds/2023-11-14.json": json.dumps([{"type": "message", "user": "U1", "ts": "1700000000.000100", "text": "dry"}]),
}
WHATSAPP = {"_chat.txt": "[13.04.24, 15:02:00] Rosa: dry\n[13.04.24, 15:03:00] Hal: wet\n[13.04.24, 15:04:00] Ines: no"}
TELEGRAM = {
    "chat/result.json": json.dumps({
        "name": "Reeds", "type": "private_group", "id": 7,
        "messages": [
            {"id": 1, "type": "message", "date_unixtime": "1700000000", "from": "Rosa", "from_id": "u1", "text": "dry"},
        ],
    })
}  # fmt: skip
ZULIP = {
    "stream_index.json": json.dumps({"streams": {"reeds": {"id": 7, "latest_id": 1}}}),
    "7-reeds/wet.json": json.dumps(
        [{"id": 1, "sender_full_name": "Rosa", "timestamp": 1_700_000_000, "content": "dry"}]
    ),
}
ALL = {"slack": SLACK, "whatsapp": WHATSAPP, "telegram": TELEGRAM, "zulip": ZULIP}


def packed(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "given.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, words in files.items():
            out.writestr(name, words)
    return path


@pytest.mark.parametrize("kind", list(ALL))
@pytest.mark.parametrize("within", ["", "a folder/"])
def test_a_packed_export_is_read(tmp_path: Path, kind: str, within: str) -> None:
    if within and any(name.count("/") > 1 for name in ALL[kind]):
        pytest.skip("a folder deeper than anyone packs")
    path = packed(tmp_path, {f"{within}{name}": words for name, words in ALL[kind].items()})
    if kind == "telegram" and within:
        path = packed(tmp_path, {f"{within}result.json": TELEGRAM["chat/result.json"]})
    records = KINDS[kind].opens(at_hand([path], tmp_path / "here")).records()
    assert next(one.text for one in records if isinstance(one, Message)) == "dry"


@pytest.mark.parametrize("kind", list(ALL))
def test_names_that_climb_out_are_refused(tmp_path: Path, kind: str) -> None:
    path = packed(tmp_path, {**ALL[kind], "../../climbed.json": "[]"})
    with pytest.raises(Unsafe):
        at_hand([path], tmp_path / "here")
    assert not list(tmp_path.parent.glob("climbed.json"))


@pytest.mark.parametrize("kind", list(ALL))
def test_a_kind_reads_no_other(tmp_path: Path, kind: str) -> None:
    for other in set(ALL) - {kind}:
        (tmp_path / other).mkdir()
        given = at_hand([packed(tmp_path / other, ALL[other])], tmp_path / other / "here")
        with pytest.raises(NotThisKind):
            KINDS[kind].opens(given)


@pytest.mark.parametrize("kind", list(ALL))
def test_links_out_of_a_folder_are_not_followed(tmp_path: Path, kind: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/2023-11-14.json").write_text(SLACK["reeds/2023-11-14.json"])
    (folder,) = at_hand([packed(tmp_path, ALL[kind])], tmp_path / "here")
    before = list(KINDS[kind].opens([folder]).records())
    (folder / "linked").symlink_to(tmp_path / "outside")
    assert list(KINDS[kind].opens([folder]).records()) == before
