"""Zulip becomes one stream, from its archive by topic and from its own export."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from commonplace.lib.archives import zulip
from commonplace.lib.archives.stream import (
    Author,
    Message,
    NotThisKind,
    PassedOver,
    Place,
    Record,
    Settled,
    Thanks,
    Why,
)
from commonplace.lib.archives.zulip_words import of_html, of_markdown
from commonplace.lib.tests.archived import counted, hangs_together, keys, messages, real

BEGUN = 1_700_000_000


def said(number: int, who: str = "Rosa", text: str | None = "<p>hello</p>", **more: Any) -> dict[str, Any]:
    return {"id": number, "sender_full_name": who, "timestamp": BEGUN + 60 * number, "content": text} | more


def archive(folder: Path, topics: dict[str, Any], index: dict[str, Any] | None = None) -> Path:
    streams = {"reeds": {"id": 7, "latest_id": 9, "topic_data": {}}} if index is None else index
    (folder / "stream_index.json").write_text(json.dumps({"streams": streams, "time": 1}))
    for name, rows in topics.items():
        path = folder / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(rows if isinstance(rows, str) else json.dumps(rows))
    return folder


def read(folder: Path) -> list[Record]:
    return list(zulip.opens([folder]).records())


def passed(records: list[Record]) -> list[Why]:
    return [one.why for one in records if isinstance(one, PassedOver)]


RESOLVED = "<p>Hal has marked this topic as resolved.</p>"


def test_topics_are_conversations_in_order_of_time(tmp_path: Path) -> None:
    topics = {
        "7-reeds/wet.20and.20dry.3F": [said(1), said(4, "Hal")],
        "7-reeds/boxes": [said(2, "Ines"), said(3)],
        "7-reeds/general.20chat": [said(5)],
    }
    records = read(archive(tmp_path, topics))
    found = list(messages(records).values())
    assert records[0] == Place("7", "reeds")
    assert [one.key for one in found] == ["1", "2", "3", "4", "5"]
    assert [one.thread for one in found] == ["1", "2", "2", "1", ""]
    assert [one.title for one in found] == ["wet and dry?", "boxes", "", "", ""]
    assert {one.key for one in records if isinstance(one, Author)} == {"Rosa", "Hal", "Ines"}
    assert found[0].at == datetime(2023, 11, 14, 22, 14, 20, tzinfo=UTC)
    assert hangs_together(records)


def test_a_resolved_topic_is_settled_by_the_last_word_of_somebody_else(tmp_path: Path) -> None:
    answers = [said(2, "Hal"), said(3), said(4, "Notification Bot", RESOLVED), said(5, "Ines")]
    topics = {
        "7-reeds/.E2.9C.94.20wet": [said(1), *answers],
        "7-reeds/.E2.9C.94.20alone": [said(6), said(7)],
        "7-reeds/open": [said(8), said(9, "Hal")],
    }
    records = read(archive(tmp_path, topics))
    at = datetime(2023, 11, 14, 22, 17, 20, tzinfo=UTC)
    assert [one for one in records if isinstance(one, Settled)] == [Settled("1", "2", at)]
    assert messages(records)["1"].title == "wet"
    assert passed(records) == [Why.SYSTEM]


def test_a_moved_message_and_a_renamed_stream_are_there_once(tmp_path: Path) -> None:
    index = {
        "old name": {"id": 7, "latest_id": 3}, "reeds": {"id": 7, "latest_id": 9}, "boxes": {"id": 8, "latest_id": 2},
    }  # fmt: skip
    topics = {
        "7-old-name/wet": [said(1), said(2)],
        "7-reeds/.E2.9C.94.20wet": [said(1), said(2)],
        "8-boxes/dry": [said(2)],
    }
    records = read(archive(tmp_path, topics, index))
    assert [one for one in records if isinstance(one, Place)] == [Place("7", "reeds"), Place("8", "boxes")]
    assert [(one.key, one.place) for one in messages(records).values()] == [("2", "8"), ("1", "7")]
    assert passed(records) == [Why.REPEATED] * 3


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    rows = [
        said(1),
        said(9, id="x"),
        said(2, timestamp=-5),
        said(3, content=None),
        "words",
        said(4, text=""),
        said(5, who=""),
    ]  # type: ignore[arg-type]
    records = read(
        archive(tmp_path, {"7-reeds/wet": rows, "7-reeds/cut": "[" + json.dumps(said(6)) + ", {", "9-x/y": []})
    )
    assert counted(records) == {
        "Place": 1, "Author": 1, "Message": 4, Why.DAMAGED: 4, Why.EMPTY: 1, Why.NO_PARENT: 1,
    }  # fmt: skip
    assert messages(records)["5"].author is None


HTML = [
    ('<p><span class="user-mention" data-user-id="5">@Hal</span> see</p>', "Hal see", ("Hal",)),
    ('<p><span class="user-mention silent" data-user-id="5">Hal</span> said:</p><blockquote><p>wet</p></blockquote>',
     "Hal said:\n\n> wet", ()),
    ('<p>so <span aria-label="smile" class="emoji emoji-1f604" role="img" title="s">:smile:</span></p>', "so 😄", ()),
    ('<p><span class="user-mention" data-user-id="*">@all</span> come</p>', "all come", ()),
    ('<p><a href="/user_uploads/1/a/b.png">b.png</a></p><div class="message_inline_image">'
     '<a href="/user_uploads/1/a/b.png"><img src="/x"></a></div>', "b.png", ()),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "markdown", "called"), HTML)
def test_what_is_shown_becomes_markdown(markup: str, markdown: str, called: tuple[str, ...]) -> None:
    found = of_html(markup)
    assert (found.text, found.called) == (markdown, called)


TYPED = [
    ("@**Rosa|1** and @_**Hal|2** see #**reeds>wet**", "Rosa and Hal see #reeds > wet", ("1",)),
    ("@**Rosa** or @**all** or @*weavers*", "Rosa or all or weavers", ("1",)),
    ("@_**Hal|2** [said](https://z.example/#narrow/near/4):\n```quote\nwet\n\nbox\n```\nyes",
     "Hal said:\n\n> wet\n>\n> box\n\nyes", ()),
    ("```python\n@**Rosa** = 1\n```", "```python\n@**Rosa** = 1\n```", ()),
    ("`@**Rosa**` and **so** :smile: :unheard:", "`@**Rosa**` and **so** 😄 :unheard:", ()),
    ("[a plan.pdf](/user_uploads/2/ab/plan.pdf) here", "a plan.pdf here", ()),
    ("write to rosa@example.org, @rosa", "write to …, \\@rosa", ()),
    ("```spoiler End\nhe did it\n```", "> End\n> he did it", ()),
    ("````quote\n```\ncode\n```\n````", "> ```\n> code\n> ```", ()),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "markdown", "called"), TYPED)
def test_what_was_typed_becomes_markdown(typed: str, markdown: str, called: tuple[str, ...]) -> None:
    found = of_markdown(typed, {"1": "Rosa", "2": "Hal"}, {"Rosa": "1", "Hal": "2"})
    assert (found.text, found.called) == (markdown, called)


def written(number: int, recipient: int = 21, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "sender": 1, "recipient": recipient, "subject": "wet", "content": f"words {number}",
        "date_sent": BEGUN + 60.0 * number, "last_edit_time": None, "edit_history": None,
    } | more  # fmt: skip


def export(folder: Path, *rows: Any, reactions: Any = (), beside: Any = ()) -> Path:
    tables = {
        "zerver_realm": [{"id": 1, "name": "The Reeds", "string_id": "reeds"}],
        "zerver_userprofile": [
            {"id": 1, "full_name": "Rosa", "delivery_email": "rosa@example.org", "is_active": True, "is_bot": False},
            {"id": 2, "full_name": "Hal", "email": "hal@example.org", "is_active": False, "is_bot": False},
            {"id": 3, "full_name": "Clock", "is_active": True, "is_bot": True},
        ],
        "zerver_userprofile_crossrealm": [{"id": 9, "email": "notification-bot@zulip.com"}],
        "zerver_stream": [
            {"id": 7, "name": "reeds", "description": "All *about* reeds", "invite_only": False},
            {"id": 8, "name": "secret", "description": "", "invite_only": True}, {"id": 5, "name": "unsaid"},
        ],
        "zerver_recipient": [
            {"id": 21, "type": 2, "type_id": 7}, {"id": 22, "type": 2, "type_id": 8},
            {"id": 23, "type": 1, "type_id": 1}, {"id": 24, "type": 3, "type_id": 4},
            {"id": 25, "type": 2, "type_id": 5},
        ],
        "zerver_reaction": list(reactions),
    }  # fmt: skip
    (folder / "realm.json").write_text(json.dumps(tables))
    (folder / "messages-000001.json").write_text(
        json.dumps({"zerver_message": list(rows), "zerver_usermessage": [{"id": 1}], "zerver_reaction": list(beside)})
    )
    return folder


def test_an_export_is_people_streams_and_messages(tmp_path: Path) -> None:
    rows = [
        written(1),
        written(2, sender=2, subject="WET", last_edit_time=BEGUN + 999.0, edit_history='[{"prev_content": "x"}]'),
        written(3, sender=3, last_edit_time=BEGUN + 999.0, edit_history='[{"prev_topic": "x"}]'),
        written(4, subject=""),
    ]  # fmt: skip
    reader = zulip.opens([export(tmp_path, *rows)])
    records = list(reader.records())
    assert reader.title == "The Reeds"
    assert [one for one in records if isinstance(one, Author | Place)] == [
        Author("1", "Rosa", "rosa@example.org", is_verified=True),
        Author("2", "Hal", "hal@example.org"),
        Author("3", "Clock", is_machine=True),
        Place("7", "reeds", "All \\*about\\* reeds"),
    ]
    found = list(messages(records).values())
    assert [one.thread for one in found] == ["1", "1", "1", ""]
    assert [one.edited_at is not None for one in found] == [False, True, False, False]
    assert [one.is_automatic for one in found] == [False, False, True, False]
    assert hangs_together(records)


def test_what_is_private_in_an_export_is_counted_and_left(tmp_path: Path) -> None:
    rows = [written(number, recipient) for number, recipient in enumerate((22, 23, 24, 25, 99), start=1)]
    records = read(export(tmp_path, *rows))
    assert counted(records) == {"Author": 3, "Place": 1, Why.PRIVATE: 7}
    assert "words" not in repr(records)


def test_reactions_are_thanks_wherever_the_version_put_them(tmp_path: Path) -> None:
    signs = [
        {"id": n, "message": message, "user_profile": who, "emoji_name": name}
        for n, (message, who, name) in enumerate([(1, 2, "tada"), (1, 99, "heart"), (2, 1, "heart"), (1, 2, "-1")])
    ]
    rows = [written(1), written(2, 22)]
    for where in ("reactions", "beside"):
        records = read(export(tmp_path, *rows, **{where: signs}))
        assert [(one.message, one.author) for one in records if isinstance(one, Thanks)] == [("1", "2"), ("1", None)]
        assert counted(records)[Why.NO_PARENT] == 1


def test_the_programs_lines_settle_and_are_none(tmp_path: Path) -> None:
    topic = {"subject": "✔ wet"}
    rows = [
        written(1, **topic), written(2, sender=2, **topic),
        written(3, sender=9, content="marked this topic as resolved", **topic),
        written(4, content="(deleted)"), written(5, content=" "), written(5), written(6, sender=77), {"id": "x"},
    ]  # fmt: skip
    records = read(export(tmp_path, *rows))
    assert [(one.thread, one.message) for one in records if isinstance(one, Settled)] == [("1", "2")]
    assert passed(records)[2:] == [Why.SYSTEM, Why.DELETED, Why.EMPTY, Why.DAMAGED]
    assert messages(records)["6"].author is None


def test_a_file_of_an_export_is_opened_where_it_lies_within(tmp_path: Path) -> None:
    (tmp_path / "uploads/2/ab").mkdir(parents=True)
    (tmp_path / "uploads/2/ab/plan.pdf").write_bytes(b"a plan")
    text = "[a plan](/user_uploads/2/ab/plan.pdf) [b](/user_uploads/../realm.json) [c](/user_uploads/2/none.pdf)"
    (one,) = messages(read(export(tmp_path, written(1, content=text)))).values()
    assert [(file.name, file.open is not None) for file in one.enclosures] == [
        ("a plan", True),
        ("b", False),
        ("c", False),
    ]


def test_an_export_that_stops_in_the_middle_gives_what_came_before(tmp_path: Path) -> None:
    export(tmp_path, written(1), written(2))
    path = tmp_path / "messages-000001.json"
    whole = path.read_text()
    path.write_text(whole[: whole.index("words 2")])
    records = read(tmp_path)
    assert counted(records)["Message"] == 1
    assert passed(records)[-1] == Why.DAMAGED


def test_later_ones_give_the_same_keys(tmp_path: Path) -> None:
    before = keys(read(export(tmp_path, written(1), written(2))))
    assert set(before) < set(keys(read(export(tmp_path, written(1, content="changed"), written(2), written(3)))))


def test_what_is_none_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "channels.json").write_text("[]")
    with pytest.raises(NotThisKind):
        zulip.opens([tmp_path])


def test_a_real_archive_is_accounted_for() -> None:
    folder = real("zulip") / "dataverse"
    rows = sum(len(json.loads(path.read_text())) for path in folder.glob("*/*.json"))
    records = read(folder)
    found = counted(records)
    assert rows == 25_530
    assert found == {
        "Place": 17, "Author": 234, "Message": 25_011, "Settled": 177, Why.SYSTEM: 388, Why.REPEATED: 126, Why.EMPTY: 5,
    }  # fmt: skip
    assert found["Message"] + found[Why.SYSTEM] + found[Why.REPEATED] + found[Why.EMPTY] == rows
    assert hangs_together(records)
    said = [one for one in records if isinstance(one, Message)]
    assert all(one.thread for one in said)
    assert all(first.at <= second.at for first, second in pairwise(said) if first.place == second.place)
