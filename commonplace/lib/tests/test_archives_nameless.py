"""Whoever a place made nameless comes as nobody: what they said stands, and no name that a program gave them."""

import json
from pathlib import Path

from commonplace.lib.archives.stream import PassedOver, Record, Thanks, Why
from commonplace.lib.tests import test_archives_slack, test_archives_zulip
from commonplace.lib.tests.archived import messages


def passed(records: list[Record]) -> list[Why]:
    return [one.why for one in records if isinstance(one, PassedOver)]


def test_whose_profile_slack_deleted_is_nobody(tmp_path: Path) -> None:
    gone = {"id": "U4", "name": "deactivateduser804273", "deleted": True, "profile": {"real_name": "Deactivated User"}}
    days = {
        "reeds/2023-11-14": [
            test_archives_slack.said(1),
            test_archives_slack.said(2, "U4", reactions=[{"name": "+1", "users": ["U4"], "count": 1}]),
        ]
    }
    records = test_archives_slack.read(
        test_archives_slack.export(tmp_path, days, users=[*test_archives_slack.PEOPLE, gone])
    )
    assert [one.author for one in messages(records).values()] == ["U1", None]
    assert [one.author for one in records if isinstance(one, Thanks)] == [None]
    assert passed(records) == [Why.DELETED]


def test_whom_zulip_deleted_is_nobody(tmp_path: Path) -> None:
    rows = [test_archives_zulip.said(1), test_archives_zulip.said(2, "Deleted user 12")]
    (tmp_path / "archive").mkdir()
    records = test_archives_zulip.read(test_archives_zulip.archive(tmp_path / "archive", {"7-reeds/wet": rows}))
    assert [one.author for one in messages(records).values()] == ["Rosa", None]
    (tmp_path / "export").mkdir()
    test_archives_zulip.export(
        tmp_path / "export", test_archives_zulip.written(1), test_archives_zulip.written(2, sender=12)
    )
    realm = tmp_path / "export/realm.json"
    tables = json.loads(realm.read_text())
    gone = {"id": 12, "full_name": "Deleted user 12", "email": "deleteduser12@zulip.example", "is_mirror_dummy": True}
    realm.write_text(json.dumps(tables | {"zerver_userprofile_mirrordummy": [gone]}))
    records = test_archives_zulip.read(tmp_path / "export")
    assert [one.author for one in messages(records).values()] == ["1", None]
    assert Why.DELETED in passed(records)
    assert "deleteduser12" not in repr(records)
