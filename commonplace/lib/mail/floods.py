"""Spam floods: letters of one-post strangers whom nobody answers, set aside for the steward to look through.

Precision before recall: a newcomer's unanswered question set aside is a person turned away, an advertisement kept is a
nuisance. So only a letter that could not be less part of any talk is looked at at all: alone in its conversation,
naming no id, no reply by its subject, from someone none of whose letters (at most two) was ever answered. Such a letter
goes aside for one of two reasons:

- it reads like advertising in several words, none of them the community's own, and is not about anything here;
- it came in a flood, more strangers' letters within thirty days than this archive ever sees otherwise, and shows a
mark of one: words
  of advertising, hardly any words but a link, or a text or a link that other strangers sent as well. The denser the
  flood, the fewer marks are asked for; the community's words count against it.

The community's words are those in the subjects of its answered conversations. What was measured stands in
docs/measurements.md.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zlib import crc32

from commonplace.lib.mail.reasons import FLOOD, FLOOD_ALIKE, FLOOD_HAWKING, HAWKING
from commonplace.lib.mail.subjects import bare_subject, is_reply

WINDOW = timedelta(days=30)
MAY_BE_FLOOD = 12  # strangers' letters in a window that may be a flood
TORRENT = 50  # so many are one, whatever they say
TIMES_USUAL = 4  # how far above the archive's usual a window must be
TIMES_OTHERS = 2  # or how far above everyone else's letters in the same days
SHARED_BY = 3  # strangers with the same text or link
TOPICAL_SHARE = 0.2  # of a letter's words, known to the community: then it is about something here
MOST_LETTERS = 2  # a stranger has written at most so many
EXCERPT = 3000  # characters of a body looked at

_HAWKED = re.compile(
    # Only at the beginning of a word, and in lower case: the list is long and every letter is looked through.
    r"\b(?:viagra|cialis|levitra|xanax|valium|phentermine|tramadol|pharmac(?:y|ies)\b|\bpills?\b|enlarge|erect(?:ion"
    r"|ile)|rolex|replica|tag ?heuer"
    r"|casino|poker|jackpot|lotter(?:y|ies)|lotto|winning notif|\bprize\b|next of kin|beneficiar|inheritance"
    r"|barrister|\busd\b|million (?:us )?dollars"
    r"|(?:pay ?day|cash|quick|personal) loans?\b|mortgage|refinanc|credit (?:score|repair)|debt\b|\bforex\b"
    r"|crypto|bitcoin|invest(?:ment|or) (?:opportunit|propos)"
    r"|\bseo\b|backlinks?|rank(?:ing)? on google|followers|weight loss|\bdiet\b|slim|escort|dating|\bsexy?\b"
    r"|porn|nude|xxx|hot (?:girls|singles)|lonely"
    r"|(?:beautiful|charming|russian|lovely) (?:\S+ )?(?:girl|lady|ladies|blonde|bride|woman)|real dates"
    r"|intelligent man|\d{2,3} ?% (?:off|discount)|discount(?:ed)?\b|best price|special offer|limited time"
    r"|buy now|order now|click here"
    r"|cheap\b|free (?:trial|shipping|gift)|no prescription|act now|guaranteed|earn (?:money|\$|€)"
    r"|work from home|make money|luxury|designer (?:bags|watches)|handbags"
    r"|soliciting|partnership assistance|business propos|urgent (?:reply|assist|business)|dear (?:friend"
    r"|sir/madam|beneficiary|winner)|congratulations|you(?:'ve| have) won|unclaimed)",
)
_LINK = re.compile(r"https?://([^\s/<>\"'%]+)", re.IGNORECASE)
_SCRUBBED = re.compile(
    r"^(?:An HTML attachment was scrubbed|A non-text attachment was scrubbed|-{10,} next part|URL:|Name:|Type:"
    r"|Size:|Desc:).*$",
    re.MULTILINE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
# Words of any subject whatever, which show no knowledge of a domain.
_COMMON = frozenset(
    crc32(word.encode())
    for word in (
        "about after again also announce announcement another anyone anybody answer available back been best"
        " better both call can change"
        " check come could data dear different does done down each email error even every everyone example"
        " find first found free"
        " friend from full general give going good great have hello help here home hope idea important"
        " information into issue"
        " join just keep know last latest life like list little live long look looking made mail mailing make"
        " many meeting"
        " message money month more most much multi name need never news next nothing number offer online only"
        " open other over"
        " page part people place please post price problem problems program question questions quick read"
        " ready real really"
        " regarding release released reply report request right same save search send service should simple"
        " site some someone"
        " something soon special start still stop such support sure take test than thank thanks that their"
        " them then there"
        " these they thing things this those time tips today together trying under update urgent used user"
        " using version very"
        " want watch ways web website week welcome well were what when where which while will with without"
        " work working world would"
        " year years your"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is asked of every letter: whose it is, where it stands, and whether it could be part of a flood at all."""

    message_id: str
    person: str
    conversation: str
    sent_at: datetime
    subject: str  # bare
    could_be: bool  # whether it names no id and is no reply

    @classmethod
    def of(
        cls, *, message_id: str, person: str, conversation: str, sent_at: datetime, subject: str, names_ids: bool
    ) -> "Arrival":
        """The arrival of a letter under the subject as it was written."""
        could_be = not (names_ids or is_reply(subject))
        return cls(message_id, person, conversation, sent_at, bare_subject(subject), could_be)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a stranger's letter says, as much of it as shows a flood."""

    words: frozenset[int]
    hawked_in_subject: frozenset[str]
    hawked: frozenset[str]
    is_bare: bool  # hardly any words but a link or a part that was taken out
    likenesses: frozenset[int]  # its text without digits, and the sites it links to, as numbers

    @classmethod
    def of(cls, subject: str, text: str) -> "_Said":
        excerpt = _SCRUBBED.sub("", text[:EXCERPT])
        skeleton = _NOT_LETTERS.sub("", excerpt.casefold())
        sites = {site.casefold().removeprefix("www.") for site in _LINK.findall(excerpt)}
        likenesses = {crc32(b"site:" + site.encode()) for site in sites}
        if len(skeleton) >= 20:
            likenesses.add(crc32(skeleton[:400].encode()))
        said = _LINK.sub("", excerpt)
        return cls(
            words=_words(subject) | _words(excerpt),
            hawked_in_subject=frozenset(_HAWKED.findall(subject)),
            hawked=frozenset(_HAWKED.findall(excerpt.casefold())),
            is_bare=len(_WORD.findall(said)) < 15 and (bool(sites) or excerpt != text[:EXCERPT]),
            likenesses=frozenset(likenesses),
        )


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
    strangers = _unanswered_strangers(everyone)
    if not strangers:
        return []
    unheard = {one.message_id for one in strangers}
    known = _community_words(everyone, unheard)
    usual = _usual(strangers, everyone)
    moments = [one.sent_at for one in strangers]
    others = [one.sent_at for one in everyone if one.message_id not in unheard]
    senders: dict[int, set[str]] = {}
    everything_said = {one.message_id: _Said.of(one.subject, text_of(one.message_id)) for one in strangers}
    for one in strangers:
        for likeness in everything_said[one.message_id].likenesses:
            senders.setdefault(likeness, set()).add(one.person)
    aside: list[SetAside] = []
    for one in strangers:
        said = everything_said[one.message_id]
        density = _density(moments, one.sent_at)
        shared = max((len(senders[likeness]) for likeness in said.likenesses), default=0)
        marks, hits = _marks(said, known)
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


