"""The pages of the repertoire: the list, what can be kept, its form, and a resource."""

import pytest
from django.test import Client

from commonplace.communities.topics.actions import add_synonym, drop_synonym
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Draft
from commonplace.repertoire.actions.wording import About, Words
from commonplace.repertoire.models import Resource
from commonplace.search.queries import Filters, find

pytestmark = pytest.mark.django_db

SENT = {
    "kind": "guide",
    "title": "Reading a step test",
    "good_for": "Nights.",
    "part_how": "Shut *one*.",
    "space": "table",
}


def page(client: Client, who, address: str) -> str:
    client.logout()
    if who is not None:
        client.force_login(who)
    return " ".join(client.get(address).text.split())


def test_one_keeps_a_guide_on_a_page(client: Client, stick, hal) -> None:
    client.force_login(hal)
    offered = client.get("/c/stick/repertoire/new").text
    assert "?kind=guide" in offered
    assert "What goes wrong" in client.get("/c/stick/repertoire/new?kind=guide").text
    answer = client.post("/c/stick/repertoire/new", {**SENT, "part_how": " ", "part_why": "It is quiet."})
    assert answer.status_code == 422
    assert "It has no words yet." in answer.text
    assert "It is quiet." in answer.text
    assert Draft.objects.get().words["part_why"] == "It is quiet."
    answer = client.post("/c/stick/repertoire/new", {**SENT, "topics": "Night work"})
    made = Resource.objects.get()
    assert answer["Location"] == f"/c/stick/repertoire/{made.pk}/"
    shown = page(client, hal, answer["Location"])
    for words in ("Reading a step test", "Nights.", "Shut <em>one</em>.", "Night work", "Hal Brennan"):
        assert words in shown


def test_a_draft_is_kept_and_given_back(client: Client, stick, hal, tomasz) -> None:
    client.force_login(hal)
    client.post("/c/stick/repertoire/new", {**SENT, "title": "", "draft": "1"})
    draft = Draft.objects.get()
    assert "without a name yet" in client.get("/c/stick/conversations/drafts/").text
    assert "Shut *one*." in client.get(f"/c/stick/repertoire/new?draft={draft.pk}").text
    assert "Go on with it" in client.get("/c/stick/repertoire/new").text
    assert "Shut *one*." not in page(client, tomasz, f"/c/stick/repertoire/new?kind=guide&draft={draft.pk}")


def test_the_list_is_narrowed_by_kind_topic_and_state(client: Client, shelve, hal) -> None:
    shelve(about=About(topics=("Valves",)))
    shelve(kind="story", words=Words("The Sunday shift", "", {"story": "We went at three."}))
    everything = page(client, hal, "/c/stick/repertoire/")
    assert "Gloves-on valve card" in everything
    assert "The Sunday shift" in everything
    assert "The Sunday shift" not in page(client, hal, "/c/stick/repertoire/?kind=template")
    assert "The Sunday shift" not in page(client, hal, "/c/stick/repertoire/?topic=valves")
    assert "Gloves-on" in page(client, hal, "/c/stick/repertoire/?topic=valves&kind=template&state=draft")
    assert "Nothing that is kept is like that." in page(client, hal, "/c/stick/repertoire/?state=retired")
    assert "Gloves-on" in page(client, hal, "/c/stick/repertoire/?kind=none&state=such&topic=%00")


def test_a_stranger_reads_what_stands_in_the_window(client: Client, shelve, window, stranger) -> None:
    inside, outside = shelve(), shelve(space=window, words=Words("Open sheet", "", {"how": "Fold it."}))
    shown = page(client, stranger, "/c/stick/repertoire/")
    assert "Open sheet" in shown
    assert "Gloves-on" not in shown
    assert client.get(f"/c/stick/repertoire/{inside.pk}/").status_code == 404
    assert client.get(f"/c/stick/repertoire/{outside.pk}/").status_code == 200
    assert client.get("/c/stick/repertoire/new").status_code == 302


@pytest.mark.parametrize("name", ["hal", "tomasz", "rosa"])
def test_pages_cost_few_queries(client: Client, shelve, name, request, django_assert_max_num_queries) -> None:
    made = [shelve(about=About(topics=("Valves", f"Word {n}"))) for n in range(5)]
    client.force_login(request.getfixturevalue(name))
    for address in ("/c/stick/repertoire/", f"/c/stick/repertoire/{made[0].pk}/"):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)


def test_what_is_off_is_not_found(client: Client, card, stick, hal) -> None:
    stick.modules = []
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    assert client.get("/c/stick/repertoire/").status_code == 404


def test_who_asks_is_shown_what_is_kept(
    client: Client, stick, table, card, hal, tomasz, django_assert_max_num_queries
) -> None:
    asked = open_conversation(by=hal, space=table, kind="tip", title="Which valve sings?", text="The old one.")
    client.force_login(tomasz)
    with django_assert_max_num_queries(12):
        shown = client.get("/c/stick/conversations/similar?title=Which+valve+card").text
    talk, kept = shown.split("Kept or planned here")
    assert f"/repertoire/{card.pk}/" in kept
    assert "kept</span>" in kept
    assert f"/conversations/{asked.pk}/" in talk
    sent = {"preview": "1", "kind": "question", "title": "A valve card?", "text": "Where?", "space": "table"}
    assert f"/repertoire/{card.pk}/" in client.post("/c/stick/conversations/new", sent).text


def test_what_is_kept_is_found_by_what_its_topic_is_called_too(stick, shelve, ines) -> None:
    made = shelve(about=About(topics=("night work",)))
    topic = made.topics.get()

    def found() -> list[int]:
        return [hit.object_id for hit in find(ines, "moonlighting ", Filters(kind="resource", community=stick)).hits]

    assert found() == []
    synonym = add_synonym(by=ines, topic=topic, name="moonlighting")
    assert found() == [made.pk]
    drop_synonym(by=ines, topic=topic, synonym=synonym)
    assert found() == []
