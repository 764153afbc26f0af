"""A launch gathering or a quiet start, three dates, a sketch that one crosses out, and a past that members read."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.gatherings.actions.convening import Plan
from commonplace.gatherings.models import Gathering
from commonplace.launch.actions import starting
from commonplace.launch.actions.gathering_issues import gather, name_issue
from commonplace.launch.actions.interviewing import Said, write_down
from commonplace.launch.actions.starting import choose, cross, say_begun, set_dates
from commonplace.launch.models import Issue, Launch, Start, Step
from commonplace.people.models import Person

PAGE = "/c/stick/launch/"


@pytest.fixture
def issue(launch: Launch, hal: Person) -> Issue:
    return name_issue(by=hal, launch=launch, name="Deciding alone at night")


@pytest.fixture
def start(launch: Launch, hal: Person, issue: Issue) -> Start:
    return choose(by=hal, launch=launch, how="quiet", issue=issue)


def plan(now: datetime) -> Plan:
    return Plan(title="Four in the morning", wall=(now + timedelta(days=7)).replace(tzinfo=None), zone="UTC")


def test_a_quiet_start_is_on_an_issue_of_its_own(launch: Launch, hal: Person, tomasz: Person, issue: Issue) -> None:
    with pytest.raises(starting.NoIssue):
        choose(by=hal, launch=launch, how="quiet")
    with pytest.raises(starting.NotAStarter):
        choose(by=tomasz, launch=launch, how="gathering")


def test_one_chooses_otherwise_until_it_has_begun(launch: Launch, ines: Person, hal: Person, start: Start) -> None:
    other = choose(by=ines, launch=launch, how="gathering")
    assert (other.pk, other.how, other.issue) == (start.pk, "gathering", None)
    with pytest.raises(starting.NotASteward):
        say_begun(by=hal, start=other)
    say_begun(by=ines, start=other)
    say_begun(by=ines, start=other)
    with pytest.raises(starting.HasBegun):
        choose(by=hal, launch=launch, how="gathering")


def test_three_dates_are_one_series_however_often_it_is_pressed(
    launch: Launch, ines: Person, start: Start, now: datetime
) -> None:
    first = set_dates(by=ines, start=start, space=launch.space, plan=plan(now), weeks=2)
    again = set_dates(by=ines, start=start, space=launch.space, plan=plan(now), weeks=1)
    dates = list(Gathering.objects.order_by("starts_at"))
    assert (again, len(dates)) == (first, 3)
    assert dates[2].starts_at - dates[0].starts_at == timedelta(weeks=4)
    assert {one.space for one in dates} == {launch.space}


def test_where_gatherings_are_off_a_steward_switches_them_on_with_it(
    launch: Launch, ines: Person, hal: Person, start: Start, now: datetime
) -> None:
    here = Community.objects.get()
    here.modules = ["launch"]
    here.save(update_fields=["modules"])
    start.launch.community = here
    with pytest.raises(starting.NotASteward):
        set_dates(by=hal, start=start, space=launch.space, plan=plan(now), weeks=2)
    set_dates(by=ines, start=start, space=launch.space, plan=plan(now), weeks=2)
    assert "gatherings" in Community.objects.get().modules


def test_it_is_chosen_dated_and_begun_on_its_pages(client: Client, launch: Launch, ines: Person, issue: Issue) -> None:
    client.force_login(ines)
    assert client.get(f"{PAGE}dates").headers["Location"] == f"{PAGE}start#leaf"
    assert client.post(f"{PAGE}start", {"how": "quiet"}).status_code == 422
    assert client.post(f"{PAGE}start", {"how": "quiet", "issue": issue.pk}).headers["Location"] == f"{PAGE}#start"
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    said = {"title": "Four in the morning", "on": day, "hour": "19:00", "zone": "Lisbon", "weeks": "1"}
    assert client.post(f"{PAGE}dates", {**said, "on": "9999-12-31"}).status_code == 422
    assert client.post(f"{PAGE}dates", said).headers["Location"] == f"{PAGE}#start"
    assert client.get(PAGE).content.decode().count("Four in the morning") == 3
    assert client.post(f"{PAGE}begun").headers["Location"] == f"{PAGE}#leaf"
    assert "It began on" in client.get(PAGE).content.decode()


def test_the_sketch_is_crossed_out(client: Client, launch: Launch, hal: Person) -> None:
    client.force_login(hal)
    client.post(f"{PAGE}days", {"listen": "done", "book": "out"})
    assert dict(Step.objects.values_list("code", "state")) == {"listen": "done", "book": "out"}
    assert "<s>Have the first date set before you announce anything.</s>" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}days", {"listen": "done"})
    assert dict(Step.objects.values_list("code", "state")) == {"listen": "done"}
    assert client.post(f"{PAGE}days", {"listen": "perhaps"}).status_code == 422
    with pytest.raises(KeyError):
        cross(by=hal, launch=launch, states={"dance": "done"})


def test_members_read_how_it_began_and_nobodys_words(
    client: Client, launch: Launch, ines: Person, hal: Person, tomasz: Person, start: Start, issue: Issue
) -> None:
    today = timezone.localdate()
    held = [
        write_down(by=hal, launch=launch, said=Said(agreed=True, on=today, hard=f"Words {n}.", name=f"Person {n}"))
        for n in range(6)
    ]
    gather(by=hal, issue=issue, voices={one.pk: True for one in held[:5]})
    gather(by=hal, issue=name_issue(by=hal, launch=launch, name="Spare parts"), voices={held[5].pk: False})
    client.force_login(tomasz)
    assert "being born" in client.get(PAGE).content.decode()
    say_begun(by=ines, start=start)
    page = client.get(PAGE).content.decode()
    assert ("It began with 6 conversations" in page, "Deciding alone at night" in page) == (True, True)
    assert not any(word in page for word in ("Spare parts", "Words 1", "Person 1", "/interviews/"))
    assert client.get(f"{PAGE}start").status_code == 404


def test_the_whole_page_makes_few_queries(
    client: Client, launch: Launch, ines: Person, start: Start, now: datetime, django_assert_max_num_queries
) -> None:
    set_dates(by=ines, start=start, space=launch.space, plan=plan(now), weeks=2)
    client.force_login(ines)
    for page in (PAGE, f"{PAGE}start", f"{PAGE}dates", f"{PAGE}days"):
        client.get(page)
        with django_assert_max_num_queries(12):
            client.get(page)
