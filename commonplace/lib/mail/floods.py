"""Spam floods: letters of one-post strangers whom nobody answers, set aside for the steward to look through.

Precision before recall: a newcomer's unanswered question set aside is a person turned away, an advertisement kept is a
nuisance. So only letters that could not be less part of any talk are looked at at all. A letter that answers or quotes
somebody is talk, and so is one that somebody answers; but nobody is answered by themselves, or by others who do nothing
but advertise. There are three reasons to go aside:

- its senders advertise in nearly everything they write, and nobody else ever answered them, however much they wrote and
  answered each other;
- it reads like advertising in several words, none of them the community's own, and is not about anything here;
- it came in a flood, more strangers' letters within thirty days than this archive ever sees otherwise, and shows a
  mark of one: words of advertising, hardly any words but a link, or a text or a link that other strangers sent as well.
  The denser the flood, the fewer marks are asked for; the community's words count against it.

What the list itself adds below every letter is no word of its sender.

The community's words are those in the subjects of its answered conversations. What was measured stands in
docs/measurements.md.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from sys import intern

from commonplace.lib.mail.advertising import (
    NOTHING,
    Said,
    Told,
    words_of,
)
from commonplace.lib.mail.reasons import FLOOD, FLOOD_ALIKE, FLOOD_HAWKING, HAWKING, HAWKING_RING
from commonplace.lib.mail.subjects import bare_subject, is_reply

WINDOW = timedelta(days=30)
MAY_BE_FLOOD = 12  # strangers' letters in a window that may be a flood
TORRENT = 50  # so many are one, whatever they say
TIMES_USUAL = 4  # how far above the archive's usual a window must be
TIMES_OTHERS = 2  # or how far above everyone else's letters in the same days
SHARED_BY = 3  # strangers with the same text or link
TOPICAL_SHARE = 0.2  # of a letter's words, known to the community: then it is about something here
MOST_LETTERS = 2  # whoever wrote more, unheard, must advertise as well
LITANY = 6  # times that several people sent the same text with a link
NEARLY_ALL = 0.75  # of what somebody writes
OF_LITANIES = 1 / 3  # of what somebody says again and again, so much must advertise


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is asked of every letter: whose it is, where it stands, and whether it could be part of a flood at all."""

    message_id: str
    person: str
    conversation: str
    sent_at: datetime
    subject: str  # bare
    could_be: bool  # whether it names no id, is no reply and quotes nobody
    told: Told = NOTHING

    @classmethod
    def of(
        cls,
        *,
        message_id: str,
        person: str,
        conversation: str,
        sent_at: datetime,
        subject: str,
        names_ids: bool,
        told: Told = NOTHING,
    ) -> "Arrival":
        """The arrival of a letter under the subject as it was written."""
        could_be = not (names_ids or is_reply(subject) or told.quotes)
        return cls(message_id, person, conversation, sent_at, intern(bare_subject(subject)), could_be, told)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A letter that goes aside, and why."""

    message_id: str
    reason: str


def set_aside(arrivals: Iterable[Arrival], text_of: Callable[[str], str]) -> list[SetAside]:
    """The letters to set aside, in order of time; the whole archive at once, for a flood is one only beside its
    usual. Only of unanswered strangers' letters `text_of` is asked.
    """
    everyone = sorted(arrivals, key=lambda one: (one.sent_at, one.message_id))
    hawkers = _hawkers(everyone)
    aside = [SetAside(one.message_id, HAWKING_RING) for one in everyone if one.person in hawkers]
    aside += _strangers_aside([one for one in everyone if one.person not in hawkers], text_of)
    places = {one.message_id: place for place, one in enumerate(everyone)}
    return sorted(aside, key=lambda one: places[one.message_id])


def _strangers_aside(everyone: list[Arrival], text_of: Callable[[str], str]) -> list[SetAside]:
    letters = Counter(one.person for one in everyone)
    strangers = _unanswered_strangers(everyone)
    if not strangers:
        return []
    unheard = {one.message_id for one in strangers}
    known = _community_words(everyone, unheard)
    few = [one for one in strangers if letters[one.person] <= MOST_LETTERS]
    usual = _usual(few, everyone)
    moments = [one.sent_at for one in few]
    others = [one.sent_at for one in everyone if one.message_id not in unheard]
    senders: dict[int, set[str]] = {}
    everything_said = {one.message_id: Said.of(one.subject, text_of(one.message_id)) for one in strangers}
    for one in strangers:
        for likeness in everything_said[one.message_id].likenesses:
            senders.setdefault(likeness, set()).add(one.person)
    aside: list[SetAside] = []
    for one in strangers:
        said = everything_said[one.message_id]
        density = _density(moments, one.sent_at)
        shared = max((len(senders[likeness]) for likeness in said.likenesses), default=0)
        marks, hits = _marks(said, known)
        if letters[one.person] > MOST_LETTERS and hits < 2:
            continue
        if shared >= SHARED_BY:
            marks += 2
        if density >= 2 * TORRENT and not said.words & known:
            marks += 1
        stands_out = density >= TIMES_USUAL * usual or density >= TIMES_OTHERS * _around(others, one.sent_at)
        if density >= MAY_BE_FLOOD and stands_out and marks >= (1 if density >= TORRENT else 2):
            reason = f"{FLOOD} {density}"
            if shared >= SHARED_BY:
                reason = f"{FLOOD_ALIKE} {density} {shared}"
            elif hits:
                reason = f"{FLOOD_HAWKING} {density}"
            aside.append(SetAside(one.message_id, reason))
        elif marks >= 3 and hits >= 2:
            aside.append(SetAside(one.message_id, HAWKING))
    return aside


def _marks(said: Said, known: frozenset[int]) -> tuple[int, int]:
    """How much a letter looks like a flood's, and how many of its words are advertising's and not this community's."""
    in_subject = sum(1 for phrase in said.hawked_in_subject if not words_of(phrase) & known)
    in_body = sum(1 for phrase in said.hawked if not words_of(phrase) & known)
    topical = len(said.words & known)
    marks = 2 * min(in_subject, 2) + min(in_body, 3) + said.is_bare
    if topical >= 2 and topical >= TOPICAL_SHARE * len(said.words):
        marks -= 3
    # A link without words under an advertising subject counts as a second hit.
    return marks, in_subject + in_body + (1 if in_subject and said.is_bare else 0)


