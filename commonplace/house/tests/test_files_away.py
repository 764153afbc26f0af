"""A house whose files lie on a store that speaks S3: moved there and back with everything, and looked after."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from commonplace.files.tests import stores
from commonplace.house.given import bucket
from commonplace.house.tests.homes import Builder, ours

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def address(options: dict[str, str], folder: str) -> str:
    key = f"{options['access_key']}:{quote(options['secret_key'], safe='')}"
    host = options["endpoint_url"].removeprefix("http://")
    return f"s3+http://{key}@{host}/{options['bucket_name']}/{folder}"


@pytest.fixture
def store(socket_enabled: None) -> Iterator[dict[str, str]]:
    with stores.store() as options:
        yield options


def test_a_house_moves_to_a_store_and_back(home: Builder, store: dict[str, str]) -> None:
    first = home(ours())
    first.lives("settle")
    told, archive = first.told(), first.backup()

    away = home(ours(), empty=True)
    away.environment["FILES_URL"] = address(store, "commons")
    away.run("restore", str(archive))
    assert away.told() == told
    assert not (away.data / "files").exists()
    assert "The store of FILES_URL keeps files." in away.tries("doctor").stdout

    back = home(ours(), empty=True)
    back.run("restore", str(away.backup()))
    assert back.told() == told
    assert (back.data / "files").exists()


def test_where_the_store_is_away_commands_say_so(home: Builder, socket_enabled: None) -> None:
    first = home(ours())
    first.lives("settle")
    archive = first.backup()
    gone = address(stores.nowhere(), "commons")

    first.environment["FILES_URL"] = gone
    first.begin_anew()
    refused = first.tries("backup")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[-1].startswith("No archive was kept: Could not connect to the endpoint URL")
    assert "WRONG  The store of FILES_URL does not keep files: " in first.tries("doctor").stdout

    other = home(ours(), empty=True)
    other.environment["FILES_URL"] = gone
    refused = other.tries("restore", str(archive))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "This house was left as it was: Could not connect" in refused.stderr


def test_an_address_of_a_bucket_is_read_in_its_parts() -> None:
    assert bucket("s3://AK:a%2Fb%2Bc@s3.example.org:9000/commons/a/b?region=eu-central-1&style=virtual") == {
        "endpoint_url": "https://s3.example.org:9000",
        "access_key": "AK",
        "secret_key": "a/b+c",
        "bucket_name": "commons",
        "location": "a/b",
        "region_name": "eu-central-1",
        "addressing_style": "virtual",
    }
    plain = bucket("s3+http://[::1]:9000/commons")
    assert (plain["endpoint_url"], plain["access_key"], plain["location"]) == ("http://[::1]:9000", None, "")
