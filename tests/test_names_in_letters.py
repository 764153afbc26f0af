"""What every letter of the house may carry to people who did not ask: no offer, and no host but the house's own."""

import ast
import functools
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import commonplace
from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions import asking as joining
from commonplace.communities.joining.actions import greeting, inviting
from commonplace.communities.membership.actions import standing
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.readers import read_on
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.gatherings.actions.asking import ask as ask_to_come
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.letters.models import Letter
from commonplace.lib.names import holds_address
from commonplace.mail.actions.moving import name_list
from commonplace.mail.sending import send_post
from commonplace.people.actions import claiming, register
from commonplace.people.models import ArchiveAddress, Person
from commonplace.people.one_time_links import one_time_link
from commonplace.people.proof import Unproven
from commonplace.transfer.moving import tell_of_rehearsal
from tests.asked import ask, run_to_its_end
from tests.test_left_behind import code_to, totp
from tests.undertaken import write_letters

pytestmark = pytest.mark.any_database(
    why="a letter is set after its rows are read",
    seen=["commonplace/letters/tests/test_outbox.py", "commonplace/mail/tests/test_sending.py"],
)

HOUSE = Path(commonplace.__file__).parent
ELSEWHERE = "cheap.example"
OFFERS = [
    f"Pills at {ELSEWHERE}",
    f"https://{ELSEWHERE}/",
    f"buy@{ELSEWHERE}",
    "You have won a prize. Write to us today",
]
SAID, NEXT = "a leak is a sound first", "and a valve is a sound next"


@pytest.fixture(autouse=True)
def fresh_limits(settings) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@functools.cache
def kinds_posted() -> set[str]:
    """The kinds of all letters that the rooms post, read from their source."""
    kinds = set()
    for path in HOUSE.rglob("*.py"):
        # Only a file that could write a letter is taken apart.
        if "tests" in path.parts or "kind=" not in (source := path.read_text()) or "writ" not in source:
            continue
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in (
                "write",
                "write_to",
                "written",
                "written_to",
                "AskingLetter",
            ):
                named = [one.value for one in call.keywords if one.arg == "kind"]
                kinds |= {one.value for one in named if isinstance(one, ast.Constant)}
    return kinds


def talk_and_hold(stick: Community, steward: Person, member: Person) -> None:
    """What a member asked is answered, held and let go, with an address in its title."""
    space = stick.spaces.first() or open_space(community=stick, name="Table", slug="table")
    admit(person=member, community=stick)
    asked = open_conversation(by=member, space=space, kind="question", title=f"See {ELSEWHERE}", text="Which?")
    reply(by=steward, conversation=asked, text=f"See {ELSEWHERE}")
    read_on()
    held = moderating.hold(by=steward, kind="conversation", object_id=asked.pk, community=stick, why="Look.")
    moderating.release(by=steward, hold=held, why="Well.")
    said = [("post", reply(by=member, conversation=asked, text=text).pk) for text in ("One.", "Two.")]
    several = moderating.hold_several(by=steward, community=stick, things=said, why="Look.")
    moderating.release_several(by=steward, holds=several, why="Well.")


# --- Names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("offer", OFFERS)
def test_no_letter_carries_an_offer_for_a_name(
    offer: str, someone: Callable[..., Person], unclaimed: Person, settings
) -> None:
    steward = someone("Boss")
    Person.objects.filter(pk__in=[steward.pk, unclaimed.pk]).update(name=offer)
    steward.refresh_from_db()
    # What a community is called may be a question; it may not be an address.
    called = offer if holds_address(offer) else "What works?"
    stick = found(by=steward, name=called, slug="offers", visibility=Visibility.LISTED)
    ArchiveAddress.objects.create(person=unclaimed, address="old@example.net")
    inviting.invite(by=steward, community=stick, words="Come and see.", name=offer, address="new@example.net")
    claiming.send_code(person=steward, of=Person.objects.get(pk=unclaimed.pk))
    for accept, is_guest in product((False, True), repeat=2):
        other = someone(f"Asker{accept}{is_guest} Ng")
        if is_guest:
            admit(person=other, community=stick, standing="guest", until=timezone.now() + timedelta(days=9))
        asked = joining.ask_to_join(person=other, community=stick, cares_about="leaks")
        joining.answer_request(by=steward, request=asked, accept=accept, words="Well.")
    membership = Membership.objects.filter(community=stick).exclude(person=steward).latest("pk")
    greeting.greet(by=steward, membership=membership, words="Hello.")
    standing.remove(by=steward, membership=membership, words="It is better so.")
    talk_and_hold(stick, steward, other)
    told = open_conversation(
        by=steward, space=stick.spaces.get(slug="table"), kind="tip", title="Oil it", text="Often."
    )
    stop = f"{settings.BASE_URL}/stop"
    send_post(told.posts.get(), other, why="So it is.", key="told", now=timezone.now(), stop_url=stop)
    plan = Plan(f"See {ELSEWHERE}", timezone.now().replace(year=timezone.now().year + 1, tzinfo=None, day=1), "UTC")
    called = convene(by=steward, space=stick.spaces.get(slug="table"), plan=plan)
    ask_to_come(by=steward, gathering=called, people=[other.pk])
    write_letters(steward, other, stick.spaces.get(slug="table"), title=f"See {ELSEWHERE}", words="Oil it.")
    moving = name_list(by=steward, space=stick.spaces.get(slug="table"), address="old@lists.example.org")
    tell_of_rehearsal(moving, timezone.now())
    ask(run_to_its_end(steward, other, stick.spaces.get(slug="table"), words="Oil it."))
    letters = Letter.objects.exclude(key__startswith=f"rehearsed:{moving.pk}", kind="post")
    assert {letter.kind for letter in letters} == kinds_posted() - {"account"}
    assert len(letters) == 21
    for letter in letters:
        said = f"{letter.subject}\n{letter.text}"
        assert steward.name not in said
        assert ELSEWHERE not in said
        # What is moderated, and a letter to oneself, name nobody at all.
        assert "omeone" in said or letter.kind in ("moderation", "rehearsed", "outside_confirm", "wishes", "what_came")


