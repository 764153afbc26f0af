"""Who a letter is from: mangled addresses mended, senders that a list rewrote recognised."""

import re
from dataclasses import dataclass

from commonplace.lib.addresses import one_address
from commonplace.lib.text import one_line

LONGEST = 1000  # characters of a header looked at

# An address in angles, the last of the header that has an @ in some form, else the last of any kind.
_ANGLED = re.compile(r"<([^<>]*)>")
_QUOTED = re.compile(r'[ \t]*"((?:[^"\\]|\\.)*+)"[ \t]*(?=<)')
_COMMENTED = re.compile(r"^([^()\\]*?)[ \t]*\(((?:[^()]++|\([^()]*+\))*+)\)*[ \t]*$")
_ESCAPED = re.compile(r"\\([^\w\s])")
_BEHALF = re.compile(r"^(.+?)[ \t]+on behalf of[ \t]+(.+)$", re.IGNORECASE)
_AT = re.compile(
    r"(?<![ \t])[ \t]+(?:at|@|\(at\)|\[at\])[ \t]+|(?:(?<![ \t])[ \t]+)?(?:\(at\)|\[at\])[ \t]*", re.IGNORECASE
)
_DOT = re.compile(r"[ \t]+dot[ \t]+|[ \t]*[(\[](?:dot|\.)[)\]][ \t]*", re.IGNORECASE)
# What is left around a name where its address stood between brackets that were opened or closed alone.
_LEFT_OF_BRACKETS = re.compile(r"[ \t]*(?:[\[(<](?:mailto:)?[\])>]?|^[>)\]])[ \t]*$|^[ \t]*[<>\])][ \t]*|[ \t]+[>)\]]$")
_ADDRESS = re.compile(r"(?<![^\s@<>()\[\]\",;:])[^\s@<>()\[\]\",;:]+@[^\s@<>()\[\]\",;:]+")
# 'Name via List', as lists write it that may not send in another's name, and its translations.
_VIA = re.compile(
    r"^(.+?)[ \t]+(?:\(?via|über|par l'interm[ée]diaire de|tramite|a trav[ée]s de|por meio de|za pośrednictwem"
    r"|przez)[ \t]+(.+?)\)?$",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
# A name that begins with the address: 'x at y.z (Name'.
_ADDRESS_BEFORE = re.compile(r"^[^\s@()]+(?:@|[ \t]+at[ \t]+)[^\s@()]+\.[^\s@()]+[ \t]*\(([^()]+)\)?$", re.IGNORECASE)
# 'Ada.L at mill.example', and in small letters also 'ada.l at mill'; 'Meet at Work' is a name.
_HIDDEN = re.compile(
    r"\S+[ \t]+(?i:at|\(at\)|\[at\])[ \t]+\S+(?:\.|…|[ \t](?i:dot)[ \t])\S*"
    r"|[a-z0-9_.+-]+[ \t]+(?:at|\(at\)|\[at\])[ \t]+[a-z0-9-]+"
)


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
    """An address in its one spelling, 'x at y' put right, its cut end ('gmail....') kept as one ellipsis."""
    address = _AT.sub("@", address.strip().strip("<>\"'"), count=1)
    if "@" in address:
        address = _DOT.sub(".", address)
    address = re.sub(r"\.{3,}$", "…", address)
    return one_address(_SPACE.sub("", address).removeprefix("mailto:"))


def sender_of(text: str, reply_to: str = "") -> Sender:
    """The sender that a From header (decoded) names, in any of the forms archives use; Reply-To serves where a list
    rewrote it.
    """
    if (behalf := _BEHALF.match(text[:LONGEST])) and not _ANGLED.search(behalf[1]):
        before, list_address = _parted(behalf[1].replace("[", "<").replace("]", ">"))
        name, own = _parted(behalf[2])
        via = "" if own else _plain_name(before) or list_address
        return Sender(_plain_name(name), own or list_address, via=via)
    name, address = _parted(text[:LONGEST])
    name = _plain_name(name)
    if rewritten := _VIA.match(name):
        _, own = _parted(reply_to[:LONGEST])
        own = mended(own)
        if "@" in own and own != address:
            return Sender(_plain_name(rewritten[1]), own)
        return Sender(_plain_name(rewritten[1]), address, via=_plain_name(rewritten[2]))
    if name and mended(name) in (address, address.rstrip("…")):
        # A name that stands again between the brackets is no address.
        name, address = ("", address) if "@" in address else (name, "")
    return Sender(name, address)


def _parted(text: str) -> tuple[str, str]:
    """Name and mended address, from 'Name <x@y>', 'x@y (Name)', 'x at y (Name)', 'Name x@y' or an address alone."""
    text = text.strip()
    if angled := _angled(text):
        return angled
    found = _COMMENTED.match(text)
    if found and found[1]:
        return _commented(found[1], found[2])
    if " " not in (address := _AT.sub("@", text, count=1).strip()) and _ADDRESS.fullmatch(mended(address)):
        return "", mended(address)
    if found := _ADDRESS.search(_AT.sub("@", text)):
        name = _AT.sub("@", text).replace(found[0], "").strip()
        name = name.removeprefix("(") if name.count("(") > name.count(")") else name
        return _LEFT_OF_BRACKETS.sub("", name) if name.count("(") == name.count(")") else name, mended(found[0])
    return text.removesuffix("<>").strip(), ""


def _angled(text: str) -> tuple[str, str] | None:
    """Name and address where an address stands in angles: within a quoted name angles are a part of it."""
    quoted = _QUOTED.match(text)
    begin = quoted.end() if quoted else 0
    found = [one for one in _ANGLED.finditer(text, begin) if one[1].strip()]
    if not found:
        return None
    # Only the first where none looks like an address, as in 'Name <somebody>'.
    address = next((one for one in reversed(found) if "@" in mended(one[1])), found[0])
    name = f'"{quoted[1]}"' if quoted else text[: address.start()]
    if "(" in name and ")" not in name and text[address.end() :].strip() == ")":
        # 'x at y (Name <x@y>)': a comment that holds all the rest.
        name = name.partition("(")[2]
    return name, mended(address[1])


def _commented(before: str, comment: str) -> tuple[str, str]:
    """Name and address of 'x@y (Name)'; in 'Name (nick) x@y' the comment is a part of the name."""
    address = mended(before)
    if "@" in address or "@" not in mended(comment):
        return comment.replace("()", ""), address
    return before, mended(comment)


def _plain_name(name: str) -> str:
    name = one_line(name)
    while len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    name = _ESCAPED.sub(r"\1", name).strip(" ,")
    if found := _ADDRESS_BEFORE.match(name):
        name = found[1].strip()
    if (open_ones := name.count("(") - name.count(")")) > 0:
        name += ")" * open_ones
    return "" if _is_munged(name) else name[:200]


def _is_munged(name: str) -> bool:
    """Whether a name is an address that somebody hid: 'x at y.z', 'x (at) y', 'x m@iii@g oii y@z'."""
    return bool(name.count("@") > 1 or _ADDRESS.fullmatch(name) or _HIDDEN.fullmatch(name))
