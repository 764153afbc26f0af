"""The backup of a whole Discourse becomes the same stream as its topics in JSON, with more in it."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commonplace.lib.archives.discourse import opens
from commonplace.lib.archives.stream import Author, Message, PassedOver, Place, Settled, Thanks, Unsafe, Why
from commonplace.lib.tests.archived import counted, hangs_together, messages

MOMENT = datetime(2014, 11, 13, 5, 22, 31, tzinfo=UTC)

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
