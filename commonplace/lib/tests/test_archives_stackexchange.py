"""A site of Stack Exchange becomes one stream: every row of its dump is accounted for."""

import re
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from commonplace.lib.archives.stackexchange import opens
from commonplace.lib.archives.stream import Author, Link, Message, NotThisKind, PassedOver, Settled, Thanks, Unsafe, Why
from commonplace.lib.tests.archived import counted, hangs_together, keys, messages, real

AT = "2014-01-21T20:26:05.383"


def dump(folder: Path, **files: list[dict[str, str]]) -> Path:
    """A dump with rows as given; a row without a date has one."""
    for name, rows in files.items():
        lines = "".join(
            f"  <row {' '.join(f'{key}={quoteattr(value)}' for key, value in row.items())} />\n" for row in rows
        )
        whole = f'<?xml version="1.0" encoding="utf-8"?>\n<{name.lower()}>\n{lines}</{name.lower()}>'
        (folder / f"{name}.xml").write_text(whole, encoding="utf-8-sig")
    return folder


def post(number: int, kind: int = 1, **more: str) -> dict[str, str]:
    return {"Id": str(number), "PostTypeId": str(kind), "CreationDate": AT, "Body": f"<p>Words {number}</p>"} | more


def small(folder: Path, **more: list[dict[str, str]]) -> Path:
    return dump(
        folder,
        Users=[{"Id": "-1", "DisplayName": "Community"}, {"Id": "7", "DisplayName": "Rosa", "AboutMe": "<p>Reeds</p>"}],
        Posts=[
            post(1, OwnerUserId="7", Title="Wet &amp; dry", Tags="<reeds><drying>", AcceptedAnswerId="2"),
            post(2, 2, ParentId="1", OwnerDisplayName="Hal", LastEditDate=AT, CreationDate="2014-01-22T00:00:00"),
            post(3, ClosedDate=AT, OwnerDisplayName="user23", CreationDate="2014-01-23T00:00:00"),
            post(4, 5),
        ],
        Comments=[
            {"Id": "1", "PostId": "2", "Text": "@Hal so `@x` do mine", "CreationDate": AT, "Score": "2", "UserId": "7"}
        ],
        Votes=[
            {"Id": "1", "PostId": "1", "VoteTypeId": "2", "CreationDate": "2014-01-21T00:00:00.000"},
            {"Id": "2", "PostId": "2", "VoteTypeId": "1", "CreationDate": "2014-01-24T00:00:00.000"},
            {"Id": "3", "PostId": "1", "VoteTypeId": "3", "CreationDate": AT},
        ],
        PostLinks=[{"Id": "1", "PostId": "3", "RelatedPostId": "1", "LinkTypeId": "3"}],
    )  # fmt: skip


def test_a_site_is_a_place_with_questions_answers_and_comments(tmp_path: Path):
    records = list(opens([small(tmp_path)]).records())
    said = messages(records)
    at = datetime(2014, 1, 21, 20, 26, 5, 383000, UTC)
    assert said["post-1"] == Message(
        "post-1",
        "site",
        "7",
        at,
        "Words 1",
        title="Wet & dry",
        thread="post-1",
        kind="question",
        topics=("reeds", "drying"),
    )
    answer, comment, closed = said["post-2"], said["comment-1"], said["post-3"]
    assert (answer.thread, answer.answers, answer.author, answer.edited_at) == ("post-1", "post-1", "named-Hal", at)
    assert (comment.thread, comment.answers, comment.text) == ("post-1", "post-2", "Hal so `@x` do mine")
    assert (closed.author, closed.closed_at) == (None, at)
    assert [one for one in records if isinstance(one, Settled)] == [
        Settled("post-1", "post-2", datetime(2014, 1, 24, tzinfo=UTC))
    ]
    assert [one for one in records if isinstance(one, Link)] == [Link("post-3", "post-1")]
    assert [one.message for one in records if isinstance(one, Thanks)] == ["comment-1", "comment-1", "post-1"]
    assert [one for one in records if isinstance(one, Author)][:2] == [
        Author("-1", "Community", is_machine=True),
        Author("7", "Rosa", about="Reeds"),
    ]
    assert hangs_together(records)


def test_whom_the_dump_does_not_know_is_nobody(tmp_path: Path):
    dump(tmp_path, Posts=[post(1, OwnerUserId="404")])
    assert messages(opens([tmp_path]).records())["post-1"].author is None


def test_what_settled_it_is_known_without_votes(tmp_path: Path):
    small(tmp_path)
    (tmp_path / "Votes.xml").unlink()
    assert Settled("post-1", "post-2") in list(opens([tmp_path]).records())


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (post(9, 2, ParentId="77"), Why.NO_PARENT),
        (post(9, 4), Why.UNKNOWN_KIND),
        (post(9, Body=""), Why.EMPTY),
        (post(9, CreationDate="yesterday"), Why.DAMAGED),
        (post(9, Id="-9"), Why.DAMAGED),
        (post(9, Id="999999999"), Why.DAMAGED),
    ],
)
def test_each_row_that_is_not_taken_says_why(tmp_path: Path, row: dict[str, str], why: Why):
    dump(tmp_path, Posts=[row])
    assert counted(opens([tmp_path]).records()) == {"Place": 1, why: 1}


