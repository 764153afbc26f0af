"""`bin/commonplace found`: a community, its steward, and a link that lets them in."""

import argparse
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from commonplace.communities.founding import actions as founding
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership
from commonplace.house.cli import found
from commonplace.launch.models import Launch
from commonplace.letters.models import OneTimeLink
from commonplace.people.actions import register
from commonplace.people.models import Person

WORDS = ["--name", "Inês Baptista", "--address", "Ines@Example.org", "--community", "The Listening Stick"]


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    found.arguments(parser)
    return found.run(parser.parse_args(words))


@pytest.fixture(autouse=True)
def database(db: None) -> None:
    pass


def test_founding_with_flags_asks_nothing(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert run(*WORDS, "--domain", "Lost water") == 0
    community = Community.objects.get()
    assert (community.slug, community.name, community.domain) == (
        "the-listening-stick",
        "The Listening Stick",
        "Lost water",
    )
    steward = Membership.objects.get()
    assert (steward.person.name, steward.standing, steward.person.is_operator) == ("Inês Baptista", "steward", True)
    assert EmailAddress.objects.get().verified
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert "It is listed" in said.err


def test_founding_asks_for_what_is_left_out(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("Rosa Quispe\nrosa@example.org\nValve Keepers\n"))
    assert run() == 0
    assert Community.objects.get().founded_by.name == "Rosa Quispe"
    assert "Your mail address" in capsys.readouterr().err


def test_without_a_terminal_it_says_what_to_give(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert run("--name", "Rosa Quispe") == 1
    assert "--address" in capsys.readouterr().err
    assert Person.objects.count() == 0


@pytest.mark.parametrize("words", [("--address", "nowhere"), ("--community", "x" * 121), ("--name", " \0")])
def test_what_is_no_name_or_address_founds_nothing(words: tuple[str, str], capsys) -> None:
    assert run(*WORDS, *words) == 1
    assert (Community.objects.count(), Person.objects.count()) == (0, 0)


def test_founding_twice_is_founding_once(capsys) -> None:
    assert [run(*WORDS), run(*WORDS)] == [0, 0]
    assert (Community.objects.count(), Person.objects.count()) == (1, 1)


def test_only_the_first_steward_is_the_operator(capsys) -> None:
    run(*WORDS)
    run("--name", "Rosa", "--address", "rosa@example.org", "--community", "Valve Keepers")
    assert list(Person.objects.order_by("pk").values_list("is_operator", flat=True)) == [True, False]


def test_the_link_signs_in_once_and_leads_to_the_community(client: Client, capsys, settings) -> None:
    run(*WORDS)
    path = capsys.readouterr().out.strip().removeprefix(settings.BASE_URL)
    assert "Inês" in client.get(path).content.decode()
    assert "_auth_user_id" not in client.session  # a look uses nothing up
    answer = client.post(path)
    assert answer.headers["Location"] == "/c/the-listening-stick/"
    assert client.session["_auth_user_id"] == str(Person.objects.get().pk)
    again = Client()
    assert (again.get(path).status_code, again.post(path).status_code) == (410, 410)
    assert "_auth_user_id" not in again.session


def test_the_link_works_for_a_day(client: Client, capsys, settings) -> None:
    run(*WORDS)
    path = capsys.readouterr().out.strip().removeprefix(settings.BASE_URL)
    OneTimeLink.objects.update(expires_at=timezone.now())
    assert client.post(path).status_code == 410
    assert client.post("/link/forged").status_code == 410


def test_a_fresh_link_for_someone_who_is_here(client: Client, capsys, settings) -> None:
    run(*WORDS)
    capsys.readouterr()
    assert run("--link", "INES@example.org", "--why", "Lost her phone") == 0
    path = capsys.readouterr().out.strip().removeprefix(settings.BASE_URL)
    assert client.post(path).headers["Location"] == "/"
    assert run("--link", "nobody@example.org") == 1


def test_a_community_that_is_here_is_given_a_steward(capsys) -> None:
    operator = Person.objects.create_user(name="The operator", is_operator=True)
    archive = founding.found(by=operator, name="Archive", slug="archive")
    hal = register(name="Hal Brennan", address="hal@example.org", is_confirmed=True)
    admit(person=hal, community=archive)
    given = ("--steward-of", "archive", "--name")
    assert run(*given, "Ines", "--address", "ines@example.org") == 0
    assert run(*given, "Hal", "--address", "hal@example.org") == 0
    assert run("--steward-of", "nowhere", "--name", "Hal", "--address", "hal@example.org") == 1
    stewards = archive.memberships.filter(standing="steward").order_by("pk")
    assert [one.person.name for one in stewards] == ["The operator", "Hal Brennan", "Ines"]
    assert Person.objects.get(name="Ines").is_operator


def test_what_is_not_yet_a_community_begins_out_of_sight(capsys) -> None:
    assert run(*WORDS, "--launch") == 0
    assert run(*WORDS, "--launch") == 0
    begun = Launch.objects.get()
    assert (begun.community.visibility, begun.community.joining) == ("private", "invitation")
    assert OneTimeLink.objects.latest("pk").payload["onward"] == "/c/the-listening-stick/launch/"
    assert "It is listed" not in capsys.readouterr().err
