"""The host sees what each community has it told, line by line, and every look of it is on record."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Deed, Look, Space
from commonplace.constellation.actions import telling
from commonplace.constellation.models import HostEye, Line, Told
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.people.actions import register
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.sponsorship.models import Request
from commonplace.stories.models import Release, Step, Story

pytestmark = pytest.mark.django_db
HERE, PAGE = "/c/stick/related/host", "/host/"


@pytest.fixture
def operator() -> Person:
    return register(name="Opal Marsh", address="opal@example.org", is_confirmed=True, is_operator=True)


@pytest.fixture
def quiet(rosa: Person) -> Community:
    return found(by=rosa, name="Night Bench", slug="bench", domain="What is said at night", visibility="private")


def test_of_a_community_that_anyone_may_know_only_that_is_seen(client: Client, stick: Community, operator) -> None:
    client.force_login(operator)
    page = client.get(PAGE).text
    assert stick.name in page
    assert "stage:" not in page
    assert not Look.objects.exists()


def test_a_private_one_is_not_there_until_its_charter_and_its_stewards_say_so(
    client: Client, quiet: Community, operator: Person, rosa: Person
) -> None:
    client.force_login(operator)
    assert "Night Bench" not in client.get(PAGE).text
    with pytest.raises(telling.NotInTheCharter):
        telling.tell(by=rosa, community=quiet, lines=[Line.EXISTS])
    revise_charter(by=rosa, community=quiet, words={"host": "That we are there, and no more."}, summary="")
    assert "Night Bench" not in client.get(PAGE).text
    telling.tell(by=rosa, community=quiet, lines=[Line.EXISTS, Line.STAGE])
    page = client.get(PAGE).text
    assert "Night Bench" in page
    assert "What is said at night" not in page
    assert "/c/bench/about" not in page
    # Taken out of the charter it is gone at once, whatever its stewards said.
    revise_charter(by=rosa, community=quiet, words={"host": ""}, summary="")
    assert "Night Bench" not in client.get(PAGE).text
    revise_charter(by=rosa, community=quiet, words={"host": "That we are there."}, summary="")
    assert "Night Bench" in client.get(PAGE).text
    telling.tell(by=rosa, community=quiet, lines=[])
    assert "Night Bench" not in client.get(PAGE).text


def test_the_page_says_that_the_charter_is_silent(client: Client, quiet: Community, rosa: Person) -> None:
    client.force_login(rosa)
    assert "What our host may know" in client.get("/c/bench/related/host").text
    answer = client.post("/c/bench/related/host", {"lines": [Line.EXISTS]})
    assert (answer.status_code, Told.objects.count()) == (422, 0)
    assert "The charter does not say yet" in answer.text


def test_each_line_is_seen_while_it_is_told(
    client: Client, stick: Community, table: Space, operator: Person, ines: Person, now: datetime
) -> None:
    starts = (now + timedelta(days=9)).replace(tzinfo=None)
    plan = Plan(title="A very quiet evening", wall=starts, zone="UTC")
    convene(by=ines, space=table, plan=plan)
    lines = [Line.STAGE, Line.NEXT, Line.READINESS]
    assert telling.tell(by=ines, community=stick, lines=lines, readiness="We could take on three valves.")
    assert not telling.tell(by=ines, community=stick, lines=lines, readiness="We could take on three valves.")
    client.force_login(operator)
    page = client.get(PAGE).text
    assert "stage: potential" in page
    assert "next gathering:" in page
    assert "We could take on three valves." in page
    assert "A very quiet evening" not in page
    assert Deed.objects.filter(verb="told_host").count() == 1


def test_a_look_is_on_record_for_members_once_a_day(
    client: Client, stick: Community, operator: Person, ines: Person, hal: Person
) -> None:
    telling.tell(by=ines, community=stick, lines=[Line.STAGE])
    client.force_login(operator)
    for _again in range(2):
        client.get(PAGE)
    assert Look.objects.visible_to(hal).count() == 1
    client.force_login(hal)
    page = client.get("/c/stick/looks").text
    assert "what this community has the host told" in page
    assert "Opal Marsh" in page


def test_whoever_is_nobody_of_the_host_finds_no_page(
    client: Client, stick: Community, operator: Person, ines: Person, hal: Person
) -> None:
    client.force_login(ines)
    assert client.get(PAGE).status_code == 404
    assert client.post("/host/eyes", {"address": "ines@example.org"}).status_code == 404
    client.force_login(operator)
    assert client.post("/host/eyes", {"address": "nobody@example.org"}).status_code == 422
    client.post("/host/eyes", {"address": "hal@example.org"})
    eye = HostEye.objects.get()
    client.force_login(hal)
    assert client.get(PAGE).status_code == 200
    assert "/host/" in client.get("/me").text
    assert client.post("/host/eyes", {"address": "ines@example.org"}).status_code == 404
    client.force_login(ines)
    assert client.post(f"/host/eyes/{eye.pk}/end").status_code == 404
    client.force_login(hal)
    client.post(f"/host/eyes/{eye.pk}/end")
    assert client.get(PAGE).status_code == 404


def test_members_see_what_is_told_and_what_was_and_only_stewards_say_it(
    client: Client, stick: Community, ines: Person, hal: Person
) -> None:
    client.force_login(ines)
    client.post(HERE, {"lines": ["stage", "readiness"], "readiness": "Ready for one."})
    client.post(HERE, {"lines": ["stage"], "readiness": "Ready for one."})
    client.force_login(hal)
    page = client.get(HERE).text
    assert "Ready for one." in page
    assert "Tell the host this" not in page
    assert client.post(HERE, {"lines": []}).status_code == 404
    with pytest.raises(telling.NotASteward):
        telling.tell(by=hal, community=stick, lines=[])
    assert list(Told.objects.in_force().values_list("line", flat=True)) == ["stage"]
    client.logout()
    assert client.get(HERE).status_code in (302, 404)


def test_what_cannot_be_told_comes_back_with_what_was_typed(
    client: Client, stick: Community, quiet: Community, ines: Person, rosa: Person
) -> None:
    client.force_login(ines)
    answer = client.post(HERE, {"lines": ["readiness"], "readiness": ""})
    assert (answer.status_code, "It has no words yet" in answer.text) == (422, True)
    assert client.post(HERE, {"lines": ["exists"]}).status_code == 422
    client.force_login(rosa)
    answer = client.post("/c/bench/related/host", {"lines": ["stage"]})
    assert (answer.status_code, "without its name" in answer.text) == (422, True)
    assert not Told.objects.exists()


def test_an_opened_community_tells_no_more_for_it(stick: Community, ines: Person) -> None:
    stick.visibility = Visibility.PRIVATE
    stick.save(update_fields=["visibility"])
    revise_charter(by=ines, community=stick, words={"host": "All of it."}, summary="")
    telling.tell(by=ines, community=stick, lines=list(Line), readiness="Ready.")
    assert Told.objects.in_force().count() == len(Line)


def test_the_words_of_whoever_is_erased_go(stick: Community, ines: Person, rosa: Person) -> None:
    telling.tell(by=rosa, community=stick, lines=[Line.READINESS, Line.STAGE], readiness="Mine.")
    erase(person=rosa, withdraw=True)
    assert list(Told.objects.in_force().values_list("line", "words", "by")) == [("stage", "", None)]


def test_what_waits_for_a_sponsor_and_what_tellers_let_go_is_seen_where_it_is_told(
    client: Client, stick: Community, operator: Person, ines: Person, hal: Person
) -> None:
    stick.modules = [*stick.modules, "value", "sponsor"]
    stick.save(update_fields=["modules"])
    Request.objects.create(community=stick, title="Two hours a month", why="To listen.", by=ines)
    story = Story.objects.create(community=stick, teller=hal, title="The Sunday-night shift")
    step = Step.objects.create(
        story=story, number=1, cycle="applied", words="We found it.", html="", confirmed_at=story.begun_at
    )
    telling.tell(by=ines, community=stick, lines=[Line.REQUESTS, Line.SUCCESSES])
    client.force_login(operator)
    page = client.get(PAGE).text
    assert "Two hours a month" in page
    assert "We found it." not in page
    Release.objects.create(step=step, audience="sponsor")
    assert "We found it." in client.get(PAGE).text
    assert "Hal" not in client.get(PAGE).text
    telling.tell(by=ines, community=stick, lines=[])
    page = client.get(PAGE).text
    assert "Two hours a month" not in page
    assert "We found it." not in page
