"""Paragraphs whose lines carry meaning, such as code, tables and logs, told from those that were merely wrapped."""

import re

LONGEST_LINE = 300  # characters of a line that are looked at; a line without end must not take time without end
LONGEST_WRAPPED = 120  # characters; what is longer, and ends as a sentence does, was ended on purpose
SHORT_WORD = 4  # letters; two lines of prose may begin with the same one by accident

_ITEM = re.compile(r"^\s*(?:[-*+•o]|\d{1,2}[.)]|[a-z][.)]|\[\d+\])\s+\S")
_BEGINS_ITEM = "-*+•o[0123456789"
_CODE_LINE = re.compile(
    r"^(?:\s{4,}\S|\t\s*\S|>>> |\.\.\. |\$ \w|[+-]{3} |@@ |Traceback \(|  File \"|(?:def|class|import|from \S+"
    r" import|return|for|if|while|elif|else|try|except)\b.*:?\s*$"
    r"|.*(?:[{};]|\):|=>|<-|->|\)\s*)$|\s*</?\w+[^>]*>.*|\w[\w.]*\s*=\s*\S+$|.*\w\(.*\))"
)
# No line of a paragraph without any of these can be code, a table or a drawing. Looked for one after the other: one
# expression of them all takes three times as long.
_SIGNS_OF_CODE = re.compile(r"[\t{}();=<>|]")
_BEGINS_CODE = re.compile(
    r"^(?:\$ |[+-]{3} |def |class |import |from |return|for |if |while |elif |else|try|except)", re.MULTILINE
)
_RULES = re.compile(r"[-_]{3}")
_LONE_CODE = re.compile(r"^(?:\s{4,}|\t|>>> |\$ )\S")
_LONE_LINK = re.compile(r"(?:https?|ftp)://\S*", re.IGNORECASE)
_GAPS = re.compile(r"\S(?:\s{3,}|\t)\S")
_DRAWS = re.compile(r"[-=_]{3}|\|")
_DRAWN = re.compile(r"[|+]\s*[-=_]{3,}|(?<![-=_])[-=_]{3,}+\s*[|+]|^\s*\|.*\|\s*$")
_CHANGED = re.compile(
    r"^[-+](?:[^-+\s]|\s{2,}|\t|$)"
)  # what is left of a patch where an answer stands between its lines
_OF_PATCH = re.compile(r"^[-+ \t]")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LOG_LINE = re.compile(
    # A number between brackets is a note's; two of them with a dot are a kernel's seconds.
    r"^\s{0,3}(?:\[ {0,8}\d{1,8}\.\d{3,6}\]|\[(?!\d{1,4}\])[\w.:/ ,+-]{2,60}\][ \t:\[]|<\d{1,3}>\S"
    r"|[\[(]?\d{4}[-/.]\d\d[-/.]\d\d[ T_]{1,2}\d\d[:.]\d\d|[\[(]?\d\d:\d\d:\d\d\b|\d{4}[-/]\d\d[-/]\d\d:? "
    rf"|(?:[A-Z][a-z]{{2}} )?{_MONTH} {{1,2}}\d{{1,2}} \d\d:\d\d|\d\d?/{_MONTH}/\d{{4}}"
    rf"|\d{{1,2}} {_MONTH} \d{{4}} \d\d:"
    r"|(?:DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|TRACE|EMERG|ALERT|SEVERE|PANIC)(?:\b[\]:) |]|$)"
    r"|[VDIWEF]/[\w.]{1,40}[ (:]|[VDIWEF]\d{4} \d\d:|==\d{1,9}==|#\d{1,3} {1,3}(?:0x|\S{1,200} \()"
    r"|at [\w.$<>]{3,200}\("
    r"|(?:\S{1,200}\.\w{1,5}|[\w.-]{1,60}\[\d{1,7}\]|make(?:\[\d\])?|[\w.+-]{1,40}-ld|ld|gcc|g\+\+):"
    r"(?:\d{1,7}:| )|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} \S)"
)
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
_BEGINS_AS_NO_WORD = frozenset("[<{|#$%&*+=/\\@~^0123456789")
_WITHIN_NO_WORD = frozenset(":=/[]<>|_#@\\0123456789")
_TRAILER = re.compile(r"^[A-Z][A-Za-z]{1,20}(?:-[A-Za-z]{1,20}){0,3}: \S")
_BEGINS_RULE = frozenset("-_=*~#+.")
_RULE = re.compile(r"^([-_=*~#+.])\1{4,}$")
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


