"""What one did is answered where one did it: a form of a long page names its place, and the page comes back there.

A browser keeps the fragment of a form's address for the answer, and for where the answer leads to if that names none.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from commonplace.conversations.models import Conversation
from tests.furnished import Furnished
from tests.hostile import NOT_SENT, client_of, undone
from tests.posting import Found, forms_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database(
        why="it is about addresses of forms and answers",
        seen=["tests/test_hostile.py::test_no_form_stumbles_and_none_half_writes"],
    ),
]

# Characters of the leaf above a form: less than half of a small screen, so that its beginning shows the answer.
FEW = 300
FORMACTION = re.compile(r'formaction="([^"]+)"')


class _Ids(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids |= {value for name, value in attrs if name == "id" and value}


def path(address: str) -> str:
    return urlsplit(address).path


def lands_nowhere(client: Client, page: str, action: str, answer: HttpResponse) -> str:
    """What is wrong with where a browser shows the answer, if it is the page from which it was sent."""
    fragment = urldefrag(action)[1]
    if answer.status_code in (301, 302, 303):
        if path(answer.headers["Location"]) != path(page):
            return ""
        fragment = urldefrag(answer.headers["Location"])[1] or fragment
        answer = client.get(answer.headers["Location"])
    if answer.status_code == 405 or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    if not fragment:
        return "comes back to the top of the page"
    return "" if has_place(answer.text, fragment) else f"there is no #{fragment}"


def has_place(page: str, fragment: str) -> bool:
    """Whether a page has this place: most say it in a tag as we write them, and are not taken apart."""
    return re.search(rf'<[^<>]*\sid="{re.escape(fragment)}"', page) is not None or fragment in _Ids(page).ids


def test_every_form_of_a_long_page_comes_back_to_its_place(house: Furnished) -> None:
    wrong = set()
    looked = 0
    for who in ("steward", "member"):
        client = client_of(house, who)
        for form in forms_of(house, who):
            if form.words_above <= FEW or path(form.action) in NOT_SENT or form.page.startswith("/account/"):
                continue
            sent = [form.filled(), dict.fromkeys(form.fields, ""), *_by_each_button(form)]
            for fields in (one for at, one in enumerate(sent) if one not in sent[:at]):
                with undone(client):
                    answer = client.post(form.action, fields)
                    if answer.status_code < 500 and (fault := lands_nowhere(client, form.page, form.action, answer)):
                        wrong.add(f"{form.page}: {form.action} {fault}")
                    looked += 1
    assert looked > 40
    assert not wrong, "\n".join(sorted(wrong))


def test_every_button_on_an_entry_of_a_list_comes_back_to_its_place(house: Furnished) -> None:
    """One form around a long list begins at its top; what is pressed is an entry far below."""
    wrong = set()
    for who in ("steward", "member"):
        client = client_of(house, who)
        for form in forms_of(house, who):
            for action, pressed, words_above in form.on_entries:
                if words_above <= FEW or path(form.action) in NOT_SENT:
                    continue
                with undone(client):
                    answer = client.post(action, form.fields | pressed)
                    if answer.status_code < 500 and (fault := lands_nowhere(client, form.page, action, answer)):
                        wrong.add(f"{form.page}: {pressed} {fault}")
    assert not wrong, "\n".join(sorted(wrong))


def _by_each_button(form: Found) -> list[dict[str, object]]:
    return [form.fields | {name: value} for name, value in form.buttons.items()]


def test_every_button_beneath_a_post_comes_back_to_its_place(house: Furnished) -> None:
    looked = 0
    for who in ("steward", "member"):
        client = client_of(house, who)
        for pk in Conversation.objects.values_list("pk", flat=True):
            page = f"/c/{house.community.slug}/conversations/{pk}/"
            answer = client.get(page)
            for action in sorted(set(FORMACTION.findall(answer.text))) if answer.status_code == 200 else ():
                for fields in ({"preview": "1", "text": "Words"}, {"preview": "1", "take_back": "1"}):
                    with undone(client):
                        fault = lands_nowhere(client, page, action, client.post(action, fields))
                        assert not fault, f"{page}: {action} {fault}"
                        looked += 1
    assert looked > 20
