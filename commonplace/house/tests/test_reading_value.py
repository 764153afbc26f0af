"""`bin/commonplace reading value`: the same figures as on the pages, as JSON and as lines."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.house.cli import main
from commonplace.undertakings.figures import shown
from commonplace.value.actions.entering import enter
from commonplace.value.actions.indicators import pick
from commonplace.value.actions.pulses import answer, ask, close
from commonplace.value.models import RestsOn
from commonplace.value.periods import last_told
from commonplace.value.starter import STARTERS

pytestmark = pytest.mark.django_db
READING = ["reading", "value", "--community", "stick"]


@pytest.fixture
def read(stick, table, ines, member, now):
    """Everything of the starter set is looked at; something was asked in the last quarter, entered and answered."""
    stick.modules = [*stick.modules, "value"]
    stick.founded_at = datetime(2020, 1, 1, tzinfo=UTC)
    stick.save(update_fields=["modules", "founded_at"])
    when = last_told(now)
    people = [member(f"Member{n} Here") for n in range(6)]
    for n, person in enumerate(people):
        at = when.begins_at + timedelta(days=n)
        asked = open_conversation(by=person, space=table, kind="question", title="Which?", text="Which?", at=at)
        reply(by=ines, conversation=asked, text="That one.", at=at + timedelta(hours=2 + n))
    made = {one.code: pick(by=ines, community=stick, code=one.code) for one in STARTERS}
    given = {"since": date(2026, 1, 1), "until": date(2026, 3, 31), "told_by": "Measured"}
    enter(by=ines, indicator=made["hours"], amount=Decimal("1212.5"), rests_on=RestsOn.THINGS, **given)
    enter(by=ines, indicator=made["synergies"], amount=Decimal("2"), rests_on=RestsOn.FEW, **given)
    pulse = ask(by=ines, indicator=made["fun"], until=(now + timedelta(days=9)).date())
    for n, person in enumerate(people):
        answer(by=person, pulse=pulse, number=2 + n // 2)
    close(by=ines, pulse=pulse)
    return made


def say(capsys, *words):
    assert main([*READING, "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_figure_is_the_same_as_on_the_page(read, ines, capsys, client):
    said = say(capsys)
    client.force_login(ines)
    found = 0
    for one in said["indicators"]:
        page = client.get(f"/c/stick/value/indicators/{read_pk(read, one['name'])}").text
        cells = [re.sub(r"<[^>]+>|\s", "", cell) for cell in re.findall(r'<td class="n">(.*?)</td>', page, re.DOTALL)]
        for value, cell in zip(one["values"], cells, strict=True):
            if value["is_withheld"]:
                continue
            found += 1
            if value["amount"] is not None:
                assert cell == shown(Decimal(value["amount"])) + value["unit"].replace(" ", "")
            else:
                assert cell == "–".join(str(end) for end in value["middle"])
    assert found == 3
    counted = next(one for one in said["indicators"] if one["measure"] == "hours_to_first_answer")
    assert (counted["values"][0]["amount"], counted["values"][0]["people_at_least"]) == ("4.5", 5)
    assert {
        one["is_withheld"] for one in said["indicators"] for one in one["values"] if one["unit"][:6] == "visits"
    } == {True}


def read_pk(read, name):
    return next(one.pk for one in read.values() if one.name == name)


def test_of_a_time_it_says_what_lies_wholly_in_it(read, capsys):
    def values(*words):
        return next(one for one in say(capsys, *words)["indicators"] if one["name"] == "Time saved, measured")["values"]

    assert len(values("--from", "2026-01-01", "--to", "2026-03-31")) == 1
    assert values("--from", "2026-01-02", "--to", "2026-03-31") == []
    assert values("--to", "2026-03-30") == []
    assert main([*READING, "--from", "2026-02-01", "--to", "2026-01-01"]) == 2
    assert "begins before it ends" in capsys.readouterr().err


def test_it_is_counted_anew_and_is_the_same(read, capsys):
    anew = say(capsys, "--anew")["anew"]
    assert {one["is_same"] for one in anew} == {True}
    assert len(anew) == len({one["measure"] for one in anew}) >= 10


def test_the_same_in_lines(read, capsys):
    assert main(READING) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "The Listening Stick: value"
    assert "Realized: Time saved, measured: 1,212.5 hours (Jan to Mar 2026)" in lines
    assert "Transformative: New strategies: no evidence yet" in lines
    assert "Applied: Synergies across units: withheld (Jan to Mar 2026)" in lines
