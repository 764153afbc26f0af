"""Slack's export becomes one stream: channels alone, with threads, thanks and names."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.archives import slack
from commonplace.lib.archives.mrkdwn import as_markdown
from commonplace.lib.archives.slack_words import Called, words
from commonplace.lib.archives.stream import Author, Joined, NotThisKind, PassedOver, Place, Record, Thanks, Why
from commonplace.lib.tests.archived import counted, hangs_together, keys, messages, real

PEOPLE = [
    {"id": "U1", "name": "rosa", "is_email_confirmed": True,
     "profile": {"display_name": "Rosa Nowak", "email": "rosa@example.org", "title": "Reeds"}},
    {"id": "U2", "name": "hal", "deleted": True, "profile": {"real_name": "Hal Brook"}},
    {"id": "U3", "name": "clock", "is_bot": True, "profile": {"real_name": "Clock"}},
]  # fmt: skip
CHANNELS = [{"id": "C1", "name": "reeds", "purpose": {"value": "All of <#C1|reeds>"}}, {"id": "C2", "name": "box"}]


def said(second: float, user: str | None = "U1", text: str = "hello", **more: Any) -> dict[str, Any]:
    who = {"user": user} if user else {}
    return {"type": "message", "ts": f"{1_700_000_000 + second:.6f}", "text": text, **who, **more}


def export(folder: Path, days: dict[str, Any], **lists: Any) -> Path:
    lists = {"users": PEOPLE, "channels": CHANNELS} | lists
    for name, rows in lists.items():
        (folder / f"{name}.json").write_text(json.dumps(rows))
    for name, rows in days.items():
        path = folder / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(rows if isinstance(rows, str) else json.dumps(rows))
    return folder


def read(folder: Path) -> list[Record]:
    return list(slack.opens([folder]).records())


def passed(records: list[Record]) -> list[Why]:
    return [one.why for one in records if isinstance(one, PassedOver)]


def test_people_and_channels_come_first(tmp_path: Path) -> None:
    assert read(export(tmp_path, {})) == [
        Author("U1", "Rosa Nowak", "rosa@example.org", is_verified=True, about="Reeds"),
        Author("U2", "Hal Brook"),
        Author("U3", "Clock", is_machine=True),
        Place("C1", "reeds", "All of #reeds"),
        Place("C2", "box"),
    ]


def test_a_message_with_all_that_it_may_have(tmp_path: Path) -> None:
    more = {
        "edited": {"user": "U1", "ts": "1700000060.000000"},
        "reactions": [
            {"name": "tada", "users": ["U2", "U9"], "count": 4}, {"name": "heart", "users": ["U2"], "count": 1},
            {"name": "-1", "users": ["U2"], "count": 1},
        ],
        "files": [{"name": "a.png", "title": "A box", "mimetype": "image/png"}, {"mode": "tombstone", "name": "gone"}],
    }  # fmt: skip
    text = "<@U2> and <!here>: see <#C2>, <http://a.example/?b&amp;c|the *box*> &amp; _this_ :tada:"
    records = read(export(tmp_path, {"reeds/2023-11-14": [said(0, text=text, **more)]}))
    (one,) = messages(records).values()
    assert one.text == (
        "Hal Brook and \\@here: see #box, [the \\*box\\*](<http://a.example/?b&c>) \\& *this* 🎉"
    ).replace("\\&", "&")
    assert (one.place, one.author, one.mentions, one.thread) == ("C1", "U1", ("U2",), "")
    assert one.at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert one.edited_at == datetime(2023, 11, 14, 22, 14, 20, tzinfo=UTC)
    assert [(file.name, file.content_type, file.open) for file in one.enclosures] == [("A box", "image/png", None)]
    assert [one.author for one in records if isinstance(one, Thanks)] == ["U2", None, None, None]


def test_a_thread_is_a_conversation_and_the_rest_is_flat(tmp_path: Path) -> None:
    opened = said(0, thread_ts="1700000000.000000", reply_count=1)
    answer = said(90_000, "U2", thread_ts="1700000000.000000")
    records = read(export(tmp_path, {"reeds/2023-11-14": [opened, said(5)], "reeds/2023-11-15": [answer]}))
    assert [one.thread for one in messages(records).values()] == ["C1/1700000000.000000", "", "C1/1700000000.000000"]
    assert hangs_together(records)


def test_where_what_opened_a_thread_is_gone_the_first_answer_opens_it(tmp_path: Path) -> None:
    gone = said(0, "USLACKBOT", "This message was deleted.", subtype="tombstone", thread_ts="1700000000.000000")
    answers = [said(n, "U2", thread_ts="1700000000.000000") for n in (1, 2)]
    records = read(export(tmp_path, {"reeds/2023-11-14": [gone, *answers]}))
    assert {one.thread for one in messages(records).values()} == {"C1/1700000001.000000"}
    assert passed(records) == [Why.DELETED]


def test_what_is_private_is_counted_and_left(tmp_path: Path) -> None:
    secret = [said(0, text="a secret")]
    days = {"inner/2023-11-14": secret, "D1/2023-11-14": secret * 2, "mpdm-a--b-1/2023-11-14": secret, "who/1": secret}
    lists = {"groups": [{"id": "G1", "name": "inner"}], "dms": [{"id": "D1", "members": ["U1", "U2"]}],
             "mpims": [{"id": "G2", "name": "mpdm-a--b-1"}],
             "channels": [*CHANNELS, {"id": "C3", "name": "who", "is_private": True}]}  # fmt: skip
    records = read(export(tmp_path, days, **lists))
    assert counted(records) == {"Author": 3, "Place": 2, Why.PRIVATE: 9}
    assert "secret" not in repr(records)


def test_what_the_program_says_is_no_message(tmp_path: Path) -> None:
    lines = [
        said(0, subtype="channel_join"), said(1, subtype="channel_topic"), said(2, subtype="pinned_item"),
        said(3, subtype="something_new"), said(4, text=""), {"type": "file"},
        said(5, subtype="channel_join", user="U9"), {"type": "message", "ts": "-1", "text": "x"},
        said(0), "words", {"type": "message", "ts": "99e99"},
    ]  # fmt: skip
    records = read(export(tmp_path, {"reeds/2023-11-14": lines}, integration_logs=[{"user_id": "U1"}], canvases=[]))
    assert [one.author for one in records if isinstance(one, Joined)] == ["U1"]
    assert counted(records) == {
        "Author": 3, "Place": 2, "Joined": 1, "Message": 1, Why.SYSTEM: 4, Why.UNKNOWN_KIND: 3, Why.EMPTY: 1,
        Why.DAMAGED: 2, Why.REPEATED: 1,
    }  # fmt: skip


def test_somebody_on_no_list_is_met_by_what_the_message_says_or_is_nobody(tmp_path: Path) -> None:
    lines = [
        said(0, "U7", user_profile={"display_name": "Amara"}), said(1, "U7"), said(2, "U8"),
        said(3, None, subtype="bot_message", bot_id="B1", username="weather"),
        said(4, None, "", subtype="bot_message", username="weather", bot_id="B1", attachments=[{"fallback": "Rain"}]),
    ]  # fmt: skip
    records = read(export(tmp_path, {"reeds/2023-11-14": lines}))
    assert [one.author for one in messages(records).values()] == ["U7", "U7", None, "bot:B1", "bot:B1"]
    assert [one.is_automatic for one in messages(records).values()] == [False, False, False, True, True]
    assert [one.text for one in messages(records).values()][-1] == "Rain"
    assert hangs_together(records)


def test_a_file_of_earlier_years_is_its_comment(tmp_path: Path) -> None:
    text = "<@U1|rosa> uploaded a file: <https://x.slack.com/files/a|A box> and commented: look &lt;here&gt;"
    lines = [
        said(0, text=text, subtype="file_share", file={"title": "A box", "mimetype": "image/png"}),
        said(1, None, text="<@U2|hal> commented on", subtype="file_comment", comment={"user": "U2", "comment": "fine"}),
    ]
    records = read(export(tmp_path, {"reeds/2023-11-14": lines}))
    assert [(one.author, one.text) for one in messages(records).values()] == [("U1", "look \\<here>"), ("U2", "fine")]


def test_addresses_and_numbers_are_unseen() -> None:
    called = Called({}, {})
    text = "<mailto:rosa@example.org|rosa@example.org> or <tel:+48600700800|+48 600 700 800>, rosa@example.org"
    assert words(text, called).text == "… or …, …"


def test_a_file_that_stops_in_the_middle_gives_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps([said(0), said(1)])
    records = read(export(tmp_path, {"reeds/2023-11-14": whole[:-30], "reeds/2023-11-15": [said(2)]}))
    assert counted(records)["Message"] == 2
    assert passed(records) == [Why.DAMAGED]


@pytest.mark.parametrize("words", ["", "{", "[[[[", "null", '"x"', "[" * 100_000])
def test_lists_that_are_none_are_told(tmp_path: Path, words: str) -> None:
    export(tmp_path, {"reeds/2023-11-14": words})
    (tmp_path / "channels.json").write_text(words)
    (tmp_path / "users.json").write_text(words)
    assert {type(one) for one in read(tmp_path)} <= {PassedOver}


def test_a_later_export_gives_the_same_keys(tmp_path: Path) -> None:
    first = export(tmp_path, {"reeds/2023-11-14": [said(0), said(1)]})
    before = keys(read(first))
    shutil.rmtree(first / "reeds")
    after = read(export(first, {"reeds/2023-11-14": [said(1, text="changed"), said(0)], "reeds/2024-11-14": [said(9)]}))
    assert set(before) < set(keys(after))


def test_what_lies_a_folder_deeper_is_found(tmp_path: Path) -> None:
    (tmp_path / "export of 2024").mkdir()
    export(tmp_path / "export of 2024", {})
    assert len(read(tmp_path)) == 5


def test_what_is_no_export_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "channels.json").write_text("[]")
    with pytest.raises(NotThisKind):
        slack.opens([tmp_path, tmp_path / "channels.json"])


@pytest.mark.parametrize(
    ("typed", "markdown"),
    [
        ("*a* _b_ ~c~ `*d*`", "**a** *b* ~~c~~ `*d*`"),
        ("2*3*4 a_b_c *", "2\\*3\\*4 a_b_c \\*"),
        ("> quoted\nnot", "> quoted\n\nnot"),
        ("• one\n• two\nend", "- one\n- two\n\nend"),
        ("# no heading\n1. no list", "\\# no heading\n1\\. no list"),
        ("_*both*_", "***both***"),
    ],
)
def test_signs_of_chat_are_markdown(typed: str, markdown: str) -> None:
    assert as_markdown(typed) == markdown


@given(st.text(st.sampled_from("*_~`>•#<@!|&;: \nab\ue000\uf8ff"), max_size=60))
def test_no_words_are_lost_and_none_break_it(typed: str) -> None:
    told = words(typed, Called({}, {})).text
    if "<" not in typed:
        assert told.count("a") == typed.count("a")


def test_a_real_export_is_accounted_for() -> None:
    folder = real("slack") / "houston-data-vis"
    events = sum(len(json.loads(path.read_text())) for path in folder.glob("*/*.json"))
    records = read(folder)
    found = counted(records)
    assert events == 1382
    assert found == {"Author": 71, "Place": 16, "Joined": 320, "Message": 1031, "Thanks": 171, Why.SYSTEM: 34}
    # Beside the channels lie three records of programs that were let in.
    assert found["Joined"] + found["Message"] + found[Why.SYSTEM] == events + 3
    assert hangs_together(records)
