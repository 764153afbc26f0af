"""Every letter of the house, as the real actions write it, in each language: whole, escaped, alike in both parts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as house
from django.test.signals import template_rendered
from django.utils import timezone, translation

from commonplace.communities.joining.actions.asking import answer_request, ask_to_join
from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.standing import remove
from commonplace.communities.models import Community, JoinRequest, Membership
from commonplace.communities.moderation.actions import hold, hold_several, release, release_several
from commonplace.communities.readers import read_on
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.standing import Standing
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.digests.actions.choosing import Said, choose
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import send
from commonplace.digests.hours import last_moment
from commonplace.digests.models import Period
from commonplace.gatherings.actions.answering import answer as say_whether
from commonplace.gatherings.actions.changes import tell_changes
from commonplace.gatherings.actions.changing import call_off, change
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.people.actions.claiming import send_code
from commonplace.people.adapter import Adapter
from commonplace.people.models import ArchiveAddress, Person
from tests.asked import ask, run_to_its_end
from tests.furnished_harvest import ended_run
from tests.letters_seen import written
from tests.letters_written import WITHOUT_WORDS, from_each_room
from tests.undertaken import write_letters

ROOMS = Path(__file__).resolve().parents[1] / "commonplace"
LANGUAGES = [code for code, _ in house.LANGUAGES]
HOSTILE = """Zoë <b>O'Hara</b> & "Co\""""
WORDS = f"""Come by on Thursday.

<script>{HOSTILE}</script> says so, 3 < 4 & 5 > 4.
-- \nHal"""
ACCOUNT = {
    "code": "QK7-4MZ",
    "password_reset_url": "https://commons.example/account/reset/x-y/?a=1&b=2",
    "from_email": "o'neil&co@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "timestamp": timezone.now(),
    "ip": "192.0.2.7",
    "user_agent": HOSTILE,
    "provider": SimpleNamespace(name=HOSTILE),
}
ROOM_LETTERS = {
    f"{path.relative_to(path.parents[2])}".removesuffix(".subject.txt")
    for path in ROOMS.glob("*/templates/*/letters/*.subject.txt")
    # What answers somebody's mail is written and looked at in the tests of that room.
    if path.parts[-3] != "mail"
}
ACCOUNT_LETTERS = sorted(
    f"{path.relative_to(path.parents[2])}".removesuffix("_subject.txt")
    for path in ROOMS.glob("people/templates/*/email/*_subject.txt")
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database(
        why="a letter is set after its rows are read",
        seen=["commonplace/letters/tests/test_outbox.py", "commonplace/mail/tests/test_sending.py"],
    ),
]
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def strict(settings) -> None:
    """A name that a template does not find shows; the house has a name that has to be escaped."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "string_if_invalid": "MISSING(%s)"}}]
    settings.HOUSE_NAME = "Commons <&> Co"
    settings.BASE_URL = "https://commons.example"


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """The names of the templates that were rendered."""
    names: set[str] = set()

    def note(template, **_: object) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture
def reader(someone: Callable[..., Person]) -> Callable[[str], Person]:
    def make(language: str) -> Person:
        return someone("Reader", language=language)

    return make


@pytest.fixture
def steward(ines: Person) -> Person:
    Person.objects.filter(pk=ines.pk).update(name=HOSTILE)
    ines.refresh_from_db()
    return ines


@pytest.fixture
def place(stick: Community, steward: Person) -> Community:
    Community.objects.filter(pk=stick.pk).update(name=f"The {HOSTILE}")
    stick.refresh_from_db()
    return stick


def written_here(place: Community, person: Person, steward: Person) -> tuple[Conversation, Post]:
    """A question of the reader's, and the steward's answer to it."""
    space = place.spaces.filter(visibility="members").first() or open_space(community=place, name="Den", slug="den")
    asked = open_conversation(by=person, space=space, kind="question", title="Zoë & Co <b>?", text="Which one?")
    return asked, reply(by=steward, conversation=asked, text="The blue one.")


@in_every_language
def test_every_letter_of_a_room(
    language: str,
    place: Community,
    steward: Person,
    reader: Callable[[str], Person],
    unclaimed: Person,
    rendered: set[str],
) -> None:
    person, now = reader(language), timezone.now()

    def answered(*, accept: bool) -> None:
        asked = ask_to_join(person=person, community=place, cares_about="leaks")
        assert isinstance(asked, JoinRequest)
        answer_request(by=steward, request=asked, accept=accept, words=WORDS)
        JoinRequest.objects.all().delete()

    with translation.override(language):
        invite(by=steward, community=place, words=WORDS, name="A", address="invited@example.org")
        ArchiveAddress.objects.create(person=unclaimed, address="old@example.net")
        Person.objects.filter(pk=unclaimed.pk).update(name=HOSTILE)
        unclaimed.refresh_from_db()
        send_code(person=person, of=unclaimed)
    # Whoever writes may have another language than whoever reads.
    answered(accept=False)
    answered(accept=True)
    inside = Membership.objects.get(person=person)
    greet(by=steward, membership=inside, words=WORDS)
    remove(by=steward, membership=inside, words=WORDS)
    admit(person=person, community=place, standing=Standing.GUEST, until=now + timedelta(days=9), at=now)
    answered(accept=False)
    answered(accept=True)
    asked, answer = written_here(place, person, steward)
    with translation.override(language):
        held = hold(by=steward, kind="conversation", object_id=asked.pk, community=place, why=WORDS)
        release(by=steward, hold=held, why=WORDS)
    read_on()
    with translation.override(language):
        theirs = [("post", reply(by=person, conversation=asked, text=text).pk) for text in ("One.", "Two.")]
        several = hold_several(by=steward, community=place, things=theirs, why=WORDS)
        release_several(by=steward, holds=several, why=WORDS)
    assert answer.conversation == asked
    # What was written today is told tomorrow, at whatever hour of the day this runs.
    tomorrow = timezone.now().date() + timedelta(days=1)
    issue = make_issue(community=place, period=Period.WEEKLY, on=tomorrow, now=timezone.now())
    choose(by=steward, issue=issue, words=Said("", WORDS), things={})
    send(issue=issue, now=last_moment(tomorrow) - timedelta(minutes=1))

    plan = Plan("Bring a noise", (now + timedelta(days=5)).replace(tzinfo=None, second=0, microsecond=0), "UTC")
    called = convene(by=steward, space=place.spaces.get(slug="table"), plan=plan)
    say_whether(gathering=called, person=person, says="yes")
    call_off(by=steward, gathering=called, why=WORDS)
    other = convene(by=steward, space=place.spaces.get(slug="table"), plan=plan)
    say_whether(gathering=other, person=person, says="yes", at=now)
    change(by=steward, gathering=other, plan=replace(plan, minutes=90, place=WORDS), at=now)
    tell_changes(now=now + timedelta(hours=1))

    with translation.override(language):
        write_letters(steward, person, place.spaces.get(slug="table"), title="One voice", words=WORDS)

    ask(run_to_its_end(steward, person, place.spaces.get(slug="table"), words=WORDS))
    second = register(name="Second", address="second@example.org", is_confirmed=True)
    admit(person=second, community=place)
    clinic = convene(by=steward, space=place.spaces.get(slug="table"), plan=plan)
    with translation.override(language):
        ended_run(clinic, steward, [second], "We listened.", presenter=person)

    from_each_room(place, person, steward, language, title=HOSTILE, words=WORDS)

    seen_here = {one for one in rendered if "/letters/" in one and one.endswith(".html")}
    assert {one.removesuffix(".html") for one in seen_here} == ROOM_LETTERS
    letters = list(Letter.objects.exclude(kind="post"))  # of which the rehearsal shows one
    assert len(letters) == len(ROOM_LETTERS)
    for letter in letters:
        seen = written(letter)
        assert f'lang="{language}"' in letter.html
        if letter.kind not in WITHOUT_WORDS:
            assert " ".join(WORDS.split()) in " ".join(seen.words.split())
        assert HOSTILE in " ".join(seen.words.split())


@in_every_language
@pytest.mark.parametrize("template", ACCOUNT_LETTERS)
def test_every_account_letter(language: str, template: str, reader: Callable[[str], Person], rf) -> None:
    person = reader(language)
    Adapter(rf.get("/")).send_mail(template, "reader@example.org", {**ACCOUNT, "user": person})
    letter = Letter.objects.get()
    written(letter)
    assert f'lang="{language}"' in letter.html
    assert letter.text.rstrip().splitlines()[-1].endswith(("links.", "odnośników."))


@pytest.mark.parametrize("template", ["account/email/login_code", "account/email/password_reset_key"])
def test_an_account_letter_lays_out_its_code_and_its_link(template: str, reader: Callable[[str], Person], rf) -> None:
    Adapter(rf.get("/")).send_mail(template, "reader@example.org", ACCOUNT)
    markup = Letter.objects.get().html
    assert ("Courier New" in markup, str(ACCOUNT["password_reset_url"]).replace("&", "&amp;") in markup) == (
        template.endswith("code"),
        template.endswith("key"),
    )


def test_a_code_goes_while_it_is_good_and_no_longer(reader: Callable[[str], Person], rf) -> None:
    for template in ACCOUNT_LETTERS:
        Adapter(rf.get("/")).send_mail(template, "reader@example.org", ACCOUNT)
    lives = {
        one.subject: round((one.useful_until - one.created_at).total_seconds())
        for one in Letter.objects.exclude(useful_until=None)
    }
    assert [lives[subject] for subject in lives if subject.startswith("QK7-4MZ is your code for Commons")] == [900]
    assert len(lives) == 4


def test_every_letter_has_both_parts() -> None:
    for path in ROOMS.glob("*/templates/*/letters/*.subject.txt"):
        stem = path.name.removesuffix(".subject.txt")
        assert {one.name for one in path.parent.glob(f"{stem}.*")} == {
            f"{stem}.subject.txt",
            f"{stem}.txt",
            f"{stem}.html",
        }


def test_rooms_write_letters_from_templates_only() -> None:
    bare = re.compile(r"from commonplace\.letters\.actions import [^\n]*\bpost\b|EmailMessage|send_mail\(|mailers\b")
    outside = [
        str(path.relative_to(ROOMS))
        for path in ROOMS.rglob("*.py")
        if "tests" not in path.parts and path.parts[len(ROOMS.parts)] != "letters" and bare.search(path.read_text())
    ]
    # The adapter answers to allauth's name for it, and writes from templates; the doctor asks for the server; the demo
    # writes the letters of a list that moves in.
    assert sorted(outside) == ["demo/moving_in.py", "house/checks/letters.py", "people/adapter.py"]