def test_a_name_stands_in_a_letter_as_it_is(hal: Person, stick: Community) -> None:
    inviting.invite(by=hal, community=stick, words="Come.", address="new@example.net")
    assert Letter.objects.get().subject == "Hal Brennan invites you to The Listening Stick"


@pytest.mark.parametrize("name", [f"Pills at {ELSEWHERE}", "buy@cheap.example", "ｃｈｅａｐ．ｅｘａｍｐｌｅ"])
def test_nobody_is_called_an_address(client: Client, name: str, hal: Person, stick: Community) -> None:
    kind = "That reads like a web or mail address."
    bare = reverse("invitation", args=[inviting.invite(by=hal, community=stick, words="x").token])
    by_letter = inviting.invite(by=hal, community=stick, words="x", address="new@example.net")
    letters = f"{reverse('invitation', args=[by_letter.token])}?by={inviting.proof_for(by_letter.invitation)}"
    said = {"name": name, "address": "a@example.net", "email": "a@example.net", "cares_about": "x", "line": ""}
    for page in (bare, letters, reverse("join", args=["stick"])):
        assert kind in client.post(page, said).content.decode()
    client.force_login(hal)
    page = client.post(reverse("my_profile"), {"name": name, "at-TOTAL_FORMS": 0, "at-INITIAL_FORMS": 0})
    assert kind in page.content.decode()
    assert Person.objects.filter(name=name).count() == 0


def test_letter_of_invitation_has_one_link(client: Client, hal: Person, stick: Community) -> None:
    client.force_login(hal)
    said = {"words": f"Look at https://{ELSEWHERE}/", "name": "", "address": "new@example.net"}
    answer = client.post(reverse("invitations", args=["stick"]), said)
    assert (answer.status_code, Letter.objects.count()) == (422, 0)
    assert "the letter has one link" in answer.content.decode()
    # To hand over by oneself, one may write what one likes.
    assert client.post(reverse("invitations", args=["stick"]), said | {"address": ""}).status_code == 200


def test_whoever_only_typed_an_address_sends_no_letters(
    client: Client, stick: Community, hal: Person, unclaimed: Person
) -> None:
    ArchiveAddress.objects.create(person=unclaimed, address="old@example.net")
    path = reverse("invitation", args=[inviting.invite(by=hal, community=stick, words="x").token])
    client.post(path, {"name": "Typed Only", "address": "owner@example.org", "line": ""})
    person = Person.objects.get(name="Typed Only")
    for attempt in (
        lambda: inviting.invite(by=person, community=stick, words="x", address="new@example.net"),
        lambda: claiming.send_code(person=person, of=unclaimed),
        lambda: claiming.ask_steward(person=person, of=unclaimed, words="x"),
    ):
        with pytest.raises(Unproven):
            attempt()
    page = client.post(reverse("invitations", args=["stick"]), {"words": "x", "address": "new@example.net"})
    assert "Confirm your own mail address first" in page.content.decode()
    client.post(reverse("claim", args=["stick", unclaimed.pk]), {"way": "send"})
    page = client.post(reverse("claim", args=["stick", unclaimed.pk]), {"way": "steward", "words": "It is me"})
    assert "Confirm your mail address first" in page.content.decode()
    assert Letter.objects.count() == 0


# --- Hosts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def forged(settings) -> Callable[[], Client]:
    """A browser whose requests name another host, one that this house answers to."""
    settings.ALLOWED_HOSTS = ["testserver", ELSEWHERE]
    return lambda: Client(headers={"host": ELSEWHERE})


