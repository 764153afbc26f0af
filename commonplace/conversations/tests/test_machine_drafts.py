"""A machine's draft of a post comes from a service that the operator names, and is read by a member."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from commonplace.conversations.actions import translating
from commonplace.conversations.models import Post, PostTranslation
from commonplace.conversations.tests.machine import Machine
from commonplace.lib.markdown import MAX_SOURCE

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_it_is_marked_until_a_member_has_read_it(client: Client, service, answered: Post, hal, leila) -> None:
    client.force_login(hal)
    page = f"/c/stick/conversations/{answered.conversation_id}/"
    again = f"{page}posts/2/again?from=en&in=pl"
    assert "Its words are sent to" in client.get(again).text
    assert client.post(again, {"machine": "1"})["Location"] == f"{page}?from=2&in=pl#p2"
    (asked,) = Machine.asked
    assert (asked["q"], asked["source"], asked["target"]) == ([answered.source], "en", "pl")
    made = PostTranslation.objects.get()
    assert (made.source, made.drafted_by, made.is_unread_draft) == (answered.source.upper(), "127.0.0.1", True)
    client.force_login(leila)
    read = f"{page}posts/2/again/{made.pk}/read"
    shown = client.get(f"{page}?in=pl").text
    assert "A machine’s draft, which no member has read." in shown
    assert f'form="deeds" formaction="{read}"' in shown
    client.post(read)
    shown = client.get(f"{page}?in=pl").text
    assert "which no member has read" not in shown
    assert "Leila Haddad has read it" in shown.replace("\u2068", "").replace("\u2069", "")
    # Where it is said already no machine is asked again.
    client.post(again, {"machine": "1"})
    assert len(Machine.asked) == 1


def test_one_that_is_corrected_is_its_readers(service, answered: Post, hal, leila) -> None:
    made = translating.draft(by=hal, post=answered, language="pl", out_of="en")
    said = {"language": "pl", "out_of": "en", "number": 1}
    assert translating.translate(by=leila, post=answered, text=made.source, over=1, **said) == made
    made.refresh_from_db()
    assert (made.read_by, made.is_unread_draft) == (leila, False)
    better = translating.translate(by=leila, post=answered, text="Lepiej.", over=1, **said)
    assert (better.edition, better.by, better.drafted_by) == (2, leila, "")


def test_what_is_no_answer_is_no_draft(client: Client, service, answered: Post, hal) -> None:
    client.force_login(hal)
    long = json.dumps({"translatedText": ["x" * (MAX_SOURCE + 1)]}).encode()
    for answer in ((500, b"{}"), (200, b'{"translatedText": [" "]}'), (200, long)):
        Machine.answers = [answer]
        again = f"/c/stick/conversations/{answered.conversation_id}/posts/2/again?from=en&in=pl"
        assert "The service gave no draft just now." in client.post(again, {"machine": "1"}, follow=True).text
    assert not PostTranslation.objects.exists()


@pytest.mark.parametrize("confidence", ["chatham", "sealed"])
def test_nothing_said_in_confidence_is_sent(service, answered: Post, hal, confidence: str) -> None:
    answered.conversation.space.confidence = confidence
    with pytest.raises(translating.NoDraft):
        translating.draft(by=hal, post=answered, language="pl", out_of="en")
    assert Machine.asked == []
