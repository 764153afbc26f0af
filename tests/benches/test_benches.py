"""A small run of each script in `bench/`: that it runs to its end and prints its figures, not what they are."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "bench"
SCRIPTS = {path.stem for path in BENCH.glob("*.py") if '__name__ == "__main__"' in path.read_text()}
# The smallest house: its longest conversation alone has two thousand posts.
POSTS = "2500"


@pytest.fixture(scope="session")
def shelf(run: Callable[..., list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filled house, kept under its size as `bench/pages.py` keeps it."""
    shelf = tmp_path_factory.mktemp("houses")
    (shelf / POSTS).mkdir()
    run("fill", "--posts", POSTS, COMMONPLACE_DATA=str(shelf / POSTS))
    return shelf


def postgres() -> dict[str, str]:
    """The PostgreSQL of whoever runs this, where they name one; else the script starts a cluster of its own."""
    url = os.environ.get("DATABASE_URL", "")
    return {"DATABASE_URL": url} if url.startswith("postgres") else {}


def figures(lines: list[str]) -> list[str]:
    """The lines that tell a number."""
    return [line for line in lines if any(sign.isdigit() for sign in line)]


def test_calendars(run: Callable[..., list[str]]) -> None:
    assert len(figures(run("calendars"))) >= 5


def test_differences(run: Callable[..., list[str]]) -> None:
    assert len(figures(run("differences", "--rounds", "1"))) > 20


def test_digest(run: Callable[..., list[str]]) -> None:
    (said,) = run("digest", "--members", "60", "--json")
    figures = json.loads(said)
    assert (figures["members"], figures["letters"]) == (60, 60)
    assert {"per_second", "peak_mb", "queries_per_thousand"} <= set(figures)


def test_fill(shelf: Path) -> None:
    assert (shelf / POSTS / "facts.json").exists()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_first_visit(run: Callable[..., list[str]], shelf: Path) -> None:
    table = run("first_visit", "--rounds", "1", COMMONPLACE_DATA=str(shelf / POSTS))
    assert len(table) == 4
    weights = [float(line.split()[1]) for line in table[1:]]
    assert max(weights) < 100  # kilobytes, of which 90 are promised; no clock is asked


def test_import_mbox(run: Callable[..., list[str]], letters: Path) -> None:
    table = run("import_mbox", "--rounds", "1", "--memory", "0.05", str(letters))
    assert table[1].split()[1:3] == ["30", "30"]
    assert "kept in" in table[2]


def test_import_of_mail_made_up(run: Callable[..., list[str]]) -> None:
    (told,) = run("import_mbox", "--made-up", "1", "--files", "4")
    assert told.startswith("1 MB in 4 files: ")
    assert int(re.search(r"peak (\d+) MB$", told)[1]) > 50


def test_mapping(run: Callable[..., list[str]], shelf: Path) -> None:
    words = ["--rounds", "1", "--words", "30", "--kept", "20"]
    told = [json.loads(line) for line in run("mapping", *words, "--json", COMMONPLACE_DATA=str(shelf / POSTS))]
    assert [one["what"] for one in told] == ["map", "all topics", "gaps", "topic", "reading", "gaps to tend", "waits"]
    assert [one["queries"] for one in told[-3:]] == [3, 1, 1]
    assert max(one["queries"] for one in told) <= 12


def test_moving(run: Callable[..., list[str]]) -> None:
    (_titles, first, again) = run("moving", "--records", "600", "--people", "20")
    assert first.split()[:3] == ["invented", "first", "600"]
    assert int(first.split()[3]) > 500
    assert again.split()[:4] == ["invented", "again", "600", "0"]


def test_kill(run: Callable[..., list[str]], shelf: Path) -> None:
    words = ["--seconds", "1", "--writers", "2", "--every", "5", "--posts", POSTS, "--keep", str(shelf / POSTS)]
    told = run("kill", *words)
    assert told[0].startswith("1 workers killed")


def test_letters(run: Callable[..., list[str]]) -> None:
    (said,) = run("letters", "--letters", "60", "--round", "25", "--json")
    figures = json.loads(said)
    counted = (figures["arrived"], figures["once_each"], figures["connections"], figures["words_left"])
    assert counted == (60, True, 3, 0)
    assert {"per_second", "peak_mb", "database"} <= set(figures)


