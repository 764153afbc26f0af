"""A mailbox exported from a community and imported into another holds the same conversations."""

import json
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.doors import InLetters
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.splitting import split
from commonplace.conversations.models import Attachment, Conversation, Post
from commonplace.files.actions import keep_bytes
from commonplace.house.cli import main
from commonplace.lib.mail.mailbox import read_mailbox
from commonplace.lib.mail.message import MailMessage, read_all
from commonplace.lib.mail.writing import write
from commonplace.people.actions.erasing import erase
from commonplace.people.models import ArchiveAddress, Person
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.exporting import letters, posts_told, spaces_told
from commonplace.transfer.models import Import, Letter

pytestmark = pytest.mark.django_db

GONE = "someone who has left"


@pytest.fixture(autouse=True)
def of_this_house(settings: Any) -> None:
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = "https://commons.example", "mail.commons.example", True


def exported(path: Path, *more: str, slug: str = "stick") -> list[MailMessage]:
    assert main(["export", "mbox", str(path), "--community", slug, *more]) == 0
    return [one for one in read_all(read_mailbox(path)) if isinstance(one, MailMessage)]


def talks_of(posts: list[Post]) -> list[list[Any]]:
    """Conversations as people read them: the title, and in order who said what when, in answer to what, with what."""
    files: dict[int, list[tuple[str, str]]] = {}
    for one in Attachment.objects.filter(post__in=posts).select_related("file").order_by("position"):
        files.setdefault(one.post_id, []).append((one.name, one.file.sha256))
    there = {post.pk: post.number for post in posts}
    talks: dict[int, list[Post]] = {}
    for post in posts:
        talks.setdefault(post.conversation_id, []).append(post)
    told = []
    for some in talks.values():
        some.sort(key=lambda post: post.number)
        place = {post.pk: index for index, post in enumerate(some)}
        said = [
            [
                post.author.name if post.author else "" if post.is_automatic else GONE,
                post.source.strip(),
                post.written_at.replace(microsecond=0),
                # Who answers all, answers what opened it.
                place.get(post.reply_to_id or 0, 0) if post.pk in there and place[post.pk] else None,
                files.get(post.pk, []),
            ]
            for post in some
        ]
        told.append([some[0].conversation.title, said])
    return sorted(told, key=str)


def read_by_all(community: Community) -> list[Post]:
    return list(posts_told(list(spaces_told(community))).select_related("conversation"))


def imported(path: Path, slug: str = "elsewhere") -> list[Post]:
    space = house_for(slug).space
    outcome = bring_in(archive=Archive([path]), space=space)
    assert (outcome.aside, outcome.unreadable, outcome.already) == (0, 0, 0)
    return list(Post.objects.filter(conversation__space=space).select_related("author", "conversation"))


@pytest.fixture
def lived_in(
    stick: Community, table: Space, window: Space, circle: Space, hal: Person, rosa: Person, tomasz: Person,
    leila: Person, bring: Callable[..., Import], now: datetime,
) -> dict[str, Post]:  # fmt: skip
    """An archive and talk since: files, Markdown, two of one name; something held, taken back, joined, parted."""
    bring()
    Person.objects.filter(pk=leila.pk).update(name=hal.name)
    clock = iter(range(10_000))
    at = lambda: now - timedelta(days=90) + timedelta(minutes=next(clock))  # noqa: E731

    def opened(by: Person, space: Space, title: str, text: str, **more: Any) -> Post:
        return open_conversation(
            by=by, space=space, kind="question", title=title, text=text, at=at(), **more
        ).posts.get()

    def answered(by: Person, to: Post, text: str, **more: Any) -> Post:
        return reply(by=by, conversation=to.conversation, text=text, reply_to=to, at=at(), **more)

    pdf = keep_bytes(name="ślad węża.txt", data="Trasa węża.\n".encode())
    log = keep_bytes(name="log.txt", data=b"From here on\n" * 20_000)
    valve = opened(
        hal, table, "A valve that sings", "# Heard\n\n*Twice* at [night](https://x.example).\n\nFrom 2 to 3."
    )
    posts = {"valve": valve}
    posts["file"] = answered(tomasz, valve, "- one\n- two\n\n> so\n\nDługo. " + "ż" * 1200, attachments=[pdf, log])
    posts["deep"] = answered(leila, posts["file"], "`code` and **more**")
    posts["all"] = reply(by=rosa, conversation=valve.conversation, text="To all of you.", at=at())
    posts["held"] = answered(tomasz, valve, "Names a customer.")
    posts["under held"] = answered(hal, posts["held"], "I had not seen that.")
    posts["back"] = answered(tomasz, valve, "Never mind.")
    hold(by=rosa, kind="post", object_id=posts["held"].pk, community=stick, why="It names a customer.")
    withdraw(by=tomasz, post=posts["back"])
    posts["looks like an answer"] = opened(rosa, table, "Re: A valve that sings", "Another one.")
    posts["looks like a list"] = opened(rosa, window, "Łożysko [2]: co dalej", "Zażółć gęślą jaźń.")
    posts["of a group"] = opened(rosa, circle, "Between us", "Only here.")
    joined = opened(hal, table, "The same again", "It sings again.")
    answered(rosa, joined, "Does it.")
    parted = answered(hal, joined, "Something else altogether.")
    answered(rosa, parted, "Then elsewhere.")
    split(by=rosa, post=parted, title="Something else")
    merge(by=rosa, kept=valve.conversation, other=Conversation.objects.get(pk=joined.conversation_id))
    archived = Post.objects.filter(form="mail", number=3, is_automatic=False).order_by("pk")[0]
    posts["to the archive"] = answered(hal, archived, "I know that well.")
    gone = opened(tomasz, table, "Before I go", "Take care.")
    answered(hal, gone, "And you.")
    erase(person=tomasz, withdraw=False)
    return posts


