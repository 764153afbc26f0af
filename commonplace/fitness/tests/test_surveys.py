"""A survey from elsewhere comes in as what may be told of it: every row accounted for, the same each time."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.models import Community
from commonplace.fitness.actions.answering import Words, type_in
from commonplace.fitness.actions.opening import close, open_round
from commonplace.fitness.instruments import INSTRUMENTS, TO_HEAR, TO_SOLVE, Circle
from commonplace.fitness.models import Survey, SurveyQuestion, SurveyShare
from commonplace.fitness.surveying import NoRows, read
from commonplace.fitness.talking import to_talk
from commonplace.house.cli import main
from commonplace.lib.archives.sheets import rows_of
from commonplace.lib.spread import FEWEST, Middle
from commonplace.lib.tests.archived import real
from commonplace.people.models import Person

ROWS = ["Do you know us?,How well?,Why?", *["yes,4,Because"] * 5, "no,1,It is Hal", "no,5", "", ",,", "yes,1,x,y,z"]
ANSWERS = st.lists(st.lists(st.sampled_from(["", "yes", "no", "1", "5", "Ines"]), max_size=3), min_size=1, max_size=30)


def brought(folder: Path, said: str | bytes) -> list[str]:
    path = folder / "outside.csv"
    path.write_bytes(said if isinstance(said, bytes) else said.encode())
    return ["import", "survey", str(path), "--community", "stick", "--json"]


def test_every_row_is_accounted_for_and_twice_is_once(
    asking: Community, ines: Person, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = brought(tmp_path, "\n".join(ROWS))
    said = []
    for _time in range(2):
        capsys.readouterr()
        assert main(words) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    told = json.loads(said[0])
    assert (told["read"], told["counted"], told["silent"], told["too_wide"]) == (8, 7, 0, 1)
    assert told["questions"] == [
        {"words": "Do you know us?", "answers": [{"words": "yes", "people_at_least": 5}]},
        {"words": "How well?", "from": 4, "to": 4, "people_at_least": 5},
        {"words": "Why?", "answers": [{"words": "Because", "people_at_least": 5}]},
    ]
    survey = Survey.objects.get()
    assert SurveyShare.objects.count() == 2
    client.force_login(ines)
    page = client.get(f"/c/stick/fitness/surveys/{survey.pk}").text
    assert ("Because" in page, "Hal" in page.replace("Hal Brennan", ""), "outside.csv" in page) == (True, False, True)
    assert "outside.csv" in client.get("/c/stick/fitness/").text
    assert client.get("/c/stick/fitness/surveys/999999").status_code == 404


def test_nobody_outside_reads_it(
    asking: Community, stranger: Person, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(brought(tmp_path, "\n".join(ROWS))) == 0
    client.force_login(stranger)
    assert client.get(f"/c/stick/fitness/surveys/{Survey.objects.get().pk}").status_code == 404
    assert list(Survey.objects.visible_to(stranger)) == list(Survey.objects.visible_to(None)) == []


@pytest.mark.parametrize("said", [b"", b"One,Two\n", b"\0\1\2,\0", b"PK\3\4 is no sheet", b",,\n,,\n"])
def test_what_is_no_survey_is_said_and_nothing_is_kept(
    asking: Community, said: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(brought(tmp_path, said)) == 1
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert not Survey.objects.exists()


def test_a_file_that_is_not_there_and_a_trial(
    asking: Community, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "survey", str(tmp_path / "none.csv"), "--community", "stick"]) == 1
    assert main([*brought(tmp_path, "\n".join(ROWS))[:-1], "--dry-run"]) == 0
    assert "8 rows read: 7 count" in capsys.readouterr().out
    assert not SurveyQuestion.objects.exists()


@given(ANSWERS)
def test_nothing_is_told_of_fewer_than_five(rows: list[list[str]]) -> None:
    found = read([["a", "b", "c"], *rows])
    assert found.rows == len(rows) == found.answered + found.silent + found.wide
    counted = [row for row in rows if any(row)]
    for number, question in enumerate(found.questions):
        said = Counter(row[number] for row in counted if len(row) > number and row[number])
        assert {value for value, _people in question.shares} <= {value for value, n in said.items() if n >= FEWEST}
        assert all(people % FEWEST == 0 and FEWEST <= people <= said[value] for value, people in question.shares)
        if question.middle is not None:
            assert said.total() >= FEWEST


def test_numbers_are_told_as_a_middle_half_and_words_are_not() -> None:
    of_four = read([["a"], *[["1"]] * 4]).questions[0]
    assert (of_four.middle, of_four.shares, of_four.is_told) == (None, [], False)
    assert read([["a"], *[[str(n)] for n in range(6)]]).questions[0].middle == Middle(1, 4)
    codes = read([["a"], *[["90210"]] * 5]).questions[0]
    assert (codes.middle, codes.shares) == (None, [("90210", 5)])
    with pytest.raises(NoRows):
        read([["a"]])


def test_a_real_survey_is_told_without_a_rare_word() -> None:
    path = next(real("surveys").glob("*.csv"))
    rows = list(rows_of(path))
    found = read(rows)
    assert (found.rows, found.answered + found.silent + found.wide) == (69, 69)
    assert 20 <= sum(one.is_told for one in found.questions) < len(found.questions)
    for number, question in enumerate(found.questions):
        said = Counter(row[number][:200] for row in rows[1:] if len(row) > number)
        assert all(said[value] >= FEWEST for value, _people in question.shares)


def test_a_steward_brings_one_in_the_browser_once(asking: Community, ines: Person, hal: Person, client: Client) -> None:
    page = "/c/stick/fitness/surveys/new"
    client.force_login(hal)
    assert client.get(page).status_code == 404
    client.force_login(ines)
    assert 'type="file"' in client.get(page).text
    rows = "\n".join(ROWS).encode()
    places = {
        client.post(page, {"name": "Spring", "file": SimpleUploadedFile("spring.csv", rows)}).headers["Location"]
        for _again in range(2)
    }
    survey = Survey.objects.get()
    assert (places, survey.name) == ({f"/c/stick/fitness/surveys/{survey.pk}#leaf"}, "Spring")
    for said in (b"", b"\0\1\2,\0", b"One,Two\n", b"PK\3\4 is no sheet"):
        answer = client.post(page, {"name": "Autumn", "file": SimpleUploadedFile("a.csv", said)})
        assert (answer.status_code, "Autumn" in answer.text) == (422, True)
    assert client.post(page, {"name": "Autumn"}).status_code == 422
    assert Survey.objects.count() == 1


def test_programs_read_what_members_read(asking: Community, ines: Person, hal: Person, client: Client) -> None:
    until = (timezone.now() + timedelta(days=5)).date()
    opened = open_round(by=ines, community=asking, instrument="fitness", circles=[], until=until)
    client.force_login(hal)
    there = "/api/v1/communities/stick/fitness-rounds"
    assert client.get(there).json()["items"] == []
    for n in range(5):
        type_in(by=ines, opened=opened, circle=Circle.MEMBERS, words=Words({"time": 2}, {"time": f"Comment {n}."}))
    close(by=ines, opened=opened)
    (told,) = client.get(there).json()["items"]
    cells = {one["item"]: (one["low"], one["high"], one["people_at_least"]) for one in told["cells"]}
    assert (cells["time"], cells["giving"]) == ((2, 2, 5), (None, None, 0))
    assert {one["words"] for one in told["comments"]} == {f"Comment {n}." for n in range(5)}
    client.logout()
    assert client.get(there).json()["items"] == []


def test_what_is_low_leads_to_a_form_that_suits_it_where_there_are_forms(asking: Community, ines: Person) -> None:
    assert to_talk(asking, "Time & tide", "problem-solving") == "/c/stick/gatherings/new?title=Time+%26+tide"
    asking.modules = [*asking.modules, "protocols", "gatherings"]
    there = to_talk(asking, "Time", "problem-solving")
    assert there == "/c/stick/protocols/problem-solving/convening?title=Time"
    asking.save(update_fields=["modules"])
    client = Client()
    client.force_login(ines)
    assert 'value="Time"' in client.get(there).text
    forms = {item.form for one in INSTRUMENTS.values() for item in one.items}
    assert forms == {TO_SOLVE, TO_HEAR}
    assert all(client.get(f"/c/stick/protocols/{form}/").status_code == 200 for form in forms)