def test_limits(run: Callable[..., list[str]], shelf: Path) -> None:
    words = ["--counts", "100", "--rounds", "1", "--reads", "5"]
    assert len(figures(run("limits", *words, COMMONPLACE_DATA=str(shelf / POSTS)))) == 3


def test_live(run: Callable[..., list[str]]) -> None:
    (said,) = run("live", "--people", "5", "--seconds", "1", "--notes", "4", "--json")
    figures = json.loads(said)
    assert figures["lost"] == 0
    assert {"p95_ms", "mb_per_person"} <= set(figures)


def test_mail_reading(run: Callable[..., list[str]], letters: Path) -> None:
    table = figures(run("mail_reading", "--rounds", "1", "--times", "2", str(letters)))
    assert [line.split()[-4] for line in table[1:-1]] == ["60"] * 4


def test_mail_quotes(run: Callable[..., list[str]], letters: Path) -> None:
    table = run("mail_quotes", "--rounds", "1", str(letters))
    assert table[0].startswith("30 letters")
    assert figures(table)[1].split()[0::2] == ["ours", "30"]


def test_answering(run: Callable[..., list[str]], shelf: Path) -> None:
    words = ["--processor", "--sizes", POSTS, "--rounds", "1", "--pages", "search", "--keep", str(shelf)]
    assert len(figures(run("pages", *words))) > 1


@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed")
def test_pages(run: Callable[..., list[str]], shelf: Path) -> None:
    words = ["--sizes", POSTS, "--seconds", "1", "--rounds", "1", "--backlog", "5", "--pages", "search,tending,reply"]
    table = run("pages", *words, "--keep", str(shelf), "--postgres", **postgres())
    lines = ["requests/s", "bare", "guest", "member", "steward", "member", "With"]
    assert [line.split()[0] for line in figures(table)] == [POSTS, *lines, POSTS, *lines]


