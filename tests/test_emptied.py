"""A test that commits leaves nothing behind for the next."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TestCase, TransactionTestCase

from commonplace.conversations.actions.opening import open_conversation
from commonplace.search.models import SearchEntry
from tests.emptied import empty_after


@pytest.mark.django_db(transaction=True)
def test_of_a_house_with_words_in_it_only_what_django_keeps_of_models_stays(table, rosa) -> None:
    kinds = ContentType.objects.count()
    open_conversation(by=rosa, space=table, kind="question", title="Which valve?", text="Of brass.")
    assert SearchEntry.objects.exists()
    empty_after(TransactionTestCase())
    left = {one._meta.label for one in apps.get_models(include_auto_created=True) if one._default_manager.exists()}
    assert left <= {"contenttypes.ContentType", "auth.Permission"}
    assert ContentType.objects.count() == kinds > 100
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM search_words").fetchone() == (0,)


def test_it_is_what_every_test_that_commits_ends_in() -> None:
    assert TransactionTestCase._fixture_teardown is empty_after
    assert TestCase._fixture_teardown is not empty_after
