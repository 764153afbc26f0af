"""Writing: what is sent is kept once, what cannot be sent comes back, and nothing is lost on the way."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.conversations import rate_limit
from commonplace.conversations.actions.drafting import MAX_DRAFTS
from commonplace.conversations.actions.ending import close
from commonplace.conversations.models import Conversation, Draft, Post
from commonplace.conversations.tests.typed import HERE, NEW, WORDS, SignIn
from commonplace.lib import effort
from commonplace.lib.markdown import MAX_SOURCE
from commonplace.lib.tests.work import work
from commonplace.people.actions.profile import change_profile
from commonplace.people.models import Person


def test_what_is_sent_is_kept(signed_in: SignIn, hal: Person, table: Space) -> None:
    page = signed_in(hal).post(NEW, WORDS)
    made = Conversation.objects.get()
    assert page["Location"] == f"{HERE}{made.pk}/"
    assert (made.kind, made.title, made.space, made.author) == ("tip", "A wet finger", table, hal)
    assert sorted(made.topics.values_list("name", flat=True)) == ["air", "tricks"]
    assert Draft.objects.count() == 0


def test_a_form_sent_twice_makes_one(signed_in: SignIn, hal: Person, table: Space, asked: Conversation) -> None:
    client = signed_in(hal)
    idempotency_key = str(uuid4())
    first = client.post(NEW, WORDS | {"idempotency_key": idempotency_key})
    assert client.post(NEW, WORDS | {"idempotency_key": idempotency_key})["Location"] == first["Location"]
    idempotency_key = str(uuid4())
    for _ in range(2):
        client.post(f"{HERE}{asked.pk}/posts", {"text": "Twice", "idempotency_key": idempotency_key})
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


@pytest.mark.parametrize(("text", "is_kept"), [("It finds a draught.", True), ("", False)])
def test_a_copy_among_the_drafts_is_promised_where_there_is_one(
    signed_in: SignIn, hal: Person, asked: Conversation, text: str, *, is_kept: bool
) -> None:
    browser, reply_to = signed_in(hal), f"{HERE}{asked.pk}/posts"
    for address, words in [(NEW, WORDS | {"title": "", "text": text, "space": "nowhere"}), (reply_to, {"text": ""})]:
        page = browser.post(address, words).content.decode()
        assert "Not sent yet" in page
        assert ("a copy is in your drafts" in page) is (is_kept and address == NEW)


def test_whoever_has_a_hundred_drafts_gets_their_words_back(signed_in: SignIn, hal: Person, table: Space) -> None:
    for n in range(MAX_DRAFTS):
        place = f"opening:{n:012x}"
        Draft.objects.create(person=hal, community=table.community, place=place, words={"title": "Two peaks"})
    page = signed_in(hal).post(NEW, WORDS | {"title": ""})
    assert page.status_code == 422
    assert WORDS["text"] in page.content.decode()
    assert "a copy is in your drafts" not in page.content.decode()


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


@pytest.mark.parametrize(
    "body", [{"reply_to": "abc"}, {"reply_to": "-1"}, {"idempotency_key": "no mark"}, {"reply_to": "99"}]
)
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
    change_profile(person=second, name="Élodie Roy")
    signed_in(hal).post(f"{HERE}{asked.pk}/posts", {"text": "Ask @Élodie Roy"})
    assert asked.posts.get(number=2).mentions.count() == 0
    change_profile(person=second, name="Second Roy")
    signed_in(hal).post(f"{HERE}{asked.pk}/posts", {"text": "Ask @élodie roy"})
    assert [one.person for one in asked.posts.get(number=3).mentions.all()] == [first]


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
    for n in range(rate_limit.ON_THE_FIRST_DAY - 1):
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


def test_preview_of_a_text_that_would_cost_too_much_is_bounded(signed_in: SignIn, hal: Person) -> None:
    client = signed_in(hal)
    words = {"title": "T" * 100_000, "text": "![![](" * 9000, "kind": "tip"}
    shown: list[str] = []
    steps = work(lambda: shown.append(client.post(f"{HERE}preview", words).content.decode()))
    assert "![![](![![](" in shown[0]
    assert len(shown[0]) < 2 * MAX_SOURCE
    assert steps < 100 * MAX_SOURCE * effort.STEPS
    longer = client.post(f"{HERE}preview", words | {"text": "![" * MAX_SOURCE}).content.decode()
    assert "longer than there is room for" in longer
