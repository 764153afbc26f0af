"""`docs/retention.md` tells all that goes by itself, by which work, and after how many days."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from commonplace.attention.actions import searching, sending
from commonplace.communities.looks import actions as looking
from commonplace.conversations.actions import drafting, uploading
from commonplace.files import actions as files
from commonplace.files import sweeping
from commonplace.letters import actions as letters
from commonplace.live import versions
from commonplace.mail.actions import receiving
from commonplace.runs.actions import forgetting
from commonplace.runs.queries import asked
from commonplace.store.due import DUE
from commonplace.transfer.models import people
from commonplace.undertakings.actions import outside
from commonplace.undertakings.models import scan
from commonplace.words.actions import drafting as drafting_words
from commonplace.words.actions import handing

PAGE = (Path(__file__).resolve().parents[1] / "docs/retention.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")][2:]
LETS_GO = re.compile(r"^(forget|let|sweep|wipe)\b")
DAYS: dict[str, set[timedelta]] = {
    "forget old letters": {letters.KEPT_FOR},
    "forget letters that came in": {receiving.KEPT_FOR},
    "forget old drafts": {drafting.KEPT_FOR},
    "forget old drafts of words": {drafting_words.KEPT_FOR},
    "forget words handed to stewards": {handing.KEPT_FOR},
    "let unsent files go": {uploading.WAITS_FOR},
    "let lost files go": {files.LOST_AFTER},
    "sweep bytes that no row leads to": {sweeping.LEFT_AFTER},
    "forget what was said in sealed gatherings": {forgetting.SEALED_FOR},
    "forget what was said in sealed spaces": {forgetting.SEALED_FOR},
    "let go of wishes": {asked.WISHED_WITHIN},
    "forget looks": {looking.KEPT_FOR},
    "forget what searches found": {searching.KEPT_FOR},
    "forget time taken": {sending.WEEK},
    "forget what feeds brought": {scan.KEPT_FOR},
    "forget questions from outside": {outside.CONFIRMED_WITHIN, outside.KEPT_AFTER},
    "forget lists of people": {people.KEPT},
    "forget quiet topics": {versions.KEPT_FOR},
    # `prune_db_task_results` is told the number itself.
    "forget results of jobs": {timedelta(days=7)},
}


def told(code: str) -> list[str]:
    return [how_long for _what, how_long, by in ROWS if by == f"`{code}`"]


def test_all_that_goes_by_itself_is_told_and_nothing_else() -> None:
    named = {code for row in ROWS for code in re.findall(r"^`([^`]+)`$", row[2])}
    assert named == {due.code for due in DUE if LETS_GO.match(due.code)}


@pytest.mark.parametrize("code", DAYS)
def test_the_days_are_those_of_the_program(code: str) -> None:
    found = {timedelta(days=int(days)) for cell in told(code) for days in re.findall(r"^(\d+) days", cell)}
    assert found == DAYS[code]


def test_what_goes_after_days_is_held_to_them() -> None:
    assert {code for row in ROWS if re.match(r"\d+ days", row[1]) for code in re.findall("`(.+)`", row[2])} == {*DAYS}
