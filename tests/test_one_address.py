"""A mailbox is one account at every door, however its address is spelt; what was kept before is spelt so too."""

import argparse
import importlib
import re
from collections.abc import Callable

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.apps import apps
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.models import Community, Invitation, JoinRequest
from commonplace.house.checks.people import addresses
from commonplace.house.cli import erase as erasing
from commonplace.house.cli import found as founding
from commonplace.letters.actions import post
from commonplace.letters.models import Letter
from commonplace.lib.addresses import one_address, readable
from commonplace.lib.mail.senders import sender_of
from commonplace.people.actions import AddressTaken, register
from commonplace.people.actions.remembering import Remembered, remember
from commonplace.people.models import ArchiveAddress, Person
from commonplace.people.queries import earlier_selves
from commonplace.transfer.models import Handle, Import

pytestmark = pytest.mark.django_db
KEPT = "ada@xn--bcher-kva.example"
SPELLINGS = [
    "ada@b\u00fccher.example",
    "Ada@B\u00dcCHER.example",
    "ada@bu\u0308cher.example",
    "ADA@XN--BCHER-KVA.EXAMPLE",
]
SAID = "a leak is a sound first"
WHO = "_auth_user_id"
each_spelling = pytest.mark.parametrize("spelt", SPELLINGS)


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def ada() -> Person:
    return register(name="Ada Byron", address=SPELLINGS[0], is_confirmed=True, password=SAID)


def code_in(letter: Letter) -> str:
    return re.search(r"^    (\S+)$", letter.text, re.MULTILINE)[1]


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        *((one, KEPT) for one in SPELLINGS),
        (" X@Example.ORG ", "x@example.org"),
        ("x@\uff45xample\u3002org", "x@example.org"),
        # Another's domain by the rules of 2003.
        ("x@stra\u00dfe.example", "x@xn--strae-oqa.example"),
        ("x@strasse.example", "x@strasse.example"),
        ("no address", "no address"),
        ("x@gmail\u2026", "x@gmail\u2026"),
        ("x@-\u00fc.example", "x@-\u00fc.example"),
        ("", ""),
    ],
)
def test_one_spelling(typed: str, spelt: str) -> None:
    assert one_address(typed) == spelt
    assert one_address(spelt) == spelt
    assert one_address(readable(spelt)) == spelt


def test_its_owner_reads_it_as_they_write_it(client: Client, ada: Person) -> None:
    assert readable(KEPT) == SPELLINGS[0]
    assert readable("x@xn--a.example") == "x@xn--a.example"
    client.force_login(ada)
    for page in (reverse("account_email"), reverse("me")):
        assert SPELLINGS[0] in client.get(page).content.decode()


@each_spelling
def test_a_passphrase_opens(client: Client, ada: Person, spelt: str) -> None:
    client.post(reverse("account_login"), {"login": spelt, "password": SAID})
    assert client.session[WHO] == str(ada.pk)


@each_spelling
def test_a_code_opens(client: Client, ada: Person, spelt: str) -> None:
    client.post(reverse("account_request_login_code"), {"email": spelt})
    letter = Letter.objects.get()
    assert letter.to == KEPT
    client.post(reverse("account_confirm_login_code"), {"code": code_in(letter)})
    assert client.session[WHO] == str(ada.pk)


@each_spelling
def test_a_new_passphrase_is_asked_for(client: Client, ada: Person, spelt: str) -> None:
    client.post(reverse("account_reset_password"), {"email": spelt})
    assert Letter.objects.get().to == KEPT
    assert "Nobody is known here" not in Letter.objects.get().text


@each_spelling
def test_nobody_signs_up_beside_it(client: Client, ada: Person, stick: Community, spelt: str) -> None:
    words = {"name": "Another", "email": spelt, "cares_about": "I listen to pipes"}
    client.post(reverse("join", args=[stick.slug]), words)
    assert "known here already" in Letter.objects.filter(to=KEPT).get().text
    assert [one.user for one in EmailAddress.objects.filter(email=KEPT)] == [ada]
    with pytest.raises(AddressTaken):
        register(name="Another", address=spelt)


@each_spelling
def test_whoever_signs_up_is_kept_in_one_spelling_and_asked_for(
    client: Client, stick: Community, ines: Person, spelt: str
) -> None:
    client.post(reverse("join", args=[stick.slug]), {"name": "Ada", "email": spelt, "cares_about": "I listen to pipes"})
    letter = Letter.objects.get()
    client.post(reverse("account_email_verification_sent"), {"code": code_in(letter)})
    assert EmailAddress.objects.get(email=KEPT).verified
    # The line written at the door goes with whoever confirms the address, in whatever spelling.
    assert JoinRequest.objects.get().cares_about == "I listen to pipes"


@each_spelling
def test_it_is_added_once_and_to_one(client: Client, ada: Person, someone: Callable[..., Person], spelt: str) -> None:
    client.force_login(ada)
    answer = client.post(reverse("account_email"), {"action_add": "", "email": spelt})
    assert "among yours already" in answer.content.decode()
    hal = Client()
    hal.force_login(someone("Hal Brennan"))
    hal.post(reverse("account_email"), {"action_add": "", "email": spelt})
    assert EmailAddress.objects.filter(email=KEPT).count() == 1


