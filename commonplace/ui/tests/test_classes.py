"""No template asks for a style that nobody wrote, and no style is kept that nothing asks for."""

import ast
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
SELECTOR = re.compile(r"([^{};]+){")
BLOCK = re.compile(r"{% block \w*class %}(.*?){%", re.DOTALL)

ANYTHING = "[a-z0-9_-]*"
WRITTEN = markdown.render(
    "| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n```\ncode\n```\n\n- [x] done\n\na[^1]\n\n[^1]: b\n\n::: c\nd\n:::\n\n"
    "```python\ndef a(): return 'b' + 1  # c\n```\n\n```diff\n-a\n+b\n```"
).html

# Styles that no page uses yet, and the room that will.
TO_COME: dict[str, str] = {}


def written() -> list[Path]:
    """Every template, and every module that could write HTML."""
    found = {*HOUSE.rglob("templates/**/*.html"), *HOUSE.rglob("*.py")}
    # What others wrote elsewhere has classes of its own.
    return sorted(path for path in found if not {"tests", "migrations", "locale", "archives"} & set(path.parts))


def used() -> Iterator[tuple[str, Path]]:
    """Each class that a template, or Python that writes HTML, puts on an element; a part filled in later is a `*`."""
    for path in written():
        text = TAG.sub(" ", path.read_text()) if path.suffix == ".html" else path.read_text()
        for found in ATTRIBUTE.finditer(text):
            for word in FILLED.sub("*", found[2]).split():
                yield word, path


def defined() -> set[str]:
    """Every class that a stylesheet of ours, or the style within a letter, speaks of."""
    sheets = [path.read_text() for path in HOUSE.rglob("static/**/*.css")]
    letters = [style for path in HOUSE.rglob("mail*.html") for style in STYLE.findall(path.read_text())]
    return {name for text in (*sheets, *letters) for name in DEFINED.findall(COMMENT.sub("", text))}


def selected() -> set[str]:
    """Every class that a selector of a stylesheet of ours names."""
    sheets = [COMMENT.sub("", path.read_text()) for path in HOUSE.rglob("static/**/*.css")]
    return {name for text in sheets for selector in SELECTOR.findall(text) for name in DEFINED.findall(selector)}


def filled(word: str) -> re.Pattern[str]:
    """What a class may become: what is filled in later, or begins a choice made in Python, may end in any way."""
    return re.compile(re.escape(word.partition("{")[0]).replace(r"\*", ANYTHING))


def named(known: set[str]) -> set[str]:
    """Classes that come by a detour: a block of a template, or a string in Python of nothing but classes."""
    names: set[str] = set()
    for path in written():
        if path.suffix == ".html":
            names |= {name for words in BLOCK.findall(path.read_text()) for name in words.split()}
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            # A single word, such as "account", may mean anything.
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[-_]", node.value):
                words = set(node.value.split())
                names |= words if words <= known else set()
    return names


def test_every_class_has_a_style() -> None:
    known = defined()
    missing = set()
    for word, path in used():
        wanted = filled(word)
        if not any(wanted.fullmatch(name) for name in known) and wanted.pattern != ANYTHING:
            missing.add(f"{word} in {path.relative_to(HOUSE)}")
    assert missing == set()


def test_every_style_has_a_page() -> None:
    # A part that is filled in later (`face--*`) uses all that it may become, and what people write uses styles too.
    asked = {filled(word) for word, _path in used()} - {re.compile(ANYTHING)}
    known = selected()
    plain = named(known) | {word for found in ATTRIBUTE.finditer(WRITTEN) for word in found[2].split()}
    idle = {name for name in known if name not in plain and not any(one.fullmatch(name) for one in asked)}
    assert idle == set(TO_COME), "take the rules out, or say in TO_COME which room will use them; no more, no less"


def test_what_people_write_asks_for_no_other_style() -> None:
    asked = {word for found in ATTRIBUTE.finditer(WRITTEN) for word in found[2].split()}
    assert {"to-middle", "to-end", "prose__table"} <= asked
    assert asked - defined() == set()


def test_pages_are_not_bound_to_how_a_screen_is_held() -> None:
    """No rule waits for one orientation (WCAG 1.3.4)."""
    bound = [path.name for path in HOUSE.rglob("static/**/*.css") if "orientation:" in path.read_text()]
    assert bound == []
