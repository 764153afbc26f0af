"""What somebody writes about a resource is kept while they write it, by the same drafts as posts', and never lost."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from commonplace.communities.moderation.actions import hold
from commonplace.conversations.models import Draft
from commonplace.repertoire.actions import changing, suggesting, tending
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Suggestion
from commonplace.repertoire.tests.conftest import CARD, HOW

pytestmark = pytest.mark.django_db

DRAFTS = "/c/stick/conversations/drafts/"
FORMS = [
    ("resource_changing", "", "change:{}", "hal"),
    ("resource_suggesting", "", "suggestion:{}", "tomasz"),
    ("resource_translating", "?in=pl", "translation:{}:pl", "tomasz"),
]


def fields_of(answer) -> dict[str, str]:
    """A form as a browser sends it."""
    form = answer.context["form"]
    said = {one.html_name: one.value() for one in form}
    return {name: str(value) for name, value in said.items() if value not in (None, "") and not isinstance(value, list)}


@pytest.fixture(params=FORMS, ids=["a change", "a suggestion", "a translation"])
def begun(request, client: Client, card) -> tuple[str, str, dict[str, str]]:
    """The form of a change, a suggestion or a translation that somebody has opened and begun to write in."""
    name, asked, place, who = request.param
    client.force_login(request.getfixturevalue(who))
    address = reverse(name, args=["stick", card.pk]) + asked
    page = client.get(address)
    assert f'data-draft="{DRAFTS}"' in page.text
    said = {"title": CARD.title, "part_how": "Half a sen", "kind": "template"}
    return address, place.format(card.pk), fields_of(page) | said


def test_what_is_typed_is_kept_as_one_types_and_given_back(client: Client, begun) -> None:
    address, place, said = begun
    assert said["place"] == place
    for words in ("Half a sen", "Half a sentence about gloves"):
        assert client.post(DRAFTS, said | {"part_how": words}).status_code == 204
    draft = Draft.objects.get()
    assert (draft.place, draft.words["part_how"]) == (place, "Half a sentence about gloves")
    onward = f"{address}{'&' if '?' in address else '?'}draft={draft.pk}"
    assert f"draft={draft.pk}" in client.get(address).text
    listed = client.get(DRAFTS).text
    assert escape(onward) in listed
    assert CARD.title in listed
    again = client.get(onward)
    assert "Half a sentence about gloves" in again.text
    assert "Given back." in again.text
    sent = fields_of(again) | {"kind": "template"}
    assert client.post(address, sent).status_code == 302
    assert not Draft.objects.exists()


def test_without_script_a_button_keeps_it(client: Client, begun) -> None:
    address, _place, said = begun
    assert client.post(address, said | {"title": "", "draft": "1"})["Location"] == DRAFTS
    assert Draft.objects.get().words["part_how"] == "Half a sen"
    assert not Suggestion.objects.exists()


def test_what_could_not_be_sent_is_among_the_drafts_too(client: Client, begun) -> None:
    address, _place, said = begun
    answer = client.post(address, said | {"title": ""})
    assert answer.status_code == 422
    assert "a copy is in your drafts" in answer.text
    assert Draft.objects.get().words["part_how"] == "Half a sen"


def test_a_change_that_was_left_meets_what_others_kept_meanwhile(client: Client, card, hal, rosa) -> None:
    client.force_login(hal)
    address = reverse("resource_changing", args=["stick", card.pk])
    client.post(DRAFTS, fields_of(client.get(address)) | {"part_how": "Mine, of yesterday"})
    changing.change(by=rosa, resource=card, words=Words("Valve card", "", {"how": HOW}), on=1)
    draft = Draft.objects.get()
    back = client.get(f"{address}?draft={draft.pk}")
    answer = client.post(address, fields_of(back))
    assert answer.status_code == 409
    assert "Mine, of yesterday" in answer.text
    assert Draft.objects.get().words["part_how"] == "Mine, of yesterday"


@pytest.mark.parametrize("way", ["held", "handed on"])
def test_words_for_what_went_out_of_ones_hands_stay_readable(
    client: Client, card, hal, rosa, leila, stick, way
) -> None:
    client.force_login(hal)
    address = reverse("resource_changing", args=["stick", card.pk])
    client.post(DRAFTS, fields_of(client.get(address)) | {"part_how": "Words of mine", "kind": "template"})
    draft = Draft.objects.get()
    if way == "held":
        hold(by=rosa, kind="resource", object_id=card.pk, community=stick, why="A look")
        client.force_login(leila)
        assert "Words of mine" not in client.get(f"/c/stick/repertoire/new?draft={draft.pk}").text
        client.force_login(hal)
    else:
        tending.hand_to(by=hal, resource=card, to=leila)
        assert client.get(f"{address}?draft={draft.pk}").status_code == 403
        listed = client.get(DRAFTS).text
        assert f"/c/stick/repertoire/new?draft={draft.pk}" in listed
        assert "not in your hands any more" in listed
    assert "Words of mine" in client.get(f"/c/stick/repertoire/new?draft={draft.pk}").text


def test_no_draft_is_kept_at_a_place_that_is_not_there(client: Client, card, tomasz, stranger) -> None:
    client.force_login(tomasz)
    said = {"title": "Valve card", "part_how": "Words"}
    for place in (
        f"change:{card.pk}",
        f"change:0{card.pk}",
        "change",
        "change:",
        "suggestion:999999",
        "change:" + "9" * 30,
        f"suggestion:{card.pk}:pl",
        f"translation:{card.pk}",
        f"translation:{card.pk}:en",
        f"translation:{card.pk}:xx",
        f"translation:{card.pk}:pl:pl",
    ):
        assert client.post(DRAFTS, said | {"place": place}).status_code == 400
    assert client.post(DRAFTS, said | {"place": f"suggestion:{card.pk}"}).status_code == 204
    client.force_login(stranger)
    assert client.post(DRAFTS, said | {"place": f"suggestion:{card.pk}"}).status_code in (302, 403, 404)
    assert Draft.objects.count() == 1


def test_a_suggestion_sent_twice_is_one_whatever_draft_it_goes_on_with(client: Client, card, tomasz) -> None:
    client.force_login(tomasz)
    address = reverse("resource_suggesting", args=["stick", card.pk])
    said = fields_of(client.get(address)) | {"part_how": "Otherwise"}
    for begun in ("", "x@2026-01-01"):
        client.post(address, said | {"begun": begun})
    assert Suggestion.objects.count() == 1
    assert suggesting.words_offered(Suggestion.objects.get()).parts == {"how": "Otherwise"}
