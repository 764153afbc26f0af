"""Addresses in running text, found to be withheld: 'x@y', '<x at y>', 'x (at) y (dot) z', and in prose 'x at y' where
it is one.

What is none stays: versions (`loom@1.2.3`), frequencies (`carrier@2.43GHz`), the ids of pictures within a letter
(`cid:…`, `image001.png@01D6447E.7B18A8B0`), a call in code.
"""

import re

from commonplace.lib.text import has_any

LONGEST_BEFORE = 71  # characters of an address before its @, 'mailto:' among them
_TOLD = "\ue001"  # private to `_Told`
LONGEST_AFTER = 460  # and from it onward
# Letters of scripts that set blanks between words: in others an address would take its neighbours along.
_LETTERS = "A-Za-zÀ-ʯͰ-ϿЀ-ӿḀ-ỿ"
_LOCAL = rf"[{_LETTERS}0-9_][{_LETTERS}0-9_.+%-]{{0,63}}"
_LABEL = rf"[{_LETTERS}0-9-]{{1,63}}"
_LABELS = rf"{_LABEL}(?:\.{_LABEL}){{1,6}}"
_DOMAIN = rf"(?:{_LABELS}|[{_LETTERS}0-9-]+\.{{3,}}|\[\d{{1,3}}(?:\.\d{{1,3}}){{3}}\])"
_BEGINS = rf"(?<![{_LETTERS}0-9_])"
_OTHER_ATS = ("%40", "＠", "&#64;", "&#064;", "&#x40;", "&commat;")
_PLAIN = re.compile(rf"(?:mailto:)?{_BEGINS}{_LOCAL}(?:@|{'|'.join(_OTHER_ATS)}){_DOMAIN}", re.IGNORECASE)
_AFTER = re.compile(_DOMAIN)
_NUMBERED = re.compile(r"v?\d[A-Za-z0-9-]*\.\d", re.IGNORECASE)  # how a version or a frequency begins, and no host
_CONTENT_ID = re.compile(r"[0-9A-F]{8}\.[0-9A-F]{8}$", re.IGNORECASE)  # as Outlook names the pictures of a letter
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".wmz", ".emz")
_LAST_LABEL = re.compile(
    rf"(?:[{_LETTERS}]{{2,63}}|xn--[a-z0-9-]+)(?:-|$)|\[?\d{{1,3}}\]$"
)  # with what some write behind it
_UNITS = {"hz", "khz", "mhz", "ghz", "thz", "fps", "dpi", "ppi", "bpm", "rpm", "kbps", "mbps", "gbps"}
_CALLS = {"mean", "sum", "dot", "reshape", "astype", "copy", "transpose", "conj", "inv", "values", "todense", "toarray"}
# How an @ and a dot are spelt where programs that gather addresses should not read them.
_OTHER_AT_WORDS = (
    *("małpa", "arroba", "arobase", "chiocciola", "snabel-a", "apenstaartje", "zavináč", "zavinac", "kukac", "собака"),
    *("klammeraffe", "miukumauku", "παπάκι"),
)
_SPELT_PLAINLY = (" at", "\nat", " AT", " At", *(word for word in _OTHER_AT_WORDS if word.isascii()))
_AT_WORD = rf"(?:at|@|a|bei|ät|et|{'|'.join(_OTHER_AT_WORDS)})"
_DOT_WORD = r"(?:dot|\.|punkt|kropka|point|punto|ponto|tečka|bodka|pont|точка)"
# Without brackets only 'dot' is one by itself: every other of these words stands in sentences.
_DOT = rf"(?:\s?[\[({{<]\s?{_DOT_WORD}\s?[\])}}>]|\sdot\s)\s?"
_MARKED = re.compile(
    rf"{_BEGINS}{_LOCAL}\s{{0,2}}[\[({{<]\s?{_AT_WORD}\s?[\])}}>]\s{{0,2}}{_LABEL}(?:(?:\s?\.|{_DOT})\s?{_LABEL}){{1,6}}",
    re.IGNORECASE,
)
_HIDES_AT = re.compile(rf"[\[({{<]\s?{_AT_WORD}\s?[\])}}>]", re.IGNORECASE)
_HIDES_DOT = re.compile(rf"{_BEGINS}{_LOCAL}[@＠]{_LABEL}{_DOT}{_LABEL}(?:(?:\.|{_DOT}){_LABEL}){{0,5}}", re.IGNORECASE)
_MAY_HIDE_DOT = re.compile(r"@[^\s@]{1,63}(?:\s?[\[({<]|\sdot\s)", re.IGNORECASE)  # seen far sooner
# With blanks around it an @ stands in program text and for 'at' too, so it is one only before a name of the net.
_SPACED = re.compile(rf"(?:(?<=^)|(?<=[\s<(\[:,;]))({_LOCAL})(?:\s@\s|@\s)({_LABELS})(?![\w(\[])", re.MULTILINE)
_OF_THE_NET = frozenset(
    "com org net edu gov info example uk de fr nl pl it es se no fi dk ch at be cz ru ua jp cn br au nz ca us ie pt gr"
    " hu ro sk si hr bg lt lv ee is eu in kr tw mx ar cl za il tr".split()
)
_SPELT = re.compile(
    rf"\s{{1,2}}(?:(?P<at>at|AT)\s{{1,2}}(?P<host>{_LABELS}|{_LABEL}(?:\s(?:dot|DOT)\s{_LABEL})+)"
    rf"|(?:{'|'.join(_OTHER_AT_WORDS)})\s{{1,2}}(?:{_LABELS}|{_LABEL}(?:\s(?!\.){_DOT_WORD}\s{_LABEL})+))"
    r"(?![A-Za-z0-9-]*[(\\])"
)
_LOCAL_BEFORE = re.compile(rf"{_BEGINS}({_LOCAL})$")
# What people write before 'at some.site' without meaning an address.
_PROSE = set(
    "met seen saw signed gathered studied spoke bought working"
    " a about again and archived archives are article as available back be been blog but by call chat"
    " check code demo"
    " details development doc docs documentation documented download downloads else error event example"
    " examples exists faq"
    " file files fine found free guide happens hello here hosted i in info information install installed"
    " instructions is"
    " issue it just keep kept latest library link links listed listen listening live lives located look"
    " looked looking"
    " looks mailing mailman me meet mirror module more much not now of on online only open or out package page"
    " pages patch"
    " people point pointed points post posted problem project published questions read release released"
    " reports repository"
    " run running runs see server shown site sites smile so source sources start started starting stay"
    " stopped stored stuff svn test text that the them there these this those thread ticket today together"
    " tutorial up updated"
    " us version visible was we website were wiki work worked working works you".split()
)
# Offices have addresses, and these words stand in prose as well: there the word before them tells.
_OFFICES = frozenset(
    "bug bugs help info list lists service services support contact office sales questions announce news feedback"
    " discuss users security press".split()
)
_PROSE_BEFORE = frozenset(
    "a additional all an and any available better by check detailed detailing different each every file filed"
    " files filing find finding for found full further get gets getting good got great has have her his in is its"
    " known latest live local many mentioned more most much need needs new no of open opened other our out post"
    " posted provide provided provides public read real relevant report reported reporting reports see seek"
    " seeking several some submit submitted such technical that the their these this those various was with"
    " your".split()
)
_WORD_BEFORE = re.compile(r"([A-Za-z'’]+)[\s\"'(*_-]{1,4}$")
_CODE_ENDS = {
    "py",
    "js",
    "txt",
    "html",
    "htm",
    "c",
    "h",
    "java",
    "cfg",
    "xml",
    "tac",
    "rpy",
    "conf",
    "log",
    "css",
    "r",
    "rst",
}


