"""What one has begun to write is kept for oneself alone, until it is sent or given up."""

import html
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions import drafting
from commonplace.conversations.actions.drafting import forget_old_drafts, keep_draft
from commonplace.conversations.models import Conversation, Draft
from commonplace.conversations.tests.typed import HERE, NEW, WORDS, SignIn
from commonplace.people.models import Person


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


def test_what_nobody_touched_for_a_year_goes(signed_in: SignIn, hal: Person, stick: Community, now: datetime) -> None:
    for days, place in ((366, "opening"), (364, "reply:1")):
        at = now - timedelta(days=days)
        keep_draft(by=hal, community=stick, place=place, words={"text": "Half a thou"}, at=at)
    assert forget_old_drafts(now=now) == 1
    assert [draft.place for draft in Draft.objects.all()] == ["reply:1"]
    assert "untouched for a year" in signed_in(hal).get(f"{HERE}drafts/").text


def test_a_draft_is_listed_in_plain_words(signed_in: SignIn, hal: Person, table: Space) -> None:
    browser = signed_in(hal)
    browser.post(f"{HERE}drafts/", {"place": "opening", "title": "Peaks", "text": "**Two** of them\n\n- [here](/a)"})
    page = browser.get(f"{HERE}drafts/")
    assert [draft.beginning for draft in page.context["drafts"]] == ["Two of them here"]


def test_where_there_is_no_room_the_words_come_back(
    signed_in: SignIn, hal: Person, stick: Community, asked: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "MAX_DRAFTS", 0)
    client = signed_in(hal)
    reply = reverse("posts", args=["stick", asked.pk])
    compose = reverse("compose", args=["stick"])
    words = {"text": "Half an idea about valves", "title": "Valves"}
    for address, button, status in [
        (reply, "draft", 409),
        (reply, "preview", 200),
        (compose, "draft", 409),
        (compose, "afresh", 409),
        (compose, "preview", 200),
    ]:
        page = client.post(address, {**words, button: "1"})
        assert page.status_code == status, (address, button)
        assert "Half an idea about valves" in page.text
        assert ("this one was not kept" in page.text) == (status == 409)
    kept = client.post(reverse("drafts", args=["stick"]), {**words, "place": "opening"})
    assert kept.status_code == 409
    assert not Draft.objects.exists()


# --- Two forms at once --------------------------------------------------------------------------------------------


def form_of(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form on a page, as a browser would send them."""
    page = client.get(address).content.decode()
    hidden = [one for one in re.findall("<input[^>]*>", page) if 'type="hidden"' in one]
    said = {found[1]: one for one in hidden if (found := re.search('name="([a-z_]+)"', one))}
    names = [name for name in ("idempotency_key", "place", "begun") if name in said]
    fields = {name: found[1] if (found := re.search('value="([^"]*)"', said[name])) else "" for name in names}
    words = re.search('<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    fields["text"] = html.unescape(words[1]).strip() if words else ""
    return fields if "place" in fields else fields | {"place": "reply:" + address.rstrip("/").rpartition("/")[2]}


def kept() -> list[str]:
    return sorted(str(draft.words["text"]) for draft in Draft.objects.all())


def test_two_openings_at_once_have_each_their_own_draft(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    first, second = (form_of(client, NEW) for _tab in "ab")
    for tab, text in ((first, "Of valves"), (second, "Of clamps"), (first, "Of valves, and more")):
        assert client.post(f"{HERE}drafts/", WORDS | tab | {"text": text}).status_code == 204
    assert kept() == ["Of clamps", "Of valves, and more"]
    client.post(NEW, WORDS | second | {"text": "Of clamps"})
    assert kept() == ["Of valves, and more"]
    assert client.get(NEW).context["form"]["text"].value() == "Of valves, and more"


def test_two_replies_at_once_have_each_their_own_draft(signed_in: SignIn, hal: Person, asked: Conversation) -> None:
    client, page = signed_in(hal), f"{HERE}{asked.pk}/"
    first, second = (form_of(client, page) for _tab in "ab")
    for tab, text in ((first, "Of valves"), (second, "Of clamps")):
        assert client.post(f"{HERE}drafts/", tab | {"text": text}).status_code == 204
    assert kept() == ["Of clamps", "Of valves"]
    listed = {draft.beginning: draft.url for draft in client.get(f"{HERE}drafts/").context["drafts"]}
    for text, url in listed.items():
        assert client.get(url.partition("#")[0]).context["form"]["text"].value() == text
    client.post(f"{page}posts", second | {"text": "Of clamps"})
    assert kept() == ["Of valves"]


def test_who_goes_on_with_a_draft_has_one(signed_in: SignIn, hal: Person, asked: Conversation) -> None:
    client = signed_in(hal)
    for address, send in ((NEW, NEW), (f"{HERE}{asked.pk}/", f"{HERE}{asked.pk}/posts")):
        client.post(f"{HERE}drafts/", WORDS | form_of(client, address) | {"text": "Half a thou"})
        later = form_of(client, address)
        assert later["text"] == "Half a thou"
        client.post(f"{HERE}drafts/", WORDS | later | {"text": "Half a thought"})
        assert kept() == ["Half a thought"]
        # And it goes with the words, whether or not a script kept them meanwhile.
        client.post(send, WORDS | form_of(client, address) | {"text": "Half a thought more"})
        assert kept() == []


@pytest.mark.parametrize("button", [{}, {"draft": "1"}, {"preview": "1"}])
def test_other_words_leave_the_draft_that_was_given_back(
    signed_in: SignIn, hal: Person, table: Space, button: dict[str, str]
) -> None:
    client = signed_in(hal)
    client.post(f"{HERE}drafts/", WORDS | form_of(client, NEW) | {"title": "Valves", "text": "Of valves"})
    second = form_of(client, NEW)
    client.post(NEW, WORDS | second | {"title": "Clamps", "text": "About clamps"} | button)
    assert "Of valves" in kept()


def test_what_went_on_elsewhere_is_not_written_over(signed_in: SignIn, hal: Person, table: Space) -> None:
    client = signed_in(hal)
    first = form_of(client, NEW)
    client.post(f"{HERE}drafts/", WORDS | first | {"text": "Of valves"})
    second = form_of(client, NEW)
    client.post(f"{HERE}drafts/", WORDS | first | {"text": "Of valves, a page of it"})
    client.post(f"{HERE}drafts/", WORDS | second | {"text": "Of valves again"})
    assert kept() == ["Of valves again", "Of valves, a page of it"]
    client.post(NEW, WORDS | second | {"text": "Of valves again"})
    assert kept() == ["Of valves, a page of it"]


def test_a_form_that_is_looked_at_first_stays_the_same_form(
    signed_in: SignIn, hal: Person, asked: Conversation
) -> None:
    client = signed_in(hal)
    for address, send in ((NEW, NEW), (f"{HERE}{asked.pk}/", f"{HERE}{asked.pk}/posts")):
        form = form_of(client, address) | {"text": WORDS["text"]}
        page = client.post(send, WORDS | form | {"preview": "1"})
        assert str(page.context["form"]["idempotency_key"].value()) == form["idempotency_key"]
        client.post(send, WORDS | form)
        assert kept() == []
