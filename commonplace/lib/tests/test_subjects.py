"""What many conversations are about: phrases that come again in their titles, worked out by hand."""

from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.subjects import FEWEST, MOST, Title, asking, recurring

SMALL = frozenset({"a", "for", "in", "of", "the", "to", "which", "with"}) | asking("en")


def found(*titles: tuple[str, int], beside: str = "") -> list[str]:
    return [one.words for one in recurring([Title(*one) for one in titles], small=SMALL, beside=beside)]


def test_what_comes_again_in_titles_of_two_people_is_a_subject() -> None:
    said = (("Grease for gates", 1), ("Gates in frost", 1), ("Which gates?", 2), ("Old brass", 3))
    assert found(*said) == ["gates"]
    assert found(*((title, 1) for title, _who in said)) == []
    assert found(*said[:2]) == []


def test_the_longer_phrase_speaks_for_its_parts() -> None:
    said = [("Pressure loggers freeze", 1), ("Pressure loggers", 2), ("The pressure loggers of Ghent", 3)]
    assert found(*said) == ["pressure loggers"]
    # Unless a part of it comes more often elsewhere.
    assert found(*said, ("Pressure", 1), ("Pressure in mains", 2)) == ["pressure", "pressure loggers"]


def test_what_everybody_asks_and_where_says_nothing() -> None:
    said = [("Question: problem with valves", n) for n in range(3)]
    assert found(*said, beside="Valves") == []
    assert found(*said) == ["valves"]
    hyphens = [("Pump-house rota", 1), ("Pump-house keys", 2), ("Pump-house roof", 3)]
    assert (found(*hyphens), found(*hyphens, beside="The Pump House")) == (["pump-house"], [])


def test_of_many_titles_what_a_fifth_of_them_have_says_nothing() -> None:
    others = [(f"Thing{n} alone", n) for n in range(32)]
    assert found(*others, *(("Valves", n) for n in range(8))) == ["valves"]
    assert found(*others, *(("Valves", n) for n in range(9))) == []


@given(st.lists(st.tuples(st.text("abc AB-.", max_size=30), st.integers(0, 3)), max_size=40))
def test_whatever_is_said(said: list[tuple[str, int]]) -> None:
    told = recurring([Title(*one) for one in said])
    assert len(told) <= MOST
    assert len({one.stems for one in told}) == len(told)
    assert told == [] or len(said) >= FEWEST
