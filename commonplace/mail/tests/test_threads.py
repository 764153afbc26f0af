"""Mail programs put our letters into the threads that we have, by their headers alone."""

import mailbox
from collections.abc import Iterable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post
from commonplace.lib.mail.mailbox import read_mailbox
from commonplace.lib.mail.message import MailMessage, read_all
from commonplace.lib.mail.threading import Assembler
from commonplace.mail.headers import MOST_ANCESTORS, message_ids, post_behind
from commonplace.mail.models import Arrival
from commonplace.mail.tests.letters import as_read, letter_to
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = "https://commons.example", "mail.commons.example", True


def parents(mails: Iterable[EmailMessage]) -> dict[str, str | None]:
    """What each letter answers, as Jamie Zawinski's algorithm tells it: the last of its references that is there."""
    mails = list(mails)
    here = {mail["Message-ID"] for mail in mails}
    line = {mail["Message-ID"]: str(mail["References"] or "").split() for mail in mails}
    return {own: next((one for one in reversed(ids) if one in here), None) for own, ids in line.items()}


@pytest.fixture
def talk(table: Space, hal: Person, rosa: Person, tomasz: Person) -> dict[str, Post]:
    """An opening with two answers, of which one is answered twice over, and one that answers nobody in particular."""
    asked = open_conversation(by=hal, space=table, kind="question", title="Which clamp?", text="On lead.")
    posts = {"asked": asked.posts.get()}
    for name, by, to in (
        ("first", rosa, "asked"),
        ("second", tomasz, "asked"),
        ("under", hal, "first"),
        ("deep", rosa, "under"),
    ):
        posts[name] = reply(by=by, conversation=asked, text=f"I say {name}.", reply_to=posts[to])
    posts["all"] = reply(by=tomasz, conversation=asked, text="To all.")
    return posts


EXPECTED = {"asked": None, "first": "asked", "second": "asked", "under": "first", "deep": "under", "all": "asked"}


def test_letters_make_the_tree_of_the_conversation(talk: dict[str, Post], leila: Person):
    mails = {name: as_read(letter_to(post, leila)) for name, post in talk.items()}
    names = {mail["Message-ID"]: name for name, mail in mails.items()}
    found = {names[own]: names[above] if above else None for own, above in parents(mails.values()).items()}
    assert found == EXPECTED
    assert {name: mail["In-Reply-To"] for name, mail in mails.items()} == {
        name: mails[above]["Message-ID"] if above else None for name, above in EXPECTED.items()
    }


@pytest.mark.parametrize("missing", ["asked", "first", "under"])
def test_whoever_has_not_all_letters_has_one_thread_all_the_same(talk: dict[str, Post], leila: Person, missing: str):
    mails = [as_read(letter_to(post, leila)) for name, post in talk.items() if name != missing]
    named = {mail["Message-ID"]: set(str(mail["References"] or "").split()) | {mail["Message-ID"]} for mail in mails}
    # All meet in the opening, whether it is there or not.
    [opening] = message_ids([talk["asked"].pk]).values()
    assert all(opening in ids for ids in named.values())


def test_a_mailbox_of_our_letters_imported_again_is_the_conversations_they_were(
    talk: dict[str, Post], leila: Person, table: Space, hal: Person, tmp_path: Path
):
    other = open_conversation(by=hal, space=table, kind="question", title="Which clamp?", text="On steel.").posts.get()
    box = mailbox.mbox(tmp_path / "box.mbox")
    for post in reversed([*talk.values(), other]):
        box.add(as_read(letter_to(post, leila)).as_bytes())
    box.close()
    letters = [one for one in read_all(read_mailbox(tmp_path / "box.mbox")) if isinstance(one, MailMessage)]
    threads = Assembler()
    threads.add(letters)
    ids = {name: message_ids([post.pk])[post.pk].strip("<>") for name, post in {**talk, "other": other}.items()}
    assert sorted(map(sorted, threads.conversations().values())) == sorted(
        [sorted(ids[name] for name in talk), [ids["other"]]]
    )
    said = {one.message_id: one for one in letters}
    assert said[ids["first"]].sender.name == "Rosa Quispe"
    assert "I say first." in said[ids["first"]].text


