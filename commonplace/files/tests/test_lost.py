"""What nobody's row points at goes after two days; what is somebody's, or an importer will look for, stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from commonplace.files.actions import keep_bytes, let_lost_go
from commonplace.files.models import StoredFile
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def test_what_nothing_points_at_goes_with_its_bytes(hal: Person, django_capture_on_commit_callbacks: Any) -> None:
    lost = keep_bytes(name="lost.txt", data=b"lost")
    photo = keep_bytes(name="face.txt", data=b"face")
    brought = keep_bytes(name="kept.txt", data=b"kept", idempotency_key="run 1")
    Person.objects.filter(pk=hal.pk).update(photo=photo)
    now = timezone.now()
    assert let_lost_go(now=now + timedelta(days=1)) == 0
    path, storage = lost.content.name, lost.content.storage
    with django_capture_on_commit_callbacks(execute=True):
        assert let_lost_go(now=now + timedelta(days=3)) == 1
    assert set(StoredFile.objects.all()) == {photo, brought}
    assert StoredFile.objects.filter(content=path).exists() is False
    assert storage.exists(path) is False