def _marks(said: _Said, known: frozenset[int]) -> tuple[int, int]:
    """How much a letter looks like a flood's, and how many of its words are advertising's and not this community's."""
    in_subject = sum(1 for phrase in said.hawked_in_subject if not _words(phrase) & known)
    in_body = sum(1 for phrase in said.hawked if not _words(phrase) & known)
    topical = len(said.words & known)
    marks = 2 * min(in_subject, 2) + min(in_body, 3) + said.is_bare
    if topical >= 2 and topical >= TOPICAL_SHARE * len(said.words):
        marks -= 3
    # A link without words under an advertising subject counts as a second hit.
    return marks, in_subject + in_body + (1 if in_subject and said.is_bare else 0)


def _unanswered_strangers(everyone: list[Arrival]) -> list[Arrival]:
    letters = Counter(one.person for one in everyone)
    in_conversation = Counter(one.conversation for one in everyone)
    heard = {one.person for one in everyone if in_conversation[one.conversation] > 1 or not one.could_be}
    return [one for one in everyone if one.could_be and one.person not in heard and letters[one.person] <= MOST_LETTERS]


def _community_words(everyone: list[Arrival], strangers: set[str]) -> frozenset[int]:
    """The words in the subjects of at least two conversations that were answered."""
    talk: dict[str, set[str]] = {}
    subjects: dict[str, str] = {}
    for one in everyone:
        if one.message_id not in strangers:
            talk.setdefault(one.conversation, set()).add(one.person)
            subjects.setdefault(one.conversation, one.subject)
    counted = Counter(
        word for conversation, people in talk.items() if len(people) > 1 for word in _words(subjects[conversation])
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


def _words(text: str) -> frozenset[int]:
    """The words that may tell a domain, as numbers, at most sixty."""
    words: set[int] = set()
    for word in _WORD.findall(text.casefold()):
        number = crc32(word.encode())
        if number not in _COMMON:
            words.add(number)
            if len(words) >= 60:
                break
    return frozenset(words)
