"""A reader takes each deed in once, in short steps, whatever happens between reading and taking in."""

from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from commonplace.communities import ledger, readers
from commonplace.communities.models import Community, Deed, LedgerMark
from commonplace.communities.readers import Read, Reader, catch_up
from commonplace.people.models import Person

type Declare = Callable[..., list[int]]


@pytest.fixture
def deeds(stick: Community, ines: Person) -> list[int]:
    """Keys of many deeds that nobody has read."""
    for _ in range(95):
        ledger.record(verb="welcomed", person=ines, community=stick)
    ledger.number()
    return list(Deed.objects.order_by("sequence").values_list("sequence", flat=True))


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Declare:
    """Has a reader declared, of which the sequences that it took in are told."""

    def declare(*, dies_at: int = 0, ready: Callable[..., object] | None = None) -> list[int]:
        taken: list[int] = []

        def take(some: Sequence[Read]) -> None:
            taken.extend(one.sequence for one in some)
            if dies_at in taken:
                raise SystemExit

        monkeypatch.setattr(readers, "READERS", {"told": Reader("told", take, ready=ready)})
        return taken

    return declare


def test_all_is_taken_in_once_and_in_order(deeds: list[int], reading: Declare) -> None:
    taken = reading()
    assert (catch_up("told"), taken) == (len(deeds), deeds)
    assert (catch_up("told"), taken) == (0, deeds)


def test_a_process_that_dies_loses_the_step_it_was_at(deeds: list[int], reading: Declare) -> None:
    taken = reading(dies_at=deeds[60])
    with pytest.raises(SystemExit):
        catch_up("told")
    mark = LedgerMark.objects.get(name="told").sequence
    assert deeds[0] <= mark < deeds[60]
    kept = [one for one in taken if one <= mark]
    again = reading()
    catch_up("told")
    assert kept + again == deeds


def test_what_takes_long_is_done_while_nobody_waits(deeds: list[int], reading: Declare) -> None:
    depths = []

    def ready(some: Sequence[Read]) -> Sequence[Read]:
        depths.append(len(connection.savepoint_ids))
        return some

    taken = reading(ready=ready)
    before = len(connection.savepoint_ids)
    catch_up("told")
    assert taken == deeds
    assert set(depths) == {before}


def test_what_another_process_took_in_meanwhile_is_not_taken_in_again(deeds: list[int], reading: Declare) -> None:
    others: list[int] = []

    def ready(some: Sequence[Read]) -> Sequence[Read]:
        if not others:
            others.extend(one.sequence for one in some)
            LedgerMark.objects.update_or_create(name="told", defaults={"sequence": some[-1].sequence})
        return some

    taken = reading(ready=ready)
    catch_up("told")
    assert others + taken == deeds


def test_what_goes_for_good_meanwhile_is_not_taken_in(deeds: list[int], reading: Declare) -> None:
    gone = deeds[3]

    def ready(some: Sequence[Read]) -> Sequence[Read]:
        Deed.objects.filter(sequence=gone).delete()
        return some

    taken = reading(ready=ready)
    catch_up("told")
    assert taken == [one for one in deeds if one != gone]
