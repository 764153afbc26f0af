"""Addresses that stand in letters and bookmarks: they lead where they led, whatever files are called."""

import pytest
from django.template.loader import get_template
from django.urls import resolve, reverse

from commonplace.communities.models import Community


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/in/a-token", "invitation"),
        ("/c/stick/join", "join"),
        ("/c/stick/join/withdrawal", "join_withdrawal"),
        ("/c/stick/requests/", "join_requests"),
        ("/c/stick/requests/7", "join_request"),
        ("/c/stick/invitations/", "invitations"),
        ("/c/stick/people/7/hello", "hello"),
        ("/c/stick/leaving", "leaving"),
        ("/c/stick/naming", "naming"),
        ("/faces/7", "face"),
    ],
)
def test_addresses_in_letters_and_bookmarks_stay(address: str, name: str) -> None:
    found = resolve(address)
    assert found.url_name == name
    assert reverse(name, kwargs=found.kwargs) == address


def test_joining_is_called_so_from_address_to_table() -> None:
    assert resolve("/c/stick/join").func.__module__ == "commonplace.communities.joining.views.asking"
    assert get_template("communities/joining/join.html")
    assert Community._meta.get_field("joining")
