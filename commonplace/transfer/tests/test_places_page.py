"""A steward hands in an archive of another place, sees what would come, says where it goes, and follows it."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation, Post
from commonplace.lib.archives.kinds import KINDS
from commonplace.people.models import Person
from commonplace.transfer.actions.handing_in_places import go_on_with_places
from commonplace.transfer.models import Import
from commonplace.transfer.tests.moves import INVENTED

CAME = Post.objects.filter(origin__startswith="invented")


@pytest.fixture
def steward(client: Client, ines: Person, stick: Community, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setitem(KINDS, INVENTED.code, INVENTED)
    client.force_login(ines)
    return client


def _hand_in(steward: Client, stick: Community, words: bytes) -> Import:
    given = {
        "kind": "invented",
        "archive": SimpleUploadedFile("talk.txt", words),
        "space": stick.spaces.order_by("position", "pk")[0].pk,
    }
    steward.post(reverse("imports", args=["stick"]), given)
    return Import.objects.get()


def test_nothing_moves_in_before_a_steward_says_where(steward: Client, stick: Community) -> None:
    run = _hand_in(steward, stick, b"30")
    page = reverse("import", args=["stick", run.pk])
    assert "It is being looked through." in steward.get(page).text
    assert go_on_with_places(now=timezone.now()) == 1
    assert go_on_with_places(now=timezone.now()) == 0
    shown = steward.get(page)
    assert "The old forum" in shown.text
    assert [field.label for field in shown.context["form"]] == ["Threads", "Chat"]
    assert "Messages: 20; people: 8; conversations: 4; May 2019" in shown.text
    assert not CAME.exists()
    wished = {"place-0": "+", "place-1": "table"}
    steward.post(reverse("import_places", args=["stick", run.pk]), wished)
    assert "It is moving in." in steward.get(page).text
    assert go_on_with_places(now=timezone.now()) == 1
    assert CAME.count() == 30
    assert set(Conversation.objects.filter(origin__startswith="invented").values_list("space__slug", flat=True)) == {
        "table", "threads"
    }  # fmt: skip
    done = steward.get(page)
    assert "It has moved in." in done.text
    for called, (read, *became) in done.context["sorts"]:
        assert read == sum(became), called
    assert ("Messages", [30, 30, 0, 0, 0, 0, 0]) in done.context["sorts"]
    assert not default_storage.exists(str(run.upload.name))
    assert steward.get(reverse("imports", args=["stick"])).status_code == 200
    assert steward.get(reverse("import_taking_back", args=["stick", run.pk])).context["goes"].letters == 30


def test_it_goes_on_where_the_sweep_before_stopped(steward: Client, stick: Community) -> None:
    run = _hand_in(steward, stick, b"700")
    go_on_with_places(now=timezone.now())
    steward.post(reverse("import_places", args=["stick", run.pk]), {"place-0": "+", "place-1": "table"})
    sweeps = 0
    while Import.objects.unfinished().exists():
        assert go_on_with_places(now=timezone.now(), seconds=0.0001) == 1
        sweeps += 1
    assert sweeps > 1
    run.refresh_from_db()
    assert (CAME.count(), run.position, run.account["records"]["messages"]["kept"]) == (700, 700, 700)


def test_what_is_no_archive_of_its_kind_is_said_and_let_go(steward: Client, stick: Community) -> None:
    run = _hand_in(steward, stick, b"no number")
    go_on_with_places(now=timezone.now())
    page = steward.get(reverse("import", args=["stick", run.pk]))
    assert "This cannot be read" in page.text
    assert "is no number" in page.text
    steward.post(reverse("import_places", args=["stick", run.pk]), {"let_go": "1"})
    assert not Import.objects.exists()
    assert not default_storage.exists(str(run.upload.name))


def test_members_find_nothing(steward: Client, stick: Community, hal: Person) -> None:
    run = _hand_in(steward, stick, b"3")
    go_on_with_places(now=timezone.now())
    steward.force_login(hal)
    assert steward.get(reverse("import", args=["stick", run.pk])).status_code == 404
    assert steward.post(reverse("import_places", args=["stick", run.pk]), {"place-0": "+"}).status_code == 404
