"""'Is this you?': a name from an archive finds its bearer, and nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Post
from commonplace.letters.models import Letter
from commonplace.people.actions import claiming
from commonplace.people.models import ArchiveAddress, Claim, Merger, Person
from commonplace.people.one_time_links import one_time_link
from commonplace.web.earlier import may_settle


@pytest.fixture
def wrote(unclaimed: Person, table: Space) -> Person:
    """The old correspondent, with two posts and an address."""
    ArchiveAddress.objects.create(person=unclaimed, address="old@example.net")
    for title in ("First", "Second"):
        open_conversation(by=unclaimed, space=table, kind="question", title=title, text=title)
    return unclaimed


@pytest.fixture
def hals(wrote: Person, hal: Person) -> Person:
    """The same, and the address is one that Hal has confirmed."""
    wrote.archive_addresses.update(address="hal@example.org")
    return wrote


def code_in(letter: Letter) -> str:
    return re.search(r"^    (\S+)$", letter.text, re.MULTILINE)[1]


def claim_page(of: Person) -> str:
    return reverse("claim", args=["stick", of.pk])


# --- by a confirmed address -------------------------------------------------------------------------------------


def test_own_page_asks_is_this_you(client: Client, hal: Person, hals: Person) -> None:
    client.force_login(hal)
    page = client.get(reverse("me")).content.decode()
    assert "2 posts by Old Correspondent" in page
    client.post(reverse("my_earlier_self", args=[hals.pk]))
    assert Post.objects.filter(author=hal).count() == 2
    assert Merger.objects.get().merged_name == "Old Correspondent"
    assert "Is this you?" not in client.get(reverse("me")).content.decode()
    assert client.post(reverse("my_earlier_self", args=[hals.pk])).status_code == 404


def test_nobody_else_is_asked_or_may_take_it(client: Client, leila: Person, hals: Person) -> None:
    client.force_login(leila)
    assert "Is this you?" not in client.get(reverse("me")).content.decode()
    assert client.post(reverse("my_earlier_self", args=[hals.pk])).status_code == 404
    with pytest.raises(claiming.NotTheirAddress):
        claiming.claim_by_address(person=leila, of=hals)


def test_an_address_not_confirmed_yet_proves_nothing(hal: Person, hals: Person) -> None:
    hal.emailaddress_set.update(verified=False)
    with pytest.raises(claiming.NotTheirAddress):
        claiming.claim_by_address(person=hal, of=hals)


def test_a_living_account_is_never_taken(hal: Person, leila: Person) -> None:
    ArchiveAddress.objects.create(person=leila, address="hal@example.org")
    for attempt in (
        lambda: claiming.claim_by_address(person=hal, of=leila),
        lambda: claiming.send_code(person=hal, of=leila),
        lambda: claiming.enter_code(person=hal, of=leila, code="X"),
        lambda: claiming.ask_steward(person=hal, of=leila, words="x"),
    ):
        with pytest.raises(claiming.AlreadyClaimed):
            attempt()


# --- by a code at the archive's address -------------------------------------------------------------------------


def test_code_goes_to_the_archives_address_and_nowhere_else(client: Client, hal: Person, wrote: Person) -> None:
    client.force_login(hal)
    client.post(claim_page(wrote), {"way": "send"})
    letter = Letter.objects.get(kind="claim")
    assert letter.to == "old@example.net"
    page = client.get(claim_page(wrote)).content.decode()
    assert "old@example.net" not in page
    assert code_in(letter) not in page
    client.post(claim_page(wrote), {"way": "code", "code": code_in(letter).lower()})
    assert Post.objects.filter(author=hal).count() == 2


def test_page_says_the_same_whether_there_is_an_address(client: Client, hal: Person, wrote: Person) -> None:
    client.force_login(hal)
    client.post(claim_page(wrote), {"way": "send"})
    with_address = client.get(claim_page(wrote)).content
    wrote.archive_addresses.all().delete()
    assert re.sub(rb'value="[^"]+"', b"", client.get(claim_page(wrote)).content) == re.sub(
        rb'value="[^"]+"', b"", with_address
    )


def test_code_is_for_whoever_asked_for_it(hal: Person, leila: Person, wrote: Person) -> None:
    claiming.send_code(person=hal, of=wrote)
    with pytest.raises(claiming.WrongCode):
        claiming.enter_code(person=leila, of=wrote, code=code_in(Letter.objects.get(kind="claim")))


def test_five_tries_and_no_more(hal: Person, wrote: Person) -> None:
    claiming.send_code(person=hal, of=wrote)
    code = code_in(Letter.objects.get(kind="claim"))
    for _ in range(5):
        with pytest.raises(claiming.WrongCode):
            claiming.enter_code(person=hal, of=wrote, code="WRONG")
    with pytest.raises(claiming.WrongCode):
        claiming.enter_code(person=hal, of=wrote, code=code)


def test_code_lives_an_hour(hal: Person, wrote: Person) -> None:
    claiming.send_code(person=hal, of=wrote, at=timezone.now() - timedelta(minutes=61))
    with pytest.raises(claiming.WrongCode):
        claiming.enter_code(person=hal, of=wrote, code=code_in(Letter.objects.get(kind="claim")))


def test_one_letter_an_hour_whoever_asks(hal: Person, leila: Person, wrote: Person) -> None:
    claiming.send_code(person=hal, of=wrote)
    for person in (hal, leila):
        with pytest.raises(claiming.TooSoon):
            claiming.send_code(person=person, of=wrote)
    assert Letter.objects.filter(kind="claim").count() == 1


def test_three_letters_a_day_to_one_address(hal: Person, wrote: Person) -> None:
    for hours in (8, 6, 4):
        claiming.send_code(person=hal, of=wrote, at=timezone.now() - timedelta(hours=hours))
    with pytest.raises(claiming.TooSoon):
        claiming.send_code(person=hal, of=wrote)
    assert Letter.objects.filter(kind="claim").count() == 3


@pytest.mark.parametrize("way", ["send", "steward"])
@pytest.mark.parametrize("has_address", [True, False])
def test_nobody_says_of_fifty_names_that_they_are_theirs(
    client: Client, hal: Person, stick: Community, way: str, has_address: bool
) -> None:
    client.force_login(hal)
    pages = []
    for number in range(50):
        of = Person.objects.create_user(name=f"Old {number}", claimed_at=None)
        admit(person=of, community=stick, origin="archive")
        if has_address:
            ArchiveAddress.objects.create(person=of, address=f"old{number}@example.net")
        pages.append(client.post(claim_page(of), {"way": way, "words": "It is me"}, follow=True).content.decode())
    refused = ["You said of several names today" in page for page in pages]
    # The same whether a letter went: counting must not tell which names have an address.
    assert refused == [False] * claiming.NAMES_A_DAY + [True] * (50 - claiming.NAMES_A_DAY)
    sent = Letter.objects.filter(kind="claim").count()
    assert sent == (claiming.NAMES_A_DAY if has_address and way == "send" else 0)
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    assert claiming.ask_steward(person=hal, of=of, words="It is me", at=tomorrow)


def test_mangled_addresses_get_no_letter(hal: Person, wrote: Person) -> None:
    wrote.archive_addresses.update(address="old at example.net")
    with pytest.raises(claiming.NoAddress):
        claiming.send_code(person=hal, of=wrote)


# --- by a steward's word ----------------------------------------------------------------------------------------


def test_steward_confirms(client: Client, hal: Person, ines: Person, wrote: Person) -> None:
    client.force_login(hal)
    client.post(claim_page(wrote), {"way": "steward", "words": "I sat beside Rosa in 2009"})
    claim = Claim.objects.get()
    answer = reverse("claim_answer", args=["stick", claim.pk])
    assert client.post(answer, {"is_right": "yes"}).status_code == 404
    client.force_login(ines)
    page = client.get(reverse("claims", args=["stick"])).content.decode()
    assert ("I sat beside Rosa in 2009" in page, "2 posts" in page, "old@example.net" in page) == (True, True, False)
    client.post(answer, {"is_right": "yes"})
    assert Post.objects.filter(author=hal).count() == 2
    assert client.post(answer, {"is_right": "yes"}).status_code == 404


def test_steward_says_no(client: Client, hal: Person, ines: Person, wrote: Person) -> None:
    claim = claiming.ask_steward(person=hal, of=wrote, words="It is me")
    client.force_login(ines)
    client.post(reverse("claim_answer", args=["stick", claim.pk]), {"is_right": "no"})
    claim.refresh_from_db()
    assert (claim.accepted, claim.settled_by) == (False, ines)
    assert Post.objects.filter(author=wrote).count() == 2


def test_nobody_vouches_for_themselves(client: Client, ines: Person, wrote: Person) -> None:
    claim = claiming.ask_steward(person=ines, of=wrote, words="It is me")
    client.force_login(ines)
    assert client.post(reverse("claim_answer", args=["stick", claim.pk]), {"is_right": "yes"}).status_code == 404


def test_steward_of_one_community_does_not_open_another(ines: Person, rosa: Person, someone, wrote: Person) -> None:
    other = someone("Other Steward")
    keepers = found(by=other, name="Valve Keepers", visibility=Visibility.PRIVATE)
    assert may_settle(ines, wrote)
    admit(person=wrote, community=keepers)
    assert not may_settle(ines, wrote)
    Person.objects.filter(pk=other.pk).update(is_operator=True)
    assert may_settle(other, wrote)


def test_steward_reads_why_a_claim_is_not_theirs_to_answer(client: Client, ines: Person, wrote: Person) -> None:
    claiming.ask_steward(person=ines, of=wrote, words="It is me")
    client.force_login(ines)
    page = client.get(reverse("claims", args=["stick"])).content.decode()
    assert ("This one is not for you to answer" in page, 'name="is_right"' in page) == (True, False)


def test_signing_in_says_that_a_name_may_be_ones_own(client: Client, hal: Person, hals: Person, settings) -> None:
    client.post(one_time_link(person=hal).removeprefix(settings.BASE_URL))
    assert "A name in an archive here may be yours" in client.get(reverse("me")).content.decode()


def test_one_claim_is_right_and_the_others_close(hal: Person, leila: Person, ines: Person, wrote: Person) -> None:
    mine = claiming.ask_steward(person=hal, of=wrote, words="It is me")
    claiming.ask_steward(person=leila, of=wrote, words="No, me")
    claiming.settle(claim=mine, by=ines, is_right=True)
    assert sorted(Claim.objects.values_list("accepted", flat=True)) == [False, True]
    with pytest.raises(claiming.AlreadySettled):
        claiming.settle(claim=mine, by=ines, is_right=True)


def test_strangers_find_no_claim_page(
    client: Client, stranger: Person, wrote: Person, leila: Person, hal: Person
) -> None:
    assert client.get(claim_page(wrote)).status_code in (302, 404)
    client.force_login(stranger)
    assert client.get(claim_page(wrote)).status_code == 404
    client.force_login(hal)
    assert client.get(claim_page(leila)).status_code == 404
    assert client.get(reverse("claims", args=["stick"])).status_code == 404
