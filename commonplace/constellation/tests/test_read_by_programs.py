"""What communities released, as programs read it: each list for those who may see it on a page."""

from datetime import datetime

import pytest
from django.test import Client

from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Look
from commonplace.constellation.actions import relating, telling
from commonplace.constellation.models import Line
from commonplace.people.models import Person

HOST = "/api/v1/host/communities"
HERE = "/api/v1/communities/stick"


@pytest.fixture
def operator(someone) -> Person:
    return someone("Opal Marsh", is_operator=True)


@pytest.fixture
def bench(rosa: Person) -> Community:
    return found(by=rosa, name="Night Bench", slug="bench", domain="Nights", visibility="private")


def test_whoever_looks_for_the_host_reads_what_was_released(
    client: Client, stick: Community, bench: Community, operator: Person, ines: Person, hal: Person
) -> None:
    telling.tell(by=ines, community=stick, lines=[Line.STAGE, Line.READINESS], readiness="Three valves.")
    client.force_login(operator)
    (one,) = client.get(HOST).json()["items"]
    assert (one["slug"], one["stage"], one["readiness"]) == ("stick", stick.stage, "Three valves.")
    assert (one["successes"], one["requests"], one["next_at"]) == ([], [], None)
    assert Look.objects.visible_to(hal).count() == 1
    telling.tell(by=ines, community=stick, lines=[])
    assert client.get(HOST).json()["items"][0]["stage"] is None
    assert client.get(HOST, {"after": "torn"}).status_code == 422
    client.force_login(ines)
    assert client.get(HOST).status_code == 404
    client.logout()
    assert client.get(HOST).status_code == 401


def test_those_inside_read_what_the_host_is_told_and_was(
    client: Client, stick: Community, ines: Person, hal: Person, stranger: Person
) -> None:
    telling.tell(by=ines, community=stick, lines=[Line.STAGE])
    telling.tell(by=ines, community=stick, lines=[Line.READINESS], readiness="Soon.")
    client.force_login(hal)
    told = client.get(f"{HERE}/told-to-host").json()["items"]
    assert [(one["line"], one["words"], one["ended_at"] is None) for one in told] == [
        ("readiness", "Soon.", True),
        ("stage", "", False),
    ]
    assert told[1]["ended_by"]["name"] == "Inês Baptista"
    for who in (stranger, None):
        client.force_login(who) if who else client.logout()
        assert client.get(f"{HERE}/told-to-host").json()["items"] == []


def test_a_relation_is_read_by_whoever_may_know_of_both(
    client: Client, stick: Community, bench: Community, ines: Person, rosa: Person, hal: Person, now: datetime
) -> None:
    made = relating.ask_to_relate(
        by=rosa, community=bench, other=stick, kind="related", words="Nights are ours, days are theirs."
    )
    client.force_login(rosa)
    assert client.get(f"{HERE}/related-communities").json()["items"] == []
    relating.agree(by=ines, relation=made)
    (one,) = client.get(f"{HERE}/related-communities").json()["items"]
    assert (one["related"], one["what"], one["words"]) == ("bench", "related", "Nights are ours, days are theirs.")
    client.force_login(hal)
    assert client.get(f"{HERE}/related-communities").json()["items"] == []
