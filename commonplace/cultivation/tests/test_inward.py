"""Ways inward: from one's own answers to what is near to them, for oneself alone and within what one may read."""

from datetime import timedelta

import pytest

from commonplace.agenda.actions import items as agenda
from commonplace.agenda.models import Item, Kind
from commonplace.communities.models import Community, Membership
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.topics.actions import name_topics
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.cultivation.inward import Way, ways_of
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Answer
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource
from commonplace.undertakings.actions.helping import ask, open_desk

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/inward/"


@pytest.fixture
def stick(stick: Community) -> Community:
    """Everything on that a way could lead to."""
    stick.modules = [*stick.modules, "gatherings", "leadership", "repertoire", "undertakings"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def flow(stick, table, hal, leila, tomasz, now):
    """Hal answered Leila and Tomasz on night flow."""
    (topic,) = name_topics(community=stick, names=["Night flow"])
    for person in (leila, tomasz, leila):
        talk = open_conversation(
            by=person, space=table, kind="question", title="How low at three?", text="How?", at=now - timedelta(days=9)
        )
        talk.topics.add(topic)
        reply(by=hal, conversation=talk, text="Half of it.", at=now - timedelta(days=8))
    return topic


def ways(stick: Community, person: Person, now) -> list[tuple[str, int, list[Way]]]:
    return [(one.topic, one.answered, one.ways) for one in ways_of(look(person, stick.slug), person, now=now)]


def titles(stick: Community, person: Person, now) -> list[str]:
    return [way.title for _topic, _answered, near in ways(stick, person, now) for way in near]


def test_two_were_answered_and_a_gathering_speaks_of_it(stick, flow, table, hal, leila, now) -> None:
    assert ways(stick, hal, now) == []
    wall = (now + timedelta(days=5)).replace(hour=15, tzinfo=None)
    clinic = convene(by=leila, space=table, plan=plan(title="Clinic on night flow", wall=wall, zone="UTC"))
    away = convene(by=leila, space=table, plan=plan(title="Pumps", wall=wall, zone="UTC"))
    url = f"/c/stick/gatherings/{clinic.pk}/"
    assert ways(stick, hal, now) == [
        ("Night flow", 2, [Way("gathering", clinic.title, url, clinic.starts_at, is_uncarried=True)])
    ]
    assert ways(stick, leila, now) == []
    answer(person=hal, gathering=clinic, says=Answer.Says.MAYBE)
    answer(person=hal, gathering=away, says=Answer.Says.YES)
    assert ways(stick, hal, now) == []


def test_what_waits_for_an_answer_and_what_is_to_be_looked_at_again(stick, flow, table, hal, leila, now) -> None:
    waits = open_conversation(by=leila, space=table, kind="question", title="Which night?", text="Which?", at=now)
    # What is on two topics stands under one.
    waits.topics.add(flow, *name_topics(community=stick, names=["Nights"]))
    hal.ask_about = "nights"
    hal.save(update_fields=["ask_about"])
    own = open_conversation(by=hal, space=table, kind="question", title="My own", text="Which?", at=now)
    own.topics.add(flow)
    desk = open_desk(by=leila, space=table, title="Desk", purpose="", promised_hours=24)
    ask(by=leila, undertaking=desk, title="Is night flow of ten much?", text="Is it?")
    for title, steward, on in (("Sheet", None, -3), ("Later", None, 9), ("Tended", leila, -3), ("Own", hal, -1)):
        kept = Resource.objects.create(
            community=stick, space=table, kind="tool", title=title, steward=steward, kept_by=leila,
            review_on=now.date() + timedelta(days=on),
        )  # fmt: skip
        kept.topics.add(flow)
    assert titles(stick, hal, now) == ["Which night?", "Is night flow of ten much?", "Sheet", "Own"]


def test_what_members_want_to_learn_those_first_that_nobody_carries(
    stick, flow, table, hal, leila, tomasz, now
) -> None:
    def put(title: str, by: Person = leila, carrier: Person | None = None) -> Item:
        made = agenda.put(by=by, space=table, kind=Kind.INQUIRY, title=title, why="")
        Item.objects.filter(pk=made.pk).update(carrier=carrier)
        return made

    carried, free = put("Night flow of leaves", carrier=tomasz), put("What is night flow in June?")
    put("Pumps")
    put("My own night flow", by=hal)
    put("Night flow that is mine to carry", carrier=hal)
    assert titles(stick, hal, now) == []
    stick.modules = [*stick.modules, "agenda"]
    stick.save(update_fields=["modules"])
    slug = "/c/stick/agenda/"
    assert [(one.title, one.url, one.is_uncarried) for one in ways(stick, hal, now)[0][2]] == [
        (free.title, f"{slug}{free.pk}", True),
        (carried.title, f"{slug}{carried.pk}", False),
    ]
    Item.objects.filter(pk=free.pk).update(ended_at=now)
    assert titles(stick, hal, now) == [carried.title]


def test_nothing_of_what_one_may_not_read(stick, flow, table, hal, leila, now) -> None:
    group = open_space(community=stick, slug="loggers", name="Loggers", visibility="group", seats=[leila])
    secret = open_conversation(by=leila, space=group, kind="question", title="Among us", text="Which?", at=now)
    secret.topics.add(flow)
    wall = (now + timedelta(days=5)).replace(hour=15, tzinfo=None)
    convene(by=leila, space=group, plan=plan(title="Night flow among us", wall=wall, zone="UTC"))
    assert ways(stick, hal, now) == []


def test_who_says_what_one_may_ask_them_about_is_told_too(stick, flow, table, tomasz, leila, now) -> None:
    waits = open_conversation(by=leila, space=table, kind="question", title="Which night?", text="Which?", at=now)
    waits.topics.add(flow)
    assert ways(stick, tomasz, now) == []
    tomasz.ask_about = "Old pumps, night flow"
    tomasz.save(update_fields=["ask_about"])
    (said,) = ways(stick, tomasz, now)
    assert said[:2] == ("Night flow", 0)


def test_the_page_is_ones_own_and_who_follows_only_gets_none(
    client, stick, flow, table, hal, ines, leila, stranger, now, django_assert_max_num_queries
) -> None:
    waits = open_conversation(by=leila, space=table, kind="question", title="Which night?", text="Which?", at=now)
    waits.topics.add(flow)
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).content.decode()
    assert ("You answered 2 people on this" in page, "Which night?" in page) == (True, True)
    assert "Ways inward" in client.get("/c/stick/cultivate/").content.decode()
    client.force_login(ines)
    assert "Which night?" not in client.get(PAGE).content.decode()
    Membership.objects.filter(person=hal, community=stick).update(pace=Membership.Pace.FOLLOW)
    client.force_login(hal)
    page = client.get(PAGE).content.decode()
    assert ("You chose to follow only" in page, "Which night?" in page) == (True, False)
    assert "Ways inward" not in client.get("/c/stick/cultivate/").content.decode()
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404
