"""Signs are the stewards' alone until one shares a sentence; then everyone reads it without its numbers."""

from datetime import timedelta

import pytest
from django.test import Client

from commonplace.communities.ledger import Line, record_all
from commonplace.communities.models import Community, Deed
from commonplace.cultivation.models import SaidSign
from commonplace.cultivation.signs.kept import NotSaid, keep, read_signs, share
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/"
SHARE = "/c/stick/cultivate/signs"
ONE = {"code": "one_person"}
WITH_NUMBERS = "of 30 answers and deeds of tending of the last half-year, 30 were theirs."
WITHOUT = "Much of what is answered and tended here rests on very few of us."


@pytest.fixture
def carried(stick: Community, ines: Person, rosa: Person, hal: Person, tomasz: Person, leila: Person, now) -> None:
    """Half a year in which Ines answered everyone and the others wrote."""
    rows = [(ines, "replied", hal)] * 30 + [(one, "opened", None) for one in (rosa, hal, tomasz, leila)]
    at = now - timedelta(days=100)
    record_all(Line(verb=verb, person=by, community=stick, happened_at=at, towards=to) for by, verb, to in rows)
    assert read_signs(now=now) == 1


def page(client: Client, person: Person) -> str:
    client.force_login(person)
    return client.get(PAGE).content.decode()


def test_stewards_alone_read_a_sign(client, carried, ines, hal, django_assert_max_num_queries) -> None:
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        assert WITH_NUMBERS in client.get(PAGE).content.decode()
    told = page(client, hal)
    assert (WITH_NUMBERS in told, WITHOUT in told, 'id="signs"' in told) == (False, False, False)


def test_what_a_steward_shares_everyone_reads_without_numbers_until_it_is_taken_back(
    client, carried, stick, rosa, hal
) -> None:
    client.force_login(rosa)
    assert client.post(SHARE, ONE).headers["Location"] == f"{PAGE}#signs"
    client.post(SHARE, ONE)
    told = page(client, hal)
    assert (WITHOUT in told, WITH_NUMBERS in told, SHARE in told) == (True, False, False)
    assert Deed.objects.filter(community=stick, verb="shared_sign", person=rosa).count() == 1
    client.force_login(rosa)
    client.post(SHARE, ONE | {"undo": "1"})
    client.post(SHARE, ONE | {"undo": "1"})
    assert WITHOUT not in page(client, hal)
    assert Deed.objects.filter(community=stick, verb="took_sign_back").count() == 1


def test_nobody_else_shares_a_sign(client, carried, hal, stranger) -> None:
    for person in (hal, stranger):
        client.force_login(person)
        assert client.post(SHARE, ONE).status_code == 404
    assert not SaidSign.objects.filter(shared_at__isnull=False).exists()


def test_a_sign_that_is_not_said_is_not_there(client, carried, stick, ines, now) -> None:
    client.force_login(ines)
    for code in ("overload", "x\x00" * 30):
        assert "That is not said any more." in client.post(SHARE, {"code": code}, follow=True).content.decode()
    with pytest.raises(NotSaid):
        share(by=ines, community=stick, code="dying_core", now=now)


def test_what_is_said_no_more_goes_and_what_still_is_stays_shared(carried, stick, rosa, now) -> None:
    share(by=rosa, community=stick, code="one_person", now=now)
    keep(stick, now=now + timedelta(days=1))
    assert SaidSign.objects.get(code="one_person").shared_by == rosa
    assert keep(stick, now=now + timedelta(days=200)) == 0
    assert not SaidSign.objects.filter(code="one_person").exists()


def test_a_community_that_does_not_look_at_itself_is_not_read(carried, stick, now) -> None:
    Community.objects.filter(pk=stick.pk).update(modules=[])
    SaidSign.objects.all().delete()
    assert read_signs(now=now) == 0
