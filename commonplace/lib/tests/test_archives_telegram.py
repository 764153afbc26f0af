"""Telegram's result.json becomes one stream: groups alone, with replies, topics, forwards and thanks."""

import json
from pathlib import Path
from typing import Any

import pytest

from commonplace.lib.archives import telegram
from commonplace.lib.archives.stream import Author, Joined, Message, NotThisKind, PassedOver, Place, Record, Thanks, Why
from commonplace.lib.archives.telegram_words import words
from commonplace.lib.tests.archived import counted, hangs_together, keys, messages

BEGUN = 1_700_000_000


def said(number: int, text: Any = "hello", who: int | None = 1, **more: Any) -> dict[str, Any]:
    names = {1: "Rosa", 2: "Hal", 3: "Ines"}
    author = {"from": names.get(who), "from_id": f"user{who}"} if who else {}
    when = {"date": "2023-11-14T22:13:20", "date_unixtime": str(BEGUN + 60 * number)}
    return {"id": number, "type": "message", **when, **author, "text": text, **more}


def told(number: int, action: str, **more: Any) -> dict[str, Any]:
    when = {"date_unixtime": str(BEGUN + 60 * number), "actor": "Hal", "actor_id": "user2"}
    return {"id": number, "type": "service", **when, "action": action, "text": "", **more}


def chat(*lines: Any, type: str = "private_supergroup", id: int = 77, name: str = "Reeds") -> dict[str, Any]:
    return {"name": name, "type": type, "id": id, "messages": list(lines)}


def written(folder: Path, whole: Any, *, words: str = "") -> Path:
    (folder / "result.json").write_text(words or json.dumps(whole, indent=1, ensure_ascii=False))
    return folder


def read(folder: Path) -> list[Record]:
    return list(telegram.opens([folder]).records())


def passed(records: list[Record]) -> list[Why]:
    return [one.why for one in records if isinstance(one, PassedOver)]


def test_a_closed_group_is_a_closed_place(tmp_path: Path) -> None:
    records = read(written(tmp_path, chat(said(1), said(2, who=2, reply_to_message_id=1))))
    assert records[:2] == [Place("77", "Reeds", is_closed=True), Author("user1", "Rosa")]
    assert [one.answers for one in messages(records).values()] == ["", "77/1"]
    assert {one.thread for one in messages(records).values()} == {""}
    assert hangs_together(records)


def test_a_public_group_is_open(tmp_path: Path) -> None:
    assert read(written(tmp_path, chat(said(1), type="public_supergroup")))[0] == Place("77", "Reeds")


@pytest.mark.parametrize("kind", ["personal_chat", "bot_chat", "saved_messages", "replies", "verify_codes"])
def test_what_is_between_two_is_not_taken(tmp_path: Path, kind: str) -> None:
    records = read(written(tmp_path, chat(said(1, "a secret"), said(2), type=kind, name="Hal")))
    assert counted(records) == {Why.PRIVATE: 2}
    assert "secret" not in repr(records)


def test_of_a_whole_account_the_groups_are_taken(tmp_path: Path) -> None:
    saved = {"type": "saved_messages", "id": 5, "messages": [said(1), said(2)]}
    whole = {
        "about": "Here is the data.",
        "personal_information": {"phone_number": "+48 600 700 800"},
        "contacts": {"list": [{"first_name": "Hal", "phone_number": "+48 600 700 801"}]},
        "chats": {
            "about": "chats",
            "list": [chat(said(1)), saved, chat(said(1), said(2), type="personal_chat", name="Hal", id=6),
                     chat(said(1), id=8, name="Boxes")],
        },
        "left_chats": {"about": "left", "list": [chat(said(4), id=9, name="Old", type="public_channel")]},
    }  # fmt: skip
    records = read(written(tmp_path, whole))
    assert [one.title for one in records if isinstance(one, Place)] == ["Reeds", "Boxes", "Old"]
    assert counted(records) == {"Place": 3, "Author": 1, "Message": 3, Why.PRIVATE: 6}
    assert "600" not in repr(records)
    assert hangs_together(records)


