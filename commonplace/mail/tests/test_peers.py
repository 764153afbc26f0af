"""Other people's programs on our letters: notmuch puts them into our threads, SpamAssassin finds no fault of form."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post
from commonplace.letters.envelope import as_mail
from commonplace.mail.tests.judged import faults_of_form
from commonplace.mail.tests.letters import as_read, letter_to
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = "https://commons.example", "mail.commons.example", True
    settings.DEFAULT_FROM_EMAIL = "Commons <house@commons.example>"


def notmuch(folder: Path, *words: str) -> str:
    environment = {**os.environ, "NOTMUCH_CONFIG": str(folder / "config"), "HOME": str(folder)}
    ran = subprocess.run(["notmuch", *words], env=environment, text=True, capture_output=True, check=True, timeout=60)
    return ran.stdout


@pytest.mark.skipif(shutil.which("notmuch") is None, reason="notmuch is not installed")
def test_notmuch_shows_our_threads(table: Space, hal: Person, rosa: Person, leila: Person, tmp_path: Path) -> None:
    posts: list[Post] = []
    for title in ("Which clamp?", "Which clamp?", "A valve that sings"):
        asked = open_conversation(by=hal, space=table, kind="question", title=title, text="On lead.")
        first = asked.posts.get()
        answer = reply(by=rosa, conversation=asked, text="The blue one.", reply_to=first)
        posts += [first, answer, reply(by=hal, conversation=asked, text="It held.", reply_to=answer)]
    mail = tmp_path / "mail"
    mail.mkdir()
    for post in reversed(posts):
        (mail / f"{post.pk}.eml").write_bytes(as_read(letter_to(post, leila)).as_bytes())
    (tmp_path / "config").write_text(f"[database]\npath={mail}\n[user]\nname=L\nprimary_email=leila@example.org\n")
    notmuch(tmp_path, "new")
    threads = json.loads(notmuch(tmp_path, "show", "--format=json", "--body=false", "--entire-thread=true", "*"))

    def tree(nodes: list) -> list:
        return [(message["id"], tree(below)) for message, below in nodes]

    def mark(post: Post) -> str:
        return f"post.{post.pk}@mail.commons.example"

    thirds = zip(posts[::3], posts[1::3], posts[2::3], strict=True)
    expected = [[(mark(a), [(mark(b), [(mark(c), [])])])] for a, b, c in thirds]
    assert sorted(map(tree, threads)) == sorted(expected)


@pytest.mark.skipif(shutil.which("spamassassin") is None, reason="SpamAssassin is not installed")
def test_spamassassin_finds_no_fault_of_form(answered: Post, leila: Person, tmp_path: Path) -> None:
    raw = as_mail(letter_to(answered, leila)).message().as_bytes()
    assert faults_of_form(raw, tmp_path) == []
