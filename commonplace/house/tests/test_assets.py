"""Style and script: hashed, compressed, light, and ready however many servers start at once."""

import gzip
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.house.assets import KEPT, collect
from commonplace.people.models import Person

ROOMS = Path(__file__).resolve().parents[2]
SCRIPT, STYLE = 60 * 1024, 30 * 1024


def names(folder: Path) -> dict[str, str]:
    return json.loads((folder / "staticfiles.json").read_text())["paths"]


def test_every_file_a_template_names_is_collected(tmp_path: Path) -> None:
    known = names(collect(tmp_path))
    named = {
        name
        for template in ROOMS.rglob("templates/**/*.html")
        for name in re.findall(r"{% static [\"']([^\"']+)[\"'] %}", template.read_text())
    }
    assert named - set(known) == set()


def test_modules_import_each_other_by_their_hashed_names(tmp_path: Path) -> None:
    folder = collect(tmp_path)
    known = names(folder)
    imported = re.findall(r'import\s*"\./([^"]+)"', (folder / known["ui/js/house.js"]).read_text())
    assert imported
    assert {f"ui/js/{name}" for name in imported} <= set(known.values())


def test_style_and_script_are_compressed(tmp_path: Path) -> None:
    folder = collect(tmp_path)
    plain = [
        name
        for name in names(folder).values()
        if name.endswith((".css", ".js")) and (folder / name).stat().st_size > 1000
    ]
    assert [name for name in plain if not (folder / f"{name}.gz").exists()] == []


def test_servers_that_start_together_find_one_folder(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as servers:
        folders = set(servers.map(collect, [tmp_path] * 4))
    assert [*tmp_path.iterdir()] == [*folders]


def test_older_folders_go(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"older-{number}").mkdir()
    collect(tmp_path)
    assert len([*tmp_path.iterdir()]) == KEPT


@pytest.fixture
def page(client: Client, window: Space, hal: Person) -> str:
    """A conversation as a member gets it, who may write and therefore gets most."""
    conversation = open_conversation(by=hal, space=window, kind="tip", title="A tip", text="Listen.")
    client.force_login(hal)
    return client.get(f"/c/stick/conversations/{conversation.pk}/").text


def weight(addresses: set[str]) -> int:
    """Bytes on their way, compressed, with the modules that are imported."""
    waiting, seen, total = {address.removeprefix("/static/") for address in addresses}, set[str](), 0
    while waiting:
        name = waiting.pop()
        seen.add(name)
        source = Path(str(finders.find(name))).read_bytes()
        total += len(gzip.compress(source))
        if name.endswith(".js"):
            folder = name.rpartition("/")[0]
            imported = re.findall(r"(?:import|from)\s*[\"']\./([^\"']+)[\"']", source.decode())
            waiting |= {f"{folder}/{one}" for one in imported} - seen
    return total


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "pattern", "most"),
    [("script", r'<script src="([^"]+)"', SCRIPT), ("style", r'<link rel="stylesheet" href="([^"]+)"', STYLE)],
)
def test_conversation_page_is_light(page: str, kind: str, pattern: str, most: int) -> None:
    shipped = weight(set(re.findall(pattern, page)))
    print(f"{kind}: {shipped} bytes")
    assert 0 < shipped <= most