def test_every_page_that_is_measured_is_there(environment: Mapping[str, str], shelf: Path) -> None:
    code = (
        "import json, sys; from pathlib import Path; from bench import pages; folder = Path(sys.argv[1]);"
        "lines = list(pages.asked(json.loads((folder / 'facts.json').read_text())));"
        "print(len(pages.queries(pages.environment(folder), lines)))"
    )
    words = [sys.executable, "-c", code, str(shelf / POSTS)]
    ran = subprocess.run(
        words, cwd=ROOT, env=dict(environment), text=True, capture_output=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert int(ran.stdout) > 10


def test_whoever_tends_has_forty_things_to_do_and_members_differ(environment: Mapping[str, str], shelf: Path) -> None:
    code = (
        "import django; django.setup(); from commonplace.communities.models import Flag, JoinRequest;"
        "from commonplace.attention.models import Follow; from commonplace.people.models import Person;"
        "flags, requests = Flag.objects.filter(settled_at=None), JoinRequest.objects.filter(answered_at=None);"
        "print(flags.filter(community=1).count() + requests.filter(community=1).count(),"
        "Person.objects.exclude(language='').count() > 20, Follow.objects.count() > 1000)"
    )
    words = [sys.executable, "-c", code]
    named = {**environment, "COMMONPLACE_DATA": str(shelf / POSTS)}
    ran = subprocess.run(words, cwd=ROOT, env=named, text=True, capture_output=True, check=False, timeout=300)
    assert ran.stdout.split() == ["40", "True", "True"], ran.stderr


def test_backlog(run: Callable[..., list[str]], shelf: Path) -> None:
    (told,) = run("backlog", "--posts", "3", "--letters", "2", COMMONPLACE_DATA=str(shelf / POSTS))
    assert "2 letters wait" in told


def test_posts(run: Callable[..., list[str]], shelf: Path) -> None:
    assert len(figures(run("posts", "--rounds", "2", COMMONPLACE_DATA=str(shelf / POSTS)))) == 2


def test_holding(run: Callable[..., list[str]], tmp_path: Path, shelf: Path) -> None:
    filled = tmp_path / "filled"
    shutil.copytree(shelf / POSTS, filled)
    words = ["--posts", "20", "--answers", "2", "--rounds", "1"]
    table = run("holding", *words, COMMONPLACE_DATA=str(filled))
    assert any("read the ledger on" in line for line in table)


def test_prepared(run: Callable[..., list[str]], shelf: Path) -> None:
    table = run("prepared", "--rounds", "1", COMMONPLACE_DATA=str(shelf / POSTS))
    told = {line.split()[0] for line in figures(table)}
    assert prepared_in_the_house() <= told


def prepared_in_the_house() -> set[str]:
    """Every query that is prepared, by module and name."""
    found = set()
    for path in (ROOT / "commonplace").rglob("*.py"):
        if "tests" in path.parts:
            continue
        module = ".".join(path.relative_to(ROOT / "commonplace").with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(one, ast.Name) and one.id == "prepared" for one in node.decorator_list
            ):
                found.add(f"{module}.{node.name}")
    return found


def test_routing(run: Callable[..., list[str]], tmp_path: Path) -> None:
    with (tmp_path / "asked.mbox").open("wb") as box:
        for number in range(60):
            for reply in (0, 1):
                letter = EmailMessage()
                who = ("asker", f"knows{number % 6}")[reply]
                letter["From"], letter["Subject"] = f"{who}@example.org", f"{'Re: ' * reply}valve {number % 6}"
                letter["Date"] = f"{number % 28 + 1} {('Jan', 'Feb', 'Mar')[number // 28]} 2026 1{reply}:00:00 +0000"
                letter["Message-ID"] = f"<{number}-{reply}@example.org>"
                if reply:
                    letter["In-Reply-To"] = f"<{number}-0@example.org>"
                letter.set_content(f"word{number % 6} and more of it")
                box.write(b"From x Thu Jan  1 00:00:00 2026\n" + letter.as_bytes() + b"\n")

    told = [json.loads(line) for line in run("routing", "--mbox", str(tmp_path), "--json")]

    rows = [one for one in told if "method" in one]
    assert {"hit5", "hit10", "mrr", "topshare", "people", "questions"} < set(rows[0])
    assert {one["questions"] for one in rows} == {12}
    assert {"random", "bm25", "ours", "spread"} < {one["method"] for one in rows}
    assert "answers, 20 days" in "".join(run("routing", "--mbox", str(tmp_path), "--fit"))
    assert len(run("routing", "--speed", "--people", "20", "--posts", "300")) == 1


def test_search(run: Callable[..., list[str]], shelf: Path) -> None:
    (told,) = run("search", "--ask", "--queries", "5", COMMONPLACE_DATA=str(shelf / POSTS))
    assert told.startswith("sqlite")


def test_search_on_postgresql(environment: Mapping[str, str]) -> None:
    words = [sys.executable, BENCH / "search.py", "--on-postgres", "--queries", "5", "--posts", POSTS]
    ran = subprocess.run(
        [ROOT / "bin" / "postgres", *words], env={**environment, **postgres()}, text=True, capture_output=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("postgresql")


def test_seats(run: Callable[..., list[str]]) -> None:
    told = run("seats", "--seats", "3", "--people", "12", "--rounds", "1")
    assert told[-1].startswith("3 come, 9 wait;")
    assert told[-1].endswith("nothing amiss")


def test_secure_delete(run: Callable[..., list[str]], shelf: Path, letters: Path) -> None:
    words = ["--rounds", "1", "--replies", "2", str(letters)]
    table = run("secure_delete", *words, COMMONPLACE_DATA=str(shelf / POSTS))
    assert len(figures(table)) == 6


def test_smallest(run: Callable[..., list[str]], shelf: Path) -> None:
    (told,) = run("smallest", "--rounds", "2", COMMONPLACE_DATA=str(shelf / POSTS))
    assert told.startswith("1 process answers")
    assert float(told.split()[-2]) < 300  # 256 are promised; how the kernel counts differs a little


def test_no_script_is_left_out() -> None:
    told = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    tested = set(re.findall(r"^def test_(\w+)", told, re.MULTILINE))
    assert sorted(SCRIPTS - tested) == []


def test_topics(run: Callable[..., list[str]]) -> None:
    said = json.loads(run("topics", "--json")[0])
    # Each says one of its two words in the title: that one is found, the other by the commonest alone.
    assert (said["questions"], said["tags"], said["suggested"]["recall"]) == (40, 80, 0.5)
    assert len(figures(run("topics"))) == 3


def test_alike(run: Callable[..., list[str]]) -> None:
    (told,) = run("alike", "--json")
    assert json.loads(told)["first4"] > 0.9
