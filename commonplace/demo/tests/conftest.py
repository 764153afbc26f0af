"""The whole story, sown once for the tests of this room."""

import pytest
from django.utils import timezone

from commonplace.demo import sowing


@pytest.fixture(scope="module")
def sown(django_db_setup, django_db_blocker):
    """Sown before the first test of a module and cleared away after the last; each test in between is rolled back."""
    with django_db_blocker.unblock():
        told = sowing.sow(now=timezone.now())
        yield told
        sowing.clear()
