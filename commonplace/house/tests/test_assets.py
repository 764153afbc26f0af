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
SCRIPT, STYLE = 10 * 1024, 16 * 1024


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


def test_what_every_page_loads_is_one_sheet_and_one_script(tmp_path: Path) -> None:
    folder = collect(tmp_path)
    known = names(folder)
    sheet, script = (folder / known[name] for name in ("web/style.css", "ui/js/house.js"))
    assert "@import" not in sheet.read_text()
    assert re.search(r"\bimport\b", script.read_text()) is None
    for part in re.findall(r'@import "([^"]+)"', (ROOMS / "web/static/web/style.css").read_text()):
        words = rules(Path(str(finders.find(part.removeprefix("../")))).read_text())
        assert words
        assert [word for word in words if word not in sheet.read_text()] == []


def rules(text: str) -> list[str]:
    """The lines of a sheet of a room that begin a rule: what must be found again in the whole."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return [line.strip() for line in bare.splitlines() if line.strip().endswith("{")]


def test_what_the_sheet_points_at_is_there(tmp_path: Path) -> None:
    folder = collect(tmp_path)
    sheet = folder / names(folder)["web/style.css"]
    pointed = re.findall(r'url\("([^"]+)"\)', sheet.read_text())
    assert len(pointed) > 10
    assert [one for one in pointed if not (sheet.parent / one).resolve().is_file()] == []


def test_remarks_stay_at_home(tmp_path: Path) -> None:
    folder = collect(tmp_path)
    known = names(folder)
    assert "/*" not in (folder / known["web/style.css"]).read_text()
    assert not re.search(r"^\s*//", (folder / known["ui/js/house.js"]).read_text(), re.MULTILINE)


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


def weight(folder: Path, addresses: set[str]) -> int:
    """Bytes on their way, compressed."""
    known = names(folder)
    files = [folder / known[address.removeprefix("/static/")] for address in addresses]
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "pattern", "most"),
    [("script", r'<script src="([^"]+)"', SCRIPT), ("style", r'<link rel="stylesheet" href="([^"]+)"', STYLE)],
)
def test_conversation_page_is_light(page: str, kind: str, pattern: str, most: int, tmp_path: Path) -> None:
    shipped = weight(collect(tmp_path), set(re.findall(pattern, page)))
    print(f"{kind}: {shipped} bytes")
    assert 0 < shipped <= most


@pytest.mark.django_db
def test_htmx_comes_where_a_part_is_swapped(page: str, client: Client, hal: Person) -> None:
    client.force_login(hal)
    composer = client.get("/c/stick/conversations/new").text
    assert "data-hx-" in composer
    assert "htmx" in composer
    assert "htmx" not in page


def test_every_page_that_swaps_brings_htmx() -> None:
    swapping = [
        template
        for template in ROOMS.rglob("templates/**/*.html")
        if re.search(r'data-hx-\w+=|"ui/preview.html"', template.read_text())
    ]
    assert swapping
    lacking = {"/".join(one.parts[-2:]) for one in swapping if '{% include "ui/htmx.html"' not in one.read_text()}
    # Parts, whose pages bring it: all of them are put where somebody writes.
    assert lacking == {"ui/preview.html", "elsewhere/beside.html", "conversations/filing.html"}


def test_every_cut_of_a_face_names_the_same_weights() -> None:
    """A browser chooses a face by weight before it asks for letters: a cut with other weights hides the rest."""
    sheet = (ROOMS / "ui/static/ui/css/tokens.css").read_text()
    weights: dict[tuple[str, bool], dict[str, set[str]]] = {}
    for face in re.findall(r"@font-face {(.*?)\n}", sheet, re.DOTALL):
        family, weight, letters = (
            re.search(rf"{name}:\s*([^;]+);", face)[1]  # type: ignore[index]
            for name in ("font-family", "font-weight", "unicode-range")
        )
        cuts = weights.setdefault((family, "italic" in face), {})
        cuts.setdefault(" ".join(letters.split()), set()).add(weight)
    # The clock has one cut, of its signs alone; what it lacks comes from the face that is named behind it.
    assert weights.pop(('"Literata Clock"', False)) == {"U+0030-003A": {"300"}}
    assert len(weights) == 3
    for face_of, cuts in weights.items():
        assert len(cuts) >= 5, face_of
        assert len({frozenset(one) for one in cuts.values()}) == 1, face_of
