"""The floor plan where import-linter cannot see it: foreign keys, templates, sizes, and what we do without."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "commonplace"
LONGEST = 300
WIDEST = 120

OWN_PYTHON = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
OWN_TESTS = sorted(Path(__file__).parent.rglob("*.py"))
TEMPLATES = sorted(path for path in HOUSE.rglob("templates/**/*") if path.is_file())
STYLE = sorted(HOUSE.rglob("static/**/*.css"))
# A letter has no Content-Security-Policy, and mail programs read no style but inline.
PAGES = [path for path in TEMPLATES if path.suffix == ".html" and "mail" not in {*path.parts, path.stem}]


def floors() -> dict[str, int]:
    """Each room's floor, counted from the ground, as import-linter's contract in pyproject.toml draws it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["containers"] == ["commonplace"])
    return {room.strip(" ()"): floor for floor, line in enumerate(reversed(layers)) for room in line.split("|")}


FLOORS = floors()


def test_every_noun_of_communities_stands_on_its_layers() -> None:
    """Import-linter cannot say `*.views`: what the contract does not name, it would not look at."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if "across its nouns" in contract["name"])
    named = [module.strip() for line in layers for module in line.split(":") if "." in module]
    room = HOUSE / "communities"
    kinds = ("views", "forms", "actions", "queries")
    there = [f"{path.parent.name}.{path.stem}" for path in room.glob("*/*") if path.stem in kinds]
    assert there
    assert sorted(named) == sorted(there)
    assert [kind for kind in kinds if list(room.glob(f"{kind}*"))] == [], "each belongs to a noun"


def test_lib_knows_no_database() -> None:
    """So `bin/check` tests it on one of the two alone; import-linter cannot forbid a part of Django."""
    known = set()
    for path in sorted((HOUSE / "lib").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                known.add(node.module or "")
            elif isinstance(node, ast.Import):
                known.update(one.name for one in node.names)
            elif isinstance(node, ast.arg):
                assert node.arg not in ("db", "transactional_db", "client"), at(path, node.lineno)
    django = {name for name in known if name.split(".")[0] == "django"}
    assert {".".join(name.split(".")[:2]) for name in django} == {"django.utils"}
    assert not {name for name in known if "django_db" in name or "pytest_django" in name}


def own_models() -> Iterator[type[Model]]:
    """Every model that stands in a room of ours."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("commonplace."):
            yield model


def links() -> Iterator[tuple[Field, str, str]]:
    """Every foreign key, one-to-one and many-to-many between our models, with the two rooms that it joins."""
    for model in own_models():
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if other and getattr(field, "concrete", False) and other.__module__.startswith("commonplace."):
                yield field, model._meta.app_label, other._meta.app_label


def at(path: Path, line: int | None = None) -> str:
    """A place in the project, as an editor opens it."""
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")


def test_foreign_keys_point_down() -> None:
    upward = [str(field) for field, here, there in links() if here != there and FLOORS[there] >= FLOORS[here]]
    assert upward == []


def test_keys_between_rooms_leave_no_trace_in_the_lower_room() -> None:
    named = [str(field) for field, here, there in links() if here != there and not field.remote_field.hidden]
    assert named == [], 'they take related_name="+"'


def test_every_room_says_what_it_is_for() -> None:
    silent = [room for room in FLOORS if not (ast.get_docstring(ast.parse((HOUSE / room / "__init__.py").read_text())))]
    assert silent == []


def test_models_have_no_order_of_their_own() -> None:
    assert [model.__name__ for model in own_models() if model._meta.ordering] == []


def test_models_have_no_save_of_their_own() -> None:
    assert [model.__name__ for model in own_models() if "save" in vars(model) or "delete" in vars(model)] == []


def test_no_module_listens_to_signals() -> None:
    listening = [
        at(path, node.lineno)
        for path in OWN_PYTHON
        # Only a file that speaks of one is taken apart.
        for source in [path.read_text()]
        if "dispatch" in source or "signal" in source.lower()
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.ImportFrom) and str(node.module) in ("django.dispatch", "django.db.models.signals"))
        or (isinstance(node, ast.Attribute) and node.attr == "connect" and "signal" in ast.unparse(node.value).lower())
    ]
    assert listening == []


