"""In which charset a text of one byte a letter is written, guessed by the letters that a language has.

Any bytes are a text in Windows-1252, and nearly any in its siblings, so that decoding proves nothing. Words do: in the
wrong charset a letter becomes a sign that no word has in it, or a letter of no language near.
"""

import re
from typing import Final

LETTERS: Final = {
    "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű", "ro": "ăâîşţ",
    "hr": "čćđšž", "sl": "čšž", "sq": "çë", "de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíñóúü¿¡",
    "pt": "áâãàçéêíóôõúü", "it": "àèéìòù", "nl": "éëïóöü", "sv": "åäöé", "fi": "äöå", "da": "æøåé", "nb": "æøåé",
    "is": "áæðéíóöþúý", "en": "éèïôöüç", "tr": "çğıöşüiâ", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "et": "äõöüšž",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя", "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋ", "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ",
}  # fmt: skip
# The labels that browsers know, the commoner first, each with the languages that were written in it.
CHARSETS: Final = {
    "windows-1250": ("pl", "cs", "sk", "hu", "ro", "hr", "sl", "sq"),
    "windows-1252": ("de", "fr", "es", "pt", "it", "nl", "sv", "fi", "da", "nb", "is", "en", "sq", "et"),
    "iso-8859-2": ("pl", "cs", "sk", "hu", "ro", "hr", "sl", "sq"),
    "windows-1251": ("ru", "uk", "bg", "sr"),
    "koi8-r": ("ru",),
    "windows-1253": ("el",),
    "windows-1254": ("tr",),
    "windows-1255": ("he",),
    "windows-1256": ("ar",),
    "windows-1257": ("lt", "lv", "et"),
}
# What a text may hold beside its letters: quotes, dashes, signs of money and measure.
_USUAL = frozenset("„”“‚’‘«»‹›–—…•·°§€£©®™±×²³µ½¼¾\u00a0\u00ad№")
_LOOKED_AT = 200_000  # bytes; a longer text is told by its beginning
_WORD = re.compile(r"[^\W\d_]+")


def guessed(data: bytes, language: str = "") -> str:
    """The charset of some bytes that are no UTF-8, as browsers call it; `language` is what one would expect here."""
    own = language.partition("-")[0].lower()
    own = own if own in LETTERS else "en"
    best, most = "windows-1252", float("-inf")
    # Where two read alike, what the language was written in comes first, then the commoner.
    for name in sorted(CHARSETS, key=lambda name: own not in CHARSETS[name]):
        text = _read(data[:_LOOKED_AT], name)
        if text is None:
            continue
        score = max(_score(text, LETTERS[spoken], spoken == own) for spoken in CHARSETS[name])
        if score > most:
            best, most = name, score
    return best


def _read(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _score(text: str, letters: str, is_own: bool) -> float:
    """How much of what is no ASCII belongs where it stands, at most 1, and a little more for the own language."""
    strange = [sign for sign in text if not sign.isascii()]
    if not strange:
        return 0.0
    known = frozenset(letters) | frozenset(letters.upper())
    good = sum(1.0 for sign in strange if sign in known) + sum(0.5 for sign in strange if sign in _USUAL)
    odd = sum(1.0 for sign in strange if sign not in known and sign not in _USUAL)
    # 'jaŸñ': a capital within a small word, which no spelling has.
    odd += sum(1.0 for word in _WORD.findall(text) if not word.isupper() and any(c.isupper() for c in word[1:]))
    # 'Za¿ó³æ': signs within a word.
    odd += len(_WITHIN.findall(text))
    # A sign or two prove nothing, and are read as is usual here.
    return (good - odd) / len(strange) + (0.2 + 1 / len(strange) if is_own else 0.0)


_WITHIN = re.compile(r"(?<=[^\W\d_])[¿¡£³¹±²¥¤¦§¨ª«¬¯´µ¶¸º»¼½¾×÷†‡‰•˜˘˛](?=[^\W\d_])")