def test_it_comes_back_as_it_went(lived_in: dict[str, Post], stick: Community, tmp_path: Path) -> None:
    before = talks_of(read_by_all(stick))
    assert len(before) > 20
    exported(tmp_path / "stick.mbox")
    after = talks_of(imported(tmp_path / "stick.mbox"))
    # A title loses what every mail program would take for the sign of an answer.
    expected = json.loads(json.dumps(before, default=str).replace('"Re: A valve that sings"', '"A valve that sings"'))
    assert sorted(json.loads(json.dumps(after, default=str)), key=str) == sorted(expected, key=str)


def test_two_of_one_name_stay_two(lived_in: dict[str, Post], stick: Community, tmp_path: Path) -> None:
    exported(tmp_path / "stick.mbox")
    posts = imported(tmp_path / "stick.mbox")
    writers = {post.author_id for post in posts if post.author and post.author.name == "Hal Brennan"}
    assert len(writers) == 2


def test_nothing_leaves_that_is_not_everyones(lived_in: dict[str, Post], tmp_path: Path, capsys: Any) -> None:
    sent = exported(tmp_path / "stick.mbox", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["letters"] == len(sent)
    assert (told["left_out"], told["spaces_left_out"], told["missing"]) == (2, ["circle"], [])
    text = "\n".join(one.text for one in sent)
    for words in ("Names a customer.", "Never mind.", "Only here."):
        assert words not in text
    raw = (tmp_path / "stick.mbox").read_bytes()
    addresses = {*ArchiveAddress.objects.values_list("address", flat=True), "hal@example.org", "rosa@example.org"}
    assert [one for one in addresses if one.encode() in raw] == []
    assert b"Tomasz" not in raw
    assert {one.sender.name for one in sent if one.text == "Take care."} == {GONE}
    assert (tmp_path / "stick.mbox").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob("*stick*")] == ["stick.mbox"]


def test_a_letter_says_what_our_letters_say(lived_in: dict[str, Post], tmp_path: Path) -> None:
    sent = {one.message_id: one for one in exported(tmp_path / "stick.mbox")}
    deep = sent[f"post.{lived_in['deep'].pk}@mail.commons.example"]
    line = [f"post.{lived_in[one].pk}@mail.commons.example" for one in ("valve", "file")]
    assert (list(deep.references), deep.in_reply_to) == (line, line[-1])
    assert (deep.subject, deep.list_id) == ("Re: A valve that sings", "<table.stick.mail.commons.example>")
    assert deep.sender.address == f"noreply-{lived_in['deep'].author_id}@mail.commons.example"
    answer = sent[f"post.{lived_in['to the archive'].pk}@mail.commons.example"]
    answered = lived_in["to the archive"].reply_to
    assert answered is not None
    original = Letter.objects.get(post=answered).message_id
    assert answer.references[-2:] == (f"post.{answered.pk}@mail.commons.example", original.strip("<>"))
    alone = sent[f"post.{lived_in['looks like an answer'].pk}@mail.commons.example"]
    assert alone.in_reply_to == ""


