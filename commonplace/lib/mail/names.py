"""Names and addresses compared: what is one name in two spellings, what is no person's name at all."""

import re
import unicodedata
from functools import lru_cache

from commonplace.lib.text import normalized, tidy

_ROLES = set(
    "abuse admin administrator alerts announce billing bot build buildbot bounces bugs bugzilla careers commits contact"
    " cron daemon devel editor enquiries events feedback gitlab github hello help helpdesk hostmaster hr info"
    " inquiries it jenkins jira jobs list listmaster lists mail mailer mailing mailman maintainer maintainers"
    " majordomo marketing me media membership moderator news newsletter nobody no-reply noreply notifications notify"
    " office orders owner postmaster press privacy programme registration reply request root sales secretariat"
    " secretary security service services spam staff subscribe support svn sysadmin system team tech trac training"
    " unsubscribe user users webmaster welcome www xyz".split()
)
_ROLE_WORDS = _ROLES - {"it", "me", "news", "mail", "hello", "press", "build"} | {
    "association",
    "board",
    "committee",
    "conference",
    "customer",
    "department",
    "forum",
    "foundation",
    "group",
    "inc",
    "institute",
    "list",
    "llc",
    "ltd",
    "online",
    "official",
    "organisers",
    "organizers",
    "shop",
    "society",
    "store",
    "unknown",
    "anonymous",
}
_TITLES = {
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "phd",
    "md",
    "jr",
    "sr",
    "msc",
    "bsc",
    "dipl",
    "ing",
    "von",
    "sir",
}
_PUBLIC_MAIL = set(
    "gmail.com googlemail.com hotmail.com outlook.com live.com msn.com yahoo.com ymail.com rocketmail.com"
    " aol.com icloud.com"
    " me.com mac.com gmx.de gmx.net gmx.at gmx.com web.de t-online.de freenet.de proton.me protonmail.com"
    " pm.me fastmail.com"
    " fastmail.fm hushmail.com mail.com mail.ru yandex.ru yandex.com rambler.ru bk.ru inbox.ru list.ru qq.com"
    " 163.com 126.com"
    " sina.com sohu.com wp.pl o2.pl onet.pl interia.pl orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it tin.it"
    " virgilio.it alice.it tiscali.it comcast.net verizon.net att.net sbcglobal.net earthlink.net cox.net charter.net"
    " bellsouth.net btinternet.com ntlworld.com sky.com rogers.com shaw.ca telus.net bigpond.com"
    " optusnet.com.au rediffmail.com"
    " uol.com.br terra.com.br bol.com.br naver.com hanmail.net seznam.cz centrum.cz abv.bg mailinator.com zoho.com"
    " users.sourceforge.net users.noreply.github.com pobox.com list.invalid example.com".split()
)
_PUBLIC_STEMS = {"yahoo", "hotmail", "live", "outlook", "gmx", "googlemail", "gmail", "yandex"}
_SECOND_LEVELS = {"ac", "co", "com", "edu", "gov", "net", "org", "gob", "gouv", "nhs", "or", "ne", "go"}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\"[^\"]*\"|,\s*(?:ph\.?d|m\.?d|jr|sr|msc)\b.*", re.IGNORECASE)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A full name as a key: its words without case, accents, titles, initials and asides, 'Last, First' turned.

    Empty where fewer than two words of two letters are left, or where it names a role.
    """
    text = normalized(_ASIDE.sub(" ", tidy(name)), "NFKD")
    text = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold()
    if "," in text:
        last, _, first = text.partition(",")
        text = f"{first} {last}"
    if "@" in text:
        return ""
    words = [word for word in _WORD.findall(text) if word not in _TITLES]
    if any(word in _ROLE_WORDS for word in words):
        return ""
    whole = [word for word in words if len(word) > 1]
    return " ".join(whole) if len(whole) >= 2 and len(set(whole)) >= 2 else ""


def nick_key(name: str) -> str:
    """What somebody chose to be called in one word, as a key; empty for a full name, a role, and a word so short that
    several may bear it.
    """
    text = normalized(tidy(name), "NFKC").strip().lstrip("@").casefold()
    is_one = bool(re.fullmatch(r"[\w.-]{5,60}", text)) and any(sign.isalpha() for sign in text)
    return text if is_one and text not in _ROLES | _ROLE_WORDS else ""


def is_role(address: str) -> bool:
    """Whether the local part names a function ('info', 'team-lists'), so that several persons may write from it."""
    local = address.partition("@")[0].partition("+")[0].casefold()
    parts = [part for part in re.split(r"[._-]|\d+", local) if part]
    return (
        not parts
        or local in _ROLES
        or all(part in _ROLES for part in parts)
        or parts[-1] in {"admin", "bounces", "request", "owner", "list"}
    )


def mailbox_key(address: str) -> str:
    """The mailbox behind an address: without '+tag', and for Google's without dots."""
    local, at, domain = address.casefold().partition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}{at}{domain}"


def local_key(address: str) -> str:
    """The local part as evidence beside a full name: without '+tag', and a longer one without dots and dashes; empty
    where it is a role's, or one letter.
    """
    local = address.casefold().partition("@")[0].partition("+")[0]
    bare = re.sub(r"[._-]", "", local)
    if len(local) < 2 or is_role(address):
        return ""
    return bare if len(bare) >= 4 else local


def organisation_key(address: str) -> str:
    """The organisation's domain that an address shows; empty for public mail providers and cut domains."""
    domain = address.casefold().partition("@")[2]
    labels = domain.split(".")
    if "…" in domain or len(labels) < 2 or domain in _PUBLIC_MAIL:
        return ""
    size = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVELS and len(labels[-1]) == 2 else 2
    base = labels[-size:]
    if ".".join(base) in _PUBLIC_MAIL or base[0] in _PUBLIC_STEMS:
        return ""
    return ".".join(base)