def withheld(text: str, mark: str, *, is_attribution: bool = False, kept: list[str] | None = None) -> str:
    """The text with each address in it replaced by the mark; an attribution's 'x at y' is always one. `kept` takes
    what was replaced, in order.
    """
    if kept is None:
        return _withheld(text, _Marks(mark), is_attribution=is_attribution)
    marks = _Told(mark)
    return marks.settle(_withheld(text.replace(_TOLD, ""), marks, is_attribution=is_attribution), kept)


class _Marks:
    """What stands in the place of addresses."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def instead_of(self, said: str) -> str:
        return self.mark


class _Told(_Marks):
    """The same, remembering what it stands for: addresses are not found in the order in which they stand."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.found: list[str] = []

    def instead_of(self, said: str) -> str:
        self.found.append(said)
        return f"{_TOLD}{len(self.found) - 1}{_TOLD}"

    def settle(self, text: str, kept: list[str]) -> str:
        if not self.found:
            return text
        pieces = text.split(_TOLD)
        kept += [self.found[int(number)] for number in pieces[1::2]]
        return "".join(self.mark if place % 2 else piece for place, piece in enumerate(pieces))


def _withheld(text: str, marks: _Marks, *, is_attribution: bool) -> str:
    if "@" in text and _MAY_HIDE_DOT.search(text):
        text = _HIDES_DOT.sub(lambda found: marks.instead_of(found[0]), text)
    if "%40" in text or "＠" in text or ("&" in text and any(other in text for other in _OTHER_ATS)):
        whole = text
        text = _PLAIN.sub(lambda found: found[0] if _is_none(whole, found) else marks.instead_of(found[0]), text)
    elif "@" in text:
        text = _without_plain(text, marks)
    if "@ " in text:
        whole_text = text
        text = _SPACED.sub(lambda found: _spaced(whole_text, found, marks), text)
    words = _SPELT_PLAINLY if text.isascii() else (*_SPELT_PLAINLY, *_OTHER_AT_WORDS)
    if has_any(text, words):
        text = _without_spelt(text, marks, is_attribution=is_attribution)
    if ("(" in text or "[" in text or "<" in text or "{" in text) and _HIDES_AT.search(text):
        text = _MARKED.sub(lambda found: marks.instead_of(found[0]), text)
    return text