def test_no_account_letter_carries_the_host_that_a_request_named(
    forged: Callable[[], Client],
    someone: Callable[..., Person],
    stick: Community,
    settings,
    django_capture_on_commit_callbacks,
) -> None:
    rosa = someone("Rosa Quispe", password=SAID)
    anyone, mine, kept = forged(), forged(), forged()
    for address in ("rosa@example.org", "nobody@example.org"):
        forged().post(reverse("account_request_login_code"), {"email": address})
    for address in ("fresh@example.org", "rosa@example.org"):
        said = {"name": "Nour", "email": address, "cares_about": "leaks"}
        forged().post(reverse("join", args=["stick"]), said)
    anyone.post(reverse("account_reset_password"), {"email": "rosa@example.org"})
    link = re.search(r"http\S+/password/reset/key/\S+", Letter.objects.latest("pk").text)[0]
    assert link.startswith(f"{settings.BASE_URL}/")
    page = anyone.get(link.removeprefix(settings.BASE_URL), follow=True)
    anyone.post(page.request["PATH_INFO"], {"password1": NEXT, "password2": NEXT})
    mine.post(reverse("account_login"), {"login": "rosa@example.org", "password": NEXT})
    mine.post(reverse("account_reauthenticate"), {"password": NEXT})
    mine.post(reverse("account_email"), {"action_add": "", "email": "second@example.org"})
    mine.post(reverse("account_email_verification_sent"), {"code": code_to("second@example.org")})
    mine.post(reverse("account_email"), {"action_primary": "", "email": "second@example.org"})
    mine.post(reverse("account_email"), {"action_remove": "", "email": "rosa@example.org"})
    mine.post(reverse("account_change_password"), {"oldpassword": NEXT, "password1": SAID, "password2": SAID})
    with django_capture_on_commit_callbacks(execute=True):
        mine.get(reverse("mfa_activate_totp"))
        mine.post(reverse("mfa_activate_totp"), {"code": totp(mine.session[SECRET_SESSION_KEY])})
        mine.post(reverse("mfa_generate_recovery_codes"))
        mine.post(reverse("mfa_deactivate_totp"))
    kept.force_login(someone("Hal Brennan"))
    kept.post(reverse("account_set_password"), {"password1": SAID, "password2": SAID})
    subjects = [re.sub(r"^[A-Z0-9-]{4,} ", "… ", letter.subject) for letter in Letter.objects.order_by("pk")]
    assert set(subjects) == {
        "… is your code for Commonplace",
        "Nobody is known here by this address",
        "… confirms your address at Commonplace",
        "You are known here already",
        "A new passphrase for Commonplace",
        "Your passphrase was chosen anew",
        "Your mail address was changed",
        "A mail address was taken away",
        "Your passphrase was changed",
        "An app is asked at sign-in",
        "New recovery codes",
        "The app is no longer asked",
        "A passphrase was set",
    }
    for letter in Letter.objects.all():
        assert ELSEWHERE not in f"{letter.subject}{letter.text}{letter.html}{letter.headers}"
        assert settings.BASE_URL in letter.text
    assert EmailAddress.objects.get(user=rosa).email == "second@example.org"
    assert one_time_link(person=rosa).startswith(settings.BASE_URL)


def test_account_letters_take_links_from_the_house_alone() -> None:
    known = {"base_url", "password_reset_url"}  # the second is made by our own adapter
    for path in (HOUSE / "people" / "templates").rglob("email/*.txt"):
        assert set(re.findall(r"\{\{ (\w*(?:url|site|request)\w*)", path.read_text())) <= known, path


def test_letters_of_the_rooms_carry_the_house(
    forged: Callable[[], Client], hal: Person, stick: Community, unclaimed: Person
) -> None:
    ArchiveAddress.objects.create(person=unclaimed, address="old@example.net")
    browser = forged()
    browser.force_login(hal)
    page = browser.post(reverse("invitations", args=["stick"]), {"words": "x", "address": "new@example.net"})
    browser.post(reverse("claim", args=["stick", unclaimed.pk]), {"way": "send"})
    assert {letter.kind for letter in Letter.objects.all()} == {"invitation", "claim"}
    for said in [page.content.decode(), *(letter.text for letter in Letter.objects.all())]:
        assert ELSEWHERE not in said


def test_list_of_the_api_goes_on_at_the_house(
    forged: Callable[[], Client], hal: Person, stick: Community, settings
) -> None:
    for name in ("Ana", "Bo", "Cy"):
        admit(person=register(name=name, address=f"{name}@example.org", is_confirmed=True), community=stick)
    browser = forged()
    browser.force_login(hal)
    answer = browser.get("/api/v1/communities/stick/people?limit=2").json()
    assert answer["next"].startswith(f"{settings.BASE_URL}/api/v1/communities/stick/people?")
