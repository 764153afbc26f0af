"""Words are cut alike by the quick way and by the general one."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from commonplace.search.words import WORD, cut, stem, stems


@given(st.text(alphabet=st.characters(max_codepoint=127)) | st.text(alphabet="ab_1 …é.@") | st.text())
def test_words_are_runs_of_letters_and_digits(text: str) -> None:
    assert cut(text) == WORD.findall(unicodedata.normalize("NFC", text.replace("_", " ")))


def test_a_text_is_its_words_stems() -> None:
    assert stems("Leaking valves, leaking_pipes", "en") == "leak valv leak pipe"
    assert stems("Żółte zawory", "pl").split() == [stem("Żółte", "pl"), stem("zawory", "pl")]
    assert stem("x" * 100, "en") == "x" * 40
