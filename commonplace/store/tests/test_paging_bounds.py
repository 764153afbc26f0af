"""What bounds a key of a page: the first column alone, for the index; the numbers that a database takes; its length."""

import base64
import json

import pytest
from django.contrib.contenttypes.models import ContentType

from commonplace.store.paging import TOKEN_LENGTH, NoToken, page

BY = ("-app_label", "id")


@pytest.fixture
def shelf(db):
    ContentType.objects.all().delete()
    ContentType.objects.bulk_create(ContentType(app_label="abc"[n % 3], model=f"thing{n}") for n in range(9))
    return ContentType.objects.all()


def token(*key: object, way: str = "o") -> str:
    return base64.urlsafe_b64encode(json.dumps([way, *key], separators=(",", ":")).encode()).decode().rstrip("=")


@pytest.mark.parametrize(("by", "step"), [(BY, "<="), (("app_label", "-id"), ">=")])
def test_first_column_is_bounded_alone_so_that_its_index_is_used(shelf, by, step, django_assert_num_queries):
    onward = page(shelf, by=by, size=4)
    with django_assert_num_queries(1) as asked:
        second = page(shelf, by=by, after=onward.older, size=4)
    where = asked.captured_queries[0]["sql"].split(" WHERE ")[1].split(" ORDER BY ")[0]
    assert f'AND "django_content_type"."app_label" {step} ' in where.rsplit(")", 2)[-2] + where.rsplit(")", 2)[-1], (
        where
    )
    with django_assert_num_queries(1) as asked:
        page(shelf, by=by, after=second.newer, size=2)
    back = asked.captured_queries[0]["sql"]
    assert f'"app_label" {">=" if step == "<=" else "<="} ' in back, back


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_the_largest_numbers_that_a_column_takes_are_keys(shelf, number):
    everything = list(shelf.order_by("id"))
    found = page(shelf, by=("id",), after=token(number), size=20, strict=True).items
    assert found == (everything if number < 0 else [])


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30, 1.5, True, None, "", [1], {"a": 1}])
@pytest.mark.parametrize("way", ["o", "n"])
def test_what_no_column_takes_is_no_key(shelf, number, way):
    with pytest.raises(NoToken):
        page(shelf, by=("id",), after=token(number, way=way), strict=True)
    assert page(shelf, by=("id",), after=token(number, way=way)) == page(shelf, by=("id",))


def test_a_key_has_as_many_parts_as_the_order(shelf):
    for key in ((), ("a",), ("a", 1, 1)):
        with pytest.raises(NoToken):
            page(shelf, by=BY, after=token(*key), strict=True)


def test_a_zero_byte_is_no_part_of_a_key(shelf):
    with pytest.raises(NoToken):
        page(shelf, by=BY, after=token("a\0", 1), strict=True)


def test_a_token_has_a_length(shelf):
    """A long word is as good a key as a short one, up to the length; one sign more is no token."""
    fits = next(made for n in range(TOKEN_LENGTH, 0, -1) if len(made := token("z" * n, 1)) <= TOKEN_LENGTH)
    assert page(shelf, by=BY, after=fits, size=20, strict=True).items == list(shelf.order_by(*BY))
    with pytest.raises(NoToken):
        page(shelf, by=BY, after=fits + "=" * (TOKEN_LENGTH + 1 - len(fits)), strict=True)


def test_behind_the_end_programs_find_nothing_and_readers_the_first_page(shelf):
    last = token(shelf.order_by("-id")[0].pk)
    assert page(shelf, by=("id",), after=last, size=4, strict=True).items == []
    assert page(shelf, by=("id",), after=last, size=4) == page(shelf, by=("id",), size=4)


@pytest.mark.parametrize("by", [BY, ("id",), ("app_label", "-id")])
def test_walking_back_from_page_to_page_meets_everything_and_leads_on_again(shelf, by):
    """Each page that was walked back to leads back and on by its own tokens."""
    everything = list(shelf.order_by(*by))
    last = page(shelf, by=by, size=2)
    while last.older:
        last = page(shelf, by=by, after=last.older, size=2)
    assert last.items == everything[8:]
    seen, here = last.items, last
    while here.newer:
        before = here
        here = page(shelf, by=by, after=here.newer, size=2)
        assert page(shelf, by=by, after=here.older, size=2).items == before.items
        seen = here.items + seen
    assert seen == everything
