"""What its keeper takes back, a steward holds or nobody lends any more is gone from each door of who borrowed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from commonplace.api.actions import make_token
from commonplace.communities.models import Community
from commonplace.communities.moderation.actions import hold
from commonplace.communities.readers import read_on
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import send
from commonplace.digests.hours import last_moment
from commonplace.digests.models import Period
from commonplace.feeds.actions import make_address
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.repertoire.actions import lending
from commonplace.repertoire.models import Lending, Resource
from commonplace.repertoire.tests.conftest import CARD, ours

pytestmark = pytest.mark.django_db
WORDS = (CARD.title, CARD.good_for, "Count turns aloud")


@pytest.fixture
def doors(lent: Resource, gas: Community, stranger: Person) -> dict[str, Callable[..., HttpResponse]]:
    """Where a member of the other community meets it: pages, programs, their feed, and what they made out of it."""
    made = ours(lent, stranger, gas)
    read_on()
    member, program = Client(), Client()
    member.force_login(stranger)
    secret = f"/feeds/{make_address(person=stranger, community=gas)[1]}"
    key = {"authorization": f"Bearer {make_token(person=stranger, name='reader')[1]}"}
    shelf = "/c/gas/repertoire/"
    pages = (shelf, f"{shelf}lent/", f"{shelf}lent/{lent.pk}/", f"{shelf}{made.pk}/", "/search?q=valve")
    feeds = (f"{secret}/lent.atom", f"{secret}/lent.json")
    programs = ("/api/v1/communities/gas/lent", "/api/v1/communities/gas/resources", "/api/v1/search?q=valve")

    def door(client: Client, address: str, **more: str) -> Callable[..., HttpResponse]:
        return lambda **headers: client.get(address, headers={**more, **headers})

    return {
        **{one: door(member, one) for one in (*pages, *feeds)},
        **{f"program {one}": door(program, one, **key) for one in programs},
    }


@pytest.fixture
def waits(lent: Resource, gas: Community) -> list[Letter]:
    """Letters of the other community that tell of it, and did not go yet."""
    now = timezone.now()
    Lending.objects.update(at=now - timedelta(days=2))
    on = (now - timedelta(days=1)).date()
    send(issue=make_issue(community=gas, period=Period.WEEKLY, on=on, now=now - timedelta(days=1)), now=last_moment(on))
    return list(Letter.objects.filter(kind="digest", sent_at=None, text__contains=CARD.title))


def withdrawn(lent: Resource, **_cast: Person) -> None:
    erase(person=lent.kept_by, withdraw=True)


def held(lent: Resource, steward: Person) -> None:
    hold(by=steward, kind="resource", object_id=lent.pk, community=lent.community, why="A look.")


def taken_home(lent: Resource, **_cast: Person) -> None:
    lending.take_home(by=lent.kept_by, resource=lent)


@pytest.mark.parametrize(("end", "credit"), [(withdrawn, False), (held, True), (taken_home, True)])
def test_it_is_gone_from_every_door_of_whoever_borrowed_it(
    doors, waits, lent: Resource, gas, ines, hal, end, credit: bool, mailoutbox: list[EmailMessage]
) -> None:
    """A credit says what it was called as somebody made their own out of it, until its own words are taken back."""
    before = {name: door() for name, door in doors.items()}
    tell = {name for name, answer in before.items() if CARD.title in answer.text}
    assert {name for name in doors if "lent" in name} <= tell
    assert waits
    end(lent, steward=ines)
    left = []
    for name, door in doors.items():
        answer = door(**{"if-none-match": before[name].headers.get("ETag", '"none"')})
        is_credit = credit and (name.rpartition("/repertoire/")[2][:1].isdigit() or name.endswith("gas/resources"))
        if is_credit:
            continue
        left += [f"{name}: {answer.status_code}"] if answer.status_code == 304 and name in tell else []
        left += [f"{name}: {word}" for word in WORDS if word in answer.text]
    Letter.objects.filter(sent_at=None).update(useful_until=None, due_at=timezone.now())
    send_due(now=timezone.now() + timedelta(hours=1))
    sees = {address_for_letters(hal), address_for_letters(ines)}
    for letter in (one for one in mailoutbox if one.to[0] not in sees):
        left += [f"letter to {letter.to}: {word}" for word in WORDS if word in f"{letter.subject} {letter.body}"]
    assert left == []
