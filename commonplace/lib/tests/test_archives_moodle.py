"""The forums of a course of Moodle become one stream, as its own backup names their fields."""

from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from commonplace.lib.archives.moodle import opens
from commonplace.lib.archives.stream import Author, Message, NotThisKind, PassedOver, Place, Unsafe, Why
from commonplace.lib.tests.archived import counted, hangs_together, keys, messages

AT = 1_400_000_000
MOMENT = datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)
PLAN = b"A plan"
DIGEST = sha1(PLAN, usedforsecurity=False).hexdigest()


def fields(**named: object) -> str:
    return "".join(f"<{name}>{escape(str(value))}</{name}>\n" for name, value in named.items())


def user(number: int, **more: object) -> str:
    called = {"username": f"u{number}", "firstname": "Rosa", "lastname": f"Lind{number}"}
    how = {"email": f"u{number}@example.org", "auth": "manual", "confirmed": 1, "deleted": 0}
    return f'<user id="{number}" contextid="1">{fields(**(called | how | more))}</user>'


def post(number: int, parent: int = 0, who: int = 4, **more: object) -> str:
    first: dict[str, object] = {"parent": parent, "userid": who, "created": AT, "modified": AT, "mailed": 1}
    words = {"subject": "Re: Wet reeds", "message": f"<p>Words {number}</p>", "messageformat": 1}
    return f'<post id="{number}">{fields(**(first | words | more))}<ratings></ratings></post>'


def discussion(number: int, *posts: str, **more: object) -> str:
    first: dict[str, object] = {
        "name": "Wet reeds",
        "firstpost": 20,
        "userid": 4,
        "groupid": -1,
        "timelocked": "$@NULL@$",
    }
    return f'<discussion id="{number}">{fields(**(first | more))}<posts>{"".join(posts)}</posts></discussion>'


def course(folder: Path, *discussions: str, users: str = "", visible: int = 1) -> Path:
    """A backup with one forum, a quiz, and a file that came with post 20."""
    rows = ((1, DIGEST, "plan.txt"), (2, DIGEST, "."), (3, "../../etc/passwd", "gone.txt"))
    of_post = {"component": "mod_forum", "filearea": "attachment", "itemid": 20, "mimetype": "text/plain"}
    files = "".join(
        f'<file id="{number}">{fields(contenthash=digest, filename=name, **of_post)}</file>'
        for number, digest, name in rows
    )
    about = f"<information>{fields(original_course_fullname='The stick')}</information>"
    talks = f"<discussions>{''.join(discussions)}</discussions>"
    others = '<subscriptions><subscription id="1"><userid>4</userid></subscription></subscriptions>'
    forum = f'<forum id="6">{fields(type="general", name="Craft", intro="<p>Of reeds</p>")}{talks}{others}</forum>'
    for name, inside in {
        "moodle_backup.xml": f"<moodle_backup>{about}</moodle_backup>",
        "users.xml": f"<users>{users or user(4) + user(5, auth='email')}</users>",
        "groups.xml": f'<groups><group id="3">{fields(name="East")}</group></groups>',
        "files.xml": f"<files>{files}</files>",
        "activities/forum_12/module.xml": f'<module id="12">{fields(visible=visible)}</module>',
        "activities/forum_12/forum.xml": f'<activity id="6" moduleid="12" modulename="forum">{forum}</activity>',
        "activities/quiz_13/quiz.xml": "<activity/>",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{inside}')
    (folder / "files" / DIGEST[:2]).mkdir(parents=True, exist_ok=True)
    (folder / "files" / DIGEST[:2] / DIGEST).write_bytes(PLAN)
    return folder


def test_a_forum_is_a_place_with_its_discussions(tmp_path: Path):
    reader = opens([course(tmp_path, discussion(9, post(20, subject="Wet reeds"), post(21, 20, 5, modified=AT + 60)))])
    records = list(reader.records())
    assert reader.title == "The stick"
    said = messages(records)
    opener, reply = said["post-20"], said["post-21"]
    assert (opener.title, opener.thread, opener.answers, opener.text) == ("Wet reeds", "post-20", "", "Words 20")
    assert reply == Message(
        "post-21", "forum-6", "5", MOMENT, "Words 21",
        thread="post-20", answers="post-20", edited_at=MOMENT + timedelta(minutes=1),
    )  # fmt: skip
    assert [one for one in records if isinstance(one, Place)] == [Place("forum-6", "Craft", "Of reeds")]
    assert [one for one in records if isinstance(one, Author)] == [
        Author("4", "Rosa Lind4", "u4@example.org"),
        Author("5", "Rosa Lind5", "u5@example.org", is_verified=True),
    ]
    assert [one for one in records if isinstance(one, PassedOver)] == [
        PassedOver(Why.UNKNOWN_KIND, "activities/quiz_13")
    ]
    assert hangs_together(records)
    assert [one.name for one in opener.enclosures] == ["plan.txt", "gone.txt"]


def test_files_come_along_where_the_backup_has_them(tmp_path: Path):
    records = opens([course(tmp_path, discussion(9, post(20)))]).records()
    plan, gone = messages(records)["post-20"].enclosures
    assert (plan.name, plan.content_type, gone.name, gone.open) == ("plan.txt", "text/plain", "gone.txt", None)
    assert plan.open is not None
    with plan.open() as file:
        assert file.read() == PLAN


def test_what_was_for_a_group_is_a_closed_place(tmp_path: Path):
    course(tmp_path, discussion(9, post(20)), discussion(10, post(30), firstpost=30, groupid=3))
    records = list(opens([tmp_path]).records())
    assert [one for one in records if isinstance(one, Place)] == [
        Place("forum-6", "Craft", "Of reeds"),
        Place("forum-6-group-3", "Craft · East", "Of reeds", is_closed=True),
    ]
    assert messages(records)["post-30"].place == "forum-6-group-3"


def test_a_forum_that_was_hidden_is_closed(tmp_path: Path):
    records = opens([course(tmp_path, discussion(9, post(20)), visible=0)]).records()
    assert next(one for one in records if isinstance(one, Place)).is_closed


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"privatereplyto": 5}, Why.PRIVATE),
        ({"deleted": 1}, Why.DELETED),
        ({"message": "<p></p>"}, Why.EMPTY),
        ({"created": 10**20}, Why.DAMAGED),
        ({"created": "$@NULL@$"}, Why.DAMAGED),
    ],
)
def test_each_post_that_is_not_taken_says_why(tmp_path: Path, more: dict[str, object], why: Why):
    records = opens([course(tmp_path, discussion(9, post(20), post(21, 20, **more)))]).records()
    assert counted(records) == {"Place": 1, "Author": 2, "Message": 1, Why.UNKNOWN_KIND: 1, why: 1}


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"messageformat": 0, "message": "one\ntwo <b>bold</b>"}, "one\ntwo **bold**"),
        ({"messageformat": 2, "message": "one * two\n# three"}, "one \\* two\n\\# three"),
        ({"messageformat": 4, "message": "*one* at u@example.org"}, "*one* at …"),
        ({"message": '<p><img src="@@PLUGINFILE@@/loom.png" alt=""></p>'}, "loom.png"),
        ({"message": '<p><a href="$@FORUMVIEWBYID*2@$">here</a></p>'}, "here"),
        ({"subject": "Re: Something else"}, "**Something else**\n\nWords 21"),
    ],
)
def test_each_way_of_writing_is_read(tmp_path: Path, more: dict[str, object], text: str):
    records = opens([course(tmp_path, discussion(9, post(20), post(21, 20, **more)))]).records()
    assert messages(records)["post-21"].text == text


