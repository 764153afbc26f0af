"""A PDF that means ill finds nothing: the process that draws it can reach no file, no address and nobody beside it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonplace.files import first_page, previews
from commonplace.files.previews import CannotBeDrawn
from commonplace.files.tests.samples import page_with

# What somebody would try whose PDF has taken over the process.
_TRIED = """
import json, os, resource, signal, socket, sys
sys.path.insert(0, %(room)r)
import first_page
first_page.give_up_rights()
try:  # root may; nobody else
    resource.setrlimit(resource.RLIMIT_NOFILE, (%(open_files)d, %(open_files)d))
except (OSError, ValueError):
    pass
ways = {
    "read": lambda: open(%(secret)r).read(),
    "read itself": lambda: open("/proc/self/environ").read(),
    "list": lambda: os.listdir(%(beside)r),
    "write": lambda: open(%(beside)r + "/left-behind", "w"),
    "make a folder": lambda: os.mkdir(%(beside)r + "/folder"),
    "delete": lambda: os.unlink(%(secret)r),
    "move": lambda: os.rename(%(secret)r, %(secret)r + ".moved"),
    "cut short": lambda: os.truncate(%(secret)r, 0),
    "call": lambda: socket.create_connection(("127.0.0.1", %(port)d), timeout=2),
    "run": lambda: os.execv("/bin/sh", ["sh", "-c", "echo"]),
    "end its parent": lambda: os.kill(os.getppid(), signal.SIGCONT),
}
done = []
for name, way in ways.items():
    try:
        way()
    except OSError:
        continue
    done.append(name)
sys.stdout.write(json.dumps(done))
"""
_FILE_ALONE = frozenset({"delete", "move", "cut short", "make a folder", "end its parent"})


def _has_landlock() -> bool:
    asked = "import ctypes; print(ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1))"
    said = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, check=True, text=True).stdout
    return sys.platform == "linux" and int(said) >= 6


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("open_files", [0, 100], ids=["as it is", "with the bound on open files lifted"])
def test_whoever_takes_the_process_over_reaches_nothing(tmp_path: Path, live_port: int, open_files: int) -> None:
    if open_files and not _has_landlock():
        pytest.skip("without Landlock the bound on open files is all there is, and root may lift it")
    secret = tmp_path / "secret.txt"
    secret.write_text("of the house")
    said = {
        "room": os.path.dirname(first_page.__file__),
        "secret": str(secret),
        "beside": str(tmp_path),
        "port": live_port,
        "open_files": open_files,
    }
    done = subprocess.run([sys.executable, "-I", "-c", _TRIED % said], capture_output=True, check=True, env={})
    reached = set(json.loads(done.stdout))
    assert reached <= (frozenset() if _has_landlock() else _FILE_ALONE)
    assert [one.name for one in tmp_path.iterdir()] == ["secret.txt"]


@pytest.fixture
def live_port() -> Iterator[int]:
    """A port at which somebody listens, until the test is over."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_what_a_pdf_asks_for_besides_its_page_is_not_done() -> None:
    asked = (
        b"/OpenAction<</S/JavaScript/JS(while\\(1\\);)/Next[<</S/Launch/F(/bin/sh)/P(-c id)>>"
        b"<</S/URI/URI(http://127.0.0.1/)>><</S/GoToR/F(/etc/passwd)/D[0/Fit]>>]>>"
        b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>/AcroForm<</XFA[(a)(<x/>)]/Fields[]>>"
    )
    plain, asking = (page_with(b"1 0 0 rg 0 0 300 800 re f", catalogue=more) for more in (b"", asked))
    assert previews.first_page_of(asking) == previews.first_page_of(plain)


def test_a_picture_that_lies_in_another_file_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"\x00" * 300)
    place = str(secret).encode()
    head = b"<</Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceRGB/BitsPerComponent 8/F(%s)/Length 0>>"
    outside = page_with(
        b"600 0 0 800 0 0 cm /P Do",
        more=b"/XObject<</P 5 0 R>>",
        objects=(head % place + b"stream\n\nendstream",),
    )
    assert previews.first_page_of(outside) == previews.first_page_of(page_with(b""))


@pytest.mark.parametrize(
    "data",
    [
        page_with(b"/F Do", more=b"/XObject<</F 5 0 R>>", objects=(b"5 0 R",)),
        page_with(b"", pages=b"2 0 R"),
        b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 0/Size 99999999>>\nstartxref\n0\n%%EOF",
    ],
    ids=["an object that is itself", "pages that hold themselves", "tables that go round"],
)
def test_a_pdf_that_goes_round_in_circles_comes_to_an_end(data: bytes) -> None:
    try:
        picture = previews.first_page_of(data)
    except CannotBeDrawn:
        return
    assert max(picture.width, picture.height) <= previews.SIDE


def test_words_in_a_font_that_it_does_not_bring_are_drawn_all_the_same() -> None:
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    words = page_with(b"BT /F 90 Tf 20 400 Td (Listening) Tj ET", more=font)
    assert previews.first_page_of(words) != previews.first_page_of(page_with(b""))
