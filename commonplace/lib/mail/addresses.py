"""Addresses in running text, found to be withheld: 'x@y', '<x at y>', 'x (at) y', and in prose 'x at y' where it is
one.
"""

import re

LONGEST_BEFORE = 71  # characters of an address before its @, 'mailto:' among them
LONGEST_AFTER = 460  # and from it onward
_LOCAL = r"[A-Za-z0-9_][A-Za-z0-9_.+%-]{0,63}"
_LABELS = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
_DOMAIN = rf"(?:{_LABELS}|[A-Za-z0-9-]+\.{{3,}})"
_PLAIN = re.compile(rf"(?:mailto:)?(?<![A-Za-z0-9_]){_LOCAL}(?:@|%40|＠){_DOMAIN}", re.IGNORECASE)
_AFTER = re.compile(_DOMAIN)
_MARKED = re.compile(
    rf"(?<![A-Za-z0-9_]){_LOCAL}\s{{0,2}}[\[({{<]\s?(?:at|@|arroba|a)\s?[\])}}>]\s{{0,2}}[A-Za-z0-9-]{{1,63}}(?:\s?(?:\.|[\[({{<]\s?(?:dot|\.)\s?[\])}}>]|\sdot\s)\s?[A-Za-z0-9-]{{1,63}}){{1,6}}",
    re.IGNORECASE,
)
_HIDES_AT = re.compile(r"[\[({<]\s?(?:at|@|arroba|a)\s?[\])}>]", re.IGNORECASE)
_SPELT = re.compile(
    rf"\s{{1,2}}(?:at|AT)\s{{1,2}}({_LABELS}|[A-Za-z0-9-]+(?:\s(?:dot|DOT)\s[A-Za-z0-9-]+)+)(?![A-Za-z0-9-]*[(\\])"
)
_LOCAL_BEFORE = re.compile(rf"(?<![A-Za-z0-9_])({_LOCAL})$")
# What people write before 'at some.site' without meaning an address.
_PROSE = set(
    "a about again and archived archives are article as available back be been blog bug bugs but by call chat"
    " check code demo"
    " details development doc docs documentation documented download downloads else error event example"
    " examples exists faq"
    " file files fine found free guide happens hello help here hosted i in info information install installed"
    " instructions is"
    " issue it just keep kept latest library link links list listed listen listening live lives located look"
    " looked looking"
    " looks mailing mailman me meet mirror module more much not now of on online only open or out package page"
    " pages patch"
    " people point pointed points post posted problem project published questions read release released"
    " reports repository"
    " run running runs see server service services shown site sites smile so source sources start started starting stay"
    " stopped stored stuff svn test text that the them there these this those thread ticket today together"
    " tutorial up updated"
    " us version visible was we website were wiki work worked working works you".split()
)
_OFFICES = {"info", "help", "list", "lists", "service", "services"}  # prose within a line, an address at its beginning
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


def withheld(text: str, mark: str, *, is_attribution: bool = False) -> str:
    """The text with each address in it replaced by the mark; an attribution's 'x at y' is always one."""
    if "%40" in text or "＠" in text:
        text = _PLAIN.sub(mark, text)
    elif "@" in text:
        text = _without_plain(text, mark)
    if " at" in text or "\nat" in text or " AT" in text:
        text = _without_spelt(text, mark, is_attribution=is_attribution)
    if ("(" in text or "[" in text or "<" in text or "{" in text) and _HIDES_AT.search(text):
        text = _MARKED.sub(mark, text)
    return text


def _without_plain(text: str, mark: str) -> str:
    """What the expression alone would give, which looks at every sign of a text for the few that stand before an @."""
    pieces: list[str] = []
    begin = 0
    at = text.find("@")
    while at >= 0:
        # What may be its name is looked through for each sign in it, so not where no domain follows.
        domain = _AFTER.match(text, at + 1, at + LONGEST_AFTER)
        found = _PLAIN.search(text, max(begin, at - LONGEST_BEFORE), domain.end()) if domain else None
        if found:
            pieces += (text[begin : found.start()], mark)
            begin = found.end()
        at = text.find("@", max(begin, at + 1))
    return "".join(pieces) + text[begin:] if pieces else text


def _without_spelt(text: str, mark: str, *, is_attribution: bool) -> str:
    pieces: list[str] = []
    begin = 0
    for found in _SPELT.finditer(text):
        local = _LOCAL_BEFORE.search(text[max(begin, found.start() - 65) : found.start()])
        if local is None:
            continue
        start = found.start() - len(local[1])
        if is_attribution or _is_address(text[max(0, start - 1) : start], local[1].lower(), found[1].lower()):
            pieces += (text[begin:start], mark)
            begin = found.end()
    return "".join(pieces) + text[begin:] if pieces else text


def _is_address(before: str, local: str, domain: str) -> bool:
    """Whether 'x at y.z' names somebody: not 'look at example.org', not 'at manager.py'."""
    if before in ("<", "(", '"', "'") or (before in ("", "\n") and local in _OFFICES):
        return True
    return local not in _PROSE and domain.rpartition(".")[2] not in _CODE_ENDS
