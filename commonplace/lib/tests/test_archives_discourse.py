"""Topics of Discourse become one stream, from JSON and from a backup alike."""

import gzip
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


# --- JSON -------------------------------------------------------------------------------------------------------


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


# --- The backup -------------------------------------------------------------------------------------------------

DUMP = r"""--
-- PostgreSQL database dump
SET client_encoding = 'UTF8';
COPY public.categories (id, name, description, read_restricted) FROM stdin;
3	Craft	<p>Of reeds</p>	f
9	Staff	\N	t
\.
COPY public.badges (id, name) FROM stdin;
1	Basic
2	Member
\.
COPY public.post_actions (id, post_id, user_id, post_action_type_id, deleted_at, created_at) FROM stdin;
1	101	8	2	\N	2014-11-14 05:22:31.5
2	101	7	2	2014-11-15 05:22:31	2014-11-14 05:22:31
3	101	7	8	\N	2014-11-14 05:22:31
4	103	8	2	\N	2014-11-14 05:22:31
\.
COPY public.posts (id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, reply_to_post_number, deleted_at, post_type, hidden, user_deleted, version, last_version_at) FROM stdin;
101	7	5	1	Wet\nreeds\ttwo	<p>x</p>	2014-11-13 05:22:31	2014-11-13 05:22:31	\N	\N	1	f	f	1	2014-11-13 05:22:31
102	8	5	2	So <b>do</b> mine	<p>So <b>do</b> mine</p>	2014-11-13 05:22:31	2014-11-13 05:22:31	1	\N	1	f	f	2	2014-11-13 05:22:31
103	7	6	1	Among us	<p>Among us</p>	2014-11-13 05:22:31	2014-11-13 05:22:31	\N	\N	1	f	f	1	2014-11-13 05:22:31
104	7	7	1	Staff	<p>Staff</p>	2014-11-13 05:22:31	2014-11-13 05:22:31	\N	\N	1	f	f	1	2014-11-13 05:22:31
105	11	5	3	Nameless	<p>x</p>	2014-11-13 05:22:31	2014-11-13 05:22:31	\N	\N	1	f	f	1	2014-11-13 05:22:31
106	7	5	4		\N	2014-11-13 05:22:31	2014-11-13 05:22:31	\N	\N	3	f	f	1	2014-11-13 05:22:31
107	404	5	5	Whose	\N	2014-11-13 05:22:31	2014-11-13 05:22:31	\N	\N	1	f	f	1	2014-11-13 05:22:31
\.
COPY public.tags (id, name) FROM stdin;
1	reeds
\.
COPY public.topic_custom_fields (id, topic_id, name, value, created_at) FROM stdin;
1	5	accepted_answer_post_id	102	2014-11-16 00:00:00
2	6	other	1	2014-11-16 00:00:00
\.
COPY public.topic_tags (topic_id, tag_id) FROM stdin;
5	1
\.
COPY public.topics (id, title, category_id, archetype, deleted_at, closed, visible, bumped_at) FROM stdin;
5	Wet & dry	3	regular	\N	f	t	2014-11-16 00:00:00
6	A letter	\N	private_message	\N	f	t	2014-11-16 00:00:00
7	Staff only	9	regular	\N	f	t	2014-11-16 00:00:00
\.
COPY public.user_emails (id, user_id, email, "primary") FROM stdin;
1	7	rosa@example.org	t
2	7	other@example.org	f
3	8	hal@example.org	t
\.
COPY public.users (id, username, name, active, staged) FROM stdin;
-1	system	system	t	f
7	rosa	Rosa Lind	t	f
8	hal	\N	f	t
11	anon4521	\N	t	f
\.
"""  # noqa: E501


def backup(folder: Path, dump: str = DUMP) -> Path:
    (folder / "dump.sql.gz").write_bytes(gzip.compress(dump.encode()))
    return folder


def test_a_backup_gives_the_same_keys_and_more(tmp_path: Path):
    records = list(opens([backup(tmp_path)]).records())
    said = messages(records)
    assert sorted(said) == ["5/1", "5/2", "5/3", "5/5"]
    assert said["5/1"] == Message(
        "5/1", "category-3", "7", MOMENT, "Wet\nreeds\ttwo", title="Wet & dry", thread="5/1", topics=("reeds",)
    )
    assert (said["5/2"].text, said["5/2"].answers, said["5/2"].edited_at) == ("So **do** mine", "5/1", MOMENT)
    assert (said["5/3"].author, said["5/5"].author) == (None, None)
    assert [one for one in records if isinstance(one, Author)] == [
        Author("-1", "system", is_machine=True),
        Author("7", "Rosa Lind", "rosa@example.org", is_verified=True),
        Author("8", "hal", "hal@example.org"),
    ]
    assert [one for one in records if isinstance(one, Place)] == [Place("category-3", "Craft", "Of reeds")]
    assert [one for one in records if isinstance(one, Thanks)] == [
        Thanks("5/1", "8", datetime(2014, 11, 14, 5, 22, 31, 500000, UTC))
    ]
    assert [one for one in records if isinstance(one, Settled)] == [
        Settled("5/1", "5/2", datetime(2014, 11, 16, tzinfo=UTC))
    ]
    assert [(one.why, one.where) for one in records if isinstance(one, PassedOver)] == [
        (Why.UNKNOWN_KIND, "table badges"),
        (Why.DELETED, "post_action 2"),
        (Why.PRIVATE, "post_action 3"),
        (Why.NO_PARENT, "post_action 4"),
        (Why.PRIVATE, "post 103"),
        (Why.PRIVATE, "post 104"),
        (Why.SYSTEM, "post 106"),
        (Why.DELETED, "user 11"),
    ]
    assert hangs_together(records)


def test_the_table_of_the_plugin_tells_what_settled_it(tmp_path: Path):
    table = "COPY public.discourse_solved_solved_topics (id, topic_id, answer_post_id, created_at) FROM stdin;\n"
    records = list(opens([backup(tmp_path, f"{DUMP}{table}1\t5\t105\t2015-01-01 00:00:00\n\\.\n")]).records())
    assert [one.message for one in records if isinstance(one, Settled)] == ["5/3"]


@pytest.mark.parametrize("cut", [0.5, 0.9])
def test_a_backup_that_stops_in_the_middle_gives_what_is_there(tmp_path: Path, cut: float):
    whole = gzip.compress(DUMP.encode())
    (tmp_path / "dump.sql.gz").write_bytes(whole[: int(len(whole) * cut)])
    counts = counted(opens([tmp_path]).records())
    assert counts[Why.DAMAGED] == 1


def test_a_bomb_is_refused(tmp_path: Path):
    (tmp_path / "dump.sql.gz").write_bytes(gzip.compress(b"-- \n" * 12_000_000))
    with pytest.raises(Unsafe):
        list(opens([tmp_path]).records())
    (tmp_path / "dump.sql.gz").write_bytes(gzip.compress(b"-" * 40_000_000))
    with pytest.raises(Unsafe):
        list(opens([tmp_path]).records())
