"""Once a time is chosen: who comes, in which order, and that nobody does against their word."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.gatherings.actions.polling import choose, say_when
from commonplace.gatherings.tests.test_polls import keys
from commonplace.letters.models import Letter

pytestmark = pytest.mark.django_db
VOTERS = st.lists(st.tuples(st.sampled_from(["yes", "maybe", "no", ""]), st.booleans()), min_size=4, max_size=4)


def test_of_more_than_there_are_seats_the_first_to_say_so_come(asked, hal, tomasz, leila, rosa) -> None:
    one = asked(capacity=2)
    (first, *_others), at = keys(one), timezone.now()
    for n, who in enumerate((rosa, leila, tomasz)):
        say_when(gathering=one, person=who, can={first: "yes"}, comes_if_can=True, at=at + timedelta(minutes=n))
    # Who changed their mind twice stands behind the others.
    say_when(gathering=one, person=rosa, can={first: "no"}, comes_if_can=True, at=at + timedelta(minutes=5))
    say_when(gathering=one, person=rosa, can={first: "yes"}, comes_if_can=True, at=at + timedelta(minutes=6))
    choose(by=hal, gathering=one, time=first)
    assert {row.person: row.says for row in one.answers.all()} == {leila: "yes", tomasz: "yes", rosa: "waiting"}
    assert "you stand in line" in Letter.objects.get(to="rosa@example.org").subject


@given(VOTERS, st.permutations(range(4)), st.integers(1, 4) | st.none())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_people_say_nobody_is_seated_against_their_word(
    asked, hal, tomasz, leila, rosa, amara, said: list[tuple[str, bool]], order: list[int], seats: int | None
) -> None:
    people = [tomasz, leila, rosa, amara]
    with transaction.atomic():
        one, at = asked(capacity=seats), timezone.now()
        first, second, _third = keys(one)
        for n, place in enumerate(order):
            can, comes = said[place]
            votes = {second: "no"} | ({first: can} if can else {})
            moment = at + timedelta(minutes=n)
            say_when(gathering=one, person=people[place], can=votes, comes_if_can=comes, at=moment)
        choose(by=hal, gathering=one, time=first)
        wished = [people[place] for place in order if said[place] == ("yes", True)]
        seated = wished if seats is None else wished[:seats]
        assert {row.person for row in one.answers.coming()} == set(seated)
        assert [row.person for row in one.answers.waiting()] == wished[len(seated) :]
        assert one.answers.filter(says="").count() == 4 - len(wished)
        told = Letter.objects.filter(about__regex=rf"^(KEPT|IN_LINE|DATED) {one.pk} ").values_list("to", flat=True)
        assert sorted(told) == sorted(f"{who.name.split()[0].lower()}@example.org" for who in people)
        transaction.set_rollback(True)
