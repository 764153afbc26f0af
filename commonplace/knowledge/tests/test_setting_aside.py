"""A steward sets a gap aside for a while: who and until when is told, and it can be taken up again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.tendings import Bed
from commonplace.communities.viewpoint import look
from commonplace.knowledge.actions import tending
from commonplace.knowledge.gaps import Missing
from commonplace.knowledge.models import SetAside
from commonplace.knowledge.queries.reading import read
from commonplace.knowledge.tendings import gap_lines
from commonplace.knowledge.tests.test_asking_in import answered, question
from commonplace.knowledge.tests.test_map_pages import GAPS, MAP, words

RARELY = [Missing.RARELY_ANSWERED]


@pytest.fixture(autouse=True)
def never_answered(stick, valves, hal, table):
    stick.modules = [*stick.modules, "map"]
    stick.save(update_fields=["modules"])
    for number in range(3):
        question(hal, table, title=f"Which {number}?")


def address(topic) -> str:
    return f"{GAPS}/{topic.pk}"


def offered(stick, ines) -> list[str]:
    return [one.about for one in gap_lines(Bed(stick, look(ines, "stick"), timezone.now()))]


def test_what_is_set_aside_stands_below_with_who_and_until_when(client, stick, valves, ines, hal):
    client.force_login(ines)
    before = offered(stick, ines)
    answer = client.post(address(valves), {"missing": ["rarely_answered"]}, follow=True)
    client.force_login(hal)

    page = words(client.get(GAPS))

    assert "Set aside for twelve weeks." in words(answer)
    assert "No topic runs dry." in page
    assert page.index("Set aside for a while") < page.index("Asked three times within a year, and never answered.")
    assert f"{ines.name} set it aside until " in page
    assert "Offer it again" not in page
    assert "Not now" not in page
    assert (before, offered(stick, ines)) == ([f"rarely_answered:{valves.pk}"], [])
    # The picture says how things stand all the same.
    assert "Running dry" in words(client.get(MAP))


def test_it_is_taken_up_again(client, stick, valves, ines):
    tending.set_aside(by=ines, topic=valves, missing=RARELY)
    client.force_login(ines)

    client.post(address(valves), {"undo": "1"})

    assert SetAside.objects.count() == 0
    assert offered(stick, ines) == [f"rarely_answered:{valves.pk}"]
    assert "Set aside for a while" not in words(client.get(GAPS))


def test_after_twelve_weeks_it_comes_up_by_itself(stick, valves, ines):
    now = timezone.now()
    tending.set_aside(by=ines, topic=valves, missing=RARELY, at=now - tending.ASIDE_FOR - timedelta(minutes=1))
    late = read(stick, now=now)
    tending.set_aside(by=ines, topic=valves, missing=RARELY, at=now - tending.ASIDE_FOR + timedelta(minutes=1))

    assert ([gap.missing for gap in late.gaps()], late.gaps_aside()) == (RARELY, [])
    assert read(stick, now=now).gaps() == []


def test_another_gap_of_the_same_topic_is_offered(stick, valves, table, hal, leila, ines):
    tending.set_aside(by=ines, topic=valves, missing=RARELY)
    for days in (3, 4, 5):
        answered(leila, hal, table, days=days)

    reading = read(stick, now=timezone.now())
    assert [gap.missing for gap in reading.gaps()] == [Missing.FEW_ANSWER]


def test_only_stewards_do_it_and_only_at_home(client, stick, valves, hal, stranger):
    for person in (hal, stranger):
        client.force_login(person)
        assert client.post(address(valves), {"missing": ["rarely_answered"]}).status_code == 404
        with pytest.raises(tending.NotASteward):
            tending.set_aside(by=person, topic=valves, missing=RARELY)
        with pytest.raises(tending.NotASteward):
            tending.take_up(by=person, topic=valves)
    assert SetAside.objects.count() == 0


def test_what_is_no_gap_is_set_aside_by_nobody(client, valves, ines):
    client.force_login(ines)

    assert client.post(address(valves), {"missing": ["\x00", "whatever"]}).status_code == 302
    assert client.post(f"{GAPS}/{2**70}", {"missing": ["stale"]}).status_code == 404
    assert client.post(f"{GAPS}/{valves.pk + 1}", {"missing": ["stale"]}).status_code == 404
    assert SetAside.objects.count() == 0


def test_whoever_left_is_not_named(client, valves, ines, hal):
    tending.set_aside(by=ines, topic=valves, missing=RARELY)
    SetAside.objects.update(by=None)
    client.force_login(hal)

    assert "Set aside until " in words(client.get(GAPS))


def test_the_page_of_gaps_takes_no_query_more(client, valves, ines, django_assert_max_num_queries):
    tending.set_aside(by=ines, topic=valves, missing=RARELY)
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        assert client.get(GAPS).status_code == 200
