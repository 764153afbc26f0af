"""What belongs to others, and what others forge: neither found nor changed, in any form or address of the house."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from commonplace.communities.models import Community, Space, Topic
from tests.furnished import Furnished
from tests.furnished_next_door import Others, furnish_others
from tests.hostile import WORDS, client_of, rows, said, send, undone
from tests.kept import Stage
from tests.pages import LAST_RESORT, routes
from tests.posting import forms_of, one_of_each

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database(
        why="which rows are found follows from who asks",
        seen=["tests/test_permissions.py", "commonplace/web/tests/test_nothing_of_others.py"],
    ),
]


@pytest.fixture
def others(house: Furnished, stage: Stage) -> Others:
    return stage.call(furnish_others, "next door", is_long=True)


@pytest.fixture(params=["member", "steward"])
def who(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def client(house: Furnished, who: str) -> Client:
    return client_of(house, who)


def test_a_forged_form_is_refused_in_warm_words(house: Furnished, who: str) -> None:
    client = client_of(house, who, enforce_csrf_checks=True)
    forms = list(forms_of(house, who))
    before = rows()
    wrong = []
    for form in forms:
        # They change one visitor's own cookie, and stand on kept pages, which carry no token.
        if form.action in ("/me/language", "/me/look"):
            continue
        # A mail program stops letters with one click, without a cookie; who has the link may, and nothing else.
        if form.action.startswith(
            ("/letters/stop/", "/letters/no-more/", "/words/stop/", "/gatherings/asking/stop/", "/record/year/stop/")
        ):
            continue
        answer = client.post(form.action, form.filled())
        if answer.status_code != 403 or b"This page was open too long" not in answer.content:
            wrong.append(said(form, answer, "forged"))
    assert rows() == before
    assert not wrong, "\n".join(wrong)


def test_no_form_is_sent_without_saying_from_where(house: Furnished, who: str, client: Client) -> None:
    """From a page that names no referrer browsers send a form with `Origin: null`, which is refused as forged."""
    pages = sorted({form.page for form in forms_of(house, who)})
    assert len(pages) > 20
    silent = [page for page in pages if client.get(page).headers.get("Referrer-Policy") == "no-referrer"]
    assert silent == []


def test_what_belongs_to_others_is_not_there(house: Furnished, others: Others, who: str, client: Client) -> None:
    """Every address of ours with each of its numbers another community's: nothing is found, nothing changed."""
    sent = {form.action: form.filled() for form in forms_of(house, who)}
    before = rows()
    wrong = []
    for route in routes(without=(LAST_RESORT, "account/")):
        known = house.known_to(who)
        for name, theirs in others.known.items():
            if f"{name}/<" not in route.written and f"<slug:{name}>" not in route.written:
                continue
            changed = {**known, name: theirs}
            for address, ours in zip(route.addresses(changed), route.addresses(known), strict=True):
                if address == ours:
                    continue
                for answer in _asked_both_ways(client, address, sent.get(ours, {"text": WORDS, "why": WORDS})):
                    if answer.status_code not in (302, 403, 404, 405) or rows() != before:
                        wrong.append(f"{address} answered {answer.status_code}")
                    elif answer.status_code == 302 and not answer["Location"].startswith("/account/login"):
                        wrong.append(f"{address} led to {answer['Location']}")
    assert not wrong, "\n".join(wrong)


def _asked_both_ways(client: Client, address: str, filled: dict[str, Any]) -> Iterator[HttpResponse]:
    with undone(client):
        yield client.get(address)
    with undone(client):
        yield client.post(address, filled)


def test_what_belongs_to_others_cannot_be_chosen(house: Furnished, others: Others, who: str, client: Client) -> None:
    """Every choice of every form, with the numbers and names of another community in its place.

    Next door both are strangers: a form that both meet is sent by both, but each number in each choice by one of them.
    """
    wrong = []
    names = {*Community.objects.values_list("slug", flat=True), *Space.objects.values_list("slug", flat=True)}
    names.update(Topic.objects.values_list("slug", flat=True))
    other = "member" if who == "steward" else "steward"
    met_by_both = {form.like for form in forms_of(house, other)}
    marked = others.marks()
    for form in one_of_each(forms_of(house, who)):
        for at, name in enumerate(sorted(set(form.chosen))):
            if form.chooses_of_ours(name, names):
                continue
            for turn, theirs in enumerate(others.choices, start=at):
                if form.like in met_by_both and turn % 2 == (who == "steward"):
                    continue
                with undone(client):
                    answer = send(client, form, **dict.fromkeys(form.typed, WORDS) | {name: str(theirs)})
                    if answer.status_code >= 500 or others.marks() != marked:
                        wrong.append(said(form, answer, f"{name}={theirs}"))
    assert not wrong, "\n".join(wrong)