def _hawkers(everyone: list[Arrival]) -> set[str]:
    """Whoever advertises in nearly all they write, wrote more than one letter or was answered, and was answered by
    nobody but themselves and others of the kind.
    """
    theirs: dict[str, list[Arrival]] = {}
    talks: dict[str, list[Arrival]] = {}
    for one in everyone:
        theirs.setdefault(one.person, []).append(one)
        talks.setdefault(one.conversation, []).append(one)
    same: dict[int, Counter[str]] = {}  # who said each text, and how often
    for one in everyone:
        if one.told.likeness:
            same.setdefault(one.told.likeness, Counter())[one.person] += 1
    spoken = {person for talk in talks.values() if len(talk) > 1 for person in {one.person for one in talk}}
    hawkers = {person for person in theirs if person in spoken and _hawks(theirs[person], frozenset(), same)}
    while hawkers:
        known = _words_of_talks(talks.values(), hawkers)
        kept = {person for person in hawkers if _hawks(theirs[person], known, same)}
        kept -= {one.person for talk in talks.values() for one in _answered_by_others(talk, kept)}
        if kept == hawkers:
            break
        hawkers = kept
    shared = [{one.person for one in talk} for talk in talks.values()]
    shared = [people for people in shared if len(people) > 1]
    if 2 * sum(people <= hawkers for people in shared) > len(shared):
        # Where most of the talk is theirs it may be what this list is about, unless they say the same again and again.
        hawkers = {
            person
            for person in hawkers
            if 2 * sum(_times(one.told, same) >= SHARED_BY for one in theirs[person]) > len(theirs[person])
        }
    return hawkers


