"""In a long conversation one replies beneath the last post, to whatever one has read before."""

import re

from django.test import Client
from django.utils import timezone

from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.ending import close
from commonplace.conversations.models import Conversation
from commonplace.conversations.tests.typed import HERE, LENGTH, SignIn, numbers
from commonplace.people.models import Person


def test_the_reply_stands_beneath_the_last_post_only(signed_in: SignIn, leila: Person, long: Conversation) -> None:
    client, here = signed_in(leila), f"{HERE}{long.pk}/"
    for address in ("", "?from=51", "?from=120"):
        page = client.get(here + address).text
        assert 'id="reply"' not in page
        assert f'data-reply href="{here}?from=175#id_text"' in page
    end = client.get(f"{here}?from=175").text
    assert 'id="reply"' in end
    assert "Reply at the end" not in end
    assert 'id="id_text"' in end


def test_one_replies_to_a_post_of_an_earlier_page(signed_in: SignIn, leila: Person, long: Conversation) -> None:
    client, here = signed_in(leila), f"{HERE}{long.pk}/"
    first = client.get(here).text
    assert f'href="{here}?reply=7#reply"' in first
    # The address that pages had before works too.
    for address in (f"{here}?reply=7", f"{here}?from=7&reply=7"):
        page = client.get(address).text
        assert numbers(page)[-1] == LENGTH
        assert f'In reply to <a href="{here}?from=7#p7">Tomasz' in page
        assert '<q dir="auto">Post 7</q>' in page
        assert 'name="reply_to" value="7"' in page
    sent = client.post(f"{here}posts", {"text": "Late, but well.", "reply_to": "7"})
    assert sent["Location"] == f"{here}?from=176#p176"
    post = long.posts.get(number=176)
    assert post.reply_to is not None
    assert post.reply_to.number == 7
    assert f'<a href="{here}?from=7#p7">in reply to' in client.get(f"{here}?from=176").text


def test_one_quotes_from_an_earlier_page(signed_in: SignIn, leila: Person, long: Conversation) -> None:
    page = signed_in(leila).get(f"{HERE}{long.pk}/?quote=7").text
    assert "&gt; Post 7" in page
    assert numbers(page)[-1] == LENGTH


def test_words_that_come_back_stand_beneath_the_last_post(signed_in: SignIn, leila: Person, long: Conversation) -> None:
    """Also where the page that they were written on is the last no more."""
    client, here = signed_in(leila), f"{HERE}{long.pk}/"
    for sent in ({"text": ""}, {"text": "See", "preview": "1"}):
        page = client.post(f"{here}posts", {"reply_to": "7", "from": "51"} | sent).text
        assert 'id="reply"' in page
        assert numbers(page)[-1] == LENGTH
        assert "In reply to" in page


def test_a_draft_goes_on_beneath_the_last_post(signed_in: SignIn, leila: Person, long: Conversation) -> None:
    client, here = signed_in(leila), f"{HERE}{long.pk}/"
    client.post(f"{here}posts", {"text": "Half a thought", "reply_to": "7", "draft": "1"})
    (address,) = set(re.findall(rf'href="({here}\?draft=\d+)#reply"', client.get(f"{HERE}drafts/").text))
    page = client.get(address).text
    assert "Half a thought" in page
    assert "In reply to" in page


def test_what_one_may_not_see_is_not_what_one_replies_to(
    signed_in: SignIn, leila: Person, rosa: Person, tomasz: Person, long: Conversation
) -> None:
    hold(by=rosa, kind="post", object_id=long.posts.get(number=7).pk, community=long.community, why="A look")
    withdraw(by=tomasz, post=long.posts.get(number=8))
    client = signed_in(leila)
    for number in (7, 8, 999, "x"):
        page = client.get(f"{HERE}{long.pk}/?reply={number}").text
        assert "In reply to" not in page
        assert "<q>" not in page


def test_where_it_is_closed_nothing_leads_to_a_reply(
    signed_in: SignIn, leila: Person, hal: Person, long: Conversation
) -> None:
    close(by=hal, conversation=long, why="Settled", at=timezone.now())
    client = signed_in(leila)
    assert "Reply at the end" not in client.get(f"{HERE}{long.pk}/").text
    assert "It takes no more replies" in client.get(f"{HERE}{long.pk}/?from=175").text


def test_a_guest_hears_on_every_page_how_one_comes_to_write(client: Client, long: Conversation) -> None:
    for address in ("", "?from=175"):
        assert "Members write here; anyone can read this." in client.get(f"{HERE}{long.pk}/{address}").text
