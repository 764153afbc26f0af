"""Bad input: every form and address of the house, found by looking, and what it must never do to them.

Each request is undone afterwards, so that every one meets the same house.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.conversations.models import Draft
from commonplace.files.models import StoredFile
from commonplace.files.tests import samples
from tests.furnished import Furnished, Others, furnish, furnish_others
from tests.pages import LAST_RESORT, routes
from tests.posting import Found, forms_of

pytestmark = pytest.mark.django_db

WORDS = "Zq words that somebody typed"
RTL = "\u202eZq words that somebody typed\u202c\u2066"
TEN_MEGABYTES = "x" * 10_000_000
# Leading out ends the walk; these carry no words and no rows of the house.
NOT_SENT = ("/account/logout/",)
# A draft is kept exactly when something else stands in the way.
NOT_COUNTED = (Session, Draft)


@pytest.fixture
def house(db: None, tmp_path) -> Furnished:
    return furnish(tmp_path)


@pytest.fixture
def others(house: Furnished) -> Others:
    return furnish_others()


@pytest.fixture(params=["member", "steward"])
def who(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def client(house: Furnished, who: str) -> Client:
    return client_of(house, who)


def client_of(house: Furnished, who: str, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    person = house.person(who)
    if person is not None:
        client.force_login(person)
    return client


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever is written inside never was, nobody is slowed for it, and who was signed in still is."""
    cookies = deepcopy(client.cookies)
    for cache in caches.all(initialized_only=True):
        cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def rows() -> dict[str, int]:
    """How many rows there are of each kind."""
    return {m._meta.label: m._base_manager.count() for m in apps.get_models() if m not in NOT_COUNTED}


def said(form: Found, answer: HttpResponse, what: str) -> str:
    return f"{what}: {form.page} -> {form.action} answered {answer.status_code}"


def send(client: Client, form: Found, **changed: Any) -> HttpResponse:
    return client.post(form.action, form.filled(**changed))


# --- What is typed ----------------------------------------------------------------------------------------------

TYPED: dict[str, Callable[[Found], dict[str, Any]]] = {
    "nothing": lambda form: dict.fromkeys(form.fields, ""),
    "words": lambda form: dict.fromkeys(form.typed, WORDS),
    "a null byte": lambda form: dict.fromkeys(form.fields, f"{WORDS}\x00"),
    "right to left": lambda form: dict.fromkeys(form.typed, RTL),
    "200,000 characters": lambda form: dict.fromkeys(form.typed, "zq wörds " * 22_000),
    "script": lambda form: dict.fromkeys(form.typed, "[x](javascript:alert(1)) <script>alert(1)</script>"),
    "several at once": lambda form: {name: ["1", WORDS, "2"] for name in form.fields},
    "a large number": lambda form: dict.fromkeys(form.chosen, "9" * 40),
    "another large number": lambda form: dict.fromkeys(form.chosen, "9223372036854775808"),
    "a negative number": lambda form: dict.fromkeys(form.chosen, "-1"),
    "no number": lambda form: dict.fromkeys(form.chosen, "½"),
    "every button": lambda form: dict.fromkeys(form.typed, WORDS) | form.buttons,
    "a file for a word": lambda form: {name: SimpleUploadedFile("x.txt", b"x") for name in form.fields},
    "a word for a file": lambda form: dict.fromkeys(form.files, WORDS),
}


def test_no_form_stumbles_and_none_half_writes(house: Furnished, who: str, client: Client) -> None:
    wrong = []
    answers = Counter[int]()
    forms = [form for form in forms_of(house, who) if form.action not in NOT_SENT]
    assert len(forms) > 30
    before = rows()
    for form in forms:
        for what, change in TYPED.items():
            with undone(client):
                answer = send(client, form, **change(form))
                answers[answer.status_code] += 1
                assert not answer.headers.get("Location", "").startswith("/account/login"), said(form, answer, what)
                if answer.status_code >= 500:
                    wrong.append(said(form, answer, what))
                elif answer.status_code >= 400 and (after := rows()) != before:
                    changed = [name for name in before if before[name] != after[name]]
                    wrong.append(said(form, answer, f"{what}, and wrote {changed}"))
                if "script" in what and b"<script>alert" in answer.content:
                    wrong.append(said(form, answer, "script in the page"))
    assert not wrong, "\n".join(wrong)
    # Most of this cannot be kept, and is told so.
    assert answers[422] > 100


