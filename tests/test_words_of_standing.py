"""Standing, visibility and joining are said by their names: a word that nobody spells out cannot be misspelt."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from commonplace.communities.doors import Joining, SpaceVisibility, Visibility
from commonplace.communities.standing import Standing

ROOT = Path(__file__).resolve().parents[1]
WORDS = frozenset(word for kind in (Standing, Visibility, Joining, SpaceVisibility) for word in kind.values)
NAMED = re.compile(r"(^|_|\b)(standings?|visibility|joining|reach)(__in)?$")

# Only a file that spells one out is taken apart.
SPELT = re.compile(rf"[\"']({'|'.join(sorted(WORDS))})[\"']")

HOMES = ("commonplace/communities/standing.py", "commonplace/communities/doors.py")
FILES = [
    path
    for path in sorted([*ROOT.glob("commonplace/**/*.py"), *ROOT.glob("bench/*.py")])
    if not {"tests", "migrations"} & set(path.parts) and path.relative_to(ROOT).as_posix() not in HOMES
]
# The same letters, and another word.
EXCUSED = {
    ("commonplace/lib/mail/names.py", "request"): "the end of a list's address",
    ("commonplace/web/views/claiming.py", "steward"): "which of three forms of the page was sent",
    ("commonplace/transfer/views/moving.py", "open"): "which of the buttons of the page was pressed",
    ("commonplace/transfer/views/closed.py", "open"): "which of the buttons of the page was pressed",
    ("commonplace/runs/queries/deciding.py", "open"): "how an action stands",
    ("commonplace/demo/coming_in.py", "request"): "how somebody of the story came in",
    ("commonplace/demo/coming_in.py", "open"): "how somebody of the story came in",
}


def literals(node: ast.AST) -> Iterator[str]:
    """Words that stand in an expression, not those in the calls and comparisons within it."""
    if isinstance(node, ast.Constant) and node.value in WORDS:
        yield node.value
    elif isinstance(node, ast.Dict):
        for one in [*filter(None, node.keys), *node.values]:
            yield from literals(one)
    elif isinstance(node, ast.IfExp):
        yield from [*literals(node.body), *literals(node.orelse)]
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for one in node.elts:
            yield from literals(one)


def is_named(node: ast.AST | None) -> bool:
    """Whether a name, an attribute, a key or a lookup says that what goes with it is one of these."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
            return NAMED.search(name.lower()) is not None
        case ast.JoinedStr(values=[*_, ast.Constant(value=str(name))]):
            return NAMED.search(name) is not None
    return False


def spelt_out(source: str) -> Iterator[tuple[int, str]]:
    """Line and word, wherever a word is compared with, or given under a name that says what it is."""
    for node in ast.walk(ast.parse(source)):
        said: list[ast.AST] = []
        match node:
            case ast.Compare():
                said = [node.left, *node.comparators]
            case ast.keyword(arg=str(name)) if NAMED.search(name):
                said = [node.value]
            case ast.Dict():
                said = [value for key, value in zip(node.keys, node.values, strict=True) if is_named(key)]
            case ast.Assign() if any(is_named(target) for target in node.targets):
                said = [node.value]
            case ast.AnnAssign(value=ast.AST()) if is_named(node.target):
                said = [node.value]
            case ast.arguments():
                given = [*node.posonlyargs, *node.args]
                pairs = [*zip(given[::-1], node.defaults[::-1], strict=False), *zip(node.kwonlyargs, node.kw_defaults)]  # noqa: B905
                said = [value for arg, value in pairs if value is not None and NAMED.search(arg.arg)]
            case ast.Call(func=ast.Attribute(attr="get" | "index" | "count" | "startswith")):
                said = [*node.args[1:]] if any(is_named(arg) for arg in node.args) else []
            case ast.Subscript(value=ast.Dict()) if is_named(node.slice):
                said = [node.value]
            case ast.MatchValue():
                said = [node.value]
        for one in said:
            for word in literals(one):
                yield getattr(one, "lineno", 0), word


@pytest.mark.parametrize(
    "source",
    [
        'membership.standing == "steward"',
        '"guest" != wanted',
        'rows.filter(standing="guest")',
        'rows.filter(standing__in=("member", "guest"))',
        'rows.filter(membership__standing__in=["member"])',
        'Q(**{f"{path}visibility": "public"})',
        'Q(**{f"{path}community__visibility__in": ["public", "listed"]})',
        'found(visibility="public" if small else "listed")',
        'def found(*, joining: str = "request"): ...',
        'standings = ("member", "steward", "guest")',
        'told.get("standing", "member")',
        'width = {"group": 0, "members": 1, "public": 2}[self.visibility]',
        'shown = visibility in ("group", "public")',
        'match standing:\n    case "steward": ...',
    ],
)
def test_a_word_spelt_out_is_found(source: str) -> None:
    assert list(spelt_out(source))


@pytest.mark.parametrize(
    "source",
    [
        "membership.standing == Standing.STEWARD",
        'Limit("links", 120, names=("one_time_link", "invitation"))',
        'request = context.get("request")',
        'ledger.record(verb="closed", what="invitation")',
        'template = "member" if is_guest else "admitted"',
    ],
)
def test_what_means_something_else_is_not(source: str) -> None:
    assert list(spelt_out(source)) == []


@cache
def found() -> dict[tuple[str, str], list[int]]:
    hits: dict[tuple[str, str], list[int]] = {}
    for path in FILES:
        written = path.read_text()
        for line, word in spelt_out(written) if SPELT.search(written) else ():
            hits.setdefault((path.relative_to(ROOT).as_posix(), word), []).append(line)
    return hits


def test_words_of_standing_are_said_by_their_names() -> None:
    assert {place: lines for place, lines in found().items() if place not in EXCUSED} == {}


def test_no_excuse_outlives_its_reason() -> None:
    assert set(EXCUSED) - set(found()) == set()


COMPARED = re.compile(r"\b(standing|visibility|joining)\s*(==|!=|\bin\b)")


def test_templates_ask_by_name() -> None:
    """A row says what it is (`community.is_public`), so that a template need not know the word."""
    compared = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(ROOT.glob("commonplace/**/templates/**/*"))
        if path.is_file()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for tag in re.findall(r"{%\s*(?:el)?if .*?%}", line)
        if COMPARED.search(tag)
    ]
    assert compared == []
    assert COMPARED.search('{% if community.visibility == "public" %}')
