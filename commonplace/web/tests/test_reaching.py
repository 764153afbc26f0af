"""What reaches me: everything about letters, feeds and devices stands on the one page."""

import pytest
from django.test import Client

from commonplace.letters.pauses import note_bounce
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters

pytestmark = pytest.mark.django_db


def test_feeds_and_letters_that_stopped_stand_there(client: Client, hal: Person, now) -> None:
    note_bounce(address=address_for_letters(hal), is_hard=True, words="550 5.1.1 Nobody", now=now)
    client.force_login(hal)
    page, own = client.get("/me/attention").text, client.get("/me").text
    for words in ("Letters to you have stopped", 'id="feeds"', 'id="letters"'):
        assert words in page
    assert 'id="feeds"' not in own
    # It must not be missed: what came back is told where one looks first, too.
    assert "Letters to you have stopped" in own