def test_a_topic_of_a_forum_is_a_conversation(tmp_path: Path) -> None:
    lines = [
        said(1), told(2, "topic_created", title="Drying"), said(3, reply_to_message_id=2),
        said(4, who=2, reply_to_message_id=3), said(5, reply_to_message_id=4), said(6), said(7, reply_to_message_id=1),
    ]  # fmt: skip
    records = read(written(tmp_path, chat(*lines)))
    found = messages(records).values()
    assert [one.thread for one in found] == ["", "77/3", "77/3", "77/3", "", ""]
    assert [one.title for one in found] == ["", "Drying", "", "", "", ""]
    assert [one.answers for one in found] == ["", "", "77/3", "77/4", "", "77/1"]
    assert hangs_together(records)


def test_thanks_bear_the_names_that_are_told(tmp_path: Path) -> None:
    recent = [{"from": "Rosa", "from_id": "user1", "date": "2023-11-14T22:13:20"}, {"from": "X", "from_id": "user9"}]
    reactions = [
        {"type": "emoji", "count": 4, "emoji": "🔥", "recent": recent}, {"type": "emoji", "count": 2, "emoji": "👎"},
        {"type": "custom_emoji", "count": 1, "document_id": "x.tgs"},
    ]  # fmt: skip
    records = read(written(tmp_path, chat(said(1), said(2, who=2, reactions=reactions))))
    assert [one.author for one in records if isinstance(one, Thanks)] == ["user1", None, None, None, None]
    assert {one.message for one in records if isinstance(one, Thanks)} == {"77/2"}


def test_lines_of_the_program_are_none_but_for_who_joined(tmp_path: Path) -> None:
    lines = [
        told(1, "create_group", title="Reeds"), told(2, "join_group_by_link", inviter="Group"),
        told(3, "invite_members", members=["Ines"]), told(4, "invite_members", members=["Hal"]), told(5, "pin_message"),
        {"id": 6, "type": "unsupported"}, said(7, "", who=2), {"id": "8", "type": "message"}, "words", said(9), said(9),
        {**said(10), "date_unixtime": "-5", "date": "1969-12-31T23:59:55"},
    ]  # fmt: skip
    records = read(written(tmp_path, chat(*lines)))
    assert [one.author for one in records if isinstance(one, Joined)] == ["user2", "user2"]
    assert counted(records) == {
        "Place": 1, "Author": 2, "Joined": 2, "Message": 2, Why.SYSTEM: 3, Why.UNKNOWN_KIND: 1, Why.EMPTY: 1,
        Why.DAMAGED: 2, Why.REPEATED: 1,
    }  # fmt: skip


def test_a_deleted_account_is_nobody(tmp_path: Path) -> None:
    records = read(written(tmp_path, chat(said(1, who=8, **{"from": None}), said(2, who=None))))
    assert [one.author for one in messages(records).values()] == [None, None]


def test_files_stand_beside_or_are_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files/a plan.pdf").write_bytes(b"a plan")
    missing = "(File not included. Change data exporting settings to download.)"
    lines = [
        said(1, "", file="files/a plan.pdf", mime_type="application/pdf"), said(2, "", photo=missing),
        said(3, "", file=missing, file_name="b.ogg", media_type="voice_message"),
        said(4, "", file="../../etc/passwd"), said(5, "", file="s.webp", media_type="sticker", sticker_emoji="👍"),
    ]  # fmt: skip
    found = list(messages(read(written(tmp_path, chat(*lines)))).values())
    files = [file for one in found for file in one.enclosures]
    assert [(file.name, file.open is not None) for file in files] == [
        ("a plan.pdf", True), ("photo", False), ("b.ogg", False), ("passwd", False),
    ]  # fmt: skip
    assert files[0].open is not None
    with files[0].open() as file:
        assert file.read() == b"a plan"
    assert found[-1].text == "👍"


