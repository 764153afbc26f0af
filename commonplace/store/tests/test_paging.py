"""Paging is tried on Django's own content types: any table with a unique number and a repeated word will do."""

import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from commonplace.store.paging import page

BY = ("-app_label", "id")


@pytest.fixture
def shelf(db):
    ContentType.objects.all().delete()
    things = (ContentType(app_label="abc"[number % 3], model=f"thing{number}") for number in range(23))
    ContentType.objects.bulk_create(things)
    return ContentType.objects.all()


def walk(shelf, by, size):
    seen, pages, token = [], [], None
    while True:
        one = page(shelf, by=by, after=token, size=size)
        seen += one.items
        pages.append(one)
        if one.older is None:
            return seen, pages
        token = one.older


@pytest.mark.parametrize("size", [1, 4, 22, 23, 24])
@pytest.mark.parametrize("by", [BY, ("id",), ("-id",), ("app_label", "-id")])
def test_walking_on_meets_everything_once_in_order(shelf, by, size):
    seen, _ = walk(shelf, by, size)
    assert seen == list(shelf.order_by(*by))


def test_walking_back_meets_the_same_pages(shelf):
    _, pages = walk(shelf, BY, 5)
    assert page(shelf, by=BY, after=pages[3].newer, size=5).items == pages[2].items
    assert page(shelf, by=BY, after=pages[2].newer, size=5).items == pages[1].items


def test_near_the_start_a_full_first_page_is_shown(shelf):
    everything = list(shelf.order_by("id"))
    _, pages = walk(shelf, ("id",), 3)
    token = pages[1].newer
    back = page(shelf, by=("id",), after=token, size=5)
    assert back.items == everything[:5]
    assert back.newer is None


def test_first_page_has_nothing_newer_and_the_last_nothing_older(shelf):
    _, pages = walk(shelf, BY, 10)
    assert pages[0].newer is None
    assert pages[-1].older is None


def test_what_is_added_does_not_move_the_page(shelf):
    second = page(shelf, by=("-id",), after=page(shelf, by=("-id",), size=5).older, size=5).items
    token = page(shelf, by=("-id",), size=5).older
    ContentType.objects.create(app_label="z", model="late")
    assert page(shelf, by=("-id",), after=token, size=5).items == second


TORN = [
    "x",
    "%00",
    "e30",
    "WyJvIl0",
    "WyJvIixudWxsLG51bGxd",
    "WyJ6IiwiYSIsMV0",
    "=" * 50,
    "é",
    "W" * 5000,
    "WyJvIiwiYSIsMWU0MDBd",
]


@pytest.mark.parametrize("token", TORN)
def test_a_bad_token_gives_the_first_page(shelf, token):
    assert page(shelf, by=BY, after=token, size=5) == page(shelf, by=BY, size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(token=some.text(max_size=60))
def test_no_token_breaks_a_page(shelf, token):
    assert page(shelf, by=BY, after=token, size=5).items


def test_a_page_is_one_query(shelf, django_assert_num_queries):
    token = page(shelf, by=BY, size=5).older
    with django_assert_num_queries(1):
        page(shelf, by=BY, after=token, size=5)


def test_an_empty_list_is_an_empty_page(shelf):
    assert page(shelf.none(), by=BY, size=5).items == []