def test_one_space_alone(lived_in: dict[str, Post], tmp_path: Path, capsys: Any) -> None:
    (one,) = exported(tmp_path / "window.mbox", "--space", "window")
    assert one.subject == "Łożysko [2]: co dalej"
    assert "Letters: 1. Files with them: 0." in capsys.readouterr().out


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="@"), min_size=1, max_size=60)
SAID = st.lists(WORDS, min_size=1, max_size=6).map("\n".join).filter(str.strip)


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_said_comes_back(
    data: st.DataObject, stick: Community, table: Space, hal: Person, rosa: Person, leila: Person, tmp_path: Path
) -> None:
    at = timezone.now() - timedelta(days=100)
    with transaction.atomic():
        for number in range(data.draw(st.integers(1, 3))):
            at += timedelta(seconds=data.draw(st.integers(1, 90_000)))
            talk = open_conversation(
                by=hal, space=table, kind="tip", title=f"Tip {number}", text=data.draw(SAID), at=at
            )
            posts = [talk.posts.get()]
            for _ in range(data.draw(st.integers(0, 6))):
                at += timedelta(seconds=data.draw(st.integers(1, 9_000)))
                by, to = data.draw(st.sampled_from([hal, rosa, leila])), data.draw(st.sampled_from([None, *posts]))
                posts.append(reply(by=by, conversation=talk, text=data.draw(SAID), reply_to=to, at=at))
        path = tmp_path / "made.mbox"
        path.unlink(missing_ok=True)
        exported(path)
        before, after = talks_of(read_by_all(stick)), talks_of(imported(path))
        transaction.set_rollback(True)
    assert after == before


@pytest.fixture
def many(table: Space, hal: Person, now: datetime) -> Callable[[int], None]:
    def make(number: int) -> None:
        since, text = now - timedelta(days=200), "It sings at night. " * 300
        opened = Arrival(author=hal, at=since, source=text, title="Long")
        said = [Arrival(author=hal, at=since + timedelta(minutes=n), source=text, into=0) for n in range(1, number)]
        import_posts(space=table, arrivals=[opened, *said], origin="test")

    return make


def test_memory_and_queries_stay_flat(many: Callable[[int], None], stick: Community, tmp_path: Path) -> None:
    many(1500)
    spaces = list(spaces_told(stick))
    out = (tmp_path / "long.mbox").open("wb")
    tracemalloc.start()
    with out, CaptureQueriesContext(connection) as asked:
        for letter in letters(stick, spaces):
            write(out, letter)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "long.mbox").stat().st_size > 8 << 20
    assert peak < 6 << 20
    assert len(asked) < 80


def test_what_cannot_be_written_is_said(
    stick: Community, table: Space, circle: Space, tmp_path: Path, capsys: Any
) -> None:
    there = tmp_path / "there.mbox"
    there.write_text("mine")

    def said(*words: str) -> str:
        assert main(["export", "mbox", *words]) == 1
        return str(capsys.readouterr().err)

    assert "no community 'nowhere'" in said(str(tmp_path / "a"), "--community", "nowhere")
    assert "no space 'attic'" in said(str(tmp_path / "a"), "--community", "stick", "--space", "attic")
    assert "stays here" in said(str(tmp_path / "a"), "--community", "stick", "--space", "circle")
    Space.objects.filter(pk=table.pk).update(in_letters=InLetters.NOTICE)
    assert "stays here" in said(str(tmp_path / "a"), "--community", "stick", "--space", "table")
    assert "left as it is" in said(str(there), "--community", "stick")
    assert "no folder" in said(str(tmp_path / "no" / "a"), "--community", "stick")
    assert (there.read_text(), list(tmp_path.iterdir())) == ("mine", [there])


def test_a_file_that_is_gone_is_named(stick: Community, table: Space, hal: Person, tmp_path: Path, capsys: Any) -> None:
    log = keep_bytes(name="log.txt", data=b"It sings.\n")
    open_conversation(by=hal, space=table, kind="tip", title="A log", text="Here.", attachments=[log])
    default_storage.delete(log.content.name)
    path = tmp_path / "stick.mbox"
    assert main(["export", "mbox", str(path), "--community", "stick", "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["missing"] == ["log.txt"]
    assert "log.txt" in told.err
    (read,) = [one for one in read_all(read_mailbox(path)) if isinstance(one, MailMessage)]
    assert (read.text, read.attachments) == ("Here.", ())


def test_what_broke_off_leaves_nothing(
    lived_in: dict[str, Post], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_out: BytesIO, _letter: Any) -> list[str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("commonplace.house.cli.export.write", full)
    with pytest.raises(OSError, match="No space"):
        main(["export", "mbox", str(tmp_path / "stick.mbox"), "--community", "stick"])
    assert list(tmp_path.glob("*stick*")) == []
