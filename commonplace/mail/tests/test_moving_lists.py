"""A mailing list moves in by its old address: named, rehearsed, opened, and let go."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from commonplace.communities.models import Community, Deed, Space
from commonplace.communities.spaces.actions import change_space
from commonplace.communities.stewards import NotASteward
from commonplace.conversations.models import Conversation, Post
from commonplace.letters.envelope import as_mail
from commonplace.letters.models import Letter
from commonplace.mail.actions.acting import act_on_due
from commonplace.mail.actions.moving import (
    MOST_LISTS,
    NoListThere,
    NotProven,
    OthersList,
    TooManyLists,
    let_list_go,
    name_list,
    open_list,
)
from commonplace.mail.actions.receiving import receive
from commonplace.mail.actions.rehearsing import MOST_A_DAY, TooManyRehearsals, rehearse
from commonplace.mail.addresses import SpaceMail, behind, space_address
from commonplace.mail.lists import tidy_list_id
from commonplace.mail.models import Arrival, MailingList, Outcome
from commonplace.mail.queries import is_address_here
from commonplace.mail.tests.letters import as_read, letter_to
from commonplace.mail.tests.post import letter, send
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters

pytestmark = pytest.mark.django_db
OLD = "wells@lists.example.org"


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = "https://commons.example", "mail.commons.example", True
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_LISTS = "Commons <house@commons.example>", []


@pytest.fixture
def ines(ines: Person) -> Person:
    """Inês, by an address that letters go to."""
    EmailAddress.objects.filter(user=ines).update(email="ines@example.org")
    return ines


@pytest.fixture
def wells(table: Space, ines: Person) -> MailingList:
    """The old list, named and no more."""
    return name_list(by=ines, space=table, address="Wells@Lists.Example.org", list_id="Wells <wells.lists.example.org>")


@pytest.fixture
def opened(wells: MailingList, ines: Person) -> MailingList:
    MailingList.objects.filter(pk=wells.pk).update(proven_at=timezone.now())
    return open_list(by=ines, mailing_list=wells)


def rehearsal(mailing_list: MailingList, by: Person) -> bytes:
    """What a rehearsal sends to the list."""
    return as_mail(rehearse(by=by, mailing_list=mailing_list)).message().as_bytes()


def mail_of(person: Person, **more: str) -> bytes:
    return letter(address_for_letters(person), OLD, "It fell by a hand overnight.", subject="The north well", **more)


def test_mail_before_it_has_moved_waits_and_is_taken_in_then(wells, table, hal, ines, rosa) -> None:
    now = timezone.now()
    [came] = send(mail_of(hal), OLD, now=now)
    assert (came.outcome, came.settled_at, came.attempts) == ("", None, 0)
    for days in range(1, 20):
        act_on_due(now=now + timedelta(days=days))
    assert Conversation.objects.count() == 0
    MailingList.objects.filter(pk=wells.pk).update(proven_at=now)
    open_list(by=ines, mailing_list=wells, at=now + timedelta(days=20))
    act_on_due(now=now + timedelta(days=20))
    [began] = Conversation.objects.all()
    assert (began.space, began.title, began.author) == (table, "The north well", hal)
    came.refresh_from_db()
    assert came.outcome == Outcome.OPENED


def test_what_a_rehearsal_sends_goes_to_the_list_alone(wells, ines) -> None:
    rehearse(by=ines, mailing_list=wells)
    assert list(Letter.objects.values_list("to", "kind")) == [(OLD, "rehearsal")]
    wells.refresh_from_db()
    assert (wells.is_proven, wells.rehearsed_at is None) == (False, False)


@pytest.mark.parametrize("way", ["directly", "passed on"])
def test_a_rehearsal_that_comes_proves_the_address(wells, table, ines, way: str) -> None:
    raw = rehearsal(wells, ines)
    [came] = send(raw, OLD if way == "directly" else space_address(table), mail_from="")
    wells.refresh_from_db()
    assert (came.outcome, wells.is_proven, wells.is_open) == (Outcome.REHEARSED, True, False)
    told = Letter.objects.exclude(kind="rehearsal")
    assert {one.to for one in told} == {address_for_letters(ines)}
    assert Conversation.objects.count() == 0


def test_a_rehearsal_that_comes_twice_is_told_once(wells, ines) -> None:
    raw = rehearsal(wells, ines)
    for _time in range(2):
        send(raw, OLD)
    assert Letter.objects.filter(kind="rehearsed").count() == 1


def test_a_rehearsal_shows_its_steward_alone_how_letters_look(wells, answered: Post, ines, hal, rosa) -> None:
    send(rehearsal(wells, ines), OLD)
    [shown] = Letter.objects.filter(kind="post")
    assert shown.to == address_for_letters(ines)
    got = as_read(shown)
    assert (got["List-Id"], got["List-Post"]) == ("<wells.lists.example.org>", f"<mailto:{OLD}>")
    # Until it is opened, everyone else is written to as before.
    assert as_read(letter_to(answered, rosa))["List-Id"] == "<table.stick.mail.commons.example>"


def test_nobody_makes_up_a_rehearsal(wells, ines, table, settings) -> None:
    ours = rehearse(by=ines, mailing_list=wells).message_id
    forged = ours.replace(ours.split(".")[3], f"{'a' * 16}@mail")
    for made in (forged, ours.replace("@mail.commons", "@other"), f"<rehearsal.{wells.pk}@mail.commons.example>"):
        send(letter("x@example.org", OLD, "x", message_id=made), OLD)
    settings.SECRET_KEY = "another key of at least fifty characters, made for this test"
    send(letter("x@example.org", OLD, "x", message_id=ours), OLD)
    wells.refresh_from_db()
    assert not wells.is_proven


def test_a_rehearsal_of_another_space_proves_nothing(wells, ines, stick: Community, window: Space) -> None:
    [came] = send(rehearsal(wells, ines), space_address(window))
    wells.refresh_from_db()
    assert (came.outcome, wells.is_proven) == (Outcome.LOOP, False)


def test_an_address_of_the_operators_domains_needs_no_proof(table, ines, settings) -> None:
    settings.MAIL_LISTS = ["lists.example.org"]
    named = name_list(by=ines, space=table, address=OLD)
    assert named.is_proven
    assert not name_list(by=ines, space=table, address="wells@example.com").is_proven


def test_who_is_not_proven_is_not_opened(wells, ines) -> None:
    with pytest.raises(NotProven):
        open_list(by=ines, mailing_list=wells)


def test_only_stewards_move_a_list(wells, table, hal) -> None:
    for attempt in (
        lambda: name_list(by=hal, space=table, address="a@lists.example.org"),
        lambda: rehearse(by=hal, mailing_list=wells),
        lambda: open_list(by=hal, mailing_list=wells),
        lambda: let_list_go(by=hal, mailing_list=wells),
    ):
        with pytest.raises(NotASteward):
            attempt()


@pytest.mark.parametrize(
    "address",
    [
        "stick.table@mail.commons.example",
        "reply+1-2-3-abcdefghijklmnop@mail.commons.example",
        "bounce+1-abc@mail.commons.example",
        "postmaster@lists.example.org",
        "abuse@mail.commons.example",
        "no address",
        "two@at@example.org",
    ],
)
def test_what_is_the_houses_own_or_a_servers_is_no_list(table, ines, address: str) -> None:
    with pytest.raises(NoListThere):
        name_list(by=ines, space=table, address=address)


def test_a_list_may_have_been_at_the_houses_own_domain(opened, table, stick, ines) -> None:
    named = name_list(by=ines, space=table, address="everyone@mail.commons.example")
    assert behind("everyone@mail.commons.example") == SpaceMail(table.pk, stick.pk, waits=True)
    assert behind(OLD) == SpaceMail(table.pk, stick.pk)
    let_list_go(by=ines, mailing_list=named)
    assert not is_address_here("everyone@mail.commons.example")


def test_what_one_space_has_proven_no_other_takes(opened, table, window, ines) -> None:
    with pytest.raises(OthersList):
        name_list(by=ines, space=window, address=OLD)
    # Who only said so before loses it to whoever proves it.
    other = MailingList.objects.create(space=window, address=OLD, by=ines)
    send(rehearsal(other, ines), space_address(window))
    other.refresh_from_db()
    assert not other.is_proven
    assert behind(OLD).space_id == table.pk


def test_naming_it_again_changes_its_id_and_proves_nothing_anew(opened, table, ines) -> None:
    name_list(by=ines, space=table, address=OLD, list_id="other.example.org")
    opened.refresh_from_db()
    assert (opened.list_id, opened.is_open, MailingList.objects.count()) == ("other.example.org", True, 1)


def test_nobody_writes_to_the_whole_world_by_rehearsing(table, ines) -> None:
    named = [name_list(by=ines, space=table, address=f"n{n}@lists.example.org") for n in range(MOST_A_DAY + 1)]
    for one in named[:-1]:
        rehearse(by=ines, mailing_list=one)
    with pytest.raises(TooManyRehearsals):
        rehearse(by=ines, mailing_list=named[-1])
    rehearse(by=ines, mailing_list=named[-1], at=timezone.now() + timedelta(days=1, minutes=1))
    for n in range(MOST_A_DAY + 1, MOST_LISTS):
        name_list(by=ines, space=table, address=f"n{n}@lists.example.org")
    with pytest.raises(TooManyLists):
        name_list(by=ines, space=table, address="one-more@lists.example.org")


def test_a_list_that_moved_is_written_to_as_a_list(opened, answered: Post, rosa, settings) -> None:
    got = as_read(letter_to(answered, rosa))
    assert got["List-Id"] == "<wells.lists.example.org>"
    assert got["List-Post"] == f"<mailto:{OLD}>"
    # Nobody writes in the name of a domain that never said it may.
    assert got["From"].addresses[0].addr_spec == "stick.table@mail.commons.example"
    settings.MAIL_LISTS = ["lists.example.org"]
    assert (
        as_read(letter_to(answered.conversation.posts.order_by("number")[0], rosa))["From"].addresses[0].addr_spec
        == OLD
    )


def test_a_space_without_words_says_nothing_of_its_list(opened, answered: Post, rosa, table, ines) -> None:
    change_space(by=ines, space=table, in_letters="notice")
    got = as_read(letter_to(Post.objects.get(pk=answered.pk), rosa))
    assert (got["List-Id"], got["List-Post"]) == ("<stick.mail.commons.example>", None)


def test_opening_twice_is_opening_once(opened, ines) -> None:
    again = open_list(by=ines, mailing_list=opened)
    assert again.opened_at == opened.opened_at
    assert Deed.objects.filter(verb="took_list_over").count() == 1


def test_what_waits_for_a_list_that_is_let_go_is_settled(wells, hal, ines) -> None:
    [came] = send(mail_of(hal), OLD)
    let_list_go(by=ines, mailing_list=wells)
    act_on_due(now=timezone.now() + timedelta(minutes=1))
    came.refresh_from_db()
    assert came.outcome == Outcome.GONE
    assert not is_address_here(OLD)


def test_one_letter_to_both_addresses_is_one_conversation(opened, hal, table) -> None:
    receive(raw=mail_of(hal), recipients=[OLD, space_address(table)], mail_from="hal@example.org")
    act_on_due(now=timezone.now())
    assert Conversation.objects.count() == 1
    assert Arrival.objects.count() == 2


def test_a_letter_from_the_lists_own_address_is_a_loop(opened) -> None:
    [came] = send(letter(OLD, OLD, "Round and round."), OLD)
    assert came.outcome == Outcome.LOOP


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Wells <wells.lists.example.org>", "wells.lists.example.org"),
        ("wells.Lists.example.org", "wells.lists.example.org"),
        ("<a b>", ""),
        ("x\r\nBcc: all@example.org", ""),
        ("", ""),
        ("a" * 300, ""),
    ],
)
def test_a_list_id_is_one_that_a_header_holds(said: str, kept: str) -> None:
    assert tidy_list_id(said) == kept
