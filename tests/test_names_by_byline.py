"""A name, a craft or a face is shown by a byline and by nothing else: `Viewpoint.byline_for` alone decides.

What stands here goes around it, each for its reason.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "commonplace"
SHOWN = {"name", "craft", "photo", "photo_id"}
PEOPLE = set("person author by who member steward founder user inviter reader asker".split())
COLUMN = r"(person|author|by)__(name|craft)"
# Only a file that says one of these is taken apart.
SAID = re.compile(rf"\b({'|'.join(sorted(PEOPLE))})\s*\.\s*({'|'.join(sorted(SHOWN))})\b|{COLUMN}")

EXCUSED = {
    # The decision itself, and what it is made of.
    "communities/viewpoint.py": "decides it",
    "communities/inbox.py": "hands columns to byline_of",
    "cultivation/reading.py": "hands columns to byline_of",
    "web/welcome.py": "hands columns to byline_of",
    "ui/": "draws what it is given",
    # The person's own house: their profile, account and claims, to themselves or to whoever they write to.
    "people/": "one's own account",
    "devices/properties.py": "one’s own name, to one’s own programs",
    "web/context.py": "one's own name at the foot of the spine",
    "web/views/me.py": "one's own page",
    "web/templates/web/me/": "one's own page",
    "web/forms/me.py": "one's own page",
    "web/everything/": "everything of one's own, to take along",
    "record/actions/signing.py": "one's own name, to whomever they hand it",
    "record/views/handing.py": "one's own name, to whomever they hand it",
    "web/arriving.py": "asks what a newcomer has said of themselves",
    "communities/powers.py": "said by a byline, to members alone",
    "communities/people/views/face.py": "gives the face of whoever the viewer may meet",
    "web/earlier.py": "asks whether a name is one's own",
    "web/suggestions.py": "one's own profile",
    "api/endpoints/finding.py": "tells whoever asks their own name",
    "communities/membership/actions/naming.py": "compares with one's own name how one agreed to be named",
    # Letters name their writer to their reader, through letters/naming.py.
    "communities/joining/actions/": "letters, through person_named",
    "communities/membership/actions/sponsoring.py": "letters, through person_named",
    "communities/membership/actions/standing.py": "letters, through person_named",
    "web/templates/web/arriving/": "whoever invites named themselves to whoever they invite",
    # The index holds names and shows none: a hit's title comes from its content.
    "search/catch_up.py": "what the index knows",
    "lib/archives/": "an archive's own words, on their way in",
    "transfer/": "an archive's own words, to its stewards",
    "house/cli/": "the operator's own terminal",
    "demo/": "everyone in it is invented",
    # Read from a byline that the view gave under this word.
    "conversations/typeset.py": "a byline",
    "conversations/templates/": "a byline",
}


def is_excused(path: Path) -> bool:
    return any(path.relative_to(HOUSE).as_posix().startswith(known) for known in EXCUSED)


def last_word(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def going_around(path: Path) -> Iterator[str]:
    """Where a file reads what only a byline shows: from a person, or from the column of one in a query's values."""
    written = path.read_text()
    for node in ast.walk(ast.parse(written)) if SAID.search(written) else ():
        if isinstance(node, ast.Attribute) and node.attr in SHOWN and last_word(node.value) in PEOPLE:
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and last_word(node.func) in ("values", "values_list", "F", "KT"):
            for said in node.args:
                if isinstance(said, ast.Constant) and re.search(rf"{COLUMN}$", str(said.value)):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: {said.value}"


def test_names_are_shown_by_bylines_alone() -> None:
    files = [path for path in HOUSE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
    assert [found for path in files if not is_excused(path) for found in going_around(path)] == []


def test_templates_show_bylines_alone() -> None:
    around = re.compile(rf"\b({'|'.join(sorted(PEOPLE))})\.({'|'.join(sorted(SHOWN))})\b")
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in HOUSE.rglob("templates/**/*.*")
        if path.is_file() and not is_excused(path)
        for hit in around.finditer(path.read_text())
    ]
    assert found == []


def test_no_excuse_outlives_its_reason() -> None:
    assert [known for known in EXCUSED if not (HOUSE / known).exists()] == []
