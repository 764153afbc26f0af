"""A place exported again: its conversations have other titles and topics there, were closed, or go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.models import Community
from commonplace.conversations.actions.changing import edit, refile
from commonplace.conversations.actions.ending import close, reopen
from commonplace.conversations.models import Conversation, Revision
from commonplace.lib.archives import discourse
from commonplace.lib.tests.test_archives_discourse import files, post, topic
from commonplace.people.models import Person
from commonplace.transfer.actions.moving_in import Moved, move_in
from commonplace.transfer.models import Known
from commonplace.transfer.tests.test_places import adds_up

FIRST: dict[str, Any] = {"title": "Wet reeds", "tags": ["reeds"]}
LATER: dict[str, Any] = {
    "title": "Wet reeds dry",
    "tags": ["reeds", "wind"],
    "closed": True,
    "last_posted_at": "2015-02-01",
}


@pytest.fixture
def bring(tmp_path: Path, stick: Community):
    """The place as it tells of its one conversation: `bring(title=…)`."""

    def bring(**told: Any) -> Moved:
        words = [post(1, cooked="<p>How do they dry?</p>"), post(2, cooked="<p>In rice</p>")]
        moved = move_in(reader=discourse.opens([files(tmp_path, a=topic(*words, **told))]), community=stick)
        adds_up(moved.account)
        return moved

    return bring


def stands() -> tuple[str, list[str], bool]:
    one = Conversation.objects.exclude(origin="").get()
    return one.title, sorted(one.topics.values_list("slug", flat=True)), hasattr(one, "closure")


def test_what_was_filed_otherwise_there_is_here_too(bring, client: Client, stick: Community, ines: Person) -> None:
    bring(**FIRST)
    assert stands() == ("Wet reeds", ["reeds"], False)
    told = bring(**LATER).account.as_json()["records"]["messages"]
    assert (told["updated"], told["already"]) == (1, 1)
    assert stands() == ("Wet reeds dry", ["reeds", "wind"], True)
    assert [(one.title, one.source) for one in Revision.objects.all()] == [("Wet reeds", "How do they dry?")]
    assert not bring(**LATER).account.has_news
    client.force_login(ines)
    here = Conversation.objects.exclude(origin="").get()
    page = client.get(reverse("conversation", args=[stick.slug, here.pk])).content.decode()
    assert "This conversation was closed where it was said" in page
    found = client.get(reverse("search"), {"q": "wind", "in": stick.slug}).content.decode()
    assert f"/conversations/{here.pk}/" in found
    told = bring(**LATER | {"closed": False}).account.as_json()["records"]["messages"]
    assert (told["updated"], told["already"]) == (1, 1)
    assert stands() == ("Wet reeds dry", ["reeds", "wind"], False)


def test_closed_from_the_first(bring) -> None:
    bring(**LATER)
    assert stands() == ("Wet reeds dry", ["reeds", "wind"], True)


def test_what_people_made_of_it_here_stays(bring, ines: Person) -> None:
    bring(**FIRST)
    here = Conversation.objects.exclude(origin="").get()
    edit(by=ines, post=here.posts.get(number=1), title="How reeds dry", text="How do they dry?", on_revision=1)
    refile(by=ines, conversation=here, kind=here.kind, topics=["cane"])
    assert not bring(**LATER | {"closed": False}).account.has_news
    assert stands() == ("How reeds dry", ["cane"], False)
    # Closed there, it is closed here; whoever lets it go on here has the last word, until it is closed there anew.
    bring(**LATER)
    reopen(by=ines, conversation=here)
    assert not bring(**LATER | {"tags": ["reeds", "wind", "sun"]}).account.has_news
    assert stands() == ("How reeds dry", ["cane"], False)
    close(by=ines, conversation=here, why="Dry enough.")
    assert not bring(**LATER | {"closed": False}).account.has_news
    assert stands() == ("How reeds dry", ["cane"], True)


def test_of_what_came_before_this_was_noted_nothing_is_changed(bring) -> None:
    bring(**FIRST)
    Known.objects.update(opening=None)
    assert not bring(**LATER | {"closed": False}).account.has_news
    assert stands() == ("Wet reeds", ["reeds"], False)
    told = bring(**FIRST | {"title": "Wet cane"}).account.as_json()["records"]["messages"]
    assert (told["updated"], told["already"]) == (0, 2)  # its title here is not the one that was told last