def test_a_moment_that_cannot_be_is_told_as_it_stands(tmp_path: Path):
    dump(tmp_path, Posts=[post(9, CreationDate="1969-12-31T23:59:59")])
    assert messages(opens([tmp_path]).records())["post-9"].at == datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_dump_that_stops_in_the_middle_gives_what_is_there(tmp_path: Path):
    small(tmp_path)
    whole = (tmp_path / "Posts.xml").read_bytes()
    (tmp_path / "Posts.xml").write_bytes(whole[: whole.index(b'Id="3"') + 30])
    records = list(opens([tmp_path]).records())
    assert sorted(messages(records)) == ["comment-1", "post-1", "post-2"]
    assert PassedOver(Why.DAMAGED, "Posts.xml line 5") in records


def test_a_wrong_charset_stops_where_it_begins(tmp_path: Path):
    rows = '<posts>\n<row Id="1" PostTypeId="1" CreationDate="2014-01-21" Body="a"/>\n<row Body="źle"/></posts>'
    (tmp_path / "Posts.xml").write_bytes(rows.encode("iso-8859-2"))
    assert counted(opens([tmp_path]).records())["damaged"] == 1


@pytest.mark.parametrize(
    "begins",
    [
        '<!DOCTYPE posts [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><posts><row Body="&b;"/></posts>',
        '<!DOCTYPE posts [<!ENTITY x SYSTEM "file:///etc/passwd">]><posts>&x;</posts>',
        '<!DOCTYPE posts SYSTEM "https://elsewhere.example/x.dtd"><posts/>',
        "<a>" * 60,
    ],
)
def test_what_would_harm_whoever_reads_it_is_refused(tmp_path: Path, begins: str):
    (tmp_path / "Posts.xml").write_text(begins)
    with pytest.raises(Unsafe):
        list(opens([tmp_path]).records())


def test_a_year_later_the_same_is_called_the_same(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    before = list(opens([small(tmp_path / "a")]).records())
    later = small(tmp_path / "b")
    rows = (later / "Posts.xml").read_text(encoding="utf-8-sig").replace("Words 1", "Words, edited")
    (later / "Posts.xml").write_text(
        rows.replace("</posts>", '<row Id="5" PostTypeId="1" CreationDate="2015-01-01" Body="new"/></posts>')
    )
    after = list(opens([later]).records())
    assert set(keys(before)) < set(keys(after))
    assert messages(after)["post-1"].text == "Words, edited"


def test_other_files_are_another_kind(tmp_path: Path):
    with pytest.raises(NotThisKind):
        opens([tmp_path])


# Of each: questions, answers, comments, people with an account, votes for, and answers that settled.
@pytest.mark.parametrize(
    ("name", "questions", "answers", "comments", "people", "settled", "named"),
    [("beer-2017", 591, 1398, 1860, 3948, 359, 2), ("conlang-meta", 54, 115, 230, 272, 11, 0)],
)
def test_every_row_of_a_real_site_is_accounted_for(
    name: str, questions: int, answers: int, comments: int, people: int, settled: int, named: int
):
    folder = real("stackexchange") / name
    records = list(opens([folder]).records())
    assert records == list(opens([folder]).records())
    assert hangs_together(records)
    counts = counted(records)
    rows = {path.stem: path.read_text(encoding="utf-8-sig").count("<row ") for path in folder.glob("*.xml")}
    said = messages(records).values()
    assert sum(one.kind == "question" for one in said) == questions
    assert sum(not one.key.startswith("link-") for one in said) == questions + answers + comments
    assert counts["Author"] == people + named
    assert counts["Settled"] == settled
    where = [one.where for one in records if isinstance(one, PassedOver)]
    of_votes = sum(one.startswith("Votes.xml") for one in where)
    thanked = sum(isinstance(one, Thanks) and one.at is not None for one in records)
    assert of_votes + thanked + settled == rows["Votes"]
    assert sum(bool(re.fullmatch(r"Posts\.xml \d+", one)) for one in where) + questions + answers == rows["Posts"]
    assert sum(one.startswith("Comments.xml") for one in where) + comments == rows["Comments"]
    told = [one for one in said if one.key.startswith("link-")]
    assert sum(one.startswith("PostLinks.xml ") for one in where) + len(told) == rows["PostLinks"]
    assert {one.message for one in records if isinstance(one, Link)} >= {one.key for one in told}


def test_where_the_site_stood_is_seen_by_the_links_that_it_tells_of(tmp_path: Path):
    lead = '<p><a href="https://reeds.example/questions/{}">there</a>, https://else.example/questions/1</p>'
    folder = dump(
        small(tmp_path),
        Posts=[
            post(1, Body=lead.format("3/how-to#2")),
            post(2, 2, ParentId="1", Body=lead.format("3/how-to?rq=1")),
            post(3, Body=lead.format("999")),
        ],
        PostLinks=[
            {"Id": "1", "PostId": "1", "RelatedPostId": "3", "LinkTypeId": "1", "CreationDate": AT},
            {"Id": "2", "PostId": "3", "RelatedPostId": "1", "LinkTypeId": "3", "CreationDate": AT},
        ],
    )
    records = list(opens([folder]).records())
    site = "https://reeds.example/questions"
    # The host of another site says nothing, and what is no question here is no link.
    assert [one for one in records if isinstance(one, Link)] == [
        Link("post-1", "post-3", f"{site}/3/how-to#2"),
        Link("post-2", "post-3", f"{site}/3/how-to?rq=1"),
        Link("link-2", "post-1", f"{site}/1"),
    ]
    told = messages(records)["link-2"]
    assert (told.thread, told.answers, told.author, told.is_automatic) == ("post-3", "post-3", None, True)
    assert told.text == f"The site says that this is about the same: {site}/1"
