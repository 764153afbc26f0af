"""The whole story, sown once for the tests of this room."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from commonplace.demo import sowing


@pytest.fixture(scope="module")
def sown(django_db_setup, django_db_blocker):
    """Sown before the first test of a module; each test is rolled back, and after the last the database is emptied."""
    with django_db_blocker.unblock():
        told = sowing.sow(now=timezone.now())
    yield told
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