def _hawks(letters: list[Arrival], known: frozenset[int], same: Mapping[int, Counter[str]]) -> bool:
    """Whether nearly all of somebody's letters advertise, in words that are not the community's, or say the same again
    and again beside those that do.
    """
    wares = [_is_ware(one.told, known, same) for one in letters]
    litanies = sum(ware or _is_litany(one.told, same) for ware, one in zip(wares, letters, strict=True))
    return litanies >= NEARLY_ALL * len(letters) and sum(wares) >= OF_LITANIES * len(letters)


def _is_litany(told: Told, same: Mapping[int, Counter[str]]) -> bool:
    return told.links and _times(told, same) >= LITANY


def _is_ware(told: Told, known: frozenset[int], same: Mapping[int, Counter[str]]) -> bool:
    times = _times(told, same)
    if _is_litany(told, same) and len(same[told.likeness]) > 1:
        return True
    in_body = sum(1 for phrase in told.in_body if not words_of(phrase) & known)
    in_subject = sum(1 for phrase in told.in_subject if not words_of(phrase) & known)
    if not in_body:
        return False
    if _is_litany(told, same):
        return True
    return in_body >= 3 or (in_body + in_subject >= 2 and (in_subject > 0 or times >= SHARED_BY))


def _times(told: Told, same: Mapping[int, Counter[str]]) -> int:
    """How often the same text came; 0 where it is not looked at."""
    return same[told.likeness].total() if told.likeness else 0


def _answered_by_others(talk: list[Arrival], hawkers: set[str]) -> list[Arrival]:
    """The letters of a conversation, in order of time, after which somebody wrote who is none of the hawkers."""
    last = max((place for place, one in enumerate(talk) if one.person not in hawkers), default=0)
    return talk[:last]


def _words_of_talks(talks: Iterable[list[Arrival]], hawkers: set[str]) -> frozenset[int]:
    counted = Counter(
        word for talk in talks if len({one.person for one in talk} - hawkers) > 1 for word in words_of(talk[0].subject)
    )
    return frozenset(word for word, times in counted.items() if times >= 2)


def _unanswered_strangers(everyone: list[Arrival]) -> list[Arrival]:
    """The letters of whoever never answered anyone and was never answered; what one says to oneself is no answer."""
    people: dict[str, set[str]] = {}
    for one in everyone:
        people.setdefault(one.conversation, set()).add(one.person)
    begun: set[str] = set()
    heard: set[str] = set()
    for one in everyone:
        answers_elsewhere = not one.could_be and one.conversation not in begun
        if answers_elsewhere or len(people[one.conversation]) > 1:
            heard.add(one.person)
        begun.add(one.conversation)
    return [one for one in everyone if one.person not in heard]


def _community_words(everyone: list[Arrival], strangers: set[str]) -> frozenset[int]:
    """The words in the subjects of at least two conversations that were answered."""
    talk: dict[str, set[str]] = {}
    subjects: dict[str, str] = {}
    for one in everyone:
        if one.message_id not in strangers:
            talk.setdefault(one.conversation, set()).add(one.person)
            subjects.setdefault(one.conversation, one.subject)
    counted = Counter(
        word for conversation, people in talk.items() if len(people) > 1 for word in words_of(subjects[conversation])
    )
    return frozenset(word for word, times in counted.items() if times >= 2)


def _usual(strangers: list[Arrival], everyone: list[Arrival]) -> float:
    """Strangers' letters in an ordinary window of this archive: the median over all its windows, and at least one."""
    first = everyone[0].sent_at
    windows = Counter((one.sent_at - first) // WINDOW for one in strangers)
    number = (everyone[-1].sent_at - first) // WINDOW + 1
    if number > 10_000:
        return 1.0
    return max(1.0, median(windows[n] for n in range(number)))


def _density(moments: list[datetime], here: datetime) -> int:
    """Strangers' letters in the fullest window that a moment lies in: before, after or around it."""
    return max(_count(moments, here - WINDOW, here), _count(moments, here, here + WINDOW), _around(moments, here))


def _around(moments: list[datetime], here: datetime) -> int:
    return _count(moments, here - WINDOW / 2, here + WINDOW / 2)


def _count(moments: list[datetime], since: datetime, until: datetime) -> int:
    return bisect_right(moments, until) - bisect_left(moments, since)
