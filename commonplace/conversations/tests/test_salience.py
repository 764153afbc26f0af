"""Which words of a text it could be filed under: those of a vocabulary, in every form, then what stands out in it."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.conversations.queries.suggesting import small_words, stemmer
from commonplace.lib.salience import LONGEST_PHRASE, MOST_LETTERS, Phrase, known, salient

PIPES = """Our correlator gives two peaks on plastic pipe over 200 mm. Has anyone used loggers on plastic pipe?
Plastic pipe swallows the sound; see https://example.org/plastic-pipe and `plastic pipe`."""


def words(found: list[Phrase]) -> list[str]:
    return [one.words for one in found]


@pytest.mark.parametrize(
    ("language", "title", "text", "first"),
    [
        ("en", "Loggers", PIPES, "plastic pipe"),
        ("pl", "Nocny przepływ", "Nocny przepływ rośnie. Czy nocny przepływ zależy od ciśnienia?", "nocny przepływ"),
        # Nobody listed the small words of Finnish: their length decides.
        ("fi", "Yövirtaus", "Yövirtaus on suuri. Miksi yövirtaus kasvaa?", "yövirtaus"),
        ("ja", "夜間流量", "夜間流量 が 増加 した", "夜間流量"),
    ],
)
def test_what_is_said_again_stands_out(language: str, title: str, text: str, first: str) -> None:
    found = salient(title, text, small=small_words(language), stem=stemmer(language))
    assert first in words(found[:2])


def test_small_words_addresses_code_and_figures_are_no_phrases() -> None:
    text = "The 200 and the 300 of https://example.org/leaks `leaks` @rosa rosa@example.org ```leaks\n"
    assert salient("", text, small=small_words("en")) == []


def test_capitals_of_a_name_stay() -> None:
    assert words(salient("HDPE Welds", "", small=small_words("en"))) == ["HDPE welds"]


def test_a_vocabulary_is_found_in_every_form_and_by_what_else_it_is_called() -> None:
    ours = {1: ["valves"], 2: ["plastic pipes", "HDPE"], 3: ["night flow"], 4: ["pumps"], 5: ["C++"]}
    stem = stemmer("en")

    def found(title: str, text: str = "") -> list[int]:
        return [key for key, _weight in known(title, text, ours, stem=stem)]

    assert found("A valve sings") == [1]
    assert found("Welding", "We weld hdpe by night.") == [2]
    assert found("Plastic-pipe", "The valve.") == [2, 1]
    # Words of a name that stand apart say less than a word that stands there.
    assert found("The flow of this valve", "at night") == [1, 3]
    assert found("Nothing of ours") == []
    polish = {1: ["zasuwy"], 2: ["nocny przepływ"]}
    assert [key for key, _weight in known("O nocnym przepływie", "Zasuwa.", polish, stem=stemmer("pl"))] == [2, 1]


TEXTS = st.text(st.sampled_from("ab łż経C+#- .,\n'`@/1"), max_size=120) | st.text(max_size=120)


@given(title=TEXTS, text=TEXTS, most=st.integers(0, 6))
def test_whatever_is_written_phrases_stand_there_and_apart(title: str, text: str, most: int) -> None:
    found = salient(title, text, small={"ab"}, most=most)
    assert len(found) <= most
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    for one in found:
        assert 1 <= len(one.stems) <= LONGEST_PHRASE
        assert 0 < len(one.words) <= MOST_LETTERS
        assert "ab" not in one.stems
        for word in one.stems:
            assert word in f"{title}\n{text}".lower()
    assert len({one.stems for one in found}) == len(found)
    assert salient(title, text, small={"ab"}, most=most) == found


@given(text=TEXTS, name=st.sampled_from(("valves", "night flow", "PE")))
def test_a_name_that_stands_in_the_title_is_always_found(text: str, name: str) -> None:
    assert [key for key, _weight in known(f"On {name}", text, {1: [name]})] == [1]


def test_of_a_long_text_the_beginning_is_read() -> None:
    text = " ".join(f"word{n} of pipe{n % 700}" for n in range(20_000))
    assert salient("", text, small=small_words("en")) == salient("", text[:20_000], small=small_words("en"))


@pytest.mark.parametrize("text", ["a" * 20_000, "a-" * 10_000, "水" * 20_000])
def test_a_long_text_without_blanks_costs_no_more_than_another(text: str) -> None:
    began = process_time()
    known("", text, {1: ["valves"]})
    salient("", text)
    assert process_time() - began < 1


def test_the_name_of_a_picture_is_not_what_a_text_is_about() -> None:
    found = [one.words for one in salient("", "![the valve](image.png) and [the sheet](sheets/night.pdf)")]
    assert not {"image", "png", "sheets", "night", "pdf"} & {word for words in found for word in words.split()}