def test_queries_know_no_request() -> None:
    """An answer is the same for a page, a letter, the API and a worker; what a page asks once, `places` remembers."""
    questions = [path for path in OWN_PYTHON if "queries" in {path.stem, *path.relative_to(HOUSE).parts}]
    asked = [
        at(path, node.lineno)
        for path in questions
        for source in [path.read_text()]
        if "django.http" in source or "request" in source.lower()
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.ImportFrom) and str(node.module).startswith("django.http"))
        or (isinstance(node, ast.Import) and any(name.name.startswith("django.http") for name in node.names))
        or (isinstance(node, ast.alias) and node.name == "HttpRequest")
        or (isinstance(node, ast.arg) and node.arg == "request")
    ]
    assert questions
    assert asked == []


def test_no_file_is_longer_than_one_sitting() -> None:
    files = OWN_PYTHON + OWN_TESTS + TEMPLATES
    tall = {at(path): n for path in files if (n := len(path.read_text().splitlines())) > LONGEST}
    assert tall == {}, f"split by noun what passes {LONGEST} lines"


def test_no_line_of_style_is_wider_than_the_page() -> None:
    """A rule that fits on one line stands on one; a longer one has a line for each declaration."""
    wide = [
        at(path, number)
        for path in STYLE
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > WIDEST
    ]
    assert STYLE
    assert wide == []


def test_style_has_one_rule_a_line() -> None:
    several = [
        at(path, number)
        for path in STYLE
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"}\s*[^\s}/]", line)
    ]
    assert several == []


ELEMENT = re.compile(r"(?<!\?P)</?[a-z][a-z0-9]*(\s[^<>]*)?/?>")
# People's words become HTML where they are kept, and other HTML where they go into a letter; a found word is marked
# within them, and the API tells of the mark: none of it is a page's markup.
MARKUP_IN_PYTHON = {"lib", "mail/markup.py", "search/highlight.py", "transfer/wording.py", "api/schemas.py"}


def test_markup_is_in_templates() -> None:
    """Where a template engine is too slow, a template holds the pieces that Python fills (commonplace/ui/pieces.py)."""
    found: dict[str, set[str]] = {}
    for path in OWN_PYTHON:
        # Where nothing stands right behind a "<" but what compares, there is no tag to find.
        if "tests" in path.parts or not re.search(r"<[^ =<]", source := path.read_text()):
            continue
        tree = ast.parse(source)
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        hits = {
            at(path, node.lineno)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in said
            and ELEMENT.search(node.value)
        }
        if hits:
            here = path.relative_to(HOUSE)
            found.setdefault(here.parts[0] if here.parts[0] in MARKUP_IN_PYTHON else str(here), set()).update(hits)
    assert {name: hits for name, hits in found.items() if name not in MARKUP_IN_PYTHON} == {}
    assert set(found) == MARKUP_IN_PYTHON


def test_no_line_of_a_template_is_wider_than_a_page_of_code() -> None:
    wide = [
        at(path, number)
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > WIDEST
    ]
    assert wide == [], f"break at tags what passes {WIDEST} columns; docs/development.md tells how"


FORBIDDEN_IN_TEMPLATES = {
    "an inline style": r"\sstyle\s*=\s*[\"']|<style\b",
    "an inline handler": r"\son(click|change|submit|input|load|error|focus|blur|toggle|key\w+|mouse\w+|pointer\w+)\s*=",
    "an inline script": r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(ld\+)?json\")",
    "an address of others": r"\s(src|srcset|action)\s*=\s*[\"']?(https?:)?//|<link[^>]*\shref=[\"']?(https?:)?//",
}


@pytest.mark.parametrize("what", FORBIDDEN_IN_TEMPLATES)
def test_templates_keep_to_the_content_security_policy(what: str) -> None:
    found = [
        at(path, text.count("\n", 0, hit.start()) + 1)
        for path in PAGES
        for text in [path.read_text()]
        for hit in re.finditer(FORBIDDEN_IN_TEMPLATES[what], text, re.IGNORECASE)
    ]
    assert found == []


def test_files_are_named_for_an_idea() -> None:
    vague = {"utils", "helpers", "common", "core", "services", "managers"}
    assert [at(path) for path in OWN_PYTHON if path.stem in vague or vague & {*path.relative_to(HOUSE).parts}] == []
