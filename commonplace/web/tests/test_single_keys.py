"""Keys that lead through the pages: a wish, and off until it is said."""

import re

from django.test import Client
from django.urls import reverse

from commonplace.people.models import Person


def test_keys_are_off_until_one_wishes_for_them(client: Client, hal: Person) -> None:
    client.force_login(hal)
    assert b"data-keys" not in client.get(reverse("my_wishes")).content
    client.post(reverse("my_wishes"), {"uses_keys": "on"})
    assert Person.objects.get(pk=hal.pk).uses_keys
    page = client.get(reverse("my_wishes")).content.decode()
    assert page.count(f'data-keys="{reverse("search")}"') == 1
    assert re.search(r'name="uses_keys"[^>]* checked', page)
    client.post(reverse("my_wishes"), {"language": ""})
    assert b"data-keys" not in client.get(reverse("my_wishes")).content
