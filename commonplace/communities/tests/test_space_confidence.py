"""In what confidence people speak in a space: chosen by stewards, looser for nobody who has spoken, said beside it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from commonplace.communities.audience import audience_of_space
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Space
from commonplace.communities.spaces import actions as spaces
from commonplace.communities.stewards import NotASteward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.opening import open_conversation

pytestmark = pytest.mark.django_db


def test_a_steward_opens_a_space_in_confidence_and_letters_hold_no_word_of_it(stick, ines, hal) -> None:
    quiet = spaces.add_space(by=ines, community=stick, name="Quiet", confidence=Confidence.CHATHAM)
    assert (quiet.confidence, quiet.is_in_confidence, quiet.sends_words) == ("chatham", True, False)
    with pytest.raises(NotASteward):
        spaces.change_space(by=hal, space=quiet, confidence=Confidence.ORDINARY)


def test_where_people_have_spoken_it_grows_closer_and_never_looser(table, ines, hal) -> None:
    for word in ("chatham", "sealed", "ordinary", "sealed", "chatham", "ordinary"):
        assert spaces.change_space(by=ines, space=table, confidence=word).confidence == word
    open_conversation(by=hal, space=table, kind="question", title="Valves", text="Who has one?")
    # What was said to stay does not begin to go.
    with pytest.raises(spaces.SaidUnderAnotherWord):
        spaces.change_space(by=ines, space=table, confidence=Confidence.SEALED)
    assert spaces.change_space(by=ines, space=table, confidence=Confidence.CHATHAM).confidence == "chatham"
    with pytest.raises(spaces.SaidUnderAnotherWord):
        spaces.change_space(by=ines, space=table, confidence=Confidence.ORDINARY)
    table.refresh_from_db()
    assert table.confidence == "chatham"


def test_what_anyone_reads_is_in_no_confidence(stick, table, ines) -> None:
    with pytest.raises(spaces.NotForAnyone):
        spaces.add_space(by=ines, community=stick, name="Loud", visibility="public", confidence=Confidence.SEALED)
    spaces.change_space(by=ines, space=table, confidence=Confidence.CHATHAM)
    with pytest.raises(spaces.NotForAnyone):
        spaces.change_space(by=ines, space=table, visibility="public")
    with pytest.raises(IntegrityError), transaction.atomic():
        Space.objects.filter(pk=table.pk).update(visibility="public")


def test_the_page_of_a_space_offers_it_says_what_holds_and_why_not(client, stick, table, ines, hal) -> None:
    client.force_login(ines)
    page = f"/c/stick/settings/spaces/{table.pk}"
    said = {"name": table.name, "purpose": "", "visibility": "members"}
    assert client.post(page, {**said, "visibility": "public", "confidence": "chatham"}).status_code == 422
    assert client.post(page, {**said, "confidence": "whispered"}).status_code == 422
    client.post(page, {**said, "confidence": "chatham"})
    # Nothing chosen leaves it as it is.
    client.post(page, said)
    table.refresh_from_db()
    assert table.confidence == "chatham"
    assert "The Chatham House Rule holds" in client.get(page).text
    assert client.post(page, {**said, "visibility": "public"}).status_code == 422
    open_conversation(by=hal, space=table, kind="question", title="Valves", text="Who has one?")
    answer = client.post(page, {**said, "confidence": "ordinary"})
    assert (answer.status_code, "under the word that it has" in answer.text) == (422, True)


def test_every_composer_says_what_holds(client, table, ines, hal) -> None:
    spaces.change_space(by=ines, space=table, confidence=Confidence.CHATHAM)
    talk = open_conversation(by=hal, space=table, kind="question", title="Valves", text="Who has one?")
    client.force_login(hal)
    holds = "nobody outside is told who said it"
    assert holds in client.get(f"/c/stick/conversations/?space={table.slug}").text
    assert holds in client.get("/c/stick/conversations/new").text
    assert holds in client.get(f"/c/stick/conversations/{talk.pk}/").text


@pytest.mark.parametrize(
    ("confidence", "kind", "short"),
    [
        ("ordinary", "members", "Members can read this"),
        ("chatham", "rule", "Members can read this · Chatham House"),
        ("sealed", "sealed", "Members can read this · Sealed"),
    ],
)
def test_the_sign_of_a_space_says_its_word(table, hal, confidence, kind, short) -> None:
    table.confidence = confidence
    sight = audience_of_space(table, Viewpoint(hal, table.community, None))
    assert (sight.kind, sight.short) == (kind, short)
