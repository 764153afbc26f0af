"""One place exported twice by each kind of program: as it was, and a year later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from commonplace.lib.tests import (
    test_archives_discourse,
    test_archives_moodle,
    test_archives_slack,
    test_archives_stackexchange,
    test_archives_telegram,
    test_archives_zulip,
)

DAY: Final = 86_400


def _words(is_later: bool) -> list[str]:
    """What the first place says: two things were changed there meanwhile, and one was added."""
    first = ["Wet reeds", "Dry them slowly", "In rice"]
    return ["Wet reeds", "Dry them very slowly", "In brown rice", "And a year on"] if is_later else first


def _slack(folder: Path, is_later: bool) -> None:
    said = test_archives_slack.said
    edited: dict[str, Any] = {"edited": {"user": "U1", "ts": "1700005000"}} if is_later else {}
    texts = _words(is_later)
    thread = {"thread_ts": "1700000000.000000"}
    days = {
        "2023-11-14": [
            said(60 * n, text=text, **thread, **(edited if n in (1, 2) else {})) for n, text in enumerate(texts[:3])
        ]
    }
    if is_later:
        days["2024-11-20"] = [said(370 * DAY, text=texts[3], **thread)]
    name, other = ("cane", "cases") if is_later else ("reeds", "boxes")
    channels = [{"id": "C1", "name": name}, {"id": "C2", "name": other}]
    files: dict[str, Any] = {f"{name}/{day}": rows for day, rows in days.items()}
    files[f"{other}/2023-11-15"] = [said(DAY, "U2", "A box")]
    test_archives_slack.export(folder, files, channels=channels[::-1] if is_later else channels)


def _telegram(folder: Path, is_later: bool) -> None:
    said, chat = test_archives_telegram.said, test_archives_telegram.chat
    lines = [
        said(n, text, **({"edited_unixtime": "1700005000"} if is_later and n in (2, 3) else {}))
        for n, text in enumerate(_words(is_later), start=1)
    ]
    names = ("Cane", "Cases") if is_later else ("Reeds", "Boxes")
    chats = [
        chat(*lines, type="public_supergroup", name=names[0]),
        chat(said(1, "A box", 2), type="public_supergroup", id=78, name=names[1]),
    ]
    test_archives_telegram.written(folder, {"chats": {"list": chats[::-1] if is_later else chats}})


def _zulip(folder: Path, is_later: bool) -> None:
    written = test_archives_zulip.written
    rows = [
        written(n, content=text, **({"last_edit_time": 1.7e9 + 5000} if is_later and n in (2, 3) else {}))
        for n, text in enumerate(_words(is_later), start=1)
    ]
    rows.insert(3, written(4, content="Of another topic", sender=2, subject="boxes"))
    for n, one in enumerate(rows, start=1):
        one["id"] = n
    test_archives_zulip.export(folder, *rows)
    if is_later:
        realm = folder / "realm.json"
        realm.write_text(realm.read_text().replace('"name": "reeds"', '"name": "cane"'))


def _zulip_archive(folder: Path, is_later: bool) -> None:
    said = test_archives_zulip.said
    texts = _words(is_later)
    reeds = [said(n if n < 4 else 9, text=f"<p>{text}</p>") for n, text in enumerate(texts, start=1)]
    name, other = ("cane", "cases") if is_later else ("reeds", "boxes")
    streams = [(name, {"id": 7, "latest_id": 9}), (other, {"id": 8, "latest_id": 4})]
    test_archives_zulip.archive(
        folder,
        {f"7-{name}/wet": reeds, f"8-{other}/box": [said(4, "Hal", "<p>A box</p>")]},
        dict(streams[::-1] if is_later else streams),
    )


def _discourse(folder: Path, is_later: bool) -> None:
    post, topic = test_archives_discourse.post, test_archives_discourse.topic
    changed = {"version": 2, "updated_at": "2014-12-13T05:22:31.000Z"}
    posts = [
        post(n, raw=text, cooked=f"<p>{text}</p>", **(changed if is_later and n in (2, 3) else {}))
        for n, text in enumerate(_words(is_later), start=1)
    ]
    other = topic(
        post(50, post_number=1, topic_id=6, raw="A box", cooked="<p>A box</p>"), id=6, category_id=4, title="Box"
    )
    names = ("Cane", "Cases") if is_later else ("Reeds", "Boxes")
    categories = [{"id": 3, "name": names[0]}, {"id": 4, "name": names[1]}]
    listed = {"category_list": {"categories": categories[::-1] if is_later else categories}}
    topics = [topic(*posts), other]
    first, second = topics[::-1] if is_later else topics
    test_archives_discourse.files(folder, a=first, b=second, c=listed)


def _backup(folder: Path, is_later: bool) -> None:
    at, later = "2014-11-13 05:22:31", "2014-12-13 05:22:31"
    names = ("Cane", "Cases") if is_later else ("Reeds", "Boxes")
    categories = [f"3\t{names[0]}\t\\N\tf", f"4\t{names[1]}\t\\N\tf"]
    posts = []
    for n, text in enumerate(_words(is_later), start=1):
        version, changed_at = (2, later) if is_later and n in (2, 3) else (1, at)
        row = f"{100 + n}\t7\t5\t{n}\t{text}\t<p>{text}</p>\t{at}\t{at}\t\\N\t\\N\t1\tf\tf\t{version}\t{changed_at}"
        posts.append(row)
    posts.append(f"150\t8\t6\t1\tA box\t<p>A box</p>\t{at}\t{at}\t\\N\t\\N\t1\tf\tf\t1\t{at}")
    tables = {
        "categories (id, name, description, read_restricted)": categories[::-1] if is_later else categories,
        "posts (id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, reply_to_post_number,"
        " deleted_at, post_type, hidden, user_deleted, version, last_version_at)": posts[::-1] if is_later else posts,
        "topics (id, title, category_id, archetype, deleted_at, closed, visible)": [
            "5\tWet\t3\tregular\t\\N\tf\tt", "6\tBox\t4\tregular\t\\N\tf\tt",
        ],
        "users (id, username, name, active, staged)": ["7\trosa\tRosa\tt\tf", "8\thal\tHal\tt\tf"],
    }  # fmt: skip
    whole = "".join(
        f"COPY public.{table} FROM stdin;\n" + "".join(f"{row}\n" for row in rows) + "\\.\n"
        for table, rows in tables.items()
    )
    (folder / "dump.sql").write_text(whole)


def _stackexchange(folder: Path, is_later: bool) -> None:
    post = test_archives_stackexchange.post
    texts = _words(is_later)
    edited = {"LastEditDate": "2015-01-21T20:26:05.383"} if is_later else {}
    posts = [
        post(1, OwnerUserId="7", Title="Wet", Body=f"<p>{texts[0]}</p>"),
        post(2, 2, ParentId="1", OwnerUserId="7", Body=f"<p>{texts[1]}</p>", **edited),
        post(3, 2, ParentId="1", OwnerUserId="7", Body=f"<p>{texts[2]}</p>", **edited),
        *([post(4, 2, ParentId="1", OwnerUserId="7", Body=f"<p>{texts[3]}</p>")] if is_later else []),
        post(9, OwnerUserId="7", Title="Box", Body="<p>A box</p>"),
    ]
    test_archives_stackexchange.dump(folder, Users=[{"Id": "7", "DisplayName": "Rosa"}], Posts=posts)


def _moodle(folder: Path, is_later: bool) -> None:
    post, discussion = test_archives_moodle.post, test_archives_moodle.discussion
    changed = {"modified": test_archives_moodle.AT + 5000} if is_later else {}
    texts = _words(is_later)
    posts = [
        post(20 + n, 20 if n else 0, message=f"<p>{text}</p>", **(changed if n in (1, 2) else {}))
        for n, text in enumerate(texts)
    ]
    other = discussion(10, post(30, message="<p>A box</p>"), firstpost=30, name="Box")
    talks = [discussion(9, *posts), other]
    test_archives_moodle.course(folder, *(talks[::-1] if is_later else talks))
    if is_later:
        path = folder / "activities/forum_12/forum.xml"
        path.write_text(path.read_text().replace("<name>Craft</name>", "<name>Cane</name>"))


EXPORTED: Final[dict[str, tuple[str, Callable[[Path, bool], None]]]] = {
    "slack": ("slack", _slack),
    "telegram": ("telegram", _telegram),
    "zulip": ("zulip", _zulip),
    "zulip archive": ("zulip", _zulip_archive),
    "discourse": ("discourse", _discourse),
    "discourse backup": ("discourse", _backup),
    "stackexchange": ("stackexchange", _stackexchange),
    "moodle": ("moodle", _moodle),
}
