"""A machine's draft comes from a service that the operator names, is marked as such, and is read by a member."""

from __future__ import annotations

import pytest
from django.test import Client

from commonplace.conversations.actions.editions import service_for
from commonplace.conversations.tests.machine import Machine
from commonplace.lib.translating import LibreTranslate, NoDraft
from commonplace.repertoire.actions import translating
from commonplace.repertoire.models import Resource, Translation

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_it_is_marked_until_a_member_has_read_it(client: Client, service, card: Resource, tomasz, leila) -> None:
    client.force_login(tomasz)
    here = card.url("stick")
    assert "Its words are sent to" in client.get(f"{here}again?in=pl").text
    assert client.post(f"{here}again?in=pl", {"machine": "1"})["Location"] == f"{here}?in=pl"
    (asked,) = Machine.asked
    assert (asked["path"], asked["source"], asked["target"], asked["api_key"]) == ("/translate", "en", "pl", "k")
    made = Translation.objects.get()
    assert (made.title, made.drafted_by, made.is_unread_draft) == (card.title.upper(), "127.0.0.1", True)
    client.force_login(leila)
    assert "A machine’s draft, which no member has read." in client.get(f"{here}?in=pl").text
    client.post(f"{here}translations/{made.pk}/read")
    page = client.get(f"{here}?in=pl").text
    assert "which no member has read" not in page
    assert "Leila Haddad has read it" in page.replace("\u2068", "").replace("\u2069", "")
    # Where it is said already no machine is asked again.
    client.post(f"{here}again?in=pl", {"machine": "1"})
    assert len(Machine.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [(500, b"{}"), (200, b"no"), (200, b"[]"), (200, b'{"translatedText": ["one"]}'), (400, b'{"error": "pl?"}')],
)
def test_what_is_no_answer_is_no_draft(client: Client, service, card: Resource, tomasz, answer) -> None:
    Machine.answers = [answer]
    client.force_login(tomasz)
    page = client.post(f"{card.url('stick')}again?in=pl", {"machine": "1"}, follow=True).text
    assert "The service gave no draft just now." in page
    assert not Translation.objects.exists()


def test_nothing_said_in_confidence_is_sent(service, card: Resource, tomasz) -> None:
    card.space.confidence = "sealed"
    assert service_for(card.space) is None
    with pytest.raises(NoDraft):
        translating.draft(by=tomasz, resource=card, language="pl")
    assert Machine.asked == []


def test_nobody_is_asked_where_none_is_named_or_it_stands_inside_unsaid(service, card: Resource, settings) -> None:
    with pytest.raises(NoDraft):
        LibreTranslate(service.url).draft(["One"], source="en", target="pl")
    settings.TRANSLATION_URL = ""
    assert service_for(card.space) is None
    assert Machine.asked == []
