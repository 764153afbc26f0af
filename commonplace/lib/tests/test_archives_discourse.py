"""Topics of Discourse become one stream, as its own addresses give them in JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from commonplace.lib.archives.discourse import opens
from commonplace.lib.archives.discourse_posts import written
from commonplace.lib.archives.stream import (
    Author,
    Enclosure,
    Link,
    Message,
    NotThisKind,
    PassedOver,
    Place,
    Settled,
    Thanks,
    Unsafe,
    Why,
)
from commonplace.lib.tests.archived import counted, hangs_together, keys, messages, real

AT = "2014-11-13T05:22:31.000Z"
MOMENT = datetime(2014, 11, 13, 5, 22, 31, tzinfo=UTC)


def post(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": 100 + number, "user_id": 7, "username": "rosa", "name": "Rosa Lind", "created_at": AT, "post_type": 1,
        "cooked": f"<p>Words {number}</p>", "post_number": number, "topic_id": 5, "version": 1, "actions_summary": [],
    } | more  # fmt: skip


def topic(*posts: dict[str, Any], **more: Any) -> dict[str, Any]:
    about = {"id": 5, "title": "Wet &amp; dry", "archetype": "regular", "category_id": 3, "tags": ["reeds"]}
    return about | {"post_stream": {"posts": list(posts)}} | more


def files(folder: Path, **named: Any) -> Path:
    for name, value in named.items():
        (folder / f"{name}.json").write_text(json.dumps(value))
    return folder


def test_a_topic_is_a_conversation(tmp_path: Path):
    whole = topic(
        post(1, actions_summary=[{"id": 2, "count": 2}, {"id": 8, "count": 1}]),
        post(
            2,
            user_id=8,
            username="hal",
            name="",
            reply_to_post_number=1,
            version=2,
            updated_at=AT,
            accepted_answer=True,
        ),
        post(3, post_type=3, action_code="closed.enabled"),
        closed=True,
    )
    records = list(opens([files(tmp_path, a=whole)]).records())
    assert records == [
        Place("category-3", "Category 3"),
        Author("7", "Rosa Lind"),
        Message(
            "5/1", "category-3", "7", MOMENT, "Words 1",
            title="Wet & dry", thread="5/1", topics=("reeds",), closed_at=MOMENT,
        ),
        Thanks("5/1", None),
        Thanks("5/1", None),
        Author("8", "hal"),
        Message("5/2", "category-3", "8", MOMENT, "Words 2", thread="5/1", answers="5/1", edited_at=MOMENT),
        PassedOver(Why.SYSTEM, "post 103"),
        Settled("5/1", "5/2"),
    ]  # fmt: skip


def test_lists_of_posts_are_put_together(tmp_path: Path):
    files(
        tmp_path,
        a={"latest_posts": [post(2, reply_to_post_number=1, raw="[quote=\"hal, post:1\"]\na\n[/quote]\n@hal yes")]},
        b=[post(1, topic_title="Wet", category_id=3, raw="As *written*")],
        c={"category_list": {"categories": [{"id": 3, "name": "Craft", "description": "<p>Of reeds</p>"}]}},
    )  # fmt: skip
    records = list(opens([tmp_path]).records())
    assert records[0] == Place("category-3", "Craft", "Of reeds")
    said = messages(records)
    assert (said["5/1"].title, said["5/1"].text) == ("Wet", "As *written*")
    assert said["5/2"].text == "> hal:\n>\n> a\n\nhal yes"
    assert hangs_together(records)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"deleted_at": AT}, Why.DELETED),
        ({"user_deleted": True}, Why.DELETED),
        ({"hidden": True}, Why.DELETED),
        ({"post_type": 4}, Why.PRIVATE),
        ({"cooked": ""}, Why.EMPTY),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, Why.DAMAGED),
        ({"created_at": None}, Why.DAMAGED),
        ({"topic_id": "x"}, Why.DAMAGED),
    ],
)
def test_each_post_that_is_not_taken_says_why(tmp_path: Path, more: dict[str, Any], why: Why):
    files(tmp_path, a=topic(post(1), post(2) | more))
    counts = counted(opens([tmp_path]).records())
    assert counts == {"Place": 1, "Author": 1, "Message": 1, why: 1}


@pytest.mark.parametrize("more", [{"archetype": "private_message"}, {"visible": False}, {"category_id": 9}])
def test_what_was_kept_to_some_is_never_taken(tmp_path: Path, more: dict[str, Any]):
    files(tmp_path, a=topic(post(1)) | more, b={"category_list": {"categories": [{"id": 9, "read_restricted": True}]}})
    assert counted(opens([tmp_path]).records()) == {"private": 1}


def test_whoever_is_gone_is_nobody(tmp_path: Path):
    files(tmp_path, a=topic(post(1, user_id=None, username=None, name=None)))
    records = list(opens([tmp_path]).records())
    assert messages(records)["5/1"].author is None
    assert hangs_together(records)


def test_an_opening_that_is_gone_leaves_the_next_in_its_place(tmp_path: Path):
    files(tmp_path, a=topic(post(1, deleted_at=AT), post(2, reply_to_post_number=1)))
    said = messages(opens([tmp_path]).records())["5/2"]
    assert (said.thread, said.answers, said.title) == ("5/2", "", "Wet & dry")


def test_files_that_are_broken_are_told_of(tmp_path: Path):
    files(tmp_path, a=topic(post(1)), d={"users": []})
    (tmp_path / "b.json").write_text(json.dumps(topic(post(2)))[:90])
    (tmp_path / "c.json").write_bytes(
        json.dumps(topic(post(2)), ensure_ascii=False).encode().replace(b"Words", b"\xb9")
    )
    counts = counted(opens([tmp_path]).records())
    assert (counts[Why.DAMAGED], counts[Why.UNKNOWN_KIND], counts["Message"]) == (2, 1, 1)


def test_brackets_without_end_are_refused(tmp_path: Path):
    files(tmp_path, a=topic(post(1)))
    (tmp_path / "b.json").write_text("[" * 200_000)
    with pytest.raises(Unsafe):
        list(opens([tmp_path]).records())


def test_other_files_are_another_kind(tmp_path: Path):
    with pytest.raises(NotThisKind):
        opens([files(tmp_path, a={"users": []})])


def test_two_exports_call_the_same_the_same(tmp_path: Path):
    files(tmp_path, a=topic(post(1), post(2)))
    before = keys(opens([tmp_path]).records())
    files(tmp_path, a=topic(post(1), post(2, cooked="<p>edited</p>", version=2), post(3)))
    assert set(before) < set(keys(opens([tmp_path]).records()))


@pytest.mark.parametrize(
    ("raw", "text", "names"),
    [
        ("Thanks @hal, `@x` and a@b", "Thanks hal, `@x` and a@b", []),
        ("![loom|690x388](upload://abc.png) so", "loom so", ["loom"]),
        ("[plan.pdf|attachment](upload://abc.pdf) (12.3 KB)", "plan.pdf", ["plan.pdf"]),
        ("```\n@hal [quote]\n```", "```\n@hal [quote]\n```", []),
        ('[details="More"]\nx\n[/details]', "::: More\nx\n:::", []),
        ('a [quote="hal, post:1"]b[/quote] c', "a\n> hal:\n>\n> b\n\n c", []),
        ("call 0048 600 700 800", "call …", []),
        ("[quote]" * 30 + "x", None, []),
    ],
)
def test_its_markdown_becomes_ours(raw: str, text: str | None, names: list[str]):
    said, files = written(raw)
    assert text is None or said == text
    assert files == tuple(map(Enclosure, names))


def test_every_post_of_a_real_forum_is_accounted_for():
    folder = real("discourse/urho3d-sample")
    topics = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    posts = [one for found in topics for one in found["post_stream"]["posts"]]
    records = list(opens([folder]).records())
    assert hangs_together(records)
    counts = counted(records)
    assert (len(topics), len(posts)) == (421, 3317)
    assert counts["Message"] + counts[Why.SYSTEM] + counts[Why.EMPTY] == len(posts)
    assert counts[Why.SYSTEM] == sum(one["post_type"] == 3 for one in posts) == 16
    assert counts["Thanks"] == sum(like["count"] for one in posts for like in one["actions_summary"]) == 1085
    assert counts["Settled"] == sum(one["accepted_answer"] for one in posts) == 54
    assert sum(bool(one.title) for one in messages(records).values()) == len(topics)
    assert counts["Author"] == len({one["user_id"] for one in posts})


def test_addresses_and_quotes_of_other_topics_lead_there(tmp_path: Path):
    avatar = "/user_avatar/reeds.example/rosa/{size}/1.png"
    site = "https://reeds.example/t"
    raw = f'[quote="hal, post:2, topic:6"]\na\n[/quote]\nSee {site}/dry/6 and [here]({site}/wet/5/1), {site}/gone/99'
    one = topic(post(1, avatar_template=avatar, raw=raw))
    other = topic(post(1, topic_id=6), post(2, topic_id=6), id=6)
    records = list(opens([files(tmp_path, a=one, b=other)]).records())
    assert messages(records)["5/1"].text.startswith(f"> [hal]({site}/6/2):\n>\n> a\n\nSee ")
    assert [link for link in records if isinstance(link, Link)] == [
        Link("5/1", "6/2", f"{site}/6/2"),
        Link("5/1", "6/1", f"{site}/dry/6"),
    ]
