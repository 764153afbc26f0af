"""Who drew is written anew while others draw and somebody is erased: nobody comes twice, nobody is lost or left."""

from __future__ import annotations

from datetime import UTC, datetime

from commonplace.candour.actions.mixing import mix_draws
from commonplace.candour.models import CandourKey, Draw
from commonplace.candour.months import month_of
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from tests import crowds, races

NOW = datetime(2026, 3, 20, 3, tzinfo=UTC)


def draws(key: CandourKey, person: Person) -> None:
    Draw.objects.bulk_create([Draw(key=key, person=person, asked=f"{person.pk:064x}")], ignore_conflicts=True)


def test_mixing_drawing_and_erasing_at_one_moment(shared: None) -> None:
    def prepare() -> races.Race:
        here, people = crowds.community(stewards=1, members=6)
        key = CandourKey.objects.create(community=here, month=month_of(NOW), fingerprint=here.slug)
        for one in people[:5]:
            draws(key, one)
        gone = people[1]

        def check(_: object) -> None:
            left = [one.pk for one in people if one != gone]
            assert sorted(Draw.objects.filter(key=key).values_list("person", flat=True)) == sorted(left)

        return races.Race(
            [
                lambda: mix_draws(now=NOW),
                lambda: mix_draws(now=NOW),
                lambda: draws(key, people[5]),
                lambda: draws(key, people[6]),
                lambda: erase(person=gone, withdraw=False),
            ],
            check,
        )

    for _ in range(races.ROUNDS):
        races.run(prepare)
