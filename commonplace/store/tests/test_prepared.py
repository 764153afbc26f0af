"""Prepared queries answer as the queries they were made from, for every value, and never freeze one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Concat, Greatest
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.models import Community, Membership, Space
from commonplace.people.models import Person
from commonplace.store.locks import lock, locking
from commonplace.store.prepared import MOST, Change, Prepared, PreparedChange, in_parts, prepared, prepared_change
from commonplace.store.statements import Frozen

pytestmark = pytest.mark.django_db


@prepared
def spaces(*, person: Person | None, slug: str) -> QuerySet[Space]:
    return Space.objects.visible_to(person).filter(community__slug=slug).select_related("community").order_by("pk")


def plain(person: Person | None, slug: str) -> list[Space]:
    return list(Space.objects.visible_to(person).filter(community__slug=slug).order_by("pk"))


def test_every_reader_gets_their_own_answer(
    window: Space, circle: Space, table: Space, ines: Person, hal: Person, stranger: Person
) -> None:
    for _again in range(2):
        for person in (ines, hal, stranger, None):
            assert spaces(person=person, slug="stick") == plain(person, "stick")
        assert spaces(person=ines, slug="elsewhere") == []


def test_rows_come_joined(window: Space, hal: Person, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert {space.community.slug for space in spaces(person=hal, slug="stick")} == {"stick"}


def test_guest_whose_time_has_run_out_is_out_although_the_query_is_older(stick: Community, hal: Person) -> None:
    Membership.objects.filter(person=hal).update(standing="guest", until=timezone.now() + timedelta(seconds=60))
    assert len(spaces(person=hal, slug="stick")) == 1
    Membership.objects.filter(person=hal).update(until=timezone.now() - timedelta(milliseconds=50))
    assert spaces(person=hal, slug="stick") == []


def test_values_and_lists(stick: Community, hal: Person, leila: Person, django_assert_num_queries) -> None:
    @prepared
    def names(*, people: list[int], before: object) -> QuerySet[Person, tuple[str]]:
        found = Person.objects.filter(pk__in=people, joined_at__lt=before).order_by("name")
        return found.values_list("name", flat=True)

    later = timezone.now() + timedelta(days=1)
    assert names(people=[hal.pk, leila.pk], before=later) == ["Hal Brennan", "Leila Haddad"]
    assert names(people=[leila.pk, 0], before=later) == ["Leila Haddad"]
    assert names(people=[hal.pk], before=later) == ["Hal Brennan"]
    assert names(people=[hal.pk], before=later - timedelta(days=900)) == []


@given(st.lists(st.integers(0, 5000)) | st.integers(0, 3 * MOST).map(range))
def test_what_may_be_long_comes_once_in_order_in_few_lengths(values: list[int]) -> None:
    parts = list(in_parts(values))
    assert [one for part in parts for one in dict.fromkeys(part)] == sorted(set(values))
    assert all(len(part).bit_count() == 1 and len(part) <= MOST and part == sorted(part) for part in parts)
    assert sum(map(len, parts)) < 2 * len(set(values)) or not parts


def test_signs_that_stand_for_values_stay_themselves_in_texts(stick: Community, hal: Person) -> None:
    @prepared
    def named(*, name: str) -> QuerySet[Person, tuple[str, str]]:
        found = Person.objects.filter(name=name).exclude(name__contains="%s")
        return found.annotate(said=Concat("name", Value(" 100% ?"))).values_list("name", "said")

    assert named(name="Hal Brennan") == [("Hal Brennan", "Hal Brennan 100% ?")]
    Person.objects.filter(pk=hal.pk).update(name="Hal %s ?")
    assert named(name="Hal %s ?") == []


def test_moments_are_those_of_django(stick: Community, hal: Person) -> None:
    @prepared
    def joined(*, pk: int) -> QuerySet[Person, tuple[object, ...]]:
        moments = Person.objects.filter(pk=pk).annotate(later=Greatest("joined_at", "changed_at"))
        return moments.values_list("joined_at", "later", "last_login")

    plainly = list(joined.build(pk=hal.pk))
    assert joined(pk=hal.pk) == plainly
    assert [repr(moment) for moment in joined(pk=hal.pk)[0]] == [repr(moment) for moment in plainly[0]]


def test_whoever_watches_statements_sees_those_that_are_prepared(stick: Community, hal: Person) -> None:
    def refuse(execute, sql, params, many, context):
        raise RuntimeError(sql)

    spaces(person=hal, slug="stick")
    with connection.execute_wrapper(refuse), pytest.raises(RuntimeError, match="SELECT"):
        spaces(person=hal, slug="stick")
    assert spaces(person=hal, slug="stick")


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_is_called_as_django_calls_it(stick: Community, hal: Person) -> None:
    spaces(person=hal, slug="stick")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE communities_space RENAME TO elsewhere")
    try:
        with pytest.raises((OperationalError, ProgrammingError)):
            spaces(person=hal, slug="stick")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO communities_space")
    connection.close()
    assert len(spaces(person=hal, slug="stick")) == 1


def test_nothing_is_asked_in_a_transaction_that_broke(stick: Community, hal: Person) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            spaces(person=hal, slug="stick")


def test_nobody_asks_nothing(stick: Community, django_assert_num_queries) -> None:
    nothing = Prepared(lambda *, person: Person.objects.filter(Q(pk__in=[]), pk=person.pk))
    with django_assert_num_queries(0):
        assert nothing(person=stick.founded_by) == []


@pytest.mark.parametrize(
    "build",
    [
        lambda *, person: Person.objects.filter(name="Hal"),
        lambda *, person: Person.objects.filter(pk=person.pk, name=f"{person.pk} of"),
        lambda *, person: Person.objects.filter(pk=person.pk, joined_at__lt=timezone.now()),
        lambda *, person: Person.objects.filter(pk=person.pk, joined_at__date=timezone.localdate()),
    ],
    ids=["lost", "made of it", "clock", "calendar"],
)
def test_nothing_is_frozen(hal: Person, build) -> None:
    with pytest.raises(Frozen):
        Prepared(build)(person=hal)


def test_days_are_asked_each_for_itself(hal: Person) -> None:
    on = Prepared(lambda *, day: Person.objects.filter(pk=hal.pk, joined_at__date__lte=day))
    joined = hal.joined_at.astimezone(UTC).date()
    assert [on(day=joined + timedelta(days=days)) for days in (-1, 0, 1)] == [[], [hal], [hal]]


def test_number_beyond_every_key_finds_nothing(hal: Person) -> None:
    by_key = Prepared(lambda *, pk: Person.objects.filter(pk=pk))
    assert [by_key(pk=pk) for pk in (hal.pk, 10**30, -(10**30))] == [[hal], [], []]


def test_stand_in_knows_only_its_key(hal: Person) -> None:
    with pytest.raises(Person.DoesNotExist):
        Prepared(lambda *, person: Person.objects.filter(pk=person.pk, name=person.name))(person=hal)


# --- Changes ---------------------------------------------------------------------------------------------------------


@prepared_change
def _moved_in(*, person: Person, at: datetime, has_keys: bool) -> Change:
    moment = Value(at, output_field=DateTimeField())
    changes: dict[str, object] = {
        "place": Concat(F("place"), Value("!")),
        "joined_at": Greatest(F("joined_at"), moment),
    }
    if has_keys:
        changes["uses_keys"] = True
    return Person.objects.filter(pk=person.pk, is_active=True), changes


def test_change_is_made_for_its_values_alone(hal: Person, leila: Person, django_assert_num_queries) -> None:
    before = Person.objects.get(pk=leila.pk)
    later = hal.joined_at + timedelta(days=3, microseconds=7)
    assert _moved_in(person=hal, at=later, has_keys=False) == 1
    with django_assert_num_queries(1):
        assert _moved_in(person=hal, at=later - timedelta(days=9), has_keys=False) == 1
    changed = Person.objects.get(pk=hal.pk)
    assert (changed.place, changed.joined_at, changed.uses_keys) == (f"{hal.place}!!", later, hal.uses_keys)
    assert _moved_in(person=hal, at=later, has_keys=True) == 1
    assert Person.objects.get(pk=hal.pk).uses_keys
    assert vars(Person.objects.get(pk=leila.pk)) | {"_state": 0} == vars(before) | {"_state": 0}


def test_change_of_nothing_is_told(hal: Person) -> None:
    Person.objects.filter(pk=hal.pk).update(is_active=False)
    assert _moved_in(person=hal, at=hal.joined_at, has_keys=False) == 0


@pytest.mark.parametrize(
    "build",
    [
        lambda *, person: (Person.objects.filter(name="Hal"), {"place": "York"}),
        lambda *, person: (Person.objects.filter(pk=person.pk), {"place": f"{person.pk} of"}),
        lambda *, person: (Person.objects.filter(pk=person.pk), {"joined_at": timezone.now()}),
    ],
    ids=["lost", "made of it", "clock"],
)
def test_no_change_is_frozen(hal: Person, build) -> None:
    with pytest.raises(Frozen):
        PreparedChange(build)(person=hal)


# --- Locks -----------------------------------------------------------------------------------------------------------


@prepared
def _kept_to_oneself(*, person: Person) -> QuerySet[Person]:
    return locking(Person.objects.filter(pk=person.pk))


def test_lock_is_asked_for_as_unprepared(hal: Person) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert _kept_to_oneself(person=hal) == lock(Person.objects.filter(pk=hal.pk)) == [hal]
    first, second = (one["sql"] for one in seen.captured_queries)
    assert first == second
    assert ("FOR NO KEY UPDATE" in first) == (connection.vendor == "postgresql")


@pytest.mark.django_db(transaction=True)
def test_no_lock_outside_of_a_transaction(hal: Person) -> None:
    with transaction.atomic():
        assert _kept_to_oneself(person=hal) == [hal]
    with pytest.raises(TransactionManagementError):
        _kept_to_oneself(person=hal)
