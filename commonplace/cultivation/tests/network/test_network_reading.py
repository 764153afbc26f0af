"""The network of a community that lives: which deeds tie whom, and what never does."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from commonplace.communities import ledger
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.cultivation.network.reading import Reading, read
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.tests.conftest import plan
from commonplace.house.cli import main
from commonplace.people.actions.erasing import erase
from commonplace.people.merging import merge
from commonplace.people.models import Affiliation, Person

pytestmark = pytest.mark.django_db


def ask(by: Person, space: Space, at: datetime) -> Conversation:
    return open_conversation(by=by, space=space, kind="question", title="Who has a sheet?", text="I need one.", at=at)


def answer(by: Person, to: Person, space: Space, at: datetime) -> Post:
    return reply(by=by, conversation=ask(to, space, at - timedelta(hours=1)), text="I have one.", at=at)


def meet(people: list[Person], space: Space, at: datetime, confidence: str = "ordinary") -> None:
    wall = at.astimezone(UTC).replace(hour=15, tzinfo=None)
    said = plan(wall=wall, zone="UTC", confidence=confidence)
    gathering = convene(by=people[0], space=space, plan=said, at=at - timedelta(days=2))
    came = {one.pk: "here" for one in people}
    confirm_attendance(by=people[0], gathering=gathering, came=came, at=gathering.ends_at)


def tied(reading: Reading) -> dict[frozenset[int], float]:
    people, ties = reading.network.people.tolist(), reading.network.ties
    return {
        frozenset((people[one], people[other])): round(weight, 2)
        for one, other, weight in zip(ties.one.tolist(), ties.other.tolist(), ties.weight.tolist(), strict=True)
    }


def test_answers_and_thanks_tie_and_fade(
    stick: Community, table: Space, hal: Person, leila: Person, tomasz: Person, now: datetime
) -> None:
    post = answer(hal, leila, table, now - timedelta(days=60))
    thank(by=leila, post=post, at=now)
    found = read(stick, now=now)
    assert tied(found) == {frozenset((hal.pk, leila.pk)): 3.0}
    assert found.shape.reciprocity == 1.0
    # Ines founded it, Tomasz is here: both belong and have no tie.
    assert (found.shape.people, found.shape.isolates) == (4, 2)
    assert tied(read(stick, now=now - timedelta(days=61))) == {}


@pytest.mark.parametrize("confidence", ["ordinary", "chatham", "sealed"])
def test_who_met_in_confidence_has_no_tie_by_it(
    stick: Community, table: Space, hal: Person, leila: Person, tomasz: Person, now: datetime, confidence: str
) -> None:
    meet([hal, leila, tomasz], table, now - timedelta(days=10), confidence)
    found = read(stick, now=now)
    assert len(tied(found)) == (3 if confidence == "ordinary" else 0)


def test_a_gathering_led_by_its_form_ties_more(
    stick: Community, table: Space, hal: Person, leila: Person, now: datetime
) -> None:
    meet([hal, leila], table, now - timedelta(days=3))
    attended = ledger.deeds_in_force().get(verb="attended")
    weak = tied(read(stick, now=now))
    ledger.record(
        verb="began_to_run",
        person=hal,
        community=stick,
        space=table,
        what="gathering",
        what_id=attended.what_id,
        at=now - timedelta(days=3),
    )
    strong = tied(read(stick, now=now))
    assert next(iter(strong.values())) > 2 * next(iter(weak.values()))


def test_what_was_taken_back_lies_ahead_or_was_done_by_nobody_ties_nobody(
    stick: Community, table: Space, hal: Person, leila: Person, now: datetime
) -> None:
    for at in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)):
        ledger.record(verb="thanked", person=hal, community=stick, space=table, towards=leila, at=at)
    ledger.record(verb="replied", person=None, community=stick, space=table, towards=leila, at=now)
    ledger.record(verb="replied", person=hal, community=stick, space=table, towards=leila, at=now)
    ledger.reverse_deeds(ledger.deeds_in_force().filter(verb="replied", person=hal), at=now)
    assert tied(read(stick, now=now)) == {}


def test_who_has_left_and_who_was_erased_is_in_it_no_more(
    stick: Community, table: Space, hal: Person, leila: Person, tomasz: Person, now: datetime
) -> None:
    answer(hal, leila, table, now - timedelta(days=5))
    answer(tomasz, leila, table, now - timedelta(days=5))
    leave(person=hal, community=stick, at=now - timedelta(hours=1))
    assert list(tied(read(stick, now=now))) == [frozenset((tomasz.pk, leila.pk))]
    assert frozenset((hal.pk, leila.pk)) in tied(read(stick, now=now - timedelta(hours=2)))
    erase(person=tomasz, withdraw=False, at=now)
    assert tied(read(stick, now=now)) == {}


def test_two_who_are_one_have_the_ties_of_both_and_none_to_themselves(
    stick: Community, table: Space, hal: Person, leila: Person, member: Callable[..., Person], now: datetime
) -> None:
    other = member("Halina Brennan")
    answer(hal, leila, table, now)
    answer(other, leila, table, now)
    answer(hal, other, table, now)
    merge(kept=hal, other=other, why="the same")
    assert tied(read(stick, now=now)) == {frozenset((hal.pk, leila.pk)): 8.0}


def test_what_an_archive_brings_on_a_tuesday_is_read_as_of_its_own_time(
    stick: Community, table: Space, hal: Person, leila: Person, now: datetime
) -> None:
    lines = [
        ledger.Line(
            verb="replied",
            person=hal,
            community=stick,
            happened_at=now - timedelta(days=days),
            space=table,
            towards=leila,
            origin="mbox",
        )
        for days in range(30, 3650, 30)
    ]
    ledger.record_all(lines)
    # All answers before, halved every sixty days: the sum is 4 / (1 - 0.5 ** 0.5), half a month's fading taken off.
    assert list(tied(read(stick, now=now)).values()) == [pytest.approx(9.65, abs=0.05)]


def test_units_are_told_as_people_wrote_them_and_groups_set_beside(
    stick: Community, table: Space, hal: Person, leila: Person, tomasz: Person, ines: Person, now: datetime
) -> None:
    for person, unit in ((hal, "Night flow"), (leila, "NIGHT FLOW "), (tomasz, "Pumps"), (ines, "Pumps")):
        Affiliation.objects.create(person=person, organisation="Water Board", unit=unit, country="GB", is_main=True)
    answer(hal, leila, table, now)
    answer(tomasz, ines, table, now)
    found = read(stick, now=now)
    assert found.units.names == ["Water Board, Night flow", "Water Board, Pumps"]
    assert found.bridges["units"] is not None
    assert (found.bridges["units"].across, found.bridges["units"].expected) == (0.0, 0.5)
    assert found.bridges["countries"] is None
    assert found.likeness == 1.0


def test_the_command_tells_people_only_where_they_are_asked_for(
    stick: Community, table: Space, hal: Person, leila: Person, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(hal, leila, table, now - timedelta(hours=1))
    assert main(["reading", "network", "--community", "stick", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["people"], told["tied"], told["ties"], told["cut_people"], told["ami"]) == (3, 2, 1, 0, None)
    assert not {"persons", "ties_between"} & told.keys()
    assert main(["reading", "network", "--community", "stick", "--json", "--people", "--why", "Asked"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {frozenset((one["one"], one["other"])) for one in told["ties_between"]} == {frozenset((hal.pk, leila.pk))}
    assert main(["reading", "network", "--community", "stick"]) == 0
    lines = capsys.readouterr().out
    assert "None" not in lines
    assert hal.name not in lines
    assert main(["reading", "network", "--community", "stick", "--people", "--why", "Asked"]) == 0
    assert f"{min(hal.pk, leila.pk)} – {max(hal.pk, leila.pk)}" in capsys.readouterr().out
