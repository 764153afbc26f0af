"""The page on which one closes one's account, and the one on which a steward takes a name out."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Deed, Hold, Space
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Post
from commonplace.people.models import Person
from commonplace.store.kept import KEPT

PASSPHRASE = "a leak is a sound first"


def test_the_page_says_what_goes_and_closes(client: Client, hal: Person, table: Space) -> None:
    open_conversation(by=hal, space=table, kind="question", title="Valves", text="My own words")
    client.force_login(hal)
    assert reverse("my_erasing") in client.get(reverse("my_own")).content.decode()
    page = client.get(reverse("my_erasing")).content.decode()
    assert reverse("my_everything") in page
    answer = client.post(reverse("my_erasing"), {"words": "stay"})
    assert answer.status_code == 422
    assert "Tick this when you are sure" in answer.content.decode()
    answer = client.post(reverse("my_erasing"), {"words": "stay", "sure": "on"}, follow=True)
    assert answer.redirect_chain == [(reverse("farewell"), 302)]
    assert "Farewell, and thank you" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert (Post.objects.get().author, Post.objects.get().source) == (None, "My own words")


def test_words_go_by_choice(client: Client, hal: Person, table: Space) -> None:
    open_conversation(by=hal, space=table, kind="question", title="Valves", text="My own words")
    client.force_login(hal)
    client.post(reverse("my_erasing"), {"words": "go", "sure": "on"})
    assert Post.objects.get().source == ""


def test_it_is_still_them(client: Client, hal: Person) -> None:
    hal.set_password(PASSPHRASE)
    hal.save()
    client.force_login(hal)
    answer = client.post(reverse("my_erasing"), {"words": "go", "sure": "on"})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert Person.objects.filter(pk=hal.pk).exists()
    answer = client.post(answer.url, {"password": PASSPHRASE, "next": reverse("my_erasing")}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("farewell")
    assert not Person.objects.filter(pk=hal.pk).exists()


def test_the_last_steward_is_told_where(client: Client, ines: Person, hal: Person, stick: Community) -> None:
    client.force_login(ines)
    assert reverse("people", args=["stick"]) in client.get(reverse("my_erasing")).content.decode()
    answer = client.post(reverse("my_erasing"), {"words": "stay", "sure": "on"})
    assert answer.status_code == 422
    assert "Others would stay behind" in answer.content.decode()
    assert Person.objects.filter(pk=ines.pk).exists()


@pytest.fixture
def name(ines: Person, table: Space, unclaimed: Person, now) -> Person:
    import_posts(
        space=table,
        origin="mbox:1",
        arrivals=[
            Arrival(author=unclaimed, at=now, source="Old words", html="<p>Old</p>", title="Wells", idempotency_key="a")
        ],
    )
    return unclaimed


def test_a_steward_takes_a_name_out(client: Client, ines: Person, hal: Person, name: Person) -> None:
    client.force_login(ines)
    address = reverse("take_out_name", args=["stick", name.pk])
    assert address in client.get(reverse("person", args=["stick", name.pk])).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"words": "stay"}).status_code == 422
    answer = client.post(address, {"words": "stay", "why": "They wrote to us and asked."}, follow=True)
    assert "The name is gone from here." in answer.content.decode()
    assert not Person.objects.filter(pk=name.pk).exists()
    assert (Post.objects.get().author, Post.objects.get().source) == (None, "Old words")
    deed = Deed.objects.get(verb="took_out_name")
    assert (deed.person, deed.towards) == (None, None)
    client.force_login(hal)
    log = re.sub(r"<[^>]+>", "", client.get(reverse("moderation_log", args=["stick"])).content.decode())
    assert "taken out as its owner wished. They wrote to us and asked." in " ".join(log.split())
    assert "let go again" not in " ".join(log.split())
    assert "replaced by" not in " ".join(log.split())
    client.force_login(ines)
    assert "They wrote" not in client.get(reverse("moderation", args=["stick"])).content.decode()
    assert not [pk for kept in KEPT for pk in kept.wrong(deed.happened_at)]


def test_others_do_not(
    client: Client, ines: Person, hal: Person, rosa: Person, name: Person, someone: Callable[..., Person]
) -> None:
    address = reverse("take_out_name", args=["stick", name.pk])
    client.force_login(hal)
    assert client.post(address, {"words": "go", "why": "I do not like them."}).status_code == 404
    # Where the name stands in another community, one steward's word is not enough.
    other = found(by=someone("Otto Other"), name="Other", slug="other", domain="Other things")
    admit(person=name, community=other, origin="archive")
    client.force_login(ines)
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("person", args=["stick", name.pk])).content.decode()
    assert client.get(reverse("take_out_name", args=["stick", hal.pk])).status_code == 404
    assert not Hold.objects.exists()
