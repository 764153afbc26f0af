"""What a stranger reads through the open window of a listed community."""

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def test_stranger_reads_what_stands_in_the_window_and_nothing_else(
    client: Client, stick: Community, hal: Person, window: Space, table: Space
) -> None:
    shown = open_conversation(by=hal, space=window, kind="tip", title="Listen at night", text="Two to four.")
    inside = open_conversation(by=hal, space=table, kind="tip", title="Among ourselves", text="Not outside.")
    page = client.get(reverse("conversation", args=[stick.slug, shown.pk]))
    assert (page.status_code, b"Two to four." in page.content) == (200, True)
    assert client.get(reverse("conversation", args=[stick.slug, inside.pk])).status_code == 404
    listed = client.get(reverse("conversations", args=[stick.slug])).content
    assert (b"Listen at night" in listed, b"Among ourselves" in listed) == (True, False)
    assert client.get(reverse("people", args=[stick.slug])).status_code in (302, 404)
    assert client.get(reverse("cultivate", args=[stick.slug])).status_code in (302, 404)


def test_without_a_window_the_rooms_are_shut(client: Client, stick: Community, table: Space) -> None:
    assert client.get(reverse("conversations", args=[stick.slug])).status_code == 404


def test_a_private_community_has_no_window(client: Client, stick: Community, hal: Person, window: Space) -> None:
    shown = open_conversation(by=hal, space=window, kind="tip", title="Listen at night", text="Two to four.")
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PRIVATE)
    assert client.get(reverse("conversation", args=[stick.slug, shown.pk])).status_code == 404
    assert client.get(reverse("conversations", args=[stick.slug])).status_code == 404
