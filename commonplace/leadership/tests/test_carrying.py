"""Parts are carried one each at a gathering, and for a season until a day."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.questions import Asking, askable
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.models import Gathering
from commonplace.leadership.actions.carrying import (
    IsOff,
    IsOver,
    NotAMember,
    TooLong,
    carry,
    carry_for_season,
    end_season,
    put_down,
)
from commonplace.leadership.groups import BRIEFS, Group
from commonplace.leadership.models import Part
from commonplace.leadership.queries.parts import parts_at, seasons_in, turns_of
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def seen(gathering: Gathering, person: Person | None, *, may_know: bool = False) -> dict[str, tuple[int, list[str]]]:
    """What someone sees of the parts that anybody carries: how many, and whose names."""
    standing = Membership.objects.current().filter(person=person, community=gathering.community).first()
    viewpoint = Viewpoint(person, gathering.community, standing)
    parts = parts_at(gathering, viewpoint, may_know=may_know, now=timezone.now())
    return {one.brief.code: (one.number, [name.name for name in one.names]) for one in parts if one.number}


def asked_of(person: Person, now: datetime) -> list[Asking]:
    """What this room would ask someone."""
    return [asking for _kind, asking in askable(person, now, code="carry_a_part")]


def test_there_are_seven_and_no_sentence_is_said_twice() -> None:
    assert set(BRIEFS) == set(Group.values)
    said = [str(words) for one in BRIEFS.values() for words in
            (one.line, one.responsibility, one.preparation, one.action, one.moving_on)]  # fmt: skip
    assert len(set(said)) == len(said) == 35


def test_one_carries_one_part_and_changes_it(clinic: Gathering, leila: Person) -> None:
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    carry(by=leila, gathering=clinic, group=Group.REPORTERS)
    assert seen(clinic, leila) == {"social-reporters": (1, ["Leila Haddad"])}
    assert Deed.objects.filter(verb="carried_part", person=leila).count() == 1


def test_putting_it_down_takes_the_deed_back(clinic: Gathering, leila: Person) -> None:
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    put_down(by=leila, gathering=clinic)
    put_down(by=leila, gathering=clinic)
    assert seen(clinic, leila) == {}
    (deed,) = Deed.objects.filter(verb="carried_part", reverses=None)
    assert Deed.objects.filter(reverses=deed).count() == 1


def test_whoever_cannot_come_after_all_carries_nothing(clinic: Gathering, leila: Person) -> None:
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    answer(gathering=clinic, says="no", person=leila)
    assert seen(clinic, leila) == {}
    answer(gathering=clinic, says="yes", person=leila)
    assert len(seen(clinic, leila)) == 1


def test_strangers_carry_nothing_and_nobody_does_when_it_is_over_or_off(clinic, hal, leila, amara) -> None:
    Membership.objects.filter(person=amara).delete()
    with pytest.raises(NotAMember):
        carry(by=amara, gathering=clinic, group=Group.FRIENDS)
    with pytest.raises(IsOver):
        carry(by=leila, gathering=clinic, group=Group.FRIENDS, at=clinic.ends_at + timedelta(minutes=1))
    call_off(by=hal, gathering=clinic, why="The van broke down.")
    with pytest.raises(IsOff):
        carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    assert not Part.objects.exists()


def test_strangers_and_confidence_hide_names_but_not_numbers(clinic: Gathering, hal, leila) -> None:
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    assert seen(clinic, None) == {"critical-friends": (1, [])}
    clinic.confidence = Confidence.CHATHAM
    clinic.save(update_fields=["confidence"])
    assert seen(clinic, hal) == {"critical-friends": (1, [])}
    assert seen(clinic, hal, may_know=True) == {"critical-friends": (1, ["Leila Haddad"])}


def test_under_chatham_house_carrying_is_no_deed(clinic: Gathering, leila: Person) -> None:
    Gathering.objects.filter(pk=clinic.pk).update(confidence=Confidence.CHATHAM)
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    put_down(by=leila, gathering=clinic)
    assert not Deed.objects.filter(verb="carried_part").exists()


def test_a_season_has_a_day_and_ends(stick: Community, leila: Person, hal: Person) -> None:
    now = timezone.now()
    until = now.date() + timedelta(days=60)
    carry_for_season(by=leila, community=stick, group=Group.ACTIVISTS, until=until)
    carry_for_season(by=leila, community=stick, group=Group.ACTIVISTS, until=until + timedelta(days=1))
    viewpoint = Viewpoint(hal, stick, Membership.objects.get(person=hal, community=stick))
    (one,) = seasons_in(viewpoint, on=now.date())["agenda-activists"]
    assert (one.byline.name, one.until) == ("Leila Haddad", until + timedelta(days=1))
    assert not seasons_in(viewpoint, on=until + timedelta(days=2))["agenda-activists"]
    assert not any(seasons_in(Viewpoint(None, stick, None), on=now.date()).values())
    end_season(by=leila, community=stick, group=Group.ACTIVISTS)
    assert not seasons_in(viewpoint, on=now.date())["agenda-activists"]
    assert turns_of(leila, stick) == {"agenda-activists": 1}
    assert Deed.objects.filter(verb="carried_season", person=leila).count() == 1


def test_a_season_that_has_passed_is_remembered_beside_the_next(stick: Community, leila: Person) -> None:
    then = timezone.now() - timedelta(days=100)
    carry_for_season(by=leila, community=stick, group=Group.KEEPERS, until=then.date() + timedelta(days=50), at=then)
    carry_for_season(by=leila, community=stick, group=Group.KEEPERS, until=timezone.now().date() + timedelta(days=50))
    assert turns_of(leila, stick) == {"community-keepers": 2}


@pytest.mark.parametrize("days", [-1, 0, 6, 367])
def test_a_season_is_neither_a_day_nor_for_ever(stick: Community, leila: Person, days: int) -> None:
    with pytest.raises(TooLong):
        carry_for_season(
            by=leila, community=stick, group=Group.KEEPERS, until=timezone.now().date() + timedelta(days=days)
        )


def test_whoever_left_carries_nothing(clinic: Gathering, stick: Community, leila: Person, hal: Person) -> None:
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    carry_for_season(by=leila, community=stick, group=Group.KEEPERS, until=timezone.now().date() + timedelta(days=50))
    leave(person=leila, community=stick)
    viewpoint = Viewpoint(hal, stick, Membership.objects.get(person=hal, community=stick))
    assert not any(seasons_in(viewpoint, on=timezone.now().date()).values())
    assert seen(clinic, hal) == {}


def test_who_never_had_a_turn_is_asked_for_a_part_that_is_free(clinic: Gathering, leila: Person, hal: Person) -> None:
    now: datetime = timezone.now()
    assert list(asked_of(leila, now)) == []
    answer(gathering=clinic, says="yes", person=leila)
    (asking,) = asked_of(leila, now)
    assert "The logger says leak" in asking.words
    assert asking.url.endswith(f"/gatherings/{clinic.pk}/#parts")
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    put_down(by=leila, gathering=clinic)
    assert len(list(asked_of(leila, now))) == 1
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    assert list(asked_of(leila, now)) == []


def test_nobody_is_asked_where_the_module_is_off_or_what_is_said_is_sealed(clinic, stick, leila) -> None:
    answer(gathering=clinic, says="yes", person=leila)
    stick.modules = [one for one in stick.modules if one != "leadership"]
    stick.save(update_fields=["modules"])
    assert list(asked_of(leila, timezone.now())) == []
    stick.modules = [*stick.modules, "leadership"]
    stick.save(update_fields=["modules"])
    Gathering.objects.filter(pk=clinic.pk).update(confidence=Confidence.SEALED)
    assert list(asked_of(leila, timezone.now())) == []


def test_nobody_is_asked_where_every_part_is_carried(clinic: Gathering, stick, leila: Person) -> None:
    answer(gathering=clinic, says="yes", person=leila)
    people = [Person.objects.create_user(name=f"Person {n}") for n in range(7)]
    Part.objects.bulk_create(
        Part(community=stick, gathering=clinic, person=one, group=group)
        for one, group in zip(people, Group.values, strict=True)
    )
    assert asked_of(leila, timezone.now()) == []
    Part.objects.filter(person=people[0]).delete()
    assert len(asked_of(leila, timezone.now())) == 1
