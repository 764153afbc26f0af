"""One tidying of text: what nobody sees goes, what a script needs stays."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonplace.lib.invisible import MARKS, Rare
from commonplace.lib.text import letters_alone, one_line, tidy

EMPTY = [0x3164, 0x2800, 0x200B, 0x115F, 0x1160, 0xFFA0, 0xFEFF, 0xAD, 0x2060, 0x200C, 0x200D, 0x200E, 0x200F, 0x061C]
EMPTY += [0x202E, 0x2066, 0x180E, 0x17B5, 0xE0041, 0xE0101, 0xFE0F, 0x034F, 0x07, 0x1B, 0x85, 0x206A, 0x2063, 0xFFF9]
EMPTY += [0xA0, 0x3000, 0x2028, 0x1D173, 0xFFFE, 0xFDD0]
NEEDED = {
    "joiners between picture signs": "👩🏽‍🔬 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 🏴‍☠️",
    "a flag made of tags": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a selector after its sign": "☕️ 1️⃣ ©︎",
    "Persian": "می\u200cخواهم خانه\u200cها",
    "Hindi": "क्\u200dष क्\u200cष",
    "Sinhala": "ශ්\u200dරී ලංකා",
    "words in Khmer": "ខ្ញុំ\u200bស្រលាញ់",
    "Braille": "⠓⠑⠇⠇⠕\u2800⠺",
    "marks of direction in Hebrew": "שלום (C++)\u200f!",
    "ideographs in their variants": "葛\U000e0100城",
    "Mongolian": "ᠨᠢᠭᠡ\u180eᠠ",
    "old Korean": "\u115fᅡᆨ",
    "spaces of typography": "10\u202f000\u00a0zł",
    "private signs": "\ue000",
    "a mark kept apart": "ש\u05b7\u034f\u05bc",
}


@pytest.mark.parametrize("code", EMPTY, ids=hex)
def test_what_nobody_sees_is_nothing(code):
    assert one_line(chr(code) * 3) == ""


@pytest.mark.parametrize("code", sorted(set(EMPTY) - {0x3164, 0xFFA0, 0x2800, 0xA0, 0x3000, 0x2028}), ids=hex)
def test_within_a_latin_word_it_goes_and_the_word_is_whole(code):
    assert tidy(f"thermo{chr(code)}dynamics") == "thermodynamics"


@pytest.mark.parametrize("blank", "\u3164\uffa0\u2800")
def test_what_takes_the_room_of_a_letter_parts_two_words(blank):
    assert one_line(f"Ada{blank}Lovelace{blank}") == "Ada Lovelace"


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_a_script_needs_stays(text):
    composed = unicodedata.normalize("NFC", text)
    assert tidy(text) == composed


def test_names_are_composed_and_on_one_line():
    assert one_line("S\u0301wie\u0328topełk\t\u00a0Z\u0307o\u0301łw\u200b") == "Świętopełk Żółw"


def test_a_flag_that_is_none_loses_its_tags():
    assert tidy("Ada\U000e0041\U000e007f 🏴\U000e0067") == "Ada 🏴"


def test_pages_of_a_printed_text_stand_on_lines_of_their_own():
    assert tidy("end\x0cnext\r\nline") == "end\nnext\nline"


TRICKY = st.text(
    st.one_of(
        st.sampled_from(
            "".join(map(chr, EMPTY)) + "aé1#שمक👩🔥🏽❤🏴葛ខᠠ⠓\u0301\u0327\u094d\u05b7\u1161\u1100\ufe0f\U000e007f"
        ),
        st.characters(),
    )
)


@given(TRICKY)
@example("a\ufe0f\u200d🔥")
@example("e\u0301\u034f\u0302")
@example("a" + "\u0301" * 100)
def test_what_is_tidy_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)
    assert one_line(one_line(text)) == one_line(text)


@given(
    st.text(
        st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2800\u3164\uffa0\u115f\u1160\ufffc")
    )
)
def test_plain_words_are_never_changed(text):
    assert tidy(text) == unicodedata.normalize("NFC", text)


@given(TRICKY, st.sampled_from([MARKS, "".join(map(chr, EMPTY)), "]^-\\\x07\U0001f525", "]^"]))
@example("\U0001d165", MARKS)
@example("^", "]^-\\\x07\U0001f525")
def test_rare_signs_are_found_wherever_one_set_of_them_finds_one(text, signs):
    assert Rare(signs).are_in(text) == any(one in signs for one in text)


@given(TRICKY | st.text("a1_ -\té\u0301", max_size=20))
def test_letters_alone_are_what_is_neither_a_sign_nor_a_digit(text):
    assert letters_alone(text) == re.sub(r"[\W\d_]", "", text)
