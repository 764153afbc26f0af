"""Who a letter is from: mangled addresses mended, senders that a list rewrote recognised."""

import re
from dataclasses import dataclass

LONGEST = 1000  # characters of a header looked at

_ANGLED = re.compile(r"^(.*?)[ \t]*<([^<>]*)>")
_COMMENTED = re.compile(r"^([^()]*?)[ \t]*\((.*)\)[ \t]*$")
_AT = re.compile(
    r"(?<![ \t])[ \t]+(?:at|@|\(at\)|\[at\])[ \t]+|(?:(?<![ \t])[ \t]+)?(?:\(at\)|\[at\])[ \t]*", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?<![^\s@<>()\",;:])[^\s@<>()\",;:]+@[^\s@<>()\",;:]+")
# 'Name via List', as lists write it that may not send in another's name, and its translations.
_VIA = re.compile(
    r"^(.+?)[ \t]+(?:\(?via|über|par l'interm[ée]diaire de|tramite|a trav[ée]s de|por meio de|za pośrednictwem"
    r"|przez)[ \t]+(.+?)\)?$",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sender:
    """A letter's sender: the name as shown, the address in lower case, and the list's name where it stands in
    between.
    """

    name: str
    address: str
    via: str = ""

    @property
    def is_rewritten(self) -> bool:
        """Whether the address is a list's, and not the person's."""
        return bool(self.via)


def mended(address: str) -> str:
    """An address in lower case, 'x at y' put right, its cut end ('gmail....') kept as one ellipsis."""
    address = _AT.sub("@", address.strip().strip("<>\"'"), count=1)
    address = re.sub(r"\.{3,}$", "…", address)
    return _SPACE.sub("", address).removeprefix("mailto:").lower()


def sender_of(text: str, reply_to: str = "") -> Sender:
    """The sender that a From header (decoded) names, in any of the forms archives use; Reply-To serves where a list
    rewrote it.
    """
    name, address = _parted(text[:LONGEST])
    name = _plain_name(name)
    if rewritten := _VIA.match(name):
        _, own = _parted(reply_to[:LONGEST])
        own = mended(own)
        if "@" in own and own != address:
            return Sender(_plain_name(rewritten[1]), own)
        return Sender(_plain_name(rewritten[1]), address, via=_plain_name(rewritten[2]))
    if (name and mended(name) in (address, address.rstrip("…"))) or _ADDRESS.fullmatch(mended(name)):
        name = ""
    return Sender(name, address)


def _parted(text: str) -> tuple[str, str]:
    """Name and mended address, from 'Name <x@y>', 'x@y (Name)', 'x at y (Name)' or an address alone."""
    text = text.strip()
    if found := _ANGLED.match(text):
        return found[1], mended(found[2])
    found = _COMMENTED.match(text)
    if found and found[1]:
        return found[2], mended(found[1])
    address = mended(text)
    if _ADDRESS.fullmatch(address):
        return "", address
    if found := _ADDRESS.search(_AT.sub("@", text)):
        return text.replace(found[0], ""), found[0].lower()
    return text, ""


def _plain_name(name: str) -> str:
    name = name.strip()
    while len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return _SPACE.sub(" ", name.replace('\\"', '"').replace("\\\\", "\\")).strip(" ,")[:200]