def test_what_was_typed_comes_back(house: Furnished, who: str, client: Client) -> None:
    """A field too many or too few is told, and every word stands in the page that tells it."""
    wrong = []
    for form in forms_of(house, who):
        areas = [name for name in form.typed if name not in ("once", "code")]
        if form.action.startswith("/account/") or not areas:
            continue
        for name in areas:
            # The other fields hold words; this one holds what cannot be kept.
            filled = dict.fromkeys(areas, WORDS) | {name: "\x00"}
            with undone(client):
                answer = send(client, form, **filled)
            page = answer.content.decode(errors="replace")
            if answer.status_code == 422 and len(areas) > 1 and WORDS not in page:
                wrong.append(said(form, answer, f"{name}: the words are gone"))
            if answer.status_code == 422 and "returned" not in page and 'role="alert"' not in page:
                wrong.append(said(form, answer, f"{name}: it does not say why"))
            if answer.status_code == 200 and form.action != "/c/stick/conversations/preview":
                wrong.append(said(form, answer, f"{name}: as if all were well"))
    assert not wrong, "\n".join(wrong)


def test_too_much_is_refused_in_words(house: Furnished, who: str, client: Client) -> None:
    wrong = []
    for action in sorted({form.action: form for form in forms_of(house, who) if form.typed}):
        if action in NOT_SENT:
            continue
        with undone(client):
            answer = client.post(action, f"text={TEN_MEGABYTES}", content_type="application/x-www-form-urlencoded")
        if answer.status_code not in (400, 413, 422) or b"<h1" not in answer.content:
            wrong.append(f"{action} answered {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_words_of_a_kind_that_no_form_sends(house: Furnished, who: str, client: Client) -> None:
    """Bodies that lie about what they are."""
    bodies = [
        (b"text=%ED%A0%80%FF%00&title=%C3", "application/x-www-form-urlencoded"),
        (b'{"text": "\\ud800", "title": ["x"]}', "application/json"),
        (b"no boundary at all", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"text=x", "text/plain; charset=no-such"),
        ("&".join(f"f{n}=" for n in range(1200)).encode(), "application/x-www-form-urlencoded"),
    ]
    wrong = []
    actions = sorted({form.action for form in forms_of(house, who)})
    before = rows()
    for action in actions:
        for body, kind in bodies if action not in NOT_SENT else ():
            with undone(client):
                answer = client.generic("POST", action, body, content_type=kind)
                if answer.status_code >= 500 or (answer.status_code >= 400 and rows() != before):
                    wrong.append(f"{action} answered {answer.status_code} to {kind} {body[:30]!r}")
    assert not wrong, "\n".join(wrong)


# --- What is asked ----------------------------------------------------------------------------------------------

ASKED = ("after", "by", "draft", "from", "q", "quote", "reply", "show", "title", "who", "kind", "space", "topic",
         "community", "person", "since", "until", "cursor", "limit", "before", "in")  # fmt: skip


@pytest.mark.parametrize("value", ["\x00", "½", "9" * 40, "-1", "\u202e", "2026-02-30", "a:b:c", "*\"'(", "x" * 3000])
def test_no_question_makes_a_page_stumble(house: Furnished, value: str) -> None:
    client = client_of(house, "steward")
    query = urlencode(dict.fromkeys(ASKED, value))
    wrong = []
    for route in routes(without=(LAST_RESORT, "webauthn/keys", "logout")):
        for address in route.addresses(house.known_to("steward")):
            with undone(client):
                answer = client.get(f"{address}?{query}")
            if answer.status_code >= 500:
                wrong.append(f"{address} answered {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_no_address_makes_the_house_stumble(house: Furnished) -> None:
    client = client_of(house, "steward")
    strange = {"str": ["%00", "%ED%A0%80", "%E2%80%AE"], "slug": ["-", "a" * 300], "int": ["0", "9" * 19, "9" * 40]}
    wrong = []
    for route in routes(without=(LAST_RESORT, "account/")):
        for kind, values in strange.items():
            if f"<{kind}:" not in route.written:
                continue
            known = house.known_to("steward")
            *_, address = route.addresses(known)
            for value in values:
                asked = _with_last(route.written, address, kind, value)
                for send in (client.get, client.post):
                    with undone(client):
                        answer = send(asked)
                    if answer.status_code >= 500:
                        wrong.append(f"{asked} answered {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def _with_last(written: str, address: str, kind: str, value: str) -> str:
    """The address with its last argument of this kind changed."""
    parts, said = ("/" + written).split("/"), address.split("/")
    place = max(n for n, part in enumerate(parts) if part.startswith(f"<{kind}:"))
    return "/".join([*said[:place], value, *said[place + 1 :]])


def test_what_can_only_be_sent_is_not_read_and_the_other_way_round(house: Furnished) -> None:
    client = client_of(house, "steward")
    before = rows()
    wrong = []
    for route in routes(without=(LAST_RESORT, "account/", "openapi.json")):
        for address in route.addresses(house.known_to("steward")):
            for method in ("PUT", "PATCH", "DELETE", "TRACE"):
                with undone(client):
                    answer = client.generic(method, address)
                    if answer.status_code not in (404, 405) or rows() != before:
                        wrong.append(f"{method} {address} answered {answer.status_code}")
    assert not wrong, "\n".join(wrong)


# --- Who asks ---------------------------------------------------------------------------------------------------


def test_a_forged_form_is_refused_in_warm_words(house: Furnished, who: str) -> None:
    client = client_of(house, who, enforce_csrf_checks=True)
    forms = list(forms_of(house, who))
    before = rows()
    wrong = []
    for form in forms:
        # They change one visitor's own cookie, and stand on kept pages, which carry no token.
        if form.action in ("/me/language", "/me/look"):
            continue
        answer = client.post(form.action, form.filled())
        if answer.status_code != 403 or b"This page was open too long" not in answer.content:
            wrong.append(said(form, answer, "forged"))
    assert rows() == before
    assert not wrong, "\n".join(wrong)


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
    """Every choice of every form, with the numbers and names of another community in its place."""
    wrong = []
    for form in forms_of(house, who):
        for name in form.chosen:
            for theirs in others.choices:
                with undone(client):
                    marked = others.marks()
                    answer = send(client, form, **dict.fromkeys(form.typed, WORDS) | {name: str(theirs)})
                    if answer.status_code >= 500 or others.marks() != marked:
                        wrong.append(said(form, answer, f"{name}={theirs}"))
    assert not wrong, "\n".join(wrong)


# --- What is brought --------------------------------------------------------------------------------------------

UPLOADS = {
    "a drawing": ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "a web page in disguise": ("x.png", b"<!doctype html><script>alert(1)</script>"),
    "an empty file": ("x.png", b""),
    "half a picture": ("x.png", samples.picture("PNG")[:60]),
    "fifty thousand by fifty thousand": (
        "x.png",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (50_000).to_bytes(4) * 2 + b"\x08\x06\x00\x00\x00" + b"\x00" * 40,
    ),
    "a bomb": ("x.docx", samples.word({"word/media/a.xml": b"\x00" * 60_000_000})),
}


@pytest.mark.parametrize("what", UPLOADS)
def test_what_cannot_be_taken_is_named_and_the_words_stay(house: Furnished, what: str) -> None:
    name, data = UPLOADS[what]
    client = client_of(house, "member")
    kept = StoredFile.objects.count()
    form = {"kind": "tip", "title": WORDS, "text": "And more of it.", "space": "table"}
    answer = client.post(reverse("compose", args=["stick"]), form | {"attached": SimpleUploadedFile(name, data)})
    page = answer.content.decode()
    assert (answer.status_code, StoredFile.objects.count()) == (422, kept)
    assert WORDS in page
    if data:
        assert f"{name}: " in page
    answer = client.post(reverse("my_profile"), {"name": "Hal Brennan", "photo": SimpleUploadedFile(name, data)})
    assert (answer.status_code, StoredFile.objects.count()) == (422, kept)


def test_a_picture_keeps_nothing_but_its_picture(house: Furnished) -> None:
    client = client_of(house, "member")
    pictures = {"polyglot.png": samples.png_with_secrets(), "gps.jpg": samples.photo_with_secrets()}
    for name, data in pictures.items():
        form = {"kind": "tip", "title": name, "text": WORDS, "space": "table"}
        answer = client.post(reverse("compose", args=["stick"]), form | {"attached": SimpleUploadedFile(name, data)})
        assert answer.status_code == 302
        stored = StoredFile.objects.latest("pk")
        answer = client.get(reverse("attachment", args=[stored.pk, stored.name]))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"SECRET" not in content
        assert b"script" not in content


# --- Anything at all --------------------------------------------------------------------------------------------


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(alphabet=st.characters(codec=None), max_size=60), title=st.text(max_size=40))
def test_any_text_is_kept_or_given_back(house: Furnished, text: str, title: str) -> None:
    client = client_of(house, "member")
    text, title = (words.encode("utf-8", "replace").decode() for words in (text, title))
    form = {"kind": "tip", "title": title, "text": text, "space": "table"}
    with undone(client):
        assert client.post(reverse("compose", args=["stick"]), form).status_code in (302, 422)
        assert client.post(reverse("preview", args=["stick"]), form).status_code < 500
        assert client.get("/search", {"q": text}).status_code < 500
        assert connection.is_usable()
