"""What is nothing is said in words: no page of a community shows a bare 0, however few are there."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import strip_tags

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.counting import recount_people
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.people.models import Person
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Import

pytestmark = pytest.mark.django_db

IN = "/c/bench/"
PAGES = (
    "/", "/communities", "/search?q=nothing", "/me", "/me/communities",
    IN, f"{IN}about", f"{IN}people/", f"{IN}people/?who=ask", f"{IN}people/?who=arrived", f"{IN}people/?who=archive",
    f"{IN}people/?q=nobody", f"{IN}cultivate/", f"{IN}conversations/", f"{IN}conversations/?show=waiting",
    f"{IN}conversations/?show=mine", f"{IN}conversations/?kind=tip", f"{IN}topics/", f"{IN}moderation/",
    f"{IN}requests/", f"{IN}invitations/", f"{IN}invitations/links/",
    f"{IN}settings/spaces/", f"{IN}settings/members/", f"{IN}settings/topics/",
)  # fmt: skip
# Not in "10:00", "2026", "1.0" or an address.
ZERO = re.compile(r"(?<![\w.,:/#-])0(?![\w:/-]|[.,]\d)")
READ_ALOUD = re.compile(r'\b(?:aria-label|title|alt)="([^"]*)"')


def seen_on(page: str) -> str:
    """All that is seen or read aloud; fields and the head of the page are not."""
    body = re.sub(r"<(script|style|textarea|select|svg)\b.*?</\1>", " ", page.partition("<body")[2], flags=re.DOTALL)
    heard = " . ".join([*READ_ALOUD.findall(page), *re.findall(r"<title[^>]*>(.*?)</title>", page, flags=re.DOTALL)])
    return html.unescape(strip_tags(body.replace("<", " <")) + " " + heard)


@pytest.fixture
def community(someone: Callable[..., Person], now) -> Callable[[int, int], Community]:
    """A community of so many, founded so many days ago, in which nobody has said a word."""

    def make(people: int, days: int) -> Community:
        founder = someone("Founder Bench")
        bench = found(
            by=founder, name="The Bench", slug="bench", visibility=Visibility.PUBLIC, at=now - timedelta(days=days)
        )
        for number in range(people - 1):
            admit(person=someone(f"M{number} Member"), community=bench, at=now - timedelta(days=min(days, 100)))
        if not people:
            Membership.objects.update(standing=Standing.ALUMNUS, left_at=now)
            recount_people([bench.pk])
        return bench

    return make


def test_a_zero_is_found_where_there_is_one() -> None:
    for page in (
        "<body><p>0 people",
        "<body><td>0</td>",
        '<body><i aria-label="0 conversations">',
        "<body>(0)",
        "<body>0.",
    ):
        assert ZERO.search(seen_on(page)), page
    for page in ("<body>10 people", "<body>at 10:00, 0.5", '<body><svg><rect x="0"/></svg>', "<body>in 2000"):
        assert not ZERO.search(seen_on(page)), page


@pytest.mark.parametrize("days", [0, 400])
@pytest.mark.parametrize("people", [0, 1, 9, 10])
def test_no_page_shows_a_bare_zero(
    client: Client, community: Callable[[int, int], Community], stranger: Person, people: int, days: int
) -> None:
    bench = community(people, days)
    looking: list[Person | None] = [None, stranger]
    looking += [
        one.person
        for one in Membership.objects.filter(community=bench).exclude(standing=Standing.ALUMNUS).order_by("pk")[:2]
    ]
    opened = 0
    for person in looking:
        client.logout()
        if person is not None:
            client.force_login(person)
        of_person = [f"{IN}people/{person.pk}/"] if person is not None else []
        for address in (*PAGES, *of_person):
            answer = client.get(address)
            if answer.status_code == 200:
                opened += 1
                said = seen_on(answer.content.decode())
                found_zero = ZERO.search(said)
                assert not found_zero, f"{address}: {said[max(0, found_zero.start() - 60) : found_zero.end() + 60]!r}"
    assert opened > 10


def test_what_an_archive_has_nothing_of_is_not_counted(
    client: Client, someone: Callable[..., Person], tmp_path: Path
) -> None:
    archivist = someone("Archivist")
    bench = found(by=archivist, name="The Bench", slug="bench")
    (tmp_path / "one.mbox").write_text(
        "From a@b.example Mon Mar  5 10:00:00 2018\nFrom: Ada <a@b.example>\nDate: Mon, 05 Mar 2018 10:00:00 +0000\n"
        "Subject: Warp\nMessage-ID: <a@b.example>\n\nTight.\n"
    )
    bring_in(archive=Archive([tmp_path / "one.mbox"]), space=bench.spaces.get())
    run = Import.objects.get()
    client.force_login(archivist)
    pages = [f"{IN}imports/", *(f"{IN}imports/{run.pk}{more}" for more in ("", "/conversations", "/people"))]
    for page in (*pages, f"{IN}imports/{run.pk}/taking-back"):
        assert client.get(page).status_code == 200
        assert not ZERO.search(seen_on(client.get(page).text)), page
    Import.objects.filter(pk=run.pk).update(finished_at=None, planned_at=None, bytes_read=0)
    for page in pages[:2]:
        assert "It has just begun." in client.get(page).text
        assert not ZERO.search(seen_on(client.get(page).text)), page


@pytest.mark.parametrize(("people", "said"), [(0, "Nobody is here just now; founded in"), (1, "1 person, at it since")])
def test_how_many_are_here_is_a_sentence(
    client: Client, community: Callable[[int, int], Community], people: int, said: str
) -> None:
    community(people, 400)
    for address in (IN, f"{IN}about"):
        assert said in " ".join(client.get(address).content.decode().split())
    assert ("nobody just now" in client.get("/").content.decode()) is (people == 0)