def is_laid_out(paragraph: str) -> bool:
    """Whether the line structure carries meaning: indentation, columns, program text, drawings, logs."""
    if "\n" in paragraph and _is_log(paragraph):
        return True
    if not (
        _SIGNS_OF_CODE.search(paragraph)
        or "   " in paragraph
        or _BEGINS_CODE.search(paragraph)
        or _RULES.search(paragraph)
    ):
        return False
    lines = [line[:LONGEST_LINE] for line in paragraph.split("\n") if line.strip()]
    if len(lines) == 1:
        return bool(_LONE_CODE.match(lines[0])) and not _LONE_LINK.fullmatch(lines[0].strip())
    if sum(1 for line in lines if _CODE_LINE.match(line)) * 2 > len(lines):
        return True
    if "   " in paragraph or "\t" in paragraph:
        columns = sum(1 for line in lines if _GAPS.search(line.strip()))
        if columns >= 2 and columns * 2 >= len(lines):
            return True
    return _DRAWS.search(paragraph) is not None and sum(1 for line in lines if _DRAWN.search(line)) >= 2


def _is_log(paragraph: str) -> bool:
    """Whether most lines begin as those of a log do, or all of them as what is left of a patch does."""
    # A log shows at once that it is one.
    may_be_log = any(_is_logged(line[:LONGEST_LINE]) for line in paragraph.split("\n", 3)[:3])
    if not may_be_log and paragraph[0] not in "+- \t":
        return False
    lines = [line[:LONGEST_LINE] for line in paragraph.split("\n") if line.strip()]
    written = sum(1 for line in lines if _is_logged(line)) if may_be_log else 0
    if written >= 2 and written * 2 >= len(lines):
        return True
    return sum(1 for line in lines if _CHANGED.match(line)) >= 2 and all(_OF_PATCH.match(line) for line in lines)


def _is_logged(line: str) -> bool:
    # Most lines of most letters begin with a small word: that is seen sooner than by trying all ways to begin a log.
    first = line[:80].split(None, 1)[0] if line[:80].strip() else ""
    return (
        bool(first)
        and (not (first.isalpha() and first.islower()) or first == "at")
        and _LOG_LINE.match(line) is not None
    )


def flowing(paragraph: str) -> str:
    """A paragraph's lines flowing together, but for those that the writer ended early, for items of lists, and for
    neighbours that begin alike.
    """
    lines = [line.strip() for line in paragraph.split("\n")]
    if len(lines) == 1:
        return lines[0]
    width = min(78, max(60, *map(len, lines))) - 8
    joined = [lines[0]]
    for number in range(1, len(lines)):
        above, line = lines[number - 1], lines[number]
        if _is_ended(above, line, width):
            joined.append("\n")
        elif not (above and line and _UNSPACED.match(above[-1]) and _UNSPACED.match(line[0])):
            joined.append(" ")
        joined.append(line)
    return "".join(joined)


def _is_ended(above: str, line: str, width: int) -> bool:
    """Whether a line was ended on purpose, and not by the program that wrapped it."""
    if len(above) > LONGEST_WRAPPED and not (above[-1].isalnum() or above[-1] == ","):
        return True
    if len(above) < width and len(above) + 1 + len(line.split(" ", 1)[0]) <= width:
        return True
    if not above or not line:
        return False
    if line[0] in _BEGINS_RULE or above[0] in _BEGINS_RULE:
        return bool(_RULE.match(line) or _RULE.match(above) or _ITEM.match(line)) or _begin_alike(above, line)
    if (line[0] in _BEGINS_ITEM or line[1:2] in ".)") and _ITEM.match(line):
        return True
    return _begin_alike(above, line) or bool(
        ":" in line[:60] and line[0].isupper() and _TRAILER.match(line) and _TRAILER.match(above)
    )


def _begin_alike(above: str, line: str) -> bool:
    """Whether two lines begin with one word, or with what is no word and is built alike: stamps, paths, marks."""
    one, other = above.split(None, 2), line.split(None, 2)
    first = one[0]
    if first == other[0]:
        # With 'the' by accident, hardly with 'the loom'.
        is_short = first.isalpha() and len(first) <= SHORT_WORD and not (len(first) > 1 and first.isupper())
        return not is_short or one[1:2] == other[1:2]
    if first.isalpha() or (first[0] not in _BEGINS_AS_NO_WORD and _WITHIN_NO_WORD.isdisjoint(first)):
        return False
    return len(first) <= LONGEST_LINE and _shape(first) == _shape(other[0])


def _shape(word: str) -> str:
    return _DIGITS.sub("0", _LETTERS.sub("a", word))
