"""Conversations assembled from letters, in any order and in batches of any size."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.lib.mail.threading import Assembler, Join, Sighting

START = datetime(2003, 1, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Note:
    message_id: str
    subject: str = "Reeds"
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    day: int = 0

    @property
    def sent_at(self) -> datetime:
        return START + timedelta(days=self.day)


class Kept:
    """What former runs kept, as an importer would."""

    def __init__(self) -> None:
        self.anchors: dict[str, str] = {}
        self.seen: dict[str, dict[str, Sighting]] = {}

    def keep(self, assembler: Assembler) -> None:
        for join in assembler.joins:
            self.anchors = {one: join.kept if key == join.gone else key for one, key in self.anchors.items()}
        self.anchors.update(assembler.anchors())
        for subject, sighting in assembler.sightings():
            self.seen.setdefault(subject, {})[sighting.message_id] = sighting

    def conversations(self, ids: Collection[str]) -> Mapping[str, str]:
        return {one: self.anchors[one] for one in ids if one in self.anchors}

    def sightings(self, subjects: Collection[str]) -> Mapping[str, Iterable[Sighting]]:
        return {one: self.seen[one].values() for one in subjects if one in self.seen}


def groups(*notes: Note) -> list[list[str]]:
    assembler = Assembler()
    assembler.add(notes)
    return sorted(assembler.conversations().values())


def test_reply_joins_what_it_names() -> None:
    assert groups(Note("a"), Note("b", "Other", in_reply_to="a"), Note("c", "Third", references=("a", "b"), day=1)) == [
        ["a", "b", "c"]
    ]


def test_reply_seen_before_its_parent_ends_in_the_same_conversation() -> None:
    assert groups(Note("c", references=("a", "b"), day=2), Note("b", in_reply_to="a", day=1), Note("a")) == [
        ["a", "b", "c"]
    ]


def test_two_replies_to_a_lost_letter_are_together() -> None:
    assert groups(Note("b", in_reply_to="lost"), Note("c", "Other", in_reply_to="lost")) == [["b", "c"]]


def test_reply_without_ids_joins_by_subject_within_sixty_days() -> None:
    assert groups(Note("a"), Note("b", "AW: [Band] reeds", day=60)) == [["a", "b"]]
    assert groups(Note("a"), Note("b", "Re: Reeds", day=61)) == [["a"], ["b"]]
    assert groups(Note("a", day=1), Note("b", "Re: Reeds")) == [["a"], ["b"]]


def test_reply_without_ids_seen_before_its_elder_joins_it_too() -> None:
    assert groups(Note("b", "Re: Reeds", day=3), Note("a")) == [["a", "b"]]


def test_same_subject_without_reply_mark_begins_anew() -> None:
    assert groups(Note("a"), Note("b", "Reeds", day=1)) == [["a"], ["b"]]


def test_threads_with_ids_of_their_own_stay_apart() -> None:
    assert groups(
        Note("a"),
        Note("b", "Re: Reeds", in_reply_to="a", day=1),
        Note("c", "Re: Reeds", in_reply_to="x", day=2),
        Note("d", "Re: Reeds", in_reply_to="c", day=3),
    ) == [["a", "b"], ["c", "d"]]


def test_empty_subjects_join_nothing() -> None:
    assert groups(Note("a", ""), Note("b", "Re: ", day=1), Note("c", "Re: (no subject)", day=2)) == [
        ["a"],
        ["b"],
        ["c"],
    ]


def test_key_is_the_earliest_letter() -> None:
    assembler = Assembler()
    assembler.add([Note("b", in_reply_to="a", day=1), Note("a")])
    assert assembler.conversation_of("b") == "a"


def test_conversations_of_former_runs_that_turn_out_to_be_one_are_told() -> None:
    kept = Kept()
    for note in (Note("a"), Note("b", "Other", in_reply_to="lost")):
        assembler = Assembler(kept)
        assembler.add([note])
        kept.keep(assembler)
    assembler = Assembler(kept)
    assembler.add([Note("c", "Third", references=("a", "lost"))])
    assert assembler.joins == [Join(kept="a", gone="b")]
    assert assembler.conversation_of("c") == "a"


def test_second_run_changes_nothing() -> None:
    notes = [Note("a"), Note("b", "Re: Reeds", day=2), Note("c", "Re: Reeds", in_reply_to="b", day=3)]
    kept = Kept()
    for _ in range(2):
        assembler = Assembler(kept)
        assembler.add(notes)
        kept.keep(assembler)
        assert assembler.joins == []
        assert set(kept.anchors.values()) == {"a"}


IDS = st.sampled_from([f"m{n}" for n in range(12)])
NOTES = st.lists(
    st.builds(
        Note,
        message_id=IDS,
        subject=st.sampled_from(["Reeds", "Re: Reeds", "Pads", "Re: Pads", "", "Fwd: Reeds"]),
        in_reply_to=st.one_of(st.just(""), st.just(""), IDS),
        references=st.one_of(st.just(()), st.just(()), st.lists(IDS, max_size=3).map(tuple)),
        day=st.integers(0, 200),
    ),
    max_size=14,
    unique_by=lambda note: note.message_id,
)


def partition(notes: list[Note], key_of) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for note in notes:
        found.setdefault(key_of(note.message_id), set()).add(note.message_id)
    return {frozenset(one) for one in found.values()}


@settings(max_examples=300, deadline=None)
@given(NOTES, st.integers(1, 5))
def test_result_does_not_depend_on_the_size_of_batches(notes: list[Note], size: int) -> None:
    whole = Assembler()
    whole.add(notes)
    pieces = Assembler()
    kept = Kept()
    for at in range(0, len(notes), size):
        pieces.add(notes[at : at + size])
        run = Assembler(kept)
        run.add(notes[at : at + size])
        kept.keep(run)
    assert pieces.conversations() == whole.conversations()
    assert partition(notes, kept.anchors.__getitem__) == partition(notes, whole.conversation_of)


@settings(max_examples=200, deadline=None)
@given(NOTES.flatmap(lambda notes: st.tuples(st.just(notes), st.permutations(notes))))
def test_ids_alone_give_the_same_conversations_in_any_order(both: tuple[list[Note], list[Note]]) -> None:
    notes = [Note(one.message_id, one.message_id, one.in_reply_to, one.references, one.day) for one in both[0]]
    order = [one.message_id for one in both[1]]
    assert groups(*notes) == groups(*sorted(notes, key=lambda one: order.index(one.message_id)))
