"""Who is here: people first, names known from an archive apart, and whoever holds a role."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership
from commonplace.communities.people.queries import directory, roles_held
from commonplace.people.models import Person

HERE = "/c/stick/people/"


def names(community: Community, **wanted: str) -> list[str]:
    asked = {"sieve": "everyone", "asked": "", **wanted}
    rows, order = directory(community, now=timezone.now(), **asked)
    return [row.person.name for row in rows.order_by(*order)]


@pytest.fixture
def rosa_coordinates(stick: Community, rosa: Person, ines: Person) -> None:
    for person, name, until in (
        (rosa, "coordinator", None),
        (ines, "coordinator", timezone.localdate() - timedelta(days=1)),
        (ines, "archivist", None),
    ):
        membership = Membership.objects.get(community=stick, person=person)
        appoint(by=rosa, membership=membership, name=name, since=date(2020, 1, 1), until=until)


def test_names_of_an_archive_stand_apart_from_people(
    stick: Community, rosa: Person, hal: Person, unclaimed: Person, client: Client
) -> None:
    assert unclaimed.name not in names(stick)
    assert names(stick, sieve="archive") == [unclaimed.name]
    client.force_login(hal)
    page = " ".join(client.get(HERE).text.split())
    assert (unclaimed.name in page, "<bdi>Known from an archive</bdi> <span>1</span>" in page) == (False, True)
    assert unclaimed.name in client.get(HERE, {"who": "archive"}).text
    assert unclaimed.name in client.get(HERE, {"who": "archive", "q": unclaimed.name}).text


def test_community_without_an_archive_has_no_word_for_it(stick: Community, hal: Person, client: Client) -> None:
    client.force_login(hal)
    assert "Known from an archive" not in client.get(HERE).text


@pytest.mark.usefixtures("rosa_coordinates")
def test_whoever_holds_a_role_today_is_found_by_it(stick: Community, rosa: Person, ines: Person) -> None:
    assert roles_held(stick, now=timezone.now()) == ["archivist", "coordinator"]
    assert names(stick, role="coordinator") == [rosa.name]
    assert names(stick, role="archivist", sieve="stewards", asked="nothing of the kind") == []


@pytest.mark.usefixtures("rosa_coordinates")
def test_page_is_narrowed_by_links_and_by_no_other_word(
    rosa: Person, ines: Person, hal: Person, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(hal)
    client.get(HERE)
    with django_assert_max_num_queries(12):
        page = client.get(HERE, {"role": "coordinator"}).text
    people = page[page.index('class="directory"') :]
    assert (rosa.name in people, hal.name in people.partition("</ul>")[0]) == (True, False)
    assert "?role=archivist" in page
    # What nobody holds narrows nothing.
    assert hal.name in client.get(HERE, {"role": "king"}).text.partition('class="directory"')[2].partition("</ul>")[0]