@each_spelling
def test_an_invitation_knows_who_is_here(
    client: Client, ada: Person, hal: Person, stick: Community, spelt: str
) -> None:
    invited = invite(by=hal, community=stick, words="Come and listen", address=spelt)
    assert (invited.invitation.address, Letter.objects.get().to) == (KEPT, KEPT)
    (link,) = re.findall(r"http://\S+(/in/\S+)", Letter.objects.get().text)
    assert "already; that will be you" in " ".join(client.get(link).content.decode().split())


@each_spelling
def test_whoever_wrote_to_an_archive_claims_their_name(ada: Person, spelt: str) -> None:
    (wrote,) = remember(people=[Remembered("A. Byron", timezone.now(), (spelt,))])
    assert ArchiveAddress.objects.get().address == KEPT
    assert list(earlier_selves(ada)) == [wrote]
    assert sender_of(f"A. Byron <{spelt}>").address == KEPT


@each_spelling
def test_another_house_vouches_for_the_same(rf: RequestFactory, ada: Person, spelt: str) -> None:
    request = rf.get("/")
    request.session = {}
    told = {"userinfo": {"sub": "a1", "email": spelt}}
    login = SocialLogin(
        account=SocialAccount(provider="house", uid="a1", extra_data=told),
        email_addresses=[EmailAddress(email=spelt, verified=True, primary=True)],
        user=Person(),
    )
    get_social_adapter().populate_user(request, login, {"email": spelt})
    assert [one.email for one in login.email_addresses] == [KEPT]
    assert get_adapter().clean_email(spelt) == KEPT


@each_spelling
def test_the_command_line_knows_them(ada: Person, capsys: pytest.CaptureFixture[str], spelt: str) -> None:
    assert founding._known(founding._address(spelt)) == ada
    remember(people=[Remembered("A. Byron", timezone.now(), (spelt,))])
    options = argparse.Namespace(person=None, address=spelt)
    assert len(erasing._found(options)) == 2


def test_a_letter_goes_where_servers_know(ada: Person) -> None:
    assert post(kind="hello", to=SPELLINGS[1], subject="Hello", text="Hello").to == KEPT


# --- What was kept before ---------------------------------------------------------------------------------------


def migrate(room: str, name: str) -> None:
    importlib.import_module(f"commonplace.{room}.migrations.{name}").spell_in_one_way(apps, None)


def owns(person: Person, email: str, *, verified: bool, primary: bool = True) -> EmailAddress:
    return EmailAddress.objects.create(user=person, email=email, verified=verified, primary=primary)


def spelt_of(person: Person) -> list[tuple[str, bool, bool]]:
    rows = EmailAddress.objects.filter(user=person).order_by("pk")
    return list(rows.values_list("email", "verified", "primary"))


def test_own_addresses_are_spelt_in_one_way(someone: Callable[..., Person]) -> None:
    one, both, first, second, typed = (Person.objects.create_user(name=name) for name in "abcde")
    owns(one, SPELLINGS[0].replace("ada", "one"), verified=True)
    owns(both, SPELLINGS[0].replace("ada", "both"), verified=True, primary=False)
    owns(both, KEPT.replace("ada", "both"), verified=False, primary=True)
    owns(first, KEPT, verified=True)
    owns(second, SPELLINGS[0], verified=True)
    owns(typed, SPELLINGS[2], verified=False)
    migrate("people", "0007_one_address")
    assert spelt_of(one) == [(KEPT.replace("ada", "one"), True, True)]
    assert spelt_of(both) == [(KEPT.replace("ada", "both"), True, True)]
    assert spelt_of(first) == [(KEPT, True, True)]
    assert spelt_of(second) == [(SPELLINGS[0], True, True)]
    assert spelt_of(typed) == [(KEPT, False, True)]
    (told,) = addresses(timezone.now())
    assert told.is_note
    assert f"Persons {first.pk} and {second.pk}" in told.words
    assert "@" not in told.words


def test_two_whose_proofs_differ_only_in_spelling_keep_both(someone: Callable[..., Person]) -> None:
    person = someone("Hal Brennan")
    owns(person, SPELLINGS[0], verified=True, primary=False)
    owns(person, SPELLINGS[2], verified=True, primary=False)
    migrate("people", "0007_one_address")
    assert spelt_of(person) == [("hal@example.org", True, True), (KEPT, True, False)]


def test_archives_addresses_are_spelt_in_one_way(stick: Community, ines: Person) -> None:
    one, other = (Person.objects.create_user(name=name, claimed_at=None) for name in "ab")
    ArchiveAddress.objects.create(person=one, address=SPELLINGS[0])
    ArchiveAddress.objects.create(person=other, address=SPELLINGS[2])
    migrate("people", "0007_one_address")
    assert list(ArchiveAddress.objects.values_list("person", "address")) == [(one.pk, KEPT)]


def test_invitations_letters_and_senders_are_spelt_in_one_way(hal: Person, stick: Community) -> None:
    invite(by=hal, community=stick, words="Come", address="ada@example.org")
    Invitation.objects.update(address=SPELLINGS[0])
    Letter.objects.update(to=SPELLINGS[0])
    run = Import.objects.create(community=stick, space=stick.spaces.first(), by=hal, name="valves")
    Handle.objects.create(community=stick, run=run, handle="ada", address=SPELLINGS[0])
    for room, name in (("communities", "0011"), ("letters", "0003"), ("transfer", "0011")):
        migrate(room, f"{name}_one_address")
    assert (Invitation.objects.get().address, Letter.objects.get().to) == (KEPT, KEPT)
    assert Handle.objects.get().address == KEPT
