"""A steward hands in an archive of letters and, as with any other place, sees what would come before any of it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.transfer.actions.handing_in import go_on
from commonplace.transfer.actions.taking_back import ask_back, go_on_taking_back
from commonplace.transfer.models import HandedIn, Import, Known, Letter, SetAside
from commonplace.transfer.tests.made_up import write_archive

CAME = Conversation.objects.filter(origin__startswith="mbox")


@pytest.fixture
def steward(client: Client, ines: Person) -> Client:
    client.force_login(ines)
    return client


@pytest.fixture
def run(steward: Client, stick: Community, tmp_path: Path) -> Import:
    """Handed in, and looked through by the worker."""
    text = (write_archive(tmp_path / "wells", 24) / "2009-March.txt").read_bytes()
    given = {"archive": SimpleUploadedFile("wells.mbox", text), "space": stick.spaces.get(slug="table").pk}
    steward.post(reverse("imports", args=["stick"]), given)
    run = Import.objects.get()
    assert "It is being looked through." in steward.get(reverse("import", args=["stick", run.pk])).text
    go_on(now=timezone.now())
    run.refresh_from_db()
    return run


def test_nothing_comes_before_a_steward_says_where(steward: Client, stick: Community, run: Import) -> None:
    page = reverse("import", args=["stick", run.pk])
    shown = steward.get(page)
    told = run.foretold or {}
    assert "This would come." in shown.text
    assert [(one.label, one.initial) for one in shown.context["form"]] == [("wells.mbox", "table")]
    assert not Letter.objects.exists()
    assert not SetAside.objects.exists()
    assert not CAME.exists()
    assert go_on(now=timezone.now()) == 0
    steward.post(reverse("import_places", args=["stick", run.pk]), {"place-0": "table"})
    assert "It is moving in." in steward.get(page).text
    assert go_on(now=timezone.now()) == told["new"] > 0
    run.refresh_from_db()
    assert (run.letters, run.conversations, run.people) == (told["new"], told["conversations"], told["people"])
    assert (run.read, run.already, run.aside, run.unreadable) == tuple(
        told["account"][one] for one in ("read", "already", "aside", "unreadable")
    )
    assert {*CAME.values_list("space__slug", flat=True)} == {"table"}
    assert "It has moved in, to" in steward.get(page).text


def test_letters_get_a_space_of_their_own_which_goes_with_them(
    steward: Client, stick: Community, ines: Person, run: Import
) -> None:
    spaces = {*stick.spaces.values_list("slug", flat=True)}
    steward.post(reverse("import_places", args=["stick", run.pk]), {"place-0": "+"})
    go_on(now=timezone.now())
    (own,) = stick.spaces.exclude(slug__in=spaces)
    assert {*CAME.values_list("space", flat=True)} == {own.pk}
    run.refresh_from_db()
    ask_back(run=run)
    while go_on_taking_back(now=timezone.now()):
        pass
    assert {*stick.spaces.values_list("slug", flat=True)} == spaces
    assert not Import.objects.exists()
    assert not Known.objects.exists()


def test_of_many_files_the_first_are_named_and_the_others_one_fold_away(
    steward: Client, stick: Community, run: Import
) -> None:
    months = [HandedIn(run=run, number=number, name=f"month-{number}.txt", size=9) for number in range(2, 12)]
    HandedIn.objects.bulk_create(months)
    page = steward.get(reverse("import", args=["stick", run.pk])).text
    before, _fold, after = page.partition("3 more files")
    assert ("month-8.txt" in before, "month-9.txt" in before, "month-11.txt" in after) == (True, False, True)


def test_it_is_let_go_and_nothing_is_left(steward: Client, run: Import) -> None:
    steward.post(reverse("import_places", args=["stick", run.pk]), {"let_go": "1"})
    assert not Import.objects.exists()
    assert not default_storage.exists(str(run.upload.name))


@pytest.mark.parametrize("where", ["", "nowhere", "elsewhere"])
def test_only_a_space_that_one_writes_in_is_taken(steward: Client, stick: Community, run: Import, where: str) -> None:
    other = Community.objects.create(slug="other", name="Other", language="en")
    Space.objects.create(community=other, slug="elsewhere", name="Elsewhere")
    page = steward.post(reverse("import_places", args=["stick", run.pk]), {"place-0": where})
    assert page.status_code == 422
    run.refresh_from_db()
    assert run.wished is None


def test_two_presses_are_one(steward: Client, stick: Community, run: Import) -> None:
    spaces = stick.spaces.count()
    for _twice in range(2):
        steward.post(reverse("import_places", args=["stick", run.pk]), {"place-0": "+"})
    assert stick.spaces.count() == spaces + 1


def test_members_find_nothing(steward: Client, hal: Person, run: Import) -> None:
    steward.force_login(hal)
    assert steward.get(reverse("import", args=["stick", run.pk])).status_code == 404
    assert steward.post(reverse("import_places", args=["stick", run.pk]), {"place-0": "+"}).status_code == 404
