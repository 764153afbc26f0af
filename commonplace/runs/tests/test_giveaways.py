"""What the house knows is marked in a text, and not a letter of the text is lost."""

from hypothesis import given
from hypothesis import strategies as some

from commonplace.runs.giveaways import Piece, known_from, marked

KNOWN = known_from(
    names=["Rosa Quispe", "Tomasz Wilk", "Will O’Hara", "Bo Li"],
    organisations=["Sedapar", "Water Works North"],
    places=["Łódź", "Rua das Flores"],
)


def found(text: str) -> list[tuple[str, str]]:
    return [(one.words, one.what) for one in marked(text, KNOWN) if one.what]


def test_names_organisations_places_and_numbers_are_marked() -> None:
    assert found("Rosa told Sedapar in Łódź of 42 leaks.") == [
        ("Rosa", "name"),
        ("Sedapar", "organisation"),
        ("Łódź", "place"),
        ("42", "number"),
    ]


def test_a_phrase_is_marked_whole_and_parts_of_an_organisation_are_not() -> None:
    assert found("At water works north, near Rua das Flores; the Water was cold. Rosa Quispe left.") == [
        ("water works north", "organisation"),
        ("Rua das Flores", "place"),
        ("Rosa Quispe", "name"),
    ]


def test_endings_of_other_grammars_are_marked_with_the_name() -> None:
    assert found("Bez Tomasza i Tomaszowi nie.") == [("Tomasza", "name"), ("Tomaszowi", "name")]


def test_a_word_that_is_a_name_elsewhere_is_left_alone_in_small_letters_or_where_it_is_short() -> None:
    assert found("We will see; bo li.") == [("bo li", "name")]
    assert found("We will see Bo.") == []


@given(some.text(alphabet=some.sampled_from("Rosa Quispe Łódź-42’\n.,water works north"), max_size=300))
def test_the_pieces_are_the_text(text: str) -> None:
    pieces = marked(text, KNOWN)
    assert "".join(one.words for one in pieces) == text
    assert all(one.words for one in pieces)


def test_where_nothing_is_known_numbers_alone_are_marked() -> None:
    assert marked("Rosa, 3.", known_from(names=[], organisations=[], places=[])) == [
        Piece("Rosa, "),
        Piece("3", "number"),
        Piece("."),
    ]
