"""No template asks for a style that nobody wrote."""

import re
from collections.abc import Iterator
from pathlib import Path

from commonplace.lib import markdown

HOUSE = Path(__file__).resolve().parents[2]
ATTRIBUTE = re.compile(r"""class=\\?(["'])(.*?)\1""", re.DOTALL)
TAG = re.compile(r"{%.*?%}", re.DOTALL)
FILLED = re.compile(r"{{.*?}}|{[^}]*}|%s")
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
DEFINED = re.compile(r"\.(-?[a-z_][\w-]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def used() -> Iterator[tuple[str, Path]]:
    """Each class that a template, or Python that writes HTML, puts on an element; a part filled in later is a `*`."""
    for path in sorted({*HOUSE.rglob("templates/**/*.html"), *HOUSE.rglob("*.py")}):
        if {"tests", "migrations", "locale"} & set(path.parts):
            continue
        text = TAG.sub(" ", path.read_text()) if path.suffix == ".html" else path.read_text()
        for found in ATTRIBUTE.finditer(text):
            for word in FILLED.sub("*", found[2]).split():
                yield word, path


def defined() -> set[str]:
    """Every class that a stylesheet of ours, or the style within a letter, speaks of."""
    sheets = [path.read_text() for path in HOUSE.rglob("static/**/*.css")]
    letters = [style for path in HOUSE.rglob("mail*.html") for style in STYLE.findall(path.read_text())]
    return {name for text in (*sheets, *letters) for name in DEFINED.findall(COMMENT.sub("", text))}


def test_every_class_has_a_style() -> None:
    known = defined()
    missing = set()
    for word, path in used():
        # What is filled in later, or begins a choice made in Python, may end in any way that a style knows.
        wanted = re.compile(re.escape(word.partition("{")[0]).replace(r"\*", "[a-z0-9-]*"))
        if not any(wanted.fullmatch(name) for name in known) and wanted.pattern != "[a-z0-9-]*":
            missing.add(f"{word} in {path.relative_to(HOUSE)}")
    assert missing == set()


def test_what_people_write_asks_for_no_other_style() -> None:
    html = markdown.render("| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n```\ncode\n```\n\n- [x] done").html
    asked = {word for found in ATTRIBUTE.finditer(html) for word in found[2].split()}
    assert {"to-middle", "to-end", "prose__table"} <= asked
    assert asked - defined() == set()
