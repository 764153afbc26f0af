"""A file's name can be written on every system, and two names are two on every system."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.file_names import MOST_BYTES, apart, folded, portable

DEVICES = ("con", "prn", "aux", "nul", "com1", "lpt9", "com\u00b9", "conin$")


def is_taken_everywhere(name: str) -> bool:
    """By the rules of Windows, which has the most; of macOS and of other file systems."""
    return (
        0 < len(name.encode()) <= MOST_BYTES
        and not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
        and name == name.strip() == name.rstrip(". ")
        and name.partition(".")[0].rstrip().lower() not in DEVICES
        and name not in (".", "..")
        and unicodedata.is_normalized("NFC", name)
    )


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("Valve.pdf", "Valve.pdf"),
        ("a:b?.txt", "a_b_.txt"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("notes. . .", "notes"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("Com1 .tar.gz", "_Com1 .tar.gz"),
        ("console.txt", "console.txt"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("...", "file"),
        ("", "file"),
        (" .hidden ", ".hidden"),
        ("\u65e5" * 90 + ".pdf", "\u65e5" * 48 + ".pdf"),
        ("x" * 300, "x" * MOST_BYTES),
        ("a.b " + "y" * 300, "a.b " + "y" * (MOST_BYTES - 4)),
    ],
)
def test_a_name_that_every_system_takes(name: str, taken: str) -> None:
    assert portable(name) == taken
    assert is_taken_everywhere(taken)


def test_names_that_are_one_to_some_system_are_numbered() -> None:
    seen: set[str] = set()
    told = []
    for name in (
        "Leak.txt",
        "leak.TXT",
        "caf\u00e9",
        "cafe\u0301",
        "CAF\u00c9",
        "stra\u00dfe",
        "STRASSE",
        "aux",
        "AUX",
    ):
        told.append(apart(name, seen))
        seen.add(folded(told[-1]))
    assert told == [
        "Leak.txt", "leak (2).TXT", "caf\u00e9", "caf\u00e9 (2)", "CAF\u00c9 (3)",
        "stra\u00dfe", "STRASSE (2)", "_aux", "_AUX (2)",
    ]  # fmt: skip


NAMES = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(["con", ".", " ", "\u0301", "e", "\u65e5", "LPT1", ".txt", ":", "\ud800"]), max_size=90
    ).map("".join),
)


@given(st.lists(NAMES, max_size=8))
def test_whatever_a_name_is_every_system_takes_it_and_none_takes_two_for_one(names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        one = apart(name, seen)
        assert is_taken_everywhere(one)
        assert folded(one) not in seen
        seen.add(folded(one))
