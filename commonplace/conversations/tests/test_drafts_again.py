"""A post that somebody is saying again in another language is kept while they write it, until it is published."""

import pytest
from django.test import Client
from django.utils.html import escape

from commonplace.communities.membership.actions.admitting import admit
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.translating import translate
from commonplace.conversations.models import Draft, Post, PostTranslation

pytestmark = pytest.mark.django_db
DRAFTS = "/c/stick/conversations/drafts/"


@pytest.fixture
def asked(hal, rosa, table) -> list[Post]:
    """Hal's question and what Rosa answers."""
    talk = open_conversation(by=hal, space=table, kind="question", title="Two peaks?", text="Has anyone seen two?")
    return [talk.posts.get(), reply(by=rosa, conversation=talk, text="Often.")]


def at(post: Post, language: str = "pl") -> str:
    return f"/c/stick/conversations/{post.conversation_id}/posts/{post.number}/again?from=en&in={language}"


def fields_of(answer) -> dict[str, str]:
    """A form as a browser sends it."""
    return {one.html_name: str(said) for one in answer.context["form"] if (said := one.value()) not in (None, "")}


@pytest.mark.parametrize("which", [0, 1], ids=["an opening", "a reply"])
def test_it_is_kept_as_one_types_given_back_and_thrown_away_once_published(client, asked, tomasz, which) -> None:
    post, title = asked[which], ["Dwa szczyty?", ""][which]
    client.force_login(tomasz)
    page = client.get(at(post))
    assert f'data-draft="{DRAFTS}"' in page.text
    said = fields_of(page) | {"title": title, "text": "Czy ktoś wi"}
    for words in ("Czy ktoś wi", "Czy ktoś widział?"):
        assert client.post(DRAFTS, said | {"text": words}).status_code == 204
    draft = Draft.objects.get()
    assert (draft.place, draft.words["text"]) == (f"again:{post.pk}:en:pl", "Czy ktoś widział?")
    listed, onward = client.get(DRAFTS).text, f"{at(post)}&draft={draft.pk}"
    assert escape(onward) in listed
    assert ["In Polish: Two peaks?", "In Polish, a reply to: Two peaks?"][which] in listed
    assert escape(onward) in client.get(at(post)).text
    # It waits where it was begun, and in no other language.
    assert "You have begun one before." not in client.get(at(post, "pt")).text
    again = client.get(onward)
    assert "Given back." in again.text
    assert client.post(at(post), fields_of(again)).status_code == 302
    assert PostTranslation.objects.get().source == "Czy ktoś widział?"
    assert not Draft.objects.exists()


def test_without_script_a_button_keeps_it_and_what_cannot_be_sent_is_kept_too(client, asked, tomasz) -> None:
    client.force_login(tomasz)
    said = fields_of(client.get(at(asked[0]))) | {"title": "", "text": "Czy ktoś wi"}
    assert client.post(at(asked[0]), said | {"draft": "1"})["Location"] == DRAFTS
    answer = client.post(at(asked[0]), said | {"text": "Czy ktoś widział?"})
    assert answer.status_code == 422
    assert "a copy is in your drafts" in answer.text
    assert Draft.objects.get().words["text"] == "Czy ktoś widział?"
    assert not PostTranslation.objects.exists()


def test_what_was_left_meets_what_another_said_meanwhile(client, asked, tomasz, leila) -> None:
    client.force_login(tomasz)
    client.post(DRAFTS, fields_of(client.get(at(asked[1]))) | {"text": "Często."})
    translate(by=leila, post=asked[1], language="pl", out_of="en", text="Nieraz.", number=1)
    answer = client.post(at(asked[1]), fields_of(client.get(f"{at(asked[1])}&draft={Draft.objects.get().pk}")))
    assert answer.status_code == 409
    assert "Często." in answer.text
    assert Draft.objects.get().words["text"] == "Często."


def test_words_for_a_post_that_is_gone_stay_ones_own(client, asked, tomasz, rosa, leila) -> None:
    client.force_login(tomasz)
    client.post(DRAFTS, fields_of(client.get(at(asked[1]))) | {"text": "Często."})
    withdraw(by=rosa, post=asked[1])
    listed, there = client.get(DRAFTS).text, f"/c/stick/conversations/new?draft={Draft.objects.get().pk}"
    assert "Words in another language for a post that is gone" in listed
    assert there in listed
    assert "Często." in client.get(there).text
    client.force_login(leila)
    assert "Często." not in client.get(there).text


def test_no_draft_is_kept_where_nothing_can_be_said_again(
    client: Client, asked, tomasz, stick, someone, stranger
) -> None:
    admit(person=(guest := someone("Gustav")), community=stick, standing="guest")
    client.force_login(tomasz)
    pk, said = asked[0].pk, {"text": "Words", "mark": "1"}
    for key in (
        "999999:en:pl",
        f"0{pk}:en:pl",
        f"{pk}:en",
        f"{pk}:en:en",
        f"{pk}:en:xx",
        f"{pk}:en:pl:pl",
        f"{pk}",
        "",
    ):
        assert client.post(DRAFTS, said | {"place": f"again:{key}"}).status_code == 400, key
    assert client.post(DRAFTS, said | {"place": f"again:{pk}:en:pl"}).status_code == 204
    for other in (guest, stranger):
        client.force_login(other)
        assert client.post(DRAFTS, said | {"place": f"again:{pk}:en:pl"}).status_code in (302, 400, 403, 404)
    assert Draft.objects.count() == 1