def _is_none(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like 'x@y' is something else."""
    said = found[0]
    at = max(said.rfind("@"), said.rfind("＠"), said.rfind("%40") + 2 if "%40" in said else -1)
    local, domain = said[:at].lower().removesuffix("%4"), said[at + 1 :]
    end = domain.rpartition(".")[2].lower()
    before, after = text[max(0, found.start() - 4) : found.start()].lower(), text[found.end() : found.end() + 1]
    return (
        bool(_NUMBERED.match(domain))
        or end in _UNITS
        # Nobody's domain ends in a figure or in one letter; a cut one ends in dots.
        or (bool(end) and not _LAST_LABEL.match(end))
        or before.endswith("cid:")
        or (local.endswith(_PICTURES) and bool(_CONTENT_ID.match(domain)))
        or (after == "(" and end in _CALLS)
    )


def _spaced(text: str, found: re.Match[str], marks: _Marks) -> str:
    local, domain = found[1].lower(), found[2].lower()
    is_address = domain.rpartition(".")[2] in _OF_THE_NET and _is_address(
        text[max(0, found.start() - 24) : found.start()], local, domain
    )
    return marks.instead_of(found[0]) if is_address else found[0]


def _without_plain(text: str, marks: _Marks) -> str:
    """What the expression alone would give, which looks at every sign of a text for the few that stand before an @."""
    pieces: list[str] = []
    begin = 0
    at = text.find("@")
    while at >= 0:
        # What may be its name is looked through for each sign in it, so not where no domain follows.
        domain = _AFTER.match(text, at + 1, at + LONGEST_AFTER)
        found = _PLAIN.search(text, max(begin, at - LONGEST_BEFORE), domain.end()) if domain else None
        if found and not _is_none(text, found):
            pieces += (text[begin : found.start()], marks.instead_of(found[0]))
            begin = found.end()
        at = text.find("@", max(begin, at + 1))
    return "".join(pieces) + text[begin:] if pieces else text


def _without_spelt(text: str, marks: _Marks, *, is_attribution: bool) -> str:
    pieces: list[str] = []
    begin = 0
    for found in _SPELT.finditer(text):
        local = _LOCAL_BEFORE.search(text[max(begin, found.start() - 65) : found.start()])
        if local is None:
            continue
        start = found.start() - len(local[1])
        before = text[max(0, start - 24) : start]
        if is_attribution or not found["at"] or _is_address(before, local[1].lower(), found["host"].lower()):
            pieces += (text[begin:start], marks.instead_of(text[start : found.end()]))
            begin = found.end()
    return "".join(pieces) + text[begin:] if pieces else text


def _is_address(before: str, local: str, domain: str) -> bool:
    """Whether 'x at y.z' names somebody: not 'look at example.org', not 'file bugs at example.org', not 'at
    manager.py'.
    """
    if before[-1:] in ("<", "(", '"', "'"):
        return True
    if domain.rpartition(".")[2] in _CODE_ENDS or domain.startswith("www.") or _NUMBERED.match(domain):
        return False
    if local.isdigit() and len(local) < 5:
        return False
    if local in _OFFICES:
        word = _WORD_BEFORE.search(before)
        return (word is None or word[1].lower() not in _PROSE_BEFORE) and not domain.startswith(local)
    return local not in _PROSE
