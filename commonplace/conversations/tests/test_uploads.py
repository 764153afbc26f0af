"""Files wait for the words that they are brought for, within bounds, and go when nobody goes on with them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.conversations.actions.uploading import MOST_WAITING, let_unsent_go
from commonplace.conversations.models import Conversation, Draft, Post, Upload
from commonplace.conversations.tests.bringing import PLACED, UPLOADS, bring, picture, send
from commonplace.conversations.tests.typed import HERE, NEW, WORDS, SignIn
from commonplace.files.models import StoredFile
from commonplace.people.models import Person


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_draft_keeps_pictures_and_what_they_show(
    signed_in: SignIn, hal: Person, table: Space, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(hal)
    kept = bring(client, picture())
    said = {"text": "![](image.png)", "kept": kept, f"description_{kept[0]}": "A valve", "place": "opening"}
    assert client.post(f"{HERE}drafts/", WORDS | said).status_code == 204
    page = client.get(NEW).content.decode()
    assert f'name="kept" value="{kept[0]}"' in page
    assert [alt for _url, alt in PLACED.findall(page)] == ["A valve"]
    # In a draft it waits as long as the draft; without one it goes, bytes and all.
    later = timezone.now() + timedelta(days=30)
    path = Upload.objects.get().file.content.name
    assert let_unsent_go(now=later) == 0
    Draft.objects.all().delete()
    assert let_unsent_go(now=timezone.now() + timedelta(days=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert let_unsent_go(now=later) == 1
    assert (StoredFile.objects.count(), default_storage.exists(path)) == (0, False)
    # Whoever sends the old form hears of it, and nothing else is lost.
    answer = client.post(NEW, WORDS | said)
    assert (answer.status_code, "gone meanwhile" in answer.content.decode()) == (422, True)
    assert client.post(NEW, WORDS | {"text": "![](image.png)"}).status_code == 302


def test_a_draft_of_a_reply_gives_pictures_back(signed_in: SignIn, hal: Person, asked: Conversation) -> None:
    client = signed_in(hal)
    kept = bring(client, picture())
    client.post(f"{HERE}{asked.pk}/posts", {"text": "![](image.png)", "kept": kept, "draft": "1"})
    page = client.get(f"{HERE}{asked.pk}/").content.decode()
    assert f'name="kept" value="{kept[0]}"' in page
    answer = client.post(f"{HERE}{asked.pk}/posts", {"text": "![](image.png)", "kept": kept})
    assert answer.status_code == 302
    assert PLACED.findall(Post.objects.latest("pk").html)


def test_what_was_sent_stays_when_the_row_of_its_bringing_goes(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    post = send(client, "![](image.png)", bring(client, picture()))
    assert let_unsent_go(now=timezone.now() + timedelta(days=3)) == 1
    assert client.get(PLACED.findall(post.html)[0][0]).status_code == 200
    assert StoredFile.objects.count() == 1


def test_the_same_sending_twice_is_one_post(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    mark = "3f0e4b56-1111-4222-8333-444455556666"
    kept = bring(client, picture())
    for _ in range(2):
        send(client, "![](image.png)", kept, idempotency_key=mark)
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "can carry programs"),
        ("x.png", b"\x89PNG\r\n\x1a\n cut short", "cannot be read"),
        ("x.png", b"", "empty"),
    ],
)
def test_what_is_not_taken_says_why_and_leaves_nothing(
    signed_in: SignIn, hal: Person, table: Space, name: str, data: bytes, said: str
) -> None:
    answer = signed_in(hal).post(UPLOADS, {"attached": SimpleUploadedFile(name, data)})
    assert (answer.status_code, answer.content.decode().startswith(f"{name}: ")) == (422, True)
    assert said in answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert (Upload.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_only_who_writes_here_brings_files(signed_in: SignIn, stranger: Person, table: Space, client: Client) -> None:
    assert client.post(UPLOADS, {"attached": picture()}).status_code == 302
    assert signed_in(stranger).post(UPLOADS, {"attached": picture()}).status_code == 404
    assert StoredFile.objects.count() == 0


def test_there_is_an_end_to_what_waits(
    signed_in: SignIn, hal: Person, table: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(hal)
    kept = bring(client, *(SimpleUploadedFile(f"{number}.txt", b"a %d" % number) for number in range(10)))
    full = client.post(UPLOADS, {"attached": picture(), "kept": kept})
    assert (full.status_code, "Ten files are the most" in full.content.decode()) == (422, True)
    rows = [
        StoredFile(sha256="0" * 64, name=f"{number}.txt", content_type="text/plain", kind="document", size=1)
        for number in range(MOST_WAITING - 10)
    ]
    for stored in StoredFile.objects.bulk_create(rows):
        Upload.objects.create(person=hal, community=table.community, file=stored, name=stored.name)
    refused = client.post(UPLOADS, {"attached": picture()})
    assert (refused.status_code, "A hundred files" in refused.content.decode()) == (422, True)
    assert StoredFile.objects.filter(name="image.png").count() == 0
