"""A picture is brought while one writes, described, placed in the words, and seen by those who may read them."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.splitting import split
from commonplace.conversations.models import Attachment, Conversation, Post, Revision, Upload
from commonplace.conversations.tests.bringing import PLACED, bring, picture, send
from commonplace.conversations.tests.typed import HERE, NEW, WORDS, SignIn
from commonplace.files.models import StoredFile
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry
from commonplace.web.everything import words_of


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_picture_brought_while_writing_is_placed_and_described(
    signed_in: SignIn, hal: Person, leila: Person, stranger: Person, table: Space
) -> None:
    client = signed_in(hal)
    one, two = bring(client, picture(), picture(size=(20, 40)))
    assert list(Upload.objects.order_by("pk").values_list("name", flat=True)) == ["image.png", "image-2.png"]
    shown = {f"description_{one}": "A valve,\nhalf open", f"description_{two}": "The pit"}
    post = send(client, "Look: ![](image.png) there", [one, two], **shown)
    assert PLACED.findall(post.html) == [(f"/files/{one}/image.png", "A valve, half open")]
    page = client.get(f"{HERE}{post.conversation_id}/").content.decode()
    # In its place, and not below as well; the other stands below.
    assert page.count('alt="A valve, half open"') == 1
    pictures = page[page.index('<div class="pictures">') :]
    assert 'alt="The pit"' in pictures
    assert "image.png" not in pictures[: pictures.index("</div>")]
    assert "no description yet" not in page
    seen = {}
    for person in (leila, stranger):
        client.force_login(person)
        seen[person.name] = client.get(f"/files/{one}/image.png").status_code
    assert seen == {leila.name: 200, stranger.name: 404}


def test_without_script_it_is_attached_described_and_placed_by_the_sign_that_the_form_tells(
    signed_in: SignIn, hal: Person, table: Space
) -> None:
    client = signed_in(hal)
    page = client.post(NEW, WORDS | {"attached": [picture("the valve (1).png")], "preview": "1"}).content.decode()
    kept = re.findall(r'name="kept" value="(\d+)"', page)
    sign = unescape(re.findall(r"Where <code>(.*?)</code>", page)[0])
    assert sign == "![](<the valve (1).png>)"
    said = {"text": f"Here: {sign}", "kept": kept, f"description_{kept[0]}": "A valve"}
    page = client.post(NEW, WORDS | said | {"preview": "1"}).content.decode()
    preview = page[page.index('id="preview"') :]
    assert [alt for _url, alt in PLACED.findall(preview)] == ["A valve"]
    assert ">\nA valve</textarea>" in page
    assert client.get(PLACED.findall(preview)[0][0]).status_code == 200
    post = send(client, said["text"], kept, **{f"description_{kept[0]}": "A valve"})
    assert [alt for _url, alt in PLACED.findall(post.html)] == ["A valve"]


def test_the_preview_shows_the_picture_to_its_bringer_alone(
    signed_in: SignIn, hal: Person, leila: Person, table: Space
) -> None:
    client = signed_in(hal)
    kept = bring(client, picture())
    look = {"text": "![](image.png)", "kept": kept, "space": "table"}
    shown = client.post(f"{HERE}preview", look).content.decode()
    address = PLACED.findall(shown)[0][0]
    assert client.get(address).status_code == 200
    client.force_login(leila)
    assert "<img" not in client.post(f"{HERE}preview", look).content.decode()
    assert client.get(address).status_code == 404


def test_a_missing_description_is_asked_for_and_stops_nothing(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    kept = bring(client, picture(), picture(size=(20, 40)))
    post = send(client, "![A valve](image.png)", kept)
    page = client.get(f"{HERE}{post.conversation_id}/").content.decode()
    assert "A picture has no description yet" in page
    change = f"{HERE}{post.conversation_id}/posts/1/text"
    form = client.get(change).content.decode()
    assert f'name="description_{kept[1]}"' in form
    words = {"text": post.source, "on_revision": "1", "title": "A wet finger", "kind": "tip"}
    answer = client.post(change, words | {f"description_{kept[1]}": "The zqpit from above"})
    assert answer.status_code == 302
    assert Attachment.objects.get(file=kept[1]).description == "The zqpit from above"
    # The words are as they were, so there is no state of them; search knows what the picture shows.
    assert (Revision.objects.count(), Post.objects.get(pk=post.pk).revision) == (0, 1)
    assert SearchEntry.objects.filter(kind="post", object_id=post.pk, body__contains="zqpit").exists()


def test_what_stands_in_brackets_is_said_where_the_field_is_empty_and_found(
    signed_in: SignIn, hal: Person, table: Space
) -> None:
    client = signed_in(hal)
    post = send(client, "![A zqvalve](image.png)", bring(client, picture()))
    assert [alt for _url, alt in PLACED.findall(post.html)] == ["A zqvalve"]
    assert "zqvalve" in SearchEntry.objects.get(kind="post", object_id=post.pk).body


def test_a_change_brings_places_describes_and_leaves_out(
    signed_in: SignIn, hal: Person, rosa: Person, table: Space, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(hal)
    kept = bring(client, picture())
    post = send(client, "![](image.png)", kept)
    change = f"{HERE}{post.conversation_id}/posts/1/text"
    about = {"conversation": str(post.conversation_id), "changes": "1"}
    new = bring(client, picture(size=(20, 40)), **about)
    words = {"title": "A wet finger", "kind": "tip", "on_revision": "1"}
    look = {**words, **about, "text": "![](image-2.png) ![](image.png)", "kept": new, "leave_out": kept}
    shown = client.post(f"{HERE}preview", look).content.decode()
    assert (shown.count("<img"), f"/files/{new[0]}/image-2.png" in shown) == (1, True)
    path = StoredFile.objects.get(pk=kept[0]).content.name
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(change, look).status_code == 302
    post.refresh_from_db()
    assert [one.name for one in post.attachments.all()] == ["image-2.png"]
    assert (post.html.count("<img"), "image.png" in post.html) == (1, True)
    # What was left out is gone for good, as nobody else's words came with it.
    assert (StoredFile.objects.filter(pk=kept[0]).exists(), default_storage.exists(path)) == (False, False)
    # A steward changes the words and not the files.
    client.force_login(rosa)
    steward = {"text": "Better: ![](image-2.png)", "title": "A wet finger", "kind": "tip", "on_revision": "2"}
    assert client.post(change, steward | {"leave_out": new, f"description_{new[0]}": "Mine"}).status_code == 302
    post.refresh_from_db()
    assert post.html.count("<img") == 1
    assert Attachment.objects.get().description == ""


def test_a_file_brought_in_a_change_is_kept_while_one_looks(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    post = send(client, "Words.", [])
    change = f"{HERE}{post.conversation_id}/posts/1/text"
    words = {"text": "![](image.png)", "title": "A wet finger", "kind": "tip", "on_revision": "1"}
    page = client.post(change, words | {"attached": [picture()], "preview": "1"}).content.decode()
    assert PLACED.findall(page)
    kept = re.findall(r'name="kept" value="(\d+)"', page)
    assert client.post(change, words | {"kept": kept}).status_code == 302
    assert [one.name for one in post.attachments.all()] == ["image.png"]


def test_it_is_held_and_goes_along_with_its_post(
    signed_in: SignIn, hal: Person, leila: Person, rosa: Person, asked: Conversation
) -> None:
    client = signed_in(leila)
    kept = bring(client, picture())
    client.post(f"{HERE}{asked.pk}/posts", {"text": "![](image.png)", "kept": kept})
    post = Post.objects.latest("pk")
    address = PLACED.findall(post.html)[0][0]
    made = split(by=rosa, post=post, title="On its own")
    client.force_login(hal)
    page = client.get(f"{HERE}{made.pk}/").content.decode()
    assert (address in page, client.get(address).status_code) == (True, 200)
    hold(by=rosa, kind="conversation", object_id=made.pk, community=asked.community, why="It shows a house.")
    assert client.get(address).status_code == 404


def test_quoting_brings_the_words_and_not_the_picture(
    signed_in: SignIn, hal: Person, leila: Person, table: Space
) -> None:
    client = signed_in(hal)
    post = send(client, "See ![A valve](image.png) and ![](image.png)", bring(client, picture()))
    client.force_login(leila)
    page = client.get(f"{HERE}{post.conversation_id}/?quote=1").content.decode()
    assert "&gt; See A valve and (a picture)" in page


@pytest.mark.parametrize("withdraw", [True, False])
def test_who_is_erased_leaves_no_picture_that_was_not_sent(
    signed_in: SignIn, hal: Person, table: Space, withdraw: bool
) -> None:
    client = signed_in(hal)
    post = send(client, "![](image.png)", bring(client, picture()))
    bring(client, picture("other.png", size=(20, 40)))
    erase(person=hal, withdraw=withdraw)
    left = [] if withdraw else ["image.png"]
    assert list(StoredFile.objects.values_list("name", flat=True)) == left
    assert Upload.objects.count() == 0
    assert Post.objects.get(pk=post.pk).html.count("<img") == len(left)


def test_everything_of_mine_has_what_it_shows_and_what_waits(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    kept = bring(client, picture())
    send(client, "![](image.png)", kept, **{f"description_{kept[0]}": "A valve"})
    bring(client, picture("other.png", size=(20, 40)))
    told = json.loads("".join(words_of(hal, now=timezone.now())))
    assert [one["description"] for one in told["files"]] == ["A valve"]
    assert [one["name"] for one in told["files_not_sent"]] == ["image.png", "other.png"]


def test_what_it_shows_has_an_end(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    kept = bring(client, picture())
    answer = client.post(NEW, WORDS | {"kept": kept, f"description_{kept[0]}": "x" * 501})
    assert (answer.status_code, "takes more than 500 characters" in answer.content.decode()) == (422, True)
    assert "x" * 501 in answer.content.decode()
