"""Every page that can be walked to speaks Polish when it is asked to, to strangers, members and stewards alike."""

import re
from collections import deque
from datetime import timedelta
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone, translation

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.markup import prose
from commonplace.lib.mail import reasons
from commonplace.people.models import Person
from commonplace.transfer.models import Handle, Import, Letter, Merged, SetAside, Unreadable
from tests.catalogues import forms_of, messages, read

pytestmark = pytest.mark.any_database(
    why="it is about words of the interface",
    seen=["tests/test_hostile.py::test_no_question_makes_a_page_stumble"],
)

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>|\n")
WORD = re.compile(r"[A-Za-z’']+")
# The living style guide and what the API says of itself are for those who build; they are in English.
NOT_OURS = ("/ui", "/api/", "/me/everything", "/me/tokens", "/static/", "/files/", "/faces/", "/account/3rdparty/")
PAGES = 150


@pytest.fixture(autouse=True)
def told(
    stick: Community, ines: Person, hal: Person, leila: Person, amara: Person, table: Space, window: Space
) -> None:
    """A community with something to show: talk behind the door and in the open, somebody new, a silence."""
    now = timezone.now()
    for space in (table, window):
        asked = open_conversation(
            by=hal,
            space=space,
            kind="question",
            title="Gdzie ucieka woda?",
            text="Szukamy od rana.",
            topics=("zawory",),
            at=now - timedelta(days=30),
        )
        reply(by=leila, conversation=asked, text="U nas przy zaworze.", at=now - timedelta(days=29))
    open_conversation(by=amara, space=table, kind="experience", title="Cisza w nocy", text="Kto ją zna?")


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser that asks for Polish."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "pl"
    return client


@cache
def english() -> frozenset[str]:
    """What only an English page says: each run of three words or more of the sources that no translation keeps."""
    catalogue = messages(read("pl")).values()
    kept = " ".join(form for message in catalogue for form in forms_of(message.string))
    ids = {form for message in catalogue for form in forms_of(message.id)}
    pieces = {piece.strip(" .,:;“”") for text in ids for piece in FILLED_IN.split(text)}
    return frozenset(piece for piece in pieces if len(WORD.findall(piece)) >= 3 and piece not in kept)


def walk(client: Client, *starts: str) -> dict[str, str]:
    """The pages that are reached by links, one for each path, as words and markup."""
    waiting, seen = deque(starts), {urlsplit(start).path for start in starts}
    pages: dict[str, str] = {}
    while waiting and len(pages) < PAGES:
        address = waiting.popleft()
        response = client.get(address, follow=True)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        assert response.headers["Content-Language"] == "pl", address
        page = response.content.decode()
        pages[address] = " ".join(unescape(page).split())
        for found in LINK.findall(page):
            path = urlsplit(unescape(found)).path
            if path.startswith("/") and not path.startswith(NOT_OURS) and path not in seen:
                seen.add(path)
                waiting.append(unescape(found))
    return pages


def left_in_english(pages: dict[str, str]) -> dict[str, list[str]]:
    found = {address: [piece for piece in english() if piece in page] for address, page in pages.items()}
    return {address: pieces for address, pieces in found.items() if pieces}


def test_stranger_reads_polish(reader: Client) -> None:
    pages = walk(reader, "/", "/c/stick/", "/c/stick/join", "/account/signup/", "/nowhere", "/search?q=zawory")
    assert left_in_english(pages) == {}
    assert all('<html lang="pl"' in page for page in pages.values())
    assert {"/account/login/", "/c/stick/about", "/c/stick/join"} <= {urlsplit(page).path for page in pages}


def test_member_reads_polish(reader: Client, hal: Person) -> None:
    reader.force_login(hal)
    pages = walk(reader, "/", "/c/stick/", "/me", "/account/email/", "/account/2fa/", "/search?q=zawory&scope=stick")
    assert left_in_english(pages) == {}
    assert {"/c/stick/conversations/new", "/c/stick/people/", "/c/stick/cultivate/", "/for-you"} <= {
        urlsplit(page).path for page in pages
    }


def test_steward_reads_polish(reader: Client, ines: Person) -> None:
    reader.force_login(ines)
    pages = walk(reader, "/c/stick/", "/c/stick/settings", "/c/stick/requests/", "/c/stick/claims/", "/found")
    assert left_in_english(pages) == {}
    assert {"/c/stick/moderation/", "/c/stick/invitations/"} <= {urlsplit(page).path for page in pages}


