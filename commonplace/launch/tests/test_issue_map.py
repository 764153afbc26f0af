"""Words are gathered into issues by people, and suggested by text; the map tells how many spoke of what."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Deed
from commonplace.launch.actions import gathering_issues, interviewing
from commonplace.launch.actions.gathering_issues import gather, name_issue
from commonplace.launch.actions.interviewing import Said, write_down
from commonplace.launch.issue_map import Repeated, drawn_of, likely, repeated
from commonplace.launch.models import Interview, Issue, Launch, Voice
from commonplace.people.models import Person

SAID = (
    "Dosing alarms at four, and nobody to ask whether it can wait for daylight.",
    "Holidays. If I go, it stops.",
    "The alarm at night, and whether to wake someone. Holidays too.",
)
ISSUES = "/c/stick/launch/issues/"


@pytest.fixture
def held(launch: Launch, hal: Person) -> list[Interview]:
    said = Said(agreed=True, on=timezone.localdate(), would="yes")
    return [
        write_down(by=hal, launch=launch, said=replace(said, hard=words, name=f"Person {n}"))
        for n, words in enumerate(SAID)
    ]


def test_words_of_two_people_are_offered_until_an_issue_has_them(launch: Launch, hal: Person, held) -> None:
    assert repeated(held, [], language="en") == [Repeated("alarms", 2), Repeated("holidays", 2)]
    issue = name_issue(by=hal, launch=launch, name="Deciding alone", about="alarms")
    assert repeated(held, [issue], language="en") == [Repeated("holidays", 2)]
    assert likely(issue, held, language="en") == {held[0].pk, held[2].pk}


def test_small_words_with_an_apostrophe_are_not_offered(launch: Launch, hal: Person) -> None:
    said = Said(agreed=True, on=timezone.localdate(), would="yes")
    words = ("I’m there, and don't sleep: valves.", "I'm alone. I don’t ring. Valves.")
    both = [write_down(by=hal, launch=launch, said=replace(said, hard=one, name=one)) for one in words]
    assert repeated(both, [], language="en") == [Repeated("valves", 2)]


def test_the_map_counts_people_and_those_whom_it_keeps_awake(launch: Launch, hal: Person, held) -> None:
    night = name_issue(by=hal, launch=launch, name="Deciding alone", about="alarms")
    alone = name_issue(by=hal, launch=launch, name="Nobody to stand in")
    gather(by=hal, issue=night, voices={held[0].pk: True, held[2].pk: False})
    gather(by=hal, issue=alone, voices={held[1].pk: True})
    told = [(one.issue, one.people, one.awake, one.dots) for one in drawn_of(launch)]
    assert told == [(night, 2, 1, [True, False]), (alone, 1, 1, [True])]
    gather(by=hal, issue=night, voices={})
    assert [one.issue for one in drawn_of(launch)] == [alone, night]


def test_named_twice_it_is_one_issue_and_one_deed(launch: Launch, hal: Person) -> None:
    assert name_issue(by=hal, launch=launch, name="Night") == name_issue(by=hal, launch=launch, name="Night")
    assert Deed.objects.filter(verb="gathered_issue").count() == 1


def test_whoever_is_erased_is_off_the_map(launch: Launch, hal: Person, held) -> None:
    night = name_issue(by=hal, launch=launch, name="Night")
    gather(by=hal, issue=night, voices={one.pk: True for one in held})
    interviewing.erase_mine(interview=held[0])
    assert drawn_of(launch)[0].people == 2


def test_what_is_erased_meanwhile_or_only_promised_has_no_voice(launch: Launch, hal: Person, held) -> None:
    promised = write_down(by=hal, launch=launch, said=Said(agreed=True, name="Osagie"))
    night = name_issue(by=hal, launch=launch, name="Night")
    interviewing.erase_mine(interview=held[0])
    gather(by=hal, issue=night, voices={held[0].pk: True, promised.pk: True, held[1].pk: False, 2**40: True})
    assert [voice.interview for voice in Voice.objects.all()] == [held[1]]


def test_others_gather_nothing(launch: Launch, hal: Person, tomasz: Person, held) -> None:
    night = name_issue(by=hal, launch=launch, name="Night")
    for deed in (
        lambda: name_issue(by=tomasz, launch=launch, name="Other"),
        lambda: gather(by=tomasz, issue=night, voices={}),
        lambda: gathering_issues.drop_issue(by=tomasz, issue=night),
        lambda: gathering_issues.change_issue(by=tomasz, issue=night, name="x", about=""),
    ):
        with pytest.raises(gathering_issues.NotAStarter):
            deed()


def test_an_issue_is_named_gathered_and_dropped_on_its_pages(client: Client, launch: Launch, hal: Person, held) -> None:
    client.force_login(hal)
    assert "Words that came back" in client.get(ISSUES).content.decode()
    there = client.post(ISSUES, {"name": "Deciding alone", "about": "alarms"}).headers["Location"]
    issue = Issue.objects.get()
    page = client.get(there.partition("#")[0])
    assert page.content.decode().count("A word of it stands here.") == 2
    said = {"name": "Deciding alone", f"voice_{held[0].pk}": "awake", f"voice_{held[1].pk}": "speaks"}
    assert client.post(f"{ISSUES}{issue.pk}", said).headers["Location"] == f"{ISSUES}#leaf"
    assert "2 of 3 people, 1 say it keeps them awake" in " ".join(client.get(ISSUES).content.decode().split())
    name_issue(by=hal, launch=launch, name="Holidays")
    assert client.post(f"{ISSUES}{issue.pk}", {**said, "name": "Holidays"}).status_code == 422
    client.post(f"{ISSUES}{issue.pk}/dropping")
    assert [one.name for one in Issue.objects.all()] == ["Holidays"]


def test_pages_of_issues_are_for_those_who_start_it(
    client: Client, launch: Launch, hal: Person, tomasz: Person
) -> None:
    issue = name_issue(by=hal, launch=launch, name="Night")
    client.force_login(tomasz)
    assert [client.get(f"{ISSUES}{page}").status_code for page in ("", issue.pk)] == [404, 404]
    client.force_login(hal)
    assert client.get(f"{ISSUES}{2**70}").status_code == 404


def test_whoever_would_help_and_waits_longest_comes_first(client: Client, launch: Launch, hal: Person, held) -> None:
    Interview.objects.filter(pk=held[1].pk).update(on=timezone.localdate() - timedelta(days=30))
    Interview.objects.filter(pk=held[2].pk).update(would="read")
    client.force_login(hal)
    assert [one.pk for one in client.get("/c/stick/launch/").context["willing"]] == [held[1].pk, held[0].pk]
    client.post(f"/c/stick/launch/interviews/{held[1].pk}/answered")
    assert Interview.objects.get(pk=held[1].pk).answered_on == timezone.now().date()


def test_pages_make_few_queries(
    client: Client, launch: Launch, hal: Person, held, django_assert_max_num_queries
) -> None:
    issue = name_issue(by=hal, launch=launch, name="Night")
    gather(by=hal, issue=issue, voices={one.pk: True for one in held})
    client.force_login(hal)
    for page in ("/c/stick/launch/", ISSUES, f"{ISSUES}{issue.pk}"):
        client.get(page)
        with django_assert_max_num_queries(12):
            client.get(page)
