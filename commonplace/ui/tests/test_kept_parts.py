"""Parts kept for many: what their key is made of, and what they refuse."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pickle import PicklingError
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from commonplace.people.models import Person
from commonplace.ui import clock, kept_parts
from commonplace.ui.kept_parts import NotAFact, Part, _Kept, kept, require_outside, slot

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
made: list[object] = []


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept_parts.parts.clear()
    made.clear()


def said(*, what: object) -> str:
    made.append(what)
    return f"{what}"


@dataclass(frozen=True)
class Seen:
    name: str
    number: int = 0


def test_the_same_facts_are_set_once() -> None:
    assert kept(said, what=Seen("Rosa"))() == kept(said, what=Seen("Rosa"))() == "Seen(name='Rosa', number=0)"
    assert len(made) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Seen("Rosa"), Seen("Hal")),
        (Seen("Rosa", 1), Seen("Rosa", 2)),
        ("<b>", mark_safe("<b>")),
        (True, 1),
        (1, 1.0),
        ("1", 1),
        (None, ""),
        ((1, 2), [1, 2]),
        (AT, AT.astimezone(ZoneInfo("Asia/Tokyo"))),
        (date(2026, 3, 1), date(2026, 3, 2)),
        ({"a": 1}, {"a": 2}),
        (Person(pk=1, name="Rosa"), Person(pk=2, name="Rosa")),
        (Person(pk=1, name="Rosa"), Person(pk=1, name="Hal")),
    ],
)
def test_facts_that_could_be_told_apart_are(one: object, other: object) -> None:
    first, second = kept(said, what=one)(), kept(said, what=other)()
    assert (len(made), first, second) == (2, str(one), str(other))


def test_what_hangs_on_a_row_is_part_of_it() -> None:
    def with_photo(photo: int) -> Person:
        person = Person(pk=1, name="Rosa")
        person.fresh = photo  # type: ignore[attr-defined]
        return person

    kept(said, what=with_photo(1))
    kept(said, what=with_photo(2))
    assert len(made) == 2


def test_language_zone_hours_and_day_are_part_of_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    kept(said, what="a")
    with override("pl"):
        kept(said, what="a")
    with timezone.override("Asia/Tokyo"):
        kept(said, what="a")
    clock.activate(half_days=True)
    kept(said, what="a")
    clock.deactivate()
    monkeypatch.setattr(timezone, "localdate", lambda: date(2031, 1, 1))
    kept(said, what="a")
    assert len(made) == 5


def translated(*, word: object) -> str:
    return gettext(str(word))


def test_words_are_in_the_language_of_whoever_reads() -> None:
    with override("pl"):
        assert kept(translated, word="Reply")() != "Reply"
    assert kept(translated, word="Reply")() == "Reply"


@pytest.mark.parametrize("what", [object(), Person.objects, lambda: None, iter([1])])
def test_what_cannot_be_said_in_full_is_refused(what: object) -> None:
    with pytest.raises((NotAFact, PicklingError)):
        kept(said, what=what)
    assert not made


def test_a_list_of_rows_that_would_be_asked_for_is_refused() -> None:
    with pytest.raises(NotAFact):
        kept(said, what=Person.objects.all())


def test_lazy_words_are_facts() -> None:
    assert kept(said, what=lazystr("Rosa"))() == "Rosa"


def asks(*, pk: int) -> str:
    return Person.objects.get(pk=pk).name


@pytest.mark.django_db
def test_a_part_asks_the_database_for_nothing(someone) -> None:
    rosa = someone("Rosa")
    with pytest.raises(NotAFact):
        kept(asks, pk=rosa.pk)
    assert Person.objects.get(pk=rosa.pk) == rosa


def test_whoever_knows_more_than_the_facts_is_refused() -> None:
    name = "Rosa"

    def knows() -> str:
        return name

    with pytest.raises(NotAFact):
        kept(knows)


def ago(*, at: datetime) -> str:
    require_outside()
    return str(at)


def test_how_long_ago_is_said_outside() -> None:
    with pytest.raises(NotAFact):
        kept(ago, at=AT)
    require_outside()


def with_own(*, words: str) -> str:
    return SafeString(f"<p>{words} {slot('own_name')} {slot('own_name')}</p>")


def test_ones_own_is_put_in_and_escaped_and_never_kept() -> None:
    assert kept(with_own, words="100 %")(own_name="<Rosa>") == "<p>100 % &lt;Rosa&gt; &lt;Rosa&gt;</p>"
    assert kept(with_own, words="100 %")(own_name="Hal") == "<p>100 % Hal Hal</p>"


@pytest.mark.parametrize("words", ["%(own_name)s", "%s %d", "\x02own_name\x03", "{{ own_name }}"])
def test_words_that_look_like_a_slot_stay_words(words: str) -> None:
    part = kept(said, what=words)
    assert (part(own_name="Rosa"), part.slots) == (words, frozenset())


def test_so_many_letters_are_kept_and_those_used_last() -> None:
    few = _Kept(most=10)
    few.set(b"a", Part("aaaa"))
    few.set(b"b", Part("bbbb"))
    assert few.get(b"a") is not None
    few.set(b"c", Part("cccc"))
    assert [few.get(key) is not None for key in (b"a", b"b", b"c")] == [True, False, True]


def test_while_developing_nothing_is_kept(settings) -> None:
    settings.DEBUG = True
    kept(said, what="a")
    kept(said, what="a")
    assert len(made) == 2
