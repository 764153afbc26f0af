"""Words are cut alike by the quick way and by the general one, and however they were typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.search.words import UNSEEN, WORD, cut, stem, stems


@given(st.text(alphabet=st.characters(max_codepoint=127)) | st.text(alphabet="ab_1 …é.@") | st.text())
def test_words_are_runs_of_letters_and_digits(text: str) -> None:
    assert cut(text) == WORD.findall(unicodedata.normalize("NFC", UNSEEN.sub("", text.replace("_", " "))))


def test_a_text_is_its_words_stems() -> None:
    assert stems("Leaking valves, leaking_pipes", "en") == "leak valv leak pipe"
    assert stems("Żółte zawory", "pl").split() == [stem("Żółte", "pl"), stem("zawory", "pl")]
    assert stem("x" * 100, "en") == "x" * 40


@pytest.mark.parametrize(
    "unseen", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u034f", "\ufe0f"]
)
def test_what_nobody_sees_ends_no_word(unseen: str) -> None:
    assert cut(f"hydro{unseen}phone, Łó{unseen}dź") == ["hydrophone", "Łódź"]


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Olúwáṣeun", "oluwaseun"),
        ("ẹ̀kọ́", "eko"),
        ("Ṣọlá̀", "sola"),
        ("naïve", "naive"),
        ("शब्दकोश", "शब्दकोश"),
        ("كِتَاب", "كتاب"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_a_mark_on_a_letter_ends_no_word(word: str, folded: str) -> None:
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, f"a {word}, b")
        assert [one for one in stems(text, "").split() if one not in "ab"] == [folded]