STRETCHES = [
    ("plain *no* @rosa\n# none", "plain \\*no\\* \\@rosa\n\\# none"),
    ([{"type": "bold", "text": "so "}, "it is"], "**so** it is"),
    (
        ["see ", {"type": "text_link", "text": "this", "href": "https://a.example/?q=1"}],
        "see [this](<https://a.example/?q=1>)",
    ),
    (["see ", {"type": "text_link", "text": "this", "href": "javascript:alert(1)"}], "see this"),
    ([{"type": "code", "text": "a*b"}, " ", {"type": "strikethrough", "text": "no"}], "`a*b` ~~no~~"),
    ([{"type": "pre", "text": "a\nb", "language": "c"}], "```c\na\nb\n```"),
    ([{"type": "blockquote", "text": "one\ntwo"}, "three"], "> one\n> two\n\nthree"),
    (["ask ", {"type": "phone", "text": "+48 600 700 800"}, {"type": "email", "text": "a@b.example"}], "ask ……"),
    ([{"type": "mention_name", "text": "Ro", "user_id": 1}, " said"], "Rosa said"),
    ([{"type": "mention_name", "text": "Ro", "user_id": 9}, " said"], "Ro said"),
    ([{"type": "hashtag", "text": "#reeds"}], "#reeds"),
    ([{"type": "unheard_of", "text": "words"}, 7, None], "words"),
    (None, ""),
]


@pytest.mark.parametrize(("text", "markdown"), STRETCHES)
def test_stretches_of_text_are_markdown(text: Any, markdown: str) -> None:
    assert words({"text": text}, {"user1": "Rosa"}).text == markdown


def test_stretches_of_today_come_before_those_of_earlier_versions() -> None:
    one = {"text": "x", "text_entities": [{"type": "italic", "text": "x"}]}
    assert words(one, {}).text == "*x*"


def test_a_forward_is_a_quote_and_a_poll_a_list() -> None:
    assert words({"text": "wet\n\nbox", "forwarded_from": "Ines"}, {}).text == "Ines:\n\n> wet\n>\n> box"
    assert words({"text": "wet", "forwarded_from": None}, {}).text == "> wet"
    poll = {"question": "When?", "answers": [{"text": "Now", "voters": 3}, {"text": "*Later*", "voters": 1}]}
    assert words({"text": "", "poll": poll}, {}).text == "When?\n\n- Now\n- \\*Later\\*"


def test_an_edit_is_told_and_none_is_none(tmp_path: Path) -> None:
    edits = [{"edited_unixtime": str(BEGUN + 999)}, {"edited": "1970-01-01T00:00:00"}]
    records = read(written(tmp_path, chat(*(said(n, **edit) for n, edit in enumerate(edits, start=1)))))
    assert [one.edited_at is not None for one in messages(records).values()] == [True, False]


def test_a_file_that_stops_in_the_middle_gives_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps(chat(said(1), said(2), said(3)))
    records = read(written(tmp_path, None, words=whole[:-50]))
    assert counted(records)["Message"] == 2
    assert passed(records) == [Why.DAMAGED]


def test_the_programs_own_way_of_writing_control_signs_is_read(tmp_path: Path) -> None:
    whole = json.dumps(chat(said(1, "a|b \\x41"), said(2))).replace("|", "\\x1F")
    records = read(written(tmp_path, None, words=whole))
    assert [one.text for one in records if isinstance(one, Message)] == ["a b \\\\x41", "hello"]


def test_a_later_export_gives_the_same_keys(tmp_path: Path) -> None:
    before = keys(read(written(tmp_path, chat(said(1), said(2)))))
    after = keys(read(written(tmp_path, chat(said(1, "changed"), said(2), said(3)))))
    assert set(before) < set(after)


@pytest.mark.parametrize("words", ["", "{}", "[]", "7", '{"name": "x"', '{"type": "unheard_of"}', '{"messages": []}'])
def test_what_is_no_export_is_not_read(tmp_path: Path, words: str) -> None:
    written(tmp_path, None, words=words or " ")
    with pytest.raises(NotThisKind):
        telegram.opens([tmp_path])
