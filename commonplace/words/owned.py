"""Why nothing of this room goes along when a community moves to another house."""

from commonplace.communities.owned import stays
from commonplace.words.models import (
    Correspondence,
    Correspondent,
    HandedWord,
    NoMoreWords,
    Word,
    WordDraft,
    WordsWish,
    WordToTell,
)

LISTS = stays(
    "letters between persons",
    Correspondence,
    Correspondent,
    Word,
    WordToTell,
    WordsWish,
    NoMoreWords,
    WordDraft,
    HandedWord,
)