def test_steward_reads_in_polish_what_an_archive_brought(
    reader: Client, stick: Community, table: Space, ines: Person, hal: Person
) -> None:
    now = timezone.now()
    run = Import.objects.create(
        community=stick,
        space=table,
        name="2009-March.txt",
        planned_at=now,
        letters=3,
        trouble="interrupted",
    )
    handle = Handle.objects.create(community=stick, run=run, handle="x", person=hal)
    codes = [value for name, value in vars(reasons).items() if name.isupper()]
    assert len(codes) > 10
    for number, code in enumerate(codes):
        reason = f"{code} 14 5" if code.startswith("flood") else code
        Merged.objects.create(run=run, kept="Ada", merged="Ada", reason=reason)
        Unreadable.objects.create(run=run, file="a.txt", offset=number, reason=reason)
        letter = Letter.objects.create(
            community=stick,
            run=run,
            digest=str(number),
            file=0,
            offset=number,
            size=1,
            sent_at=now,
            sender=handle,
        )
        SetAside.objects.create(community=stick, letter=letter, sent_at=now, reason=reason)
        assert Merged(reason=reason).why != reason, f"nobody said what {code} is"
    reader.force_login(ines)
    pages = walk(reader, "/c/stick/imports/", f"/c/stick/imports/{run.pk}", "/c/stick/set-aside/")
    assert left_in_english(pages) == {}
    assert "jedna skrzynka" in pages[f"/c/stick/imports/{run.pk}"]


def test_stranger_chooses_polish_and_keeps_it(client: Client) -> None:
    assert "Polski</button>" in client.get("/").content.decode()
    back = client.post("/me/language", {"language": "pl"}, headers={"referer": "http://testserver/account/login/"})
    page = client.get(back.headers["Location"]).content.decode()
    assert back.headers["Location"].endswith("/account/login/")
    assert '<html lang="pl"' in page
    assert "English</button>" in page


@pytest.mark.parametrize(("number", "words"), [(1, "1 odpowiedź"), (3, "3 odpowiedzi"), (5, "5 odpowiedzi")])
def test_replies_are_counted_in_their_own_form(number: int, words: str) -> None:
    with translation.override("pl"):
        assert translation.ngettext("%(n)s reply", "%(n)s replies", number) % {"n": number} == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "czeka 1 tydzień"),
        (2, "czeka 2 tygodnie"),
        (5, "czeka 5 tygodni"),
        (12, "czeka 12 tygodni"),
        (22, "czeka 22 tygodnie"),
        (25, "czeka 25 tygodni"),
        (112, "czeka 112 tygodni"),
    ],
)
def test_weeks_of_waiting_take_three_forms(number: int, words: str) -> None:
    with translation.override("pl"):
        said = translation.ngettext("waiting %(n)d week", "waiting %(n)d weeks", number)
    assert said % {"n": number} == words


def test_folds_of_letters_are_named_for_their_reader() -> None:
    with translation.override("pl"):
        said = prose('<details class="quoted"><summary data-words="signature">Signature</summary><p>Ann</p></details>')
    assert said == '<details class="quoted"><summary data-words="signature">Podpis</summary><p>Ann</p></details>'


ROOT = Path(__file__).resolve().parents[1]
SAID = re.compile(
    r"\{%\s*blocktrans.*?\{%\s*endblocktrans\w*\s*%\}|\{%\s*translate.*?%\}|\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}",
    re.DOTALL,
)


def test_quotation_marks_are_those_of_the_readers_language() -> None:
    """What people said stands in <q>, whose marks the browser chooses; others stand within a translated sentence."""
    pages = [one for one in (ROOT / "commonplace").glob("*/templates/**/*") if one.suffix == ".html"]
    assert len(pages) > 100
    typed = [
        one.name for one in pages if "guide" not in one.parts and re.search("[“”„«»]", SAID.sub("", one.read_text()))
    ]
    assert typed == []
    styles = (ROOT / "commonplace/ui/static/ui/css").glob("*.css")
    assert [one.name for one in styles if re.search(r"quotes:\s*[\"']", one.read_text())] == []


def test_whoever_reads_is_spoken_to_in_small_letters() -> None:
    """As GLOSARIUSZ.md has it: „ty” with a small letter, but at the beginning of a sentence."""
    spoken = re.compile(r"[\w,;:] (?:Ty|Ciebie|Cię|Ci|Tobie|Tobą|Twój|Twoj\w+|Twoich|Twoim|Was|Wam|Wasz\w*)\b")
    said = [form for entry in messages(read("pl")).values() for form in forms_of(entry.string)]
    assert len(said) > 1000
    assert [one for one in said if spoken.search(one)] == []


def test_whoever_belongs_is_called_neither_he_nor_she() -> None:
    """As GLOSARIUSZ.md has it: „osoby ze wspólnoty”; only the word for belonging itself has no gender."""
    he_or_she = re.compile(r"\bczłon(?:ek|k(?!ost)\w*)\b", re.IGNORECASE)
    said = [form for entry in messages(read("pl")).values() for form in forms_of(entry.string)]
    assert [one for one in said if he_or_she.search(one)] == []
