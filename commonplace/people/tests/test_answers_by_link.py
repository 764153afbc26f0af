"""A link in a letter asks on a page and acts on a press: for one person, about one thing, for a while."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django import forms
from django.core import signing
from django.test import Client
from django.utils import timezone

from commonplace.people.answers_by_link import ANSWERS, SALT, AnswerByLink, Question, answer_address, answer_token
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


class Coming:
    """Whether someone comes to the bonfire, as a room might ask."""

    def __init__(self) -> None:
        self.said: dict[tuple[int, int], str] = {}
        self.is_on = True

    def ask(self, person: Person, thing: int, choice: str, now: datetime) -> Question | None:
        if not self.is_on:
            return None
        already = "So you said." if self.said.get((person.pk, thing)) == choice else ""
        return Question("Will you come?", "To the bonfire.", f"I say {choice}", "/fires/7", already)

    def give(self, person: Person, thing: int, choice: str, now: datetime) -> str | None:
        self.said[person.pk, thing] = choice
        return f"Noted: {choice}."


@pytest.fixture
def coming() -> Coming:
    return Coming()


@pytest.fixture(autouse=True)
def declared(coming: Coming, settings):
    settings.BASE_URL = "https://commons.example"
    with ANSWERS.overridden(AnswerByLink("coming", coming.ask, coming.give)):
        yield


@pytest.fixture
def path(hal: Person) -> Callable[..., str]:
    """The page's path for an answer of Hal's about fire 7."""

    def path(choice: str = "yes", person: Person = hal, at: datetime | None = None) -> str:
        whole = answer_address("coming", person, 7, choice=choice, at=at or timezone.now())
        return whole.removeprefix("https://commons.example")

    return path


def test_looking_changes_nothing_and_a_press_answers(client: Client, coming: Coming, hal: Person, path) -> None:
    for method in (client.get, client.head, client.get):
        assert method(path()).status_code == 200
    page = client.get(path())
    assert coming.said == {}
    assert page.text.count(">I say yes<") == 1
    assert "no-store" in page["Cache-Control"]
    assert "Noted: yes." in client.post(path()).text
    assert coming.said == {(hal.pk, 7): "yes"}


def test_pressed_twice_says_what_stands(client: Client, coming: Coming, hal: Person, path) -> None:
    client.post(path())
    again = client.post(path())
    assert (again.status_code, "So you said." in again.text) == (200, True)
    assert "I say yes" not in client.get(path()).text


def test_the_last_of_two_answers_counts(client: Client, coming: Coming, hal: Person, path) -> None:
    client.post(path("yes"))
    client.post(path("no"))
    assert coming.said == {(hal.pk, 7): "no"}


def test_it_runs_out(client: Client, coming: Coming, path) -> None:
    late = path(at=timezone.now() - timedelta(days=60, minutes=1))
    for answer in (client.get(late), client.post(late)):
        assert answer.status_code == 410
        assert "answers nothing any more" in answer.text
        assert 'href="/fires/7"' in answer.text
    assert client.get(path(at=timezone.now() - timedelta(days=59))).status_code == 200
    assert coming.said == {}


def test_a_clock_that_jumped_back_opens_it_all_the_same(client: Client, path) -> None:
    assert client.get(path(at=timezone.now() + timedelta(hours=3))).status_code == 200


def test_what_is_gone_says_so(client: Client, coming: Coming, path) -> None:
    coming.is_on = False
    assert [client.get(path()).status_code, client.post(path()).status_code] == [410, 410]


def test_what_goes_between_the_question_and_the_answer_says_so(
    client: Client, coming: Coming, path, monkeypatch
) -> None:
    with ANSWERS.overridden(AnswerByLink("coming", coming.ask, lambda *asked: None)):
        assert client.post(path()).status_code == 410


def test_somebody_else_who_is_signed_in_cannot_answer(client: Client, coming: Coming, rosa: Person, path) -> None:
    client.force_login(rosa)
    for answer in (client.get(path()), client.post(path())):
        assert answer.status_code == 403
        assert "bonfire" not in answer.text
    assert coming.said == {}


def test_its_reader_may_be_signed_in(client: Client, coming: Coming, hal: Person, path) -> None:
    client.force_login(hal)
    client.post(path())
    assert coming.said == {(hal.pk, 7): "yes"}


def test_who_has_gone_answers_nothing(client: Client, coming: Coming, hal: Person, path) -> None:
    Person.objects.filter(pk=hal.pk).update(is_active=False)
    assert client.post(path()).status_code == 404
    assert coming.said == {}


@pytest.mark.parametrize(
    "told",
    [[], "coming", 7, ["coming", 1], ["unheard-of", 1, 7, "", 1], ["coming", 10**12, 7, "", 1]],
)
def test_what_was_not_made_here_opens_nothing(client: Client, told: object) -> None:
    assert client.get(f"/letters/press/{signing.dumps(told, salt=SALT)}").status_code == 404


def test_a_changed_link_opens_nothing(client: Client, coming: Coming, hal: Person, path) -> None:
    token = answer_token("coming", hal, 7, choice="yes", at=timezone.now())
    assert client.get(f"/letters/press/{token[:-1]}{'a' if token[-1] != 'a' else 'b'}").status_code == 404
    assert (
        client.get(f"/letters/press/{signing.dumps(['coming', hal.pk, 7, 'yes', 1], salt='other')}").status_code == 404
    )
    assert coming.said == {}


def test_a_press_from_another_page_is_no_press(coming: Coming, path) -> None:
    assert Client(enforce_csrf_checks=True).post(path()).status_code == 403
    assert coming.said == {}


def test_the_page_speaks_its_readers_language(client: Client, coming: Coming, hal: Person, path) -> None:
    Person.objects.filter(pk=hal.pk).update(language="pl")
    late = client.get(path(at=timezone.now() - timedelta(days=90))).text
    assert "answers nothing any more" not in late


class Line(forms.Form):
    """What else can be said with an answer."""

    words = forms.CharField(max_length=10, required=False)


def test_words_go_with_the_press_come_back_where_they_do_not_fit_and_can_be_said_anew(
    client: Client, coming: Coming, path
) -> None:
    said: list[str] = []

    def give(person: Person, thing: int, choice: str, now: datetime, *, words: str) -> str:
        said.append(words)
        return coming.give(person, thing, choice, now) or ""

    answer = AnswerByLink("coming", coming.ask, give, form=lambda person, thing, choice, data: Line(data))
    with ANSWERS.overridden(answer):
        assert 'name="words"' in client.get(path()).text
        refused = client.post(path(), {"words": "much too long"})
        assert (refused.status_code, "much too long" in refused.text, said) == (422, True, [])
        for words in ("soup", "bread"):
            assert "Noted: yes." in client.post(path(), {"words": words}).text
    assert said == ["soup", "bread"]


def test_another_answer_is_a_link_away(client: Client, coming: Coming, hal: Person, path) -> None:
    token = answer_token("coming", hal, 7, choice="no", at=timezone.now())
    asked = Question("Will you come?", "To the fire.", "Yes", "/fires/7", words="Bring wood.", others=[("No", token)])
    with ANSWERS.overridden(AnswerByLink("coming", lambda *about: asked, coming.give)):
        page = client.get(path()).text
    assert "Bring wood." in page
    assert f'href="/letters/press/{token}"' in page
