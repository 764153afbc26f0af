"""`bin/commonplace doctor`: what is wrong is said, what is well is not called wrong."""

import argparse
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.house import checks
from commonplace.house.checks import installation
from commonplace.house.cli import doctor
from commonplace.letters import outages
from commonplace.letters.actions import post
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.people.tests.openid_server import Elsewhere, providers_from
from commonplace.search.models import Progress, SearchEntry
from commonplace.search.tests.near_machine import NearMachine
from commonplace.ui import places


@pytest.fixture(autouse=True)
def database(db: None, tmp_path, settings) -> None:
    settings.DATA = tmp_path
    settings.DEFAULT_FROM_EMAIL = "house@example.org"


@pytest.fixture
def public(settings) -> None:
    settings.BASE_URL = "https://commons.example.org"
    settings.ALLOWED_HOSTS = ["commons.example.org"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.DEFAULT_FROM_EMAIL = "house@example.org"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.DEMO = False


@pytest.fixture
def wrongs() -> Callable[[], list[str]]:
    return lambda: [finding.words for finding in checks.examine(now=timezone.now()) if finding.is_wrong]


def said(words: list[str], part: str) -> bool:
    return any(part in one for one in words)


def test_a_sound_house_is_well(public: None, wrongs: Callable[[], list[str]]) -> None:
    assert wrongs() == []


def test_a_house_on_this_machine_is_well(wrongs: Callable[[], list[str]]) -> None:
    assert wrongs() == []


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    doctor.arguments(parser)
    return doctor.run(parser.parse_args(words))


def test_exit_code_says_whether_something_is_wrong(settings, capsys) -> None:
    assert run() == 0
    assert "All is well." in capsys.readouterr().out
    settings.ALLOWED_HOSTS = ["*"]
    assert run("--quiet") == 1
    assert capsys.readouterr().out.startswith("WRONG  ALLOWED_HOSTS")


@pytest.mark.parametrize(
    ("setting", "value", "part"),
    [
        ("BASE_URL", "http://commons.example.org", "begins with http"),
        ("BASE_URL", "commons.example.org", "what people type"),
        ("ALLOWED_HOSTS", ["*"], "forged host names"),
        ("ALLOWED_HOSTS", ["other.example.org"], "does not have it"),
        ("SECURE_PROXY_SSL_HEADER", None, "BEHIND_PROXY"),
        ("DEBUG", True, "DEBUG is on"),
        ("DEMO", True, "walk in as anyone"),
        ("DEFAULT_FROM_EMAIL", "house@localhost", "MAIL_FROM"),
        ("DEFAULT_FROM_EMAIL", "Commons <house@", "MAIL_FROM is 'Commons <house@'"),
        ("DEFAULT_FROM_EMAIL", "a@example.org, b@example.org", "MAIL_FROM is"),
        ("MAILERS", {"default": {"BACKEND": "commonplace.letters.terminal.TerminalBackend"}}, "No MAIL_URL"),
    ],
)
def test_a_setting_that_is_wrong_in_public(
    public: None, settings, wrongs: Callable[[], list[str]], setting: str, value: object, part: str
) -> None:
    setattr(settings, setting, value)
    assert said(wrongs(), part), wrongs()


def test_demo_on_this_machine_is_only_a_note(settings, wrongs: Callable[[], list[str]]) -> None:
    settings.DEMO = True
    assert wrongs() == []


def test_a_folder_that_cannot_be_written(settings, tmp_path, wrongs: Callable[[], list[str]]) -> None:
    (tmp_path / "file").touch()
    settings.DATA = tmp_path / "file" / "inside"
    assert said(wrongs(), "cannot be written")


def test_a_full_disk(monkeypatch, wrongs: Callable[[], list[str]]) -> None:
    monkeypatch.setattr(installation, "ENOUGH_SPACE", 2**62)
    assert said(wrongs(), "MB left")


@pytest.mark.parametrize(("name", "mode"), [("secret-key", 0o644), ("files", 0o750), ("kept.sqlite3-wal", 0o640)])
def test_what_others_can_reach(settings, wrongs: Callable[[], list[str]], name: str, mode: int) -> None:
    path = settings.DATA / name
    path.mkdir() if name == "files" else path.touch()
    path.chmod(mode)
    settings.DATABASES["default"]["NAME"], kept = (
        str(settings.DATA / "kept.sqlite3"),
        settings.DATABASES["default"]["NAME"],
    )
    try:
        # Nobody else comes into the folder.
        settings.DATA.chmod(0o700)
        assert not said(wrongs(), "Others on this machine")
        settings.DATA.chmod(0o755)
        assert said(wrongs(), f"Others on this machine can reach {settings.DATA}. Say: chmod 700 {settings.DATA}")
        assert said(wrongs(), f"chmod {700 if name == 'files' else 600} {path}")
    finally:
        settings.DATABASES["default"]["NAME"] = kept


def test_letters_that_wait_too_long(wrongs: Callable[[], list[str]]) -> None:
    post(to="amara@example.org", kind="test", subject="Hello", text="Hello", at=timezone.now() - timedelta(hours=1))
    assert said(wrongs(), "1 letters wait")


def refused(to: str, kind: str, *, fault: str, why: str, **more: object) -> None:
    letter = post(to=to, kind=kind, subject="Hello", text="Hello")
    now = timezone.now()
    Letter.objects.filter(pk=letter.pk).update(
        due_at=now + timedelta(hours=1), failing_since=now, fault=fault, last_error=why, **more
    )


def test_letters_that_fail_are_told_in_one_line_with_the_reason(public: None, wrongs: Callable[[], list[str]]) -> None:
    refused("amara@example.org", "hello", fault="ours", why="554 5.7.1 Relay access denied")
    refused("ines@example.org", "account", fault="ours", why="554 5.7.1 Relay access denied.")
    [line] = wrongs()
    assert line.startswith("2 letters (1 account, 1 hello) could not be sent so far, the first since ")
    assert line.endswith("; the last time: 554 5.7.1 Relay access denied. Say: bin/commonplace letters")


def test_a_server_that_takes_nothing_is_told_once(public: None, wrongs: Callable[[], list[str]]) -> None:
    refused("amara@example.org", "hello", fault="server", why="gone")
    outages.rest("ConnectionRefusedError: nobody there", now=timezone.now())
    [line] = wrongs()
    assert line.startswith("The mail server has taken no letter since ")
    assert line.endswith(", 0 wait: ConnectionRefusedError: nobody there")


def test_what_was_given_up_is_wrong_unless_nobody_could_have_it(public: None, wrongs: Callable[[], list[str]]) -> None:
    now = timezone.now()
    refused("nobody@example.org", "hello", fault="recipient", why="550 5.1.1 Unknown", given_up_at=now)
    refused("late@example.org", "account", fault=Letter.OUT_OF_DATE, why="Out of date.", given_up_at=now)
    refused("settled@example.org", "hello", fault=Letter.ON_PURPOSE, why="451 Later", given_up_at=now)
    assert wrongs() == []
    assert said([one.words for one in checks.examine(now=now)], "1 letters went to addresses where nobody is")
    refused("amara@example.org", "hello", fault="later", why="451 Later", given_up_at=now)
    [line] = wrongs()
    assert line.startswith("1 letters (1 hello) were given up, the first since ")


def test_a_worker_that_sleeps(wrongs: Callable[[], list[str]]) -> None:
    Progress.objects.create(name="people", until=timezone.now() - timedelta(minutes=3))
    assert wrongs() == []
    Progress.objects.update(until=timezone.now() - timedelta(hours=1))
    assert said(wrongs(), "The worker was last seen")


def test_an_index_that_is_behind(hal: Person, table: Space, wrongs: Callable[[], list[str]]) -> None:
    open_conversation(by=hal, space=table, kind="question", title="Where?", text="Where is the sheet?")
    assert wrongs() == []
    SearchEntry.objects.all().delete()
    assert said(wrongs(), "1 posts cannot be found")


def test_a_place_that_nobody_publishes(monkeypatch, wrongs: Callable[[], list[str]]) -> None:
    monkeypatch.setattr(places, "_contributions", {"nowhere.leaf": []})
    assert said(wrongs(), "nowhere.leaf")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite about its settings")
def test_sqlite_that_does_not_wait_for_the_disk(wrongs: Callable[[], list[str]]) -> None:
    connection.ensure_connection()
    level = connection.connection.execute("PRAGMA synchronous").fetchone()[0]
    assert level in (1, 2)
    assert not said(wrongs(), "does not wait for the disk at all")


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_sign_in_server_that_answers_or_does_not(settings, wrongs: Callable[[], list[str]]) -> None:
    with Elsewhere(way_back="") as server:
        settings.SOCIALACCOUNT_PROVIDERS = providers_from(server.url)
        assert wrongs() == []
        way_back = f"{settings.BASE_URL}/account/oidc/house/login/callback/"
        assert said([finding.words for finding in checks.examine(now=timezone.now())], way_back)
        server.is_ill = True
        assert said(wrongs(), "No OpenID Connect server answers at OIDC_URL")
    settings.SOCIALACCOUNT_PROVIDERS = providers_from("http://sign-in.invalid")
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = ""
    assert [said(wrongs(), part) for part in ("without https", "OIDC_SECRET belong to it")] == [True, True]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_whether_what_is_meant_is_compared_is_said(near_machine: type[NearMachine], settings) -> None:
    assert [one.words for one in installation.embeddings()] == ["127.0.0.1 compares what is meant."]
    near_machine.answers = [(503, b"")]
    (found,) = installation.embeddings()
    assert found.is_wrong
    assert "it answered 503" in found.words
    settings.EMBEDDINGS_INSIDE = False
    (found,) = installation.embeddings()
    assert found.is_wrong
    settings.EMBEDDINGS_URL = ""
    assert list(installation.embeddings()) == []