@pytest.mark.parametrize("more", [{"deleted": 1}, {"username": "anon4", "firstname": "anonfirstname4"}])
def test_whoever_is_gone_is_nobody(tmp_path: Path, more: dict[str, object]):
    records = list(opens([course(tmp_path, discussion(9, post(20)), users=user(4, **more))]).records())
    assert messages(records)["post-20"].author is None
    assert counted(records)[Why.DELETED] == 1
    assert hangs_together(records)


def test_an_opening_that_is_not_taken_leaves_the_next_in_its_place(tmp_path: Path):
    said = messages(opens([course(tmp_path, discussion(9, post(20, message=""), post(22, 20)))]).records())
    assert {"post-20", "post-22"} >= set(said)
    assert said["post-22"].thread in said


def test_a_backup_that_stops_in_the_middle_gives_what_is_there(tmp_path: Path):
    course(tmp_path, discussion(9, post(20), post(21, 20)))
    path = tmp_path / "activities/forum_12/forum.xml"
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b'<post id="21">') + 20])
    records = list(opens([tmp_path]).records())
    assert list(messages(records)) == ["post-20"]
    assert counted(records)[Why.DAMAGED] == 1


def test_a_discussion_that_was_locked_is_closed(tmp_path: Path):
    records = opens([course(tmp_path, discussion(9, post(20, created=-1), post(21, 20), timelocked=AT))]).records()
    said = messages(records)
    assert (said["post-20"].closed_at, said["post-21"].closed_at) == (MOMENT, None)
    assert said["post-20"].at == datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_grades_are_never_taken(tmp_path: Path):
    rated = post(20).replace("<ratings>", '<ratings><rating id="1"><value>5</value><userid>5</userid></rating>')
    assert counted(opens([course(tmp_path, discussion(9, rated))]).records())[Why.PRIVATE] == 1


@pytest.mark.parametrize("name", ["users.xml", "files.xml", "activities/forum_12/forum.xml"])
def test_entities_are_refused(tmp_path: Path, name: str):
    course(tmp_path, discussion(9, post(20)))
    (tmp_path / name).write_text('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')
    with pytest.raises(Unsafe):
        list(opens([tmp_path]).records())


def test_two_backups_call_the_same_the_same(tmp_path: Path):
    before = keys(opens([course(tmp_path, discussion(9, post(20)))]).records())
    course(tmp_path, discussion(9, post(20, message="edited"), post(21, 20)), discussion(10, post(30), firstpost=30))
    assert set(before) < set(keys(opens([tmp_path]).records()))


def test_other_files_are_another_kind(tmp_path: Path):
    with pytest.raises(NotThisKind):
        opens([tmp_path])
