"""An address found by its words is for the same view as one that is held against each line."""

import pytest
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, include, path, re_path, resolve
from django.urls.resolvers import RoutePattern
from hypothesis import given
from hypothesis import strategies as st

from commonplace.house.resolving import ByWords
from commonplace.house.urls import rooms
from tests.pages import ARGUMENT, routes

LINE_BY_LINE = URLResolver(RoutePattern(""), rooms)
WORDS = ["c", "stick", "conversations", "7", "new", "posts", "undertakings", "api", "v1", "me", "account", "static", ""]


def told(match: ResolverMatch) -> tuple[object, ...]:
    return match.func, match.args, match.kwargs, match.view_name, match.route, match.captured_kwargs, match.namespaces


def both(address: str, one: URLResolver = LINE_BY_LINE, other: URLResolver | None = None) -> list[object]:
    found: list[object] = []
    for resolver in (one, other or ByWords(rooms)):
        try:
            found.append(told(resolver.resolve(address)))
        except Resolver404:
            found.append(None)
    return found


def test_every_line_of_the_house_is_found_the_same():
    by_words, some = ByWords(rooms), 0
    for route in routes(without=()):
        for value in ("7", "stick", "a/b", "0b7cf1ad-6d1c-4b3e-a0a3-7e4f3c7b8b5f"):
            address = ARGUMENT.sub(value, route.written)
            line_by_line, found = both(address, other=by_words)
            assert found == line_by_line, address
            some += found is not None
    assert some > 500


@given(words=st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=15))
def test_any_address_is_found_the_same_or_not_at_all(words: list[str]):
    line_by_line, found = both("/".join(words))
    assert found == line_by_line


def nothing(_request: object, **_more: object) -> None: ...


def test_the_first_line_that_fits_is_taken_whatever_its_kind():
    lines: list[URLPattern | URLResolver] = [
        path("a/<slug:one>/new", nothing, name="slug"),
        path("a/b/<path:rest>", nothing, name="path"),
        path("a/b/new", nothing, name="later"),
        re_path(r"^a/(?P<one>z+)/", nothing, name="expression"),
        path("a/<slug:one>/", include([path("in/<int:two>", nothing, name="within")]), {"more": 1}),
        path("", include(([path("named/", nothing, name="page")], "space"))),
    ]
    plain, by_words = URLResolver(RoutePattern(""), lines), ByWords(lines)
    seen = set()
    for address in "a/b/new a/b/new/er a/zz/x a/c/in/3 a/c/in/x named/ named a".split():
        line_by_line, found = both(address, plain, by_words)
        assert found == line_by_line, address
        seen.add(found[3] if isinstance(found, tuple) else None)
    assert seen == {"slug", "path", "expression", "within", "space:page", None}


def test_the_house_resolves_by_words_and_an_address_of_no_room_is_no_page():
    assert resolve("/c/stick/conversations/7/").kwargs == {"slug": "stick", "pk": 7}
    with pytest.raises(Resolver404):
        resolve("/c/stick/nothing/of/this/kind/7/")
