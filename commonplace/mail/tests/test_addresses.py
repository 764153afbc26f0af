"""What stands behind an address of the house: what was put there, and nothing that somebody made up."""

from datetime import datetime, timedelta

import pytest
from django.core.validators import validate_email

from commonplace.communities.models import Community, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.models import Conversation
from commonplace.letters import signed_addresses
from commonplace.mail import addresses
from commonplace.mail.addresses import ReplyMail, SpaceMail, UnsubscribeMail, behind
from commonplace.people.farewells import FAREWELLS, unsubscribe_address
from commonplace.people.models import Person

HIGHEST = 2**63 - 1


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.MAIL_DOMAIN = "commons.example"


def test_mail_is_not_taken_in_unless_the_operator_says_so(settings):
    assert signed_addresses.takes_mail_in() is False
    settings.MAIL_IN = True
    assert signed_addresses.takes_mail_in() is True


@pytest.mark.parametrize(
    ("base_url", "domain"),
    [
        ("https://commons.example:8443", "commons.example"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("http://127.0.0.1:8000", "localhost"),
        ("http://[::1]:8000", "localhost"),
    ],
)
def test_the_domain_is_the_house_s_own_unless_set(settings, base_url, domain):
    settings.MAIL_DOMAIN, settings.BASE_URL = "", base_url
    assert signed_addresses.domain() == domain


def test_a_space_is_written_to_by_its_name(table: Space):
    assert addresses.space_address(table) == "stick.table@commons.example"
    assert addresses.list_id(table) == "table.stick.commons.example"
    mail = SpaceMail(table.pk, table.community_id)
    for spelling in ("stick.table@commons.example", "Stick+Table@COMMONS.example", " stick.table@commons.example "):
        assert behind(spelling) == mail, spelling


@pytest.mark.parametrize("slug", ["n" * 60, "Cabinet"])
def test_a_space_whose_name_no_server_would_keep_is_written_to_by_its_number(stick: Community, slug: str):
    space = open_space(community=stick, slug=slug, name="A space")
    address = addresses.space_address(space)
    validate_email(address)
    assert address == address.lower()
    assert behind(address) == SpaceMail(space.pk, stick.pk)


def test_a_reply_address_knows_who_and_where(hal: Person, asked: Conversation):
    address = addresses.reply_address(hal, asked)
    validate_email(address)
    assert behind(address) == ReplyMail(hal.pk, asked.pk)
    assert behind(address.upper()) == ReplyMail(hal.pk, asked.pk)


def test_every_address_is_short_enough_for_every_server(stick: Community):
    person, conversation = Person(pk=HIGHEST), Conversation(pk=HIGHEST)
    address = addresses.reply_address(person, conversation)
    assert len(address.partition("@")[0]) <= addresses.LONGEST_LOCAL_PART
    assert behind(address) == ReplyMail(HIGHEST, HIGHEST)
    for code in FAREWELLS.codes:
        address = unsubscribe_address(code, HIGHEST, HIGHEST)
        assert len(address.partition("@")[0]) <= addresses.LONGEST_LOCAL_PART, code
        assert behind(address) == UnsubscribeMail(code, HIGHEST, HIGHEST)


def test_a_reply_address_lasts_a_year_and_no_longer(hal: Person, asked: Conversation, now: datetime):
    address = addresses.reply_address(hal, asked, at=now)
    assert behind(address, now=now + timedelta(days=360)) == ReplyMail(hal.pk, asked.pk)
    assert behind(address, now=now + timedelta(days=400)) == ReplyMail(hal.pk, asked.pk, is_over=True)
    # A clock that jumped back makes nobody's address a stranger's.
    assert behind(address, now=now - timedelta(days=400)) == ReplyMail(hal.pk, asked.pk)


def test_leaving_works_for_ever(hal: Person, stick: Community, now: datetime):
    address = unsubscribe_address("leave", hal.pk, stick.pk)
    validate_email(address)
    assert behind(address, now=now + timedelta(days=4000)) == UnsubscribeMail("leave", hal.pk, stick.pk)


def test_nothing_of_a_token_may_be_changed(hal: Person, asked: Conversation):
    name, _at, domain = addresses.reply_address(hal, asked).partition("@")
    for place in range(len("reply+"), len(name)):
        for sign in "a7-":
            changed = f"{name[:place]}{sign}{name[place + 1 :]}"
            assert changed == name or behind(f"{changed}@{domain}") is None, changed


def test_a_token_is_good_for_one_thing(hal: Person, stick: Community, asked: Conversation):
    leave = unsubscribe_address("leave", hal.pk, stick.pk)
    assert behind(leave.replace("leave+", "leave-words+")) is None
    assert behind(leave.replace("leave+", "reply+")) is None
    assert behind(addresses.reply_address(hal, asked).replace("reply+", "leave+")) is None


def test_an_address_of_before_the_key_was_changed_still_works(settings, hal: Person, asked: Conversation):
    address, old = addresses.reply_address(hal, asked), settings.SECRET_KEY
    settings.SECRET_KEY = "another key, made by chance 0815"
    assert behind(address) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert behind(address) == ReplyMail(hal.pk, asked.pk)


@pytest.mark.parametrize(
    "address",
    [
        "", "@", "x", "stick.table", "stick.table@", "@commons.example", "stick@commons.example",
        "stick.@commons.example", ".table@commons.example", "stick.table@elsewhere.example",
        "stick.table@sub.commons.example", "stick.table.x@commons.example", "space+@commons.example",
        "space+zzzzzzzzzzzz@commons.example", "reply+@commons.example", "reply+table@commons.example",
        "reply+1-1-1-aaaaaaaaaaaaaaaa@commons.example", "reply+zzzzzzzzzzzzz-1-1-aaaaaaaaaaaaaaaa@commons.example",
        "reply+١-1-1-aaaaaaaaaaaaaaaa@commons.example", "leave+\n@commons.example", "stick.table\0@commons.example",
        "x" * 5000 + "@commons.example",
    ],
)  # fmt: skip
def test_what_nobody_put_up_leads_nowhere(address: str, table: Space):
    assert behind(address) is None
