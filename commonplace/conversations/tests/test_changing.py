"""Words are changed, and nothing of what stood before is lost."""

from django.test import Client

from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.tests.typed import HERE, SignIn
from commonplace.people.models import Person


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
