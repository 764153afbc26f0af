"""Feeds as a program reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import feedparser
import pytest
from django.test import Client

from commonplace.feeds.actions import make_address
from commonplace.people.models import Person

Read = Callable[..., Any]


@pytest.fixture
def read(django_assert_max_num_queries) -> Read:
    """A feed by feedparser, as somebody without any cookie asks for it: well formed, and dear to nobody."""

    def fetch(address: str) -> Any:
        with django_assert_max_num_queries(12):
            answer = Client().get(address)
        assert answer.status_code == 200, address
        assert not answer.cookies
        # Its headers are what feedparser takes the charset from.
        told = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
        assert not told.bozo, told.get("bozo_exception")
        return told

    return fetch


@pytest.fixture
def secret_of() -> Callable[..., str]:
    """The beginning of the addresses under a new secret of somebody's."""

    def made(person: Person, community: Any, space: Any = None) -> str:
        return f"/feeds/{make_address(person=person, community=community, space=space)[1]}"

    return made
