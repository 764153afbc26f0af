"""What a letter says that may be advertising, and the words that tell what a letter is about."""

import re
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

from commonplace.lib.text import letters_alone

EXCERPT = 3000  # characters of a body looked at

HAWKED = re.compile(
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
# One of these is in whatever the expression above finds; a plain search for them is far quicker, and is over at the
# first, so those that stand in letters about anything come first.
_MAY_HAWK = tuple(
    "tag|earn |home|special|free |sex|lad|business|rank|invest|cheap|weight|debt|credit"
    "|viagra|cialis|levitra|xanax|valium|phentermine|tramadol|pharmac|pill|enlarge|erecti|rolex|replica"
    "|casino|poker|jackpot|lotter|lotto|winning|prize|next of kin|beneficiar|inheritance|barrister|usd|dollars"
    "|loan|mortgage|refinanc|forex|crypto|bitcoin|seo|backlink|followers|diet"
    "|slim|escort|dating|porn|nude|xxx|girls|singles|lonely|girl|blonde|bride|woman|real dates"
    "|intelligent|% off|%off|% discount|%discount|discount|best price|limited|buy now|order now"
    "|click here|prescription|act now|guaranteed|make money|luxury|designer|handbags"
    "|soliciting|partnership|urgent|dear |congratulations|have won|'ve won|unclaimed".split("|")
)
# A quote begins the letter, or a line above it says whose it is; advertisements draw their bullets with the same sign.
_QUOTES = re.compile(
    r"\A\s{0,8}> ?\w|^[^\n]{3,200}[:：][ \t]{0,4}\n(?:[ \t]{0,4}\n)? {0,3}>[> ]{0,8}[^\W_]|^-{2,}\s?Original Message",
    re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
# Where what the sender wrote ends, and what the list adds begins: a rule, or a line with such words near its beginning.
_ADDED = re.compile(
    r"\n(?:_{10,}|-{20,}|={20,}|-- ?)[ \t]*$|mailing list\b|to unsubscribe\b"
    r"|you received this (?:message|e-?mail) because|you are receiving this",
    re.MULTILINE,
)
_ADDED_IN_ANY_CASE = re.compile(_ADDED.pattern, re.MULTILINE | re.IGNORECASE)  # takes four times as long
_NEAR = 80  # characters of a line before such words
LISTS_OWN = re.compile(
    r"https?://\S{0,200}(?:/mailman|/listinfo|unsubscribe|groups\.google|/hyperkitty|/pipermail)", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]{4,}")
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
_LINK = re.compile(r"https?://([^\s/<>\"'%]+)", re.IGNORECASE)
_SCRUBBED = re.compile(
    r"^(?:An HTML attachment was scrubbed|A non-text attachment was scrubbed|-{10,} next part|URL:|Name:|Type:"
    r"|Size:|Desc:).*$",
    re.MULTILINE | re.IGNORECASE,
)


class Told(NamedTuple):
    """What is kept of every letter's words: how it advertises, whether others said the same, whether it quotes."""

    in_subject: frozenset[str]
    in_body: frozenset[str]
    likeness: int  # its text without signs and digits, as a number; 0 where it neither advertises nor links
    links: bool
    quotes: bool


_NONE: frozenset[str] = frozenset()
NOTHING = Told(_NONE, _NONE, 0, links=False, quotes=False)


def told_by(subject: str, text: str) -> Told:
    """What to keep of a letter's words, as it is read."""
    excerpt = text[:EXCERPT]
    quotes = (">" in excerpt and bool(_QUOTES.search(excerpt))) or "Original Message" in excerpt
    lower, line = (_QUOTED_LINE.sub("", excerpt) if quotes else excerpt).casefold(), subject.casefold()
    said = f"{lower}\n{line}"
    has_link = "://" in lower
    # One word alone says nothing, unless the same text comes with its link again and again.
    may_hawk = _has_any(said, 1 if has_link else 2)
    if not may_hawk and not has_link:
        return QUOTES if quotes else NOTHING
    written = own_part(lower)
    in_body = frozenset(HAWKED.findall(written)) if may_hawk else _NONE
    links = "://" in LISTS_OWN.sub("", written)
    if not in_body and not links:
        return QUOTES if quotes else NOTHING
    skeleton = letters_of(written)
    likeness = crc32(skeleton.encode()) if len(skeleton) >= 20 else 0
    return Told(frozenset(HAWKED.findall(line)) if in_body else _NONE, in_body, likeness, links, quotes)


QUOTES = NOTHING._replace(quotes=True)


def _has_any(said: str, number: int) -> bool:
    """Whether so many of the words that advertise may be in a text."""
    for word in _MAY_HAWK:
        if word in said:
            number -= 1
            if not number:
                return True
    return False


def own_part(text: str) -> str:
    """The text without what the list added below it."""
    for found in (_ADDED if text.islower() else _ADDED_IN_ANY_CASE).finditer(text):
        line = text.rfind("\n", 0, found.start() + 1) + 1
        # Where the first line is of the list, the letter says nothing else.
        if line and found.start() - line <= _NEAR:
            return text[:line]
    return text


def letters_of(text: str) -> str:
    """The beginning of a text by its letters alone."""
    return letters_alone(text.casefold())[:400]


def words_of(text: str) -> frozenset[int]:
    """The words that may tell a domain, as numbers, at most sixty."""
    words: set[int] = set()
    for word in WORD.findall(text.casefold()):
        number = crc32(word.encode())
        if number not in _COMMON:
            words.add(number)
            if len(words) >= 60:
                break
    return frozenset(words)


@dataclass(frozen=True, slots=True)
class Said:
    """What a stranger's letter says, as much of it as shows a flood."""

    words: frozenset[int]
    hawked_in_subject: frozenset[str]
    hawked: frozenset[str]
    is_bare: bool  # hardly any words but a link or a part that was taken out
    likenesses: frozenset[int]  # its text without digits, and the sites it links to, as numbers

    @classmethod
    def of(cls, subject: str, text: str) -> "Said":
        own = own_part(text[:EXCERPT])
        excerpt = _SCRUBBED.sub("", own)
        skeleton = letters_of(excerpt)
        sites = {site.casefold().removeprefix("www.") for site in _LINK.findall(LISTS_OWN.sub("", excerpt))}
        likenesses = {crc32(b"site:" + site.encode()) for site in sites}
        if len(skeleton) >= 20:
            likenesses.add(crc32(skeleton.encode()))
        said = _LINK.sub("", excerpt)
        return cls(
            words=words_of(subject) | words_of(excerpt),
            hawked_in_subject=frozenset(HAWKED.findall(subject)),
            hawked=frozenset(HAWKED.findall(excerpt.casefold())),
            is_bare=len(WORD.findall(said)) < 15 and (bool(sites) or excerpt != own),
            likenesses=frozenset(likenesses),
        )
