"""Topics: raised with what changes, told through permission, and asked for by pages with and without a line."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http import Http404
from django.test import Client

from commonplace.live.models import LiveTopic
from commonplace.live.telling import tell
from commonplace.live.topics import TOPICS, Listener, Told, Topic
from commonplace.live.versions import Lookout, forget_quiet_topics, raise_version, version_of

pytestmark = pytest.mark.django_db
EVENTS = {"Accept": "text/event-stream"}


class Table:
    """A topic for the tests: who sits at it may hear."""

    def __init__(self) -> None:
        self.seated = {"hal"}
        self.told: list[tuple[object, int]] = []

    def enter(self, request, key: int) -> Listener:
        who = request.GET.get("who", "")
        if key != 7 or who not in self.seated:
            raise Http404(key)
        return Listener(who, "plain")

    def still(self, key: int, whos):
        return self.seated & set(whos)

    def tell(self, key: int, sight: object, past: int) -> Told:
        self.told.append((sight, past))
        return Told({"lines": [f"since {past}"]}, {"rosa": {"own": "yours"}})


@pytest.fixture
def sat() -> Iterator[Table]:
    here = Table()
    with TOPICS.overridden(Topic("table", here.enter, here.still, here.tell)):
        yield here


def events(answer) -> list[dict]:
    said = b"".join(answer.streaming_content).decode()
    return [json.loads(line.removeprefix("data: ")) for line in said.splitlines() if line.startswith("data: ")]


def test_a_change_that_is_undone_raises_nothing(now) -> None:
    assert raise_version("table", 7, at=now) == 1

    def undone() -> None:
        with transaction.atomic():
            assert raise_version("table", 7, at=now) == 2
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert (version_of("table", 7), version_of("table", 8)) == (1, 0)


def test_nothing_new_costs_no_words(sat: Table, client: Client, now) -> None:
    raise_version("table", 7, at=now)
    assert client.get("/live/table-7/?who=hal&past=1").status_code == 204
    assert sat.told == []


def test_what_is_new_is_told_with_the_moment_of_the_server(sat: Table, client: Client, now) -> None:
    raise_version("table", 7, at=now)
    said = client.get("/live/table-7/?who=hal&past=0").json()
    assert abs(said.pop("now") / 1000 - now.timestamp()) < 60
    assert said == {"version": 1, "lines": ["since 0"]}


def test_a_line_says_the_same_and_goes_on_where_it_broke_off(sat: Table, client: Client, now) -> None:
    for _ in range(3):
        raise_version("table", 7, at=now)
    (said,) = events(client.get("/live/table-7/?who=hal&past=1", headers=EVENTS))
    assert (said["version"], said["lines"]) == (3, ["since 1"])
    again = client.get("/live/table-7/?who=hal&past=1", headers=EVENTS | {"Last-Event-ID": "3"})
    assert events(again) == []
    assert (again["Content-Type"], again["Cache-Control"].split(",")[0]) == ("text/event-stream", "max-age=0")


@pytest.mark.parametrize(
    "address", ["/live/table-7/?who=rosa", "/live/table-8/?who=hal", "/live/nothing-7/", "/live/7/"]
)
def test_a_stranger_learns_nothing(sat: Table, client: Client, address: str, now) -> None:
    raise_version("table", 7, at=now)
    assert client.get(address).status_code == 404
    assert client.get(address, headers=EVENTS).status_code == 404


def test_who_lost_their_seat_is_told_nothing_more_and_others_are(sat: Table) -> None:
    sat.seated = {"hal", "rosa"}
    asking = [("hal", "plain", 0), ("amara", "plain", 0), ("rosa", "plain", 0)]
    hal, amara, rosa = tell("table-7", 4, asking)
    assert amara is None
    assert hal.startswith(b"id: 4\ndata: ")
    assert hal.endswith(b"\n\n")
    assert b"yours" not in hal
    assert b"yours" in rosa


def test_whoever_sees_it_alike_is_told_what_was_made_once(sat: Table) -> None:
    sat.seated = {f"p{one}" for one in range(500)}
    tell("table-7", 4, [(f"p{one}", "plain", 3) for one in range(500)])
    assert sat.told == [("plain", 3)]


def test_one_query_looks_at_all_topics(sat: Table, now, django_assert_num_queries) -> None:
    raise_version("table", 7, at=now)
    lookout = Lookout()
    with django_assert_num_queries(1):
        assert lookout.versions(["table-7", "table-8"]) == {"table-7": 1, "table-8": 0}


def test_with_redis_the_database_is_asked_where_something_changed(
    settings, now, django_assert_num_queries, django_capture_on_commit_callbacks
) -> None:
    settings.REDIS_URL = "redis://localhost/0"
    caches["house"].clear()
    lookout = Lookout()
    with django_capture_on_commit_callbacks(execute=True):
        raise_version("table", 7, at=now)
    assert lookout.versions(["table-7"]) == {"table-7": 1}
    with django_assert_num_queries(0):
        assert lookout.versions(["table-7"]) == {"table-7": 1}
    with django_capture_on_commit_callbacks(execute=True):
        raise_version("table", 7, at=now)
    assert lookout.versions(["table-7"]) == {"table-7": 2}


def test_where_redis_lost_a_hint_the_database_says_it_soon(settings, now, monkeypatch) -> None:
    settings.REDIS_URL = "redis://localhost/0"
    lookout = Lookout()
    lookout.versions(["table-7"])
    raise_version("table", 7, at=now)
    monkeypatch.setattr("commonplace.live.versions.BESIDES", 0)
    assert lookout.versions(["table-7"]) == {"table-7": 1}


def test_quiet_topics_go(now) -> None:
    raise_version("table", 7, at=now - timedelta(days=90))
    raise_version("table", 8, at=now)
    forget_quiet_topics(now=now)
    assert list(LiveTopic.objects.values_list("name", flat=True)) == ["table-8"]
