"""Every setting: nonsense is told in one line, what is empty is not set, and no command starts on a wrong one."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from commonplace.house import settings
from commonplace.house.environment import Environment, WrongSettings

PLAIN = ["two\nlines", "a bell \x07"]
NUMBERS = ["ten", "1.5", "-1", "1e3", "9" * 30, "0x10"]
FLAGS = ["maybe", "2", "-1"]
SERVERS = ["nonsense", "http://host", "://", "host:port", "a b"]

# For each setting what it cannot mean. OIDC's names and the house's are any line of text.
NONSENSE: dict[str, list[str]] = {
    "ALLOWED_HOSTS": ["https://commons.example", "a b", "commons.example/path", ",", "commons.example:8000", "[::1"],
    "API_READS_A_MINUTE": NUMBERS,
    "BASE_URL": [
        "commons.example",
        "ftp://commons.example",
        "https://",
        "https://commons.example/path",
        "https://a b",
        "https://commons.example:port",
        "https://commons.example:99999",
        "https://me:pass@commons.example",
        "https://*",
        "https://commons.example?x",
        "//commons.example",
    ],
    "BEHIND_PROXY": FLAGS,
    "CALENDARS_INSIDE": FLAGS,
    "COMMONPLACE_DATA": ["/dev/null/inside", "/proc/inside", "two\nlines"],
    "COMMONPLACE_DEMO": FLAGS,
    "COMMONPLACE_FOUNDERS": ["nobody", "Stewards", "stewards,operator"],
    "DATABASE_URL": [
        "nonsense",
        "mysql://host/name",
        "postgresql://",
        "postgresql://host",
        "postgresql://host:port/name",
        "sqlite://",
        "sqlite:///",
        "://",
        "sqlite:////dev/null/inside.sqlite3",
        "sqlite:////tmp",
        "postgresql://host/na me",
        "postgresql://user:secret@host:99999/name",
    ],
    "DEBUG": FLAGS,
    "EMBEDDINGS_INSIDE": FLAGS,
    "EMBEDDINGS_KEY": PLAIN,
    "EMBEDDINGS_MODEL": PLAIN,
    "EMBEDDINGS_URL": ["nonsense", "host:port", "a b"],
    "FILES_BACKEND": PLAIN,
    "FILES_MAX_BYTES": [*NUMBERS, "0"],
    "FILES_QUOTA_BYTES": NUMBERS,
    "FILES_URL": [
        "s3.example.org/bucket",
        "https://key:secret@s3.example.org/bucket",
        "s3://key:secret@s3.example.org",
        "s3://key:secret@s3.example.org/",
        "s3://key@s3.example.org/bucket",
        "s3://key:secret@/bucket",
        "s3://key:secret@s3.example.org:no/bucket",
        "s3://key:secret@s3.example.org/Bucket",
        "s3://key:secret@s3.example.org/bucket?region=a&acl=public-read",
        "s3://key:secret@s3.example.org/bucket?style=other",
        "s3://key:secret@s3.example.org/bucket/../other",
    ],
    "FEEDS_INSIDE": FLAGS,
    "GATHERING_LINK": [
        "meet.example.org/{name}",
        "https://meet.example.org/",
        "https://meet.example.org/room",
        "https://{name}.example.org/",
        "https://meet.example.org:{name}/",
        "https://{name}@meet.example.org/",
        "https://meet.example.org/{name}/{name}",
        "https://meet.example.org/{room}",
        "https://meet.example.org/{name}{more}",
        "https://meet.example.org/{name!r}",
        "https://meet.example.org/{}",
        "https://meet.example.org/a b/{name}",
        "https://me:pass@meet.example.org/{name}",
        "ftp://meet.example.org/{name}",
        "javascript:alert({name})",
        "//meet.example.org/{name}",
        "https://meet.example.org:99999/{name}",
        'https://meet.example.org/{name}"onclick="x',
        f"https://meet.example.org/{{name}}{'x' * 400}",
        *PLAIN,
    ],
    "HOUSE_LANGUAGE": ["xx", "English", "en,pl"],
    "HOUSE_NAME": PLAIN,
    "IMAP_URL": [
        "host/INBOX",
        "https://user:password@host/",
        "imaps://host/INBOX",
        "imaps://user@host/INBOX",
        "imaps://user:password@host:no/INBOX",
        "imaps://user:password@host/INBOX?delete",
    ],
    "MAIL_AUTHSERV_ID": ["@commons.example", "mail commons", "*"],
    "MAIL_DOMAIN": ["@commons.example", "https://commons.example", "commons..example", "commons.example.", "a b", "*"],
    "MAIL_FROM": ["nonsense", "a@b@c", "House <house>", "house@example.org\nBcc: all@example.org"],
    "MAIL_IN": FLAGS,
    "MAIL_LISTS": ["@lists.example", "lists.example, https://x", "lists..example", ",", "*"],
    "MAIL_MAX_BYTES": [*NUMBERS, "0", "1000"],
    "MAIL_PROVIDER_URL": [
        "postmark",
        "nobody://name:a-long-enough-passphrase@",
        "postmark://name:short@",
        "postmark://:a-long-enough-passphrase@",
        "postmark://name:a-long-enough-passphrase@?key=x",
        "mailgun://name:a-long-enough-passphrase@",
    ],
    "MAIL_URL": [
        *SERVERS,
        "smtp://",
        "smtp://host:port",
        "smtp+tls://user:secret@host:99999",
        "consolemail://host",
        "user:secret@host:587",
        "smtp+tls:user:secret@host",
    ],
    "OIDC_CLIENT_ID": PLAIN,
    "OIDC_NAME": PLAIN,
    "OIDC_SECRET": [*PLAIN, "my secret\nin two lines"],
    "OIDC_URL": ["nonsense", "ftp://host", "https://", "https://a b", "https://host:port"],
    "PORT": [*NUMBERS, "0", "65536"],
    "REDIS_URL": [*SERVERS, "redis://", "redis://host:port/0"],
    "REQUEST_SECONDS": [*NUMBERS, "0", "61"],
    "SECRET_KEY": [" ", "x", "        ", "x" * 60, "too short"],
    "SQLITE_SYNCHRONOUS": ["nonsense", "NORMAL; DROP TABLE x", "1"],
    "STATIC_ROOT": ["/nowhere", "nonsense"],
    "TIME_ZONE": ["Mars/Olympus", "Europe", "../etc/passwd", "UTC+1", "/etc/passwd"],
    "TRANSLATION_INSIDE": FLAGS,
    "TRANSLATION_KEY": PLAIN,
    "TRANSLATION_URL": ["nonsense", "host:port", "a b"],
    "WEB_PUSH": FLAGS,
    "WEB_PUSH_INSIDE": FLAGS,
}
NAMES = sorted(NONSENSE)


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Reads the settings anew, with nothing set but this and a data folder of its own."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.setenv("COMMONPLACE_DATA", str(tmp_path / "data"))

    def reading(**variables: str) -> dict[str, object]:
        with monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            return runpy.run_path(settings.__file__)

    return reading


def lines(read, **variables: str) -> list[str]:
    with pytest.raises(WrongSettings) as caught:
        read(**variables)
    return caught.value.lines


def test_the_table_has_every_setting():
    source = Path(settings.__file__).read_text()
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (settings.ROOT / "docs/operating.md").read_text(), re.MULTILINE)
    assert NAMES == sorted(set(re.findall(r"env\.\w+\(\"([A-Z_]+)\"", source))) == sorted(documented)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in NAMES for value in NONSENSE[name]])
def test_nonsense_is_told_in_one_line(read, name, value):
    said = lines(read, **{name: value})
    assert [line.split(" ")[0] for line in said] == [name]
    assert said[0].isprintable()
    assert "secret" not in said[0]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "COMMONPLACE_DATA"])
def test_what_is_set_and_empty_is_not_set(read, name):
    plain, empty = read(), read(**{name: "", f"{name}_FILE": ""})
    assert {key: empty[key] for key in plain if key.isupper()} == {key: plain[key] for key in plain if key.isupper()}


def test_an_empty_data_folder_is_the_one_beside_the_code(tmp_path):
    assert Environment({"COMMONPLACE_DATA": ""}).folder("COMMONPLACE_DATA", default=tmp_path) == tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_not_there_is_empty_or_is_no_text(read, name, tmp_path):
    (tmp_path / "empty").write_text(" \n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x80")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "empty", tmp_path / "binary"):
        assert [line.split(" ")[0] for line in lines(read, **{f"{name}_FILE": str(path)})] == [f"{name}_FILE"]


def test_a_file_holds_the_value(read, tmp_path):
    (tmp_path / "zone").write_text("Europe/Warsaw\n")
    assert read(TIME_ZONE_FILE=str(tmp_path / "zone"), TIME_ZONE="UTC")["TIME_ZONE"] == "Europe/Warsaw"


def test_all_that_is_wrong_is_told_at_once(read):
    said = lines(read, PORT="x", TIME_ZONE="x", MAIL_URL="x", DEBUG="x")
    assert sorted(line.split(" ")[0] for line in said) == ["DEBUG", "MAIL_URL", "PORT", "TIME_ZONE"]


@pytest.mark.parametrize(
    ("name", "value", "setting", "expected"),
    [
        ("BASE_URL", "https://Commons.example:8443/", "BASE_URL", "https://Commons.example:8443"),
        ("BASE_URL", "http://[::1]:8000", "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", "[::1]"]),
        ("ALLOWED_HOSTS", "a.example, .b.example", "ALLOWED_HOSTS", ["a.example", ".b.example"]),
        ("DEBUG", "Yes", "DEBUG", True),
        ("COMMONPLACE_DEMO", "off", "DEMO", False),
        ("TIME_ZONE", " Europe/Warsaw ", "TIME_ZONE", "Europe/Warsaw"),
        ("MAIL_FROM", "Commons <house@a.example>", "DEFAULT_FROM_EMAIL", "Commons <house@a.example>"),
        ("REDIS_URL", "unix:///run/redis.sock", "REDIS_URL", "unix:///run/redis.sock"),
        (
            "GATHERING_LINK",
            "https://bbb.example.org/b/{name}?x=1",
            "GATHERING_LINK",
            "https://bbb.example.org/b/{name}?x=1",
        ),
        ("GATHERING_LINK", "http://localhost:8443/r#{name}", "GATHERING_LINK", "http://localhost:8443/r#{name}"),
        ("SECRET_KEY", "0123456789abcdefghij\n", "SECRET_KEY", "0123456789abcdefghij\n"),
    ],
)
def test_what_makes_sense_is_taken(read, name, value, setting, expected):
    assert read(**{name: value})[setting] == expected


def test_a_kept_key_that_is_empty_or_cannot_be_read(read, tmp_path):
    read()
    key = tmp_path / "data" / "secret-key"
    key.write_text("")
    assert [line.split(" ")[0] for line in lines(read)] == ["SECRET_KEY"]
    assert read(SECRET_KEY="0123456789abcdefghij")["SECRET_KEY"] == "0123456789abcdefghij"
    key.unlink()
    key.mkdir()
    assert "cannot be read" in lines(read)[0]


def command(tmp_path: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    return subprocess.run(
        [sys.executable, "-m", "commonplace.house", *words],
        env={**kept, "COMMONPLACE_DATA": str(tmp_path), **variables},
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("word", ["serve", "worker", "migrate", "doctor", "reading"])
def test_no_command_starts_on_wrong_settings(tmp_path, word):
    said = command(tmp_path, word, API_READS_A_MINUTE="many", BASE_URL="commons.example")
    assert said.returncode == 1
    told = said.stdout if word == "doctor" else said.stderr
    begins = (
        ["WRONG  BASE_URL is", "WRONG  API_READS_A_MINUTE is"]
        if word == "doctor"
        else ["BASE_URL is", "API_READS_A_MINUTE is"]
    )
    assert [line[: len(begin)] for line, begin in zip(told.splitlines(), begins, strict=False)] == begins
    assert "Traceback" not in said.stdout + said.stderr


@pytest.mark.parametrize("backend", ["nonsense", "no.such.Storage", "collections.OrderedDict", "os.path.join"])
def test_a_backend_that_stores_nothing(tmp_path, backend):
    said = command(tmp_path, "migrate", FILES_BACKEND=backend)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("FILES_BACKEND is a storage class of Django's")
    assert said.stderr.count("\n") == 1


def test_a_database_that_is_none(tmp_path):
    (tmp_path / "no.sqlite3").write_text("This is a letter, and by no means a database." * 20)
    for url in (f"sqlite:///{tmp_path}/no.sqlite3", "postgresql://nobody@127.0.0.1:1/nowhere"):
        said = command(tmp_path, "serve", DATABASE_URL=url)
        assert (said.returncode, said.stderr.count("\n")) == (1, 1), said.stderr
        assert said.stderr.startswith("The database does not answer")
