"""A signed link says what it tells to the page that it was made for, and links that are in mailboxes stay good."""

import pytest
from django.core import signing
from django.urls import reverse

from commonplace.letters.signed_links import signed_link, signed_path, token_of, told_by

SALT = "gatherings.answer"


def test_it_tells_what_it_was_made_for(settings) -> None:
    settings.BASE_URL = "https://commons.example"
    token = token_of([7, "p", 3], salt=SALT)
    assert told_by(token, salt=SALT, parts=3) == [7, "p", 3]
    link = signed_link("answer_by_link", [7, "p", 3], salt=SALT)
    assert link == f"https://commons.example{signed_path('answer_by_link', [7, 'p', 3], salt=SALT)}"
    assert link.startswith(f"https://commons.example{reverse('answer_by_link', args=[token.partition(':')[0]])}")


def test_links_sent_before_there_was_one_way_to_make_them_are_good() -> None:
    sent = signing.dumps([7, "p", 3], salt=SALT)
    assert told_by(sent, salt=SALT, parts=3) == [7, "p", 3]
    assert told_by(signing.dumps(12, salt="undertakings.confirm"), salt="undertakings.confirm") == 12


@pytest.mark.parametrize("parts", [0, 2, 4])
def test_another_shape_opens_nothing(parts: int) -> None:
    assert told_by(token_of([7, "p", 3], salt=SALT), salt=SALT, parts=parts) is None


@pytest.mark.parametrize("token", ["", "nonsense", "WzEsICIiXQ:1x:y", "a" * 5000])
def test_what_was_made_up_or_for_another_opens_nothing(token: str) -> None:
    assert told_by(token, salt=SALT) is None
    assert told_by(token_of([7, "p", 3], salt="other"), salt=SALT, parts=3) is None
