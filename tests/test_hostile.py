"""Bad input: every form and address of the house, found by looking, and what it must never do to them."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.furnished import Furnished
from tests.hostile import NOT_SENT, WORDS, Heeding, client_of, rows, said, send, undone, unguarded
from tests.pages import LAST_RESORT, routes
from tests.posting import Found, forms_of, one_of_each

pytestmark = pytest.mark.django_db

RTL = "\u202eZq words that somebody typed\u202c\u2066"
TEN_MEGABYTES = "x" * 10_000_000


@pytest.fixture(params=["member", "steward"])
def who(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def client(house: Furnished, who: str) -> Client:
    return client_of(house, who)


def forms_for(house: Furnished, who: str) -> list[Found]:
    """The forms of a steward; of a member those that a steward does not meet: who sends them changes nothing here."""
    others = forms_of(house, "steward") if who == "member" else ()
    return [form for form in one_of_each(forms_of(house, who), but=others) if form.action not in NOT_SENT]


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

# What one database keeps and the other refuses: no character 0, whole numbers of so many bits, no word that is longer.
KEPT_BY_SOME = ("words", "a null byte", "200,000 characters", "a large number", "another large number", "no number")


def test_no_form_stumbles_and_none_half_writes(house: Furnished, who: str, client: Client) -> None:
    wrong = []
    answers = Counter[int]()
    forms = forms_for(house, who)
    assert len(forms) > (5 if who == "member" else 60)
    before = rows()
    typed = {what: TYPED[what] for what in (KEPT_BY_SOME if connection.vendor == "postgresql" else TYPED)}
    for form in forms:
        for what, changed in each_once(typed, form):
            with undone(client):
                answer = send(client, form, **changed)
                answers[answer.status_code] += 1
                assert not answer.headers.get("Location", "").startswith("/account/login"), said(form, answer, what)
                if answer.status_code >= 500:
                    wrong.append(said(form, answer, what))
                elif answer.status_code >= 400 and (after := rows()) != before:
                    changed = [name for name in before if before[name] != after[name]]
                    wrong.append(said(form, answer, f"{what}, and wrote {changed}"))
                # A file that is made while it is sent is no page.
                sent = b"" if answer.streaming else answer.content
                if "script" in what and b"<script>alert" in sent:
                    wrong.append(said(form, answer, "script in the page"))
    assert not wrong, "\n".join(wrong)
    # Most of this cannot be kept, and is told so.
    assert answers[422] > 7 * len(typed) or who == "member"


def each_once(typed: dict[str, Callable[[Found], dict[str, Any]]], form: Found) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is typed into this form: one without words, say, is sent once as it is, and not for each kind of words."""
    met = list[dict[str, Any]]()
    for what, change in typed.items():
        changed = change(form)
        if (sent := form.filled(**changed)) not in met:
            met.append(sent)
            yield what, changed


@pytest.mark.any_database(
    why="a form that is refused has written nothing",
    seen=["tests/test_hostile.py::test_no_form_stumbles_and_none_half_writes"],
)
def test_what_was_typed_comes_back(house: Furnished, who: str, client: Client) -> None:
    """A field too many or too few is told, and every word stands in the page that tells it."""
    wrong = []
    for form in forms_for(house, who):
        areas = [name for name in form.typed if name not in ("idempotency_key", "code")]
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


@pytest.mark.any_database(
    why="what is too much is refused before it is read",
    seen=["tests/test_hostile.py::test_no_form_stumbles_and_none_half_writes"],
)
def test_too_much_is_refused_in_words(house: Furnished, who: str, client: Client) -> None:
    wrong = []
    for action in sorted({form.action for form in forms_for(house, who) if form.typed}):
        with undone(client):
            answer = client.post(action, f"text={TEN_MEGABYTES}", content_type="application/x-www-form-urlencoded")
        if answer.status_code not in (400, 413, 422) or b"<h1" not in answer.content:
            wrong.append(f"{action} answered {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.any_database(
    why="such a body is refused before a database is asked",
    seen=["tests/test_hostile.py::test_no_form_stumbles_and_none_half_writes"],
)
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
    actions = sorted({form.action for form in forms_for(house, who)})
    before = rows()
    for action in actions:
        for body, kind in bodies:
            with undone(client):
                answer = client.generic("POST", action, body, content_type=kind)
                if answer.status_code >= 500 or (answer.status_code >= 400 and rows() != before):
                    wrong.append(f"{action} answered {answer.status_code} to {kind} {body[:30]!r}")
    assert not wrong, "\n".join(wrong)


# --- What is asked ----------------------------------------------------------------------------------------------

ASKED = (
    "after",
    "by",
    "draft",
    "from",
    "q",
    "quote",
    "reply",
    "show",
    "title",
    "who",
    "kind",
    "space",
    "topic",
    "community",
    "person",
    "since",
    "until",
    "cursor",
    "limit",
    "before",
    "in",
)


VALUES = ("\x00", "½", "9" * 40, "-1", "\u202e", "2026-02-30", "a:b:c", "*\"'(", "x" * 3000)


def test_no_question_makes_a_page_stumble(house: Furnished) -> None:
    """Where nobody reads the question, the answer is the same to each: such an address is asked once."""
    client = client_of(house, "steward", kind=Heeding)
    queries = [urlencode(dict.fromkeys(ASKED, value)) for value in VALUES]
    wrong = []
    heeded = 0
    for route in routes(without=(LAST_RESORT, "webauthn/keys", "logout")):
        for address in route.addresses(house.known_to("steward")):
            for query in queries:
                with undone(client):
                    answer = client.get(f"{address}?{query}")
                if answer.status_code >= 500 or unguarded(answer):
                    wrong.append(f"{address}?{query[:40]} answered {answer.status_code} without {unguarded(answer)}")
                if not client.is_heeded:
                    break
                heeded += 1
    assert not wrong, "\n".join(wrong)
    assert heeded > 100 * len(VALUES)


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
                for ask in (client.get, client.post):
                    with undone(client):
                        answer = ask(asked)
                    if answer.status_code >= 500 or unguarded(answer):
                        wrong.append(f"{asked} answered {answer.status_code} without {unguarded(answer)}")
    assert not wrong, "\n".join(wrong)


def _with_last(written: str, address: str, kind: str, value: str) -> str:
    """The address with its last argument of this kind changed."""
    parts, said = ("/" + written).split("/"), address.split("/")
    place = max(n for n, part in enumerate(parts) if part.startswith(f"<{kind}:"))
    return "/".join([*said[:place], value, *said[place + 1 :]])


@pytest.mark.any_database(
    why="a method is refused before a database is asked",
    seen=["tests/test_hostile.py::test_no_question_makes_a_page_stumble"],
)
def test_what_can_only_be_sent_is_not_read_and_the_other_way_round(house: Furnished) -> None:
    client = client_of(house, "steward")
    before = rows()
    wrong = []
    for route in routes(without=(LAST_RESORT, "account/", "openapi.json")):
        for address in route.addresses(house.known_to("steward")):
            for method in ("PUT", "PATCH", "DELETE", "TRACE"):
                with undone(client):
                    answer = client.generic(method, address)
                    # A door that asks a program who it is says so first.
                    is_door = route.name in ("dav", "dav_root") and answer.status_code == 401
                    if (answer.status_code not in (404, 405) and not is_door) or rows() != before:
                        wrong.append(f"{method} {address} answered {answer.status_code}")
    assert not wrong, "\n".join(wrong)
