"""What is a person's in words: what they wrote, with whom, what they have begun, and what they want."""

from commonplace.people.mine import Erasing, Mine
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

_FOR_STEWARDS = "a copy that waits before stewards until they are done with it"
LISTS = (
    Mine("correspondences", Correspondent, "person", Erasing.GOES, ("correspondence_id", "left_at"), order=270),
    Mine(
        "words_written",
        Word,
        "author",
        Erasing.NAMELESS,
        ("correspondence_id", "source", "written_at", "taken_back_at"),
        order=271,
    ),
    Mine("words_begun", WordDraft, "person", Erasing.GOES, ("place", "to", "text", "changed_at"), order=272),
    Mine("wish_for_words", WordsWish, "person", Erasing.GOES, ("who", "letters", "since"), order=273),
    Mine("no_more_words_from", NoMoreWords, "person", Erasing.GOES, ("whom_id", "since"), order=274),
    Mine("refused_by", NoMoreWords, "whom", Erasing.GOES, why="theirs, who want none"),
    Mine("correspondences_begun", Correspondence, "begun_by", Erasing.NAMELESS, why="told with the words"),
    Mine("words_to_be_told_of", WordToTell, "person", Erasing.GOES, why="letters on their way"),
    Mine("words_handed_over", HandedWord, "by", Erasing.NAMELESS, why=_FOR_STEWARDS),
    Mine("words_of_theirs_handed_over", HandedWord, "author", Erasing.NAMELESS, why=_FOR_STEWARDS),
)
