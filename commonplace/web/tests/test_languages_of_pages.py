"""Each language is offered under its own name, as those look for it who speak no other."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def test_languages_of_pages_stand_under_their_own_names(client: Client, hal: Person) -> None:
    assert "Polski" in client.get("/").text
    client.force_login(hal)
    for code in ("en", "pl"):
        client.post(reverse("my_wishes"), {"language": code})
        offered = re.findall(r'<option value="(en|pl)"[^>]*>([^<]+)<', client.get(reverse("my_wishes")).text)
        assert sorted(offered) == [("en", "English"), ("pl", "Polski")]
