"""Files that can neither be kept nor fetched: said where one looks, every word given back, and nothing half kept."""

import errno
import os
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonplace.files.actions import keep_bytes
from commonplace.files.models import StoredFile
from commonplace.files.tests import samples, stores
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import FileVersion, Resource

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

WORDS = "Words that took an hour"
SENT = {"kind": "guide", "title": "Reading a step test", "part_how": WORDS, "space": "table"}
AWAY, FULL = "does not answer just now", "no room for files in this house"


@pytest.fixture
def stick(stick):
    stick.modules = [*stick.modules, "repertoire"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def card(stick, hal, table) -> Resource:
    """A card with a picture, kept while all was well."""
    photo = keep_bytes(name="card.png", data=samples.picture(size=(900, 300)), account=stick.pk)
    return keep(by=hal, space=table, kind="template", words=Words("Card", "", {"how": "Fold it."}), files=[photo])


@pytest.fixture(params=["away", "full"])
def trouble(request, settings, monkeypatch) -> Callable[[], str]:
    """Takes the storage away, or fills it; what people are told then."""

    def begin() -> str:
        if request.param == "away":
            settings.STORAGES = {**settings.STORAGES, "default": stores.storages(stores.nowhere())}
            return AWAY
        monkeypatch.setattr("django.core.files.storage.InMemoryStorage._save", _no_room)
        return FULL

    return begin


def _no_room(*_args: object, **_more: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_words_come_back_where_a_file_could_not_be_kept(client: Client, card, hal, trouble) -> None:
    told, rows = trouble(), StoredFile.objects.count()
    here, file = card.url("stick"), card.files.get()
    client.force_login(hal)
    begun = client.get(f"{here}change").context["form"]
    change = {one.html_name: str(said) for one in begun if (said := one.value()) and not isinstance(said, list)}
    for address, sent, field in (
        ("/c/stick/repertoire/new", SENT, "attached"),
        (f"{here}change", change | {"part_how": WORDS}, "attached"),
        (f"{here}versions/{file.pk}/put", {}, "file"),
    ):
        brought = SimpleUploadedFile("new.png", samples.picture(), content_type="image/png")
        answer = client.post(address, {**sent, field: brought})
        assert answer.status_code == 422
        assert told in answer.text
        assert (WORDS in answer.text) is ("part_how" in sent)
    assert (StoredFile.objects.count(), Resource.objects.count(), FileVersion.objects.count()) == (rows, 1, 1)
    card.refresh_from_db()
    assert card.revision == 1


def test_reading_goes_on_and_what_cannot_be_fetched_says_so(client: Client, card, hal, settings) -> None:
    there, file = settings.STORAGES, card.files.get()
    settings.STORAGES = {**there, "default": stores.storages(stores.nowhere())}
    client.force_login(hal)
    here, address = card.url("stick"), f"/files/kept/{file.file_id}/card.png"
    assert [client.get(one).status_code for one in (here, f"{here}versions/{file.pk}/", "/me/yours")] == [200, 200, 200]
    for one in (address, f"{address}?small", f"{address}?download", "/me/everything.zip"):
        answer = client.get(one)
        assert (answer.status_code, answer["Retry-After"]) == (503, "300")
        assert "The house cannot reach its files" in answer.text
    settings.STORAGES = there
    answer = client.get("/me/everything.zip")
    assert (answer.status_code, b"everything.json" in b"".join(answer.streaming_content)) == (200, True)
