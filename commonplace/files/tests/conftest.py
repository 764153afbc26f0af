"""Files of these tests live in memory."""

import pytest


@pytest.fixture(autouse=True)
def files_in_memory(settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