def test_a_post_has_one_id_for_everyone_and_for_good(talk: dict[str, Post], leila: Person, rosa: Person, settings):
    ids = {as_read(letter_to(talk["first"], one))["Message-ID"] for one in (leila, rosa)}
    assert ids == {f"<post.{talk['first'].pk}@mail.commons.example>"}
    settings.SECRET_KEY = "another" * 9
    assert set(message_ids([talk["first"].pk]).values()) == ids


def test_a_reply_finds_its_post_and_nothing_that_was_made_up_does(talk: dict[str, Post], table: Space):
    post, here = talk["first"], table.community_id
    [known] = message_ids([post.pk]).values()
    assert (
        post_behind([known], here) == post_behind([known.strip("<>").upper().replace("POST", "post")], here) == post.pk
    )
    assert post_behind(["<x@elsewhere.example>", known], here) == post.pk
    for other in (
        f"<post.{post.pk}@elsewhere.example>",
        "<post.999999@mail.commons.example>",
        "<post.x@y>",
        "",
        "<" * 999,
    ):
        assert post_behind([other], here) is None
    assert post_behind([known], here + 1) is None


def test_a_post_keeps_its_id_and_its_line_where_conversations_are_joined_or_parted(
    talk: dict[str, Post], table: Space, hal: Person, ines: Person, leila: Person
):
    other = open_conversation(by=hal, space=table, kind="question", title="And which pipe?", text="On lead.")
    before = message_ids([post.pk for post in talk.values()])
    merge(by=ines, kept=other, other=talk["asked"].conversation)
    moved = Post.objects.select_related("conversation").get(pk=talk["deep"].pk)
    assert moved.conversation_id == other.pk
    assert message_ids(list(before)) == before
    line = str(as_read(letter_to(moved, leila))["References"]).split()
    assert [before[talk[name].pk] for name in ("asked", "first", "under")] == [
        one for one in line if one in before.values()
    ]


def test_whoever_wrote_by_mail_finds_the_answers_under_their_own_letter(
    talk: dict[str, Post], rosa: Person, leila: Person
):
    """Their program knows what they sent by the id that it gave; nobody else hears of that."""
    own, first = "<CAF00=rosa-1@elsewhere.example>", talk["first"]
    raw = b"From: x\r\nMessage-Id:\r\n " + own.encode() + b"\r\n\r\nMessage-ID: <no@x>\r\n" + b"x" * 99_999
    Arrival.objects.create(digest="d", letter="l", recipient="r@x.example", raw=raw, post=first, person=rosa)
    ours = message_ids([first.pk])[first.pk]
    to_rosa, to_leila = (as_read(letter_to(talk["under"], one)) for one in (rosa, leila))
    assert str(to_rosa["References"]).split()[-2:] == [ours, own]
    assert (to_rosa["In-Reply-To"], to_leila["In-Reply-To"]) == (own, ours)
    assert "elsewhere" not in to_leila.as_string()
    assert as_read(letter_to(first, leila))["Message-ID"] == ours


def test_a_long_line_of_answers_is_named_by_its_ends(table: Space, hal: Person, rosa: Person, leila: Person):
    asked = open_conversation(by=hal, space=table, kind="question", title="Deep?", text="On.")
    post = first = asked.posts.get()
    for n in range(MOST_ANCESTORS + 10):
        post = reply(by=(hal, rosa)[n % 2], conversation=asked, text=f"{n}", reply_to=post)
    line = str(as_read(letter_to(post, leila))["References"]).split()
    assert (len(line), line[0]) == (MOST_ANCESTORS + 1, message_ids([first.pk])[first.pk])
    assert line[-1] == message_ids([post.reply_to_id])[post.reply_to_id]
    assert asked.opened_at < timezone.now() + timedelta(days=1)
