"""Who is counted as a person: whoever can sign in; names of an archive are counted apart, whatever happens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonplace.communities.audience import audience_of_space
from commonplace.communities.membership.actions.admitting import admit, admit_all
from commonplace.communities.membership.actions.counting import recount_people
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.actions.remembering import Remembered, remember
from commonplace.people.merging import merge
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def counts(community: Community) -> tuple[int, int]:
    """How many people and how many names; that a recount finds nothing to put right."""
    assert recount_people([community.pk]) == 0
    return Community.objects.values_list("people_count", "remembered_count").get(pk=community.pk)


@pytest.fixture
def names(stick: Community, now) -> list[Person]:
    """Three correspondents of an archive, each with a standing."""
    made = remember(people=[Remembered(name=f"Letter Writer {n}", at=now - timedelta(days=900)) for n in range(3)])
    admit_all(arrivals=[(one, now - timedelta(days=900)) for one in made], community=stick, origin="archive")
    return made


def test_counts_stay_right_whatever_happens(stick, hal, leila, stranger, now, names) -> None:
    people, remembered = counts(stick)
    assert remembered == 3
    assert people == Membership.objects.filter(community=stick, person__claimed_at__isnull=False).count()
    admit_all(arrivals=[(stranger, now), (names[0], now)], community=stick, origin="archive")
    assert counts(stick) == (people + 1, 3)
    merge(kept=hal, other=names[0], why="the same")
    assert counts(stick) == (people + 1, 2)
    merge(kept=names[2], other=names[1], why="the same")
    assert counts(stick) == (people + 1, 1)
    leave(person=leila, community=stick)
    leave(person=names[2], community=stick)
    assert counts(stick) == (people, 0)
    admit(person=names[2], community=stick)
    assert counts(stick) == (people, 1)


def test_claiming_from_outside_brings_one_person_in(stick, stranger, names) -> None:
    people, _ = counts(stick)
    merge(kept=stranger, other=names[0], why="a code reached the archive's address")
    assert counts(stick) == (people + 1, 2)


def test_sentences_count_who_reads(
    client, stick, ines, stranger, someone, names, django_assert_max_num_queries
) -> None:
    admit(person=stranger, community=stick)
    stick.refresh_from_db()
    people = stick.people_count
    space = Space.objects.filter(community=stick, visibility="members").first() or Space(visibility="members")
    viewpoint = Viewpoint(ines, stick, Membership.objects.get(person=ines, community=stick))
    assert audience_of_space(space, viewpoint).people == people
    client.force_login(ines)
    # The first page of a process asks besides what the database can.
    client.get(reverse("community", args=[stick.slug]))
    for page in ("about", "community", "people"):
        with django_assert_max_num_queries(12):
            html = client.get(reverse(page, args=[stick.slug])).content.decode()
        assert f"{people} people" in html, page
        assert "3 more are known from an archive only." in html, page
    with django_assert_max_num_queries(12):
        html = client.get(reverse("cultivate", args=[stick.slug])).content.decode()
    assert "known from an archive only are left out." in html
    for number in range(8):
        admit(person=someone(f"M{number} Member"), community=stick)
    with django_assert_max_num_queries(12):
        html = client.get(reverse("cultivate", args=[stick.slug])).content.decode()
    assert "3 of the peripheral are known from an archive only." in html


def test_nobody_is_asked_of_a_name(client, stick, ines, names) -> None:
    client.force_login(ines)
    membership = Membership.objects.get(person=names[0])
    address = reverse("settings_member", args=[stick.slug, membership.pk])
    html = client.get(address).content.decode()
    assert 'value="steward"' not in html
    assert "Write to them" not in html
    assert client.post(address, {"standing": "steward"}).status_code == 422
