"""Writing: what is sent is kept once, what cannot be sent comes back, and nothing is lost on the way."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from commonplace.communities.models import Community, Space
from commonplace.conversations import rate
from commonplace.conversations.actions.ending import close
from commonplace.conversations.forms import sign_brought
from commonplace.conversations.models import Attachment, Conversation, Draft, Post
from commonplace.files.models import StoredFile
from commonplace.people.models import Person

HERE = "/c/stick/conversations/"
NEW = f"{HERE}new"
SignIn = Callable[[Person], Client]

WORDS = {
    "kind": "tip",
    "title": "A wet finger",
    "text": "It finds a draught.",
    "space": "table",
    "topics": "tricks, air",
}


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(name: str = "valve.png") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


def test_what_is_sent_is_kept(signed_in: SignIn, hal: Person, table: Space) -> None:
    page = signed_in(hal).post(NEW, WORDS)
    made = Conversation.objects.get()
    assert page["Location"] == f"{HERE}{made.pk}/"
    assert (made.kind, made.title, made.space, made.author) == ("tip", "A wet finger", table, hal)
    assert sorted(made.topics.values_list("name", flat=True)) == ["air", "tricks"]
    assert Draft.objects.count() == 0


def test_a_form_sent_twice_makes_one(signed_in: SignIn, hal: Person, table: Space, asked: Conversation) -> None:
    client = signed_in(hal)
    once = str(uuid4())
    first = client.post(NEW, WORDS | {"once": once})
    assert client.post(NEW, WORDS | {"once": once})["Location"] == first["Location"]
    once = str(uuid4())
    for _ in range(2):
        client.post(f"{HERE}{asked.pk}/posts", {"text": "Twice", "once": once})
    assert (Conversation.objects.count(), Post.objects.filter(conversation=asked).count()) == (2, 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"text": " \n "}, "text"),
        ({"text": "x" * 60_001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"kind": "decree"}, "kind"),
        ({"space": "circle"}, "space"),
        ({"space": "nowhere"}, "space"),
        ({"topics": ",".join("abcdefghij")}, "topics"),
    ],
)
def test_what_cannot_be_sent_comes_back(
    signed_in: SignIn, hal: Person, circle: Space, wrong: dict[str, str], field: str
) -> None:
    page = signed_in(hal).post(NEW, WORDS | wrong)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert b"data-returned" in page.content
    assert Conversation.objects.count() == 0
    given_back = page.content.decode()
    for name in ("title", "text", "topics"):
        assert (WORDS | wrong)[name].replace("\0", "").strip() in given_back.replace("\0", "")
    draft = Draft.objects.get(person=hal)
    assert draft.words.get("text", "") == (WORDS | wrong)["text"].replace("\0", "")


def test_ten_megabytes_are_refused_and_nothing_breaks(signed_in: SignIn, hal: Person, table: Space) -> None:
    page = signed_in(hal).post(NEW, WORDS | {"text": "x" * 10_000_000})
    assert page.status_code == 400
    assert Conversation.objects.count() == 0


def test_script_and_turned_directions_do_no_harm(signed_in: SignIn, hal: Person, table: Space) -> None:
    text = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> \u202egnp.exe"
    client = signed_in(hal)
    client.post(NEW, WORDS | {"title": "<b>bold</b> \u202etitle", "text": text})
    made = Conversation.objects.get()
    html = made.posts.get().html
    assert ("<script" in html, "javascript:" in html.replace("javascript:alert(1))", ""), "<img" in html) == (
        False,
        False,
        False,
    )
    assert "\u202e" not in html + made.title
    assert "<b>bold" not in client.get(f"{HERE}{made.pk}/").content.decode()


@pytest.mark.parametrize("body", [{"reply_to": "abc"}, {"reply_to": "-1"}, {"once": "no mark"}, {"reply_to": "99"}])
def test_wrong_types_in_a_reply_do_no_harm(
    signed_in: SignIn, hal: Person, asked: Conversation, body: dict[str, str]
) -> None:
    page = signed_in(hal).post(f"{HERE}{asked.pk}/posts", {"text": "Words"} | body)
    assert page.status_code in (302, 422)


def test_reply_answers_a_post(signed_in: SignIn, leila: Person, answered: Post) -> None:
    here = answered.conversation
    signed_in(leila).post(f"{HERE}{here.pk}/posts", {"text": "Which make?", "reply_to": "2"})
    assert here.posts.get(number=3).reply_to == answered


def test_quote_prefills_the_reply(signed_in: SignIn, leila: Person, answered: Post) -> None:
    page = signed_in(leila).get(f"{HERE}{answered.conversation_id}/?quote=2").content.decode()
    assert "&gt; We had one. It was the **air valve** uphill" in page


def test_mentions_call_members_by_name(
    signed_in: SignIn, hal: Person, tomasz: Person, stranger: Person, asked: Conversation
) -> None:
    text = "Ask @tomasz wilk, not @Stranger Ng or foo@Hal Brennan."
    signed_in(hal).post(f"{HERE}{asked.pk}/posts", {"text": text})
    post = asked.posts.get(number=2)
    assert [one.person for one in post.mentions.all()] == [tomasz]
    assert f'href="/c/stick/people/{tomasz.pk}/"' in post.html


def test_a_name_that_two_bear_calls_neither(
    member: Any, signed_in: SignIn, hal: Person, asked: Conversation, someone: Any
) -> None:
    first = member("Élodie Roy")
    second = member("Second Roy")
    Person.objects.filter(pk=second.pk).update(name="Élodie Roy")
    signed_in(hal).post(f"{HERE}{asked.pk}/posts", {"text": "Ask @Élodie Roy"})
    assert asked.posts.get(number=2).mentions.count() == 0
    Person.objects.filter(pk=second.pk).update(name="Second Roy")
    signed_in(hal).post(f"{HERE}{asked.pk}/posts", {"text": "Ask @élodie roy"})
    assert [one.person for one in asked.posts.get(number=3).mentions.all()] == [first]


def test_pictures_and_documents_come_along(
    signed_in: SignIn, hal: Person, leila: Person, stranger: Person, table: Space
) -> None:
    client = signed_in(hal)
    sheet = SimpleUploadedFile("sheet.csv", b"night,flow\n1,2\n", content_type="text/csv")
    client.post(NEW, WORDS | {"attached": [picture(), sheet]})
    made = Conversation.objects.get()
    assert list(made.posts.get().attachments.order_by("position").values_list("name", flat=True)) == [
        "valve.png",
        "sheet.csv",
    ]
    page = client.get(f"{HERE}{made.pk}/").content.decode()
    one = Attachment.objects.get(name="valve.png")
    address = f"/files/{one.file_id}/valve.png"
    assert f'<img src="{address}"' in page
    assert "15\xa0bytes" in page
    seen = {}
    for person in (leila, stranger):
        client.force_login(person)
        seen[person.name] = client.get(address).status_code
    assert seen == {leila.name: 200, stranger.name: 404}


def test_a_file_that_is_refused_says_why_and_the_others_stay(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    drawing = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    page = client.post(NEW, WORDS | {"attached": [picture(), drawing]})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["attached"])
    assert b"Here already" in page.content
    client.post(NEW, WORDS | {"kept": page.context["kept"]})
    assert Attachment.objects.get().name == "valve.png"


def test_files_of_others_are_not_brought(signed_in: SignIn, hal: Person, table: Space) -> None:
    stored = StoredFile.objects.create(
        sha256="0" * 64, name="secret.pdf", content_type="application/pdf", kind="document", size=1
    )
    signed_in(hal).post(NEW, WORDS | {"kept": f"[{stored.pk}]"})
    assert Attachment.objects.count() == 0
    assert sign_brought([]) == ""


def test_draft_is_kept_given_back_and_gone_when_sent(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    kept = client.post(f"{HERE}drafts/", WORDS | {"place": "opening", "text": "Half a thou"})
    assert kept.status_code == 204
    page = client.get(NEW).content.decode()
    assert ("Given back" in page, "Half a thou" in page) == (True, True)
    assert "A wet finger" in client.get(f"{HERE}drafts/").content.decode()
    client.post(NEW, WORDS | {"place": "opening"})
    assert Draft.objects.count() == 0


def test_beginning_afresh_keeps_the_old_words(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    client.post(f"{HERE}drafts/", WORDS | {"place": "opening"})
    client.post(NEW, WORDS | {"place": "opening", "afresh": "1"})
    assert "A wet finger" not in client.get(NEW).content.decode()
    draft = Draft.objects.get()
    assert "A wet finger" in client.get(f"{NEW}?draft={draft.pk}").content.decode()


def test_drafts_are_for_their_writer_alone(signed_in: SignIn, hal: Person, rosa: Person, table: Space) -> None:
    client = signed_in(hal)
    client.post(f"{HERE}drafts/", WORDS | {"place": "opening"})
    draft = Draft.objects.get()
    client.force_login(rosa)
    assert "A wet finger" not in client.get(f"{HERE}drafts/").content.decode()
    assert "A wet finger" not in client.get(f"{NEW}?draft={draft.pk}").content.decode()
    assert client.post(f"{HERE}drafts/{draft.pk}").status_code == 404


def test_draft_of_a_reply_stands_in_the_reply(signed_in: SignIn, hal: Person, asked: Conversation) -> None:
    client = signed_in(hal)
    client.post(f"{HERE}{asked.pk}/posts", {"text": "Half a thou", "draft": "1"})
    assert "Half a thou" in client.get(f"{HERE}{asked.pk}/").content.decode()
    assert "Reply to: A valve that sings" in client.get(f"{HERE}drafts/").content.decode()


@pytest.mark.parametrize("place", ["", "reply:abc", "reply:999999", "edit:1", "opening:../x"])
def test_drafts_of_nothing_are_refused(signed_in: SignIn, hal: Person, table: Space, place: str) -> None:
    answer = signed_in(hal).post(f"{HERE}drafts/", WORDS | {"place": place})
    assert answer.status_code == (204 if place.startswith("opening") else 400)


def test_closed_conversation_gives_the_words_back(
    signed_in: SignIn, hal: Person, tomasz: Person, asked: Conversation
) -> None:
    close(by=hal, conversation=asked, why="Found.")
    page = signed_in(tomasz).post(f"{HERE}{asked.pk}/posts", {"text": "A word too late"})
    assert page.status_code == 403
    assert "A word too late" in page.content.decode()
    assert Draft.objects.get(person=tomasz).words["text"] == "A word too late"


def test_too_much_in_an_hour_waits_and_is_kept(
    signed_in: SignIn, hal: Person, asked: Conversation, monkeypatch: Any
) -> None:
    client = signed_in(hal)
    Person.objects.filter(pk=hal.pk).update(joined_at=timezone.now())
    for n in range(rate.ON_THE_FIRST_DAY - 1):
        assert client.post(f"{HERE}{asked.pk}/posts", {"text": f"Line {n}"}).status_code == 302
    page = client.post(f"{HERE}{asked.pk}/posts", {"text": "One too many"})
    assert page.status_code == 429
    assert "There is room again from" in page.content.decode()
    assert "One too many" in page.content.decode()


def test_preview_shows_what_others_will_see(signed_in: SignIn, hal: Person, asked: Conversation) -> None:
    client = signed_in(hal)
    alone = client.post(f"{HERE}preview", {"title": "T", "text": "**bold**", "kind": "tip"}).content.decode()
    assert "<strong>bold</strong>" in alone
    without_script = client.post(NEW, WORDS | {"text": "**bold**", "preview": "1"}).content.decode()
    assert "<strong>bold</strong>" in without_script
    reply = client.post(f"{HERE}{asked.pk}/posts", {"text": "**bold**", "preview": "1"}).content.decode()
    assert "<strong>bold</strong>" in reply
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["new", "drafts/", "preview", "similar", "{pk}/posts", "{pk}/closure", "{pk}/posts/1/text"]
)
def test_whoever_is_not_in_does_not_write(
    client: Client, stranger: Person, stick: Community, asked: Conversation, path: str
) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    address = HERE + path.format(pk=asked.pk)
    assert client.post(address, WORDS).status_code in (302, 405)
    client.force_login(stranger)
    answer = client.post(address, WORDS)
    assert answer.status_code in (404, 405) or answer["Location"] == "/c/stick/join"
    assert (Conversation.objects.count(), Post.objects.count(), Draft.objects.count()) == (1, 1, 0)


def test_forged_token_changes_nothing(hal: Person, asked: Conversation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(hal)
    assert client.post(f"{HERE}{asked.pk}/posts", {"text": "Forged"}).status_code == 403
    assert Post.objects.count() == 1


def test_two_who_change_one_post_lose_nothing(client: Client, tomasz: Person, rosa: Person, answered: Post) -> None:
    address = f"{HERE}{answered.conversation_id}/posts/2/text"
    for person in (tomasz, rosa):
        client.force_login(person)
        assert client.get(address).context["form"]["on_revision"].value() == 1
    client.force_login(tomasz)
    client.post(address, {"text": "It was the check valve.", "on_revision": "1"})
    client.force_login(rosa)
    page = client.post(address, {"text": "It was the gate valve.", "on_revision": "1"})
    assert page.status_code == 409
    shown = page.content.decode()
    assert ("It was the check valve." in shown, "It was the gate valve." in shown) == (True, True)
    assert "Tomasz Wilk" in shown
    client.post(address, {"text": "It was the gate valve.", "on_revision": page.context["form"]["on_revision"].value()})
    answered.refresh_from_db()
    assert (answered.source, answered.revision, answered.edited_by) == ("It was the gate valve.", 3, rosa)
    states = list(answered.revisions.order_by("number").values_list("source", flat=True))
    assert states[1] == "It was the check valve."


def test_opening_is_changed_with_its_title_and_topics(signed_in: SignIn, hal: Person, asked: Conversation) -> None:
    changed = {
        "title": "A valve that hums",
        "text": "It hums.",
        "kind": "problem",
        "topics": "noise",
        "on_revision": "1",
    }
    signed_in(hal).post(f"{HERE}{asked.pk}/posts/1/text", changed)
    asked.refresh_from_db()
    assert (asked.title, asked.kind, [one.name for one in asked.topics.all()]) == (
        "A valve that hums",
        "problem",
        ["noise"],
    )
    assert asked.posts.get().revisions.get().title == "A valve that sings at night"


def test_compose_costs_few_queries(
    signed_in: SignIn,
    rosa: Person,
    window: Space,
    circle: Space,
    asked: Conversation,
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(rosa)
    client.get(NEW)
    with django_assert_max_num_queries(12):
        client.get(f"{NEW}?title=A+valve+that+sings")
    with django_assert_max_num_queries(12):
        client.get(f"{HERE}similar?title=A+valve+that+sings")
