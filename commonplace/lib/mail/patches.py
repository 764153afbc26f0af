"""Patches and diffstats within a text, as diff, git, svn and their like write them: where each begins and ends."""

import re

MOST_STRAY = 4  # lines in a row that lost their sign on the way
LONG = 50  # characters of a line that may have been wrapped

_BEGIN = frozenset("@dI=R-*0123456789")  # the first signs of lines that a patch may begin with
_HUNK = re.compile(r"^@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@")
_OF_SEVERAL = re.compile(r"^@@@+ -\d")  # against several parents; its lines are told by their signs alone
_CONTEXT = "***************"
_CONTEXT_LINE = re.compile(r"^(?:\*\*\* \d|--- \d|[-!+ ] |[-!+]$|\\ )")
_NORMAL = re.compile(r"^\d+(?:,\d+)?[acd]\d+(?:,\d+)?$")
_NORMAL_LINE = re.compile(r"^(?:[<>](?: |$)|---$|\\ )")
_HEAD = re.compile(
    r"^(?:diff (?:-|--cc |--combined )|Index: \S|=== (?:modified|added|removed|renamed) |RCS file: "
    r"|retrieving revision "
    r"|index [0-9a-f]{7,}[.,]|(?:new|deleted) file mode \d|(?:old|new) mode \d|(?:dis)?similarity index "
    r"|rename (?:from|to) |copy (?:from|to) |(?:Binary f|F)iles \S.* differ$|(?:cvs|hg|svn) diff |Property changes on: "
    r"|=={40,}$|__{40,}$"
    r"|(?:Added|Modified|Deleted|Name): svn:|--- \S|\+\+\+ \S|\*\*\* \S)"
)
_ABOVE = re.compile(r"^(?:---$|={20,}$|(?:Modified|Added|Deleted|Removed): \S)")  # what letters of commits begin with
_GIT = re.compile(r"^diff --git \S+ \S")
_BINARY = re.compile(r"^(?:literal|delta) \d+$")
_BINARY_LINE = re.compile(r"^[A-Za-z][!-~]{5,70}$")
_CHANGED = re.compile(r"^[-+](?:[^-+\s]|\s{2,}|\t)")  # what goes on below a hunk whose numbers are too small
_VERSION = re.compile(r"^\d{1,3}\.\d{1,4}")
_STAT = re.compile(r"^ {0,4}\S[^|\n]*\| {1,8}(?:\d{1,7}(?: [-+!]{1,200})?|Bin\b.{0,60}|Unmerged)$")
_STAT_SUM = re.compile(r"^ {0,4}\d{1,6} files? changed\b")
_STAT_MORE = re.compile(r"^ {0,4}(?:(?:create|delete) mode \d|mode change \d|rename \S|copy \S|rewrite \S)")


def patches_in(lines: list[str]) -> list[tuple[int, int]]:
    """Where patches and diffstats stand: begin and end of each; those with nothing but blank lines between are one."""
    found: list[tuple[int, int]] = []
    done = 0
    for at, line in enumerate(lines):
        # Every line of every letter comes by here, and hardly one of them goes on.
        if at < done or not (line[:1] in _BEGIN or "|" in line):
            continue
        end = _patch_end(lines, at) if _begins(lines, at) else _stat_end(lines, at)
        if end == at:
            continue
        begin = at
        while begin > max(done, at - 2) and _ABOVE.match(lines[begin - 1]):
            begin -= 1
        if found and not any(lines[found[-1][1] : begin]):
            begin = found.pop()[0]
        found.append((begin, end))
        done = end
    return found


def _begins(lines: list[str], at: int) -> bool:
    line = lines[at]
    if line[:1] not in _BEGIN or (line[0] in "-*d" and not line.startswith(("--- ", "*** ", _CONTEXT, "diff "))):
        return False
    after = next((one for one in lines[at + 1 : at + 3] if one), "")
    if line[0] == "@":
        return bool(_HUNK.match(line) or _OF_SEVERAL.match(line))
    if line.startswith("--- "):
        return after.startswith("+++ ")
    if line.startswith(_CONTEXT):
        return after.startswith("*** ")
    if line.startswith("*** "):
        return after.startswith("--- ")
    if _NORMAL.match(line):
        return after.startswith(("< ", "> "))
    if _GIT.match(line):
        return True
    # 'Index:' or 'diff' may begin a sentence; then no other line of a patch follows.
    return not line.startswith("==") and bool(_HEAD.match(line) and (_HEAD.match(after) or _NORMAL.match(after)))


def _patch_end(lines: list[str], at: int) -> int:
    """Where the patch that begins here ends, the last of its hunks with it."""
    end = at
    while at < len(lines):
        line = lines[at]
        if hunk := _HUNK.match(line):
            at = end = _hunk_end(lines, at + 1, int(hunk[1] or 1), int(hunk[2] or 1))
        elif _OF_SEVERAL.match(line):
            at = end = _while(lines, at + 1, ("+", "-", " "))
        elif line.startswith(_CONTEXT):
            at = end = _matching_end(lines, at + 1, _CONTEXT_LINE)
        elif _NORMAL.match(line):
            at = end = _matching_end(lines, at + 1, _NORMAL_LINE)
        elif line == "GIT binary patch" or _BINARY.match(line):
            at = end = _matching_end(lines, at + 1, _BINARY_LINE)
        elif _GIT.match(line) or _HEAD.match(line):
            at = end = at + 1
        elif not line and any(_goes_on(one) for one in lines[at + 1 : at + 3]):
            at += 1
        else:
            break
    return end


def _goes_on(line: str) -> bool:
    return bool(_HUNK.match(line) or _GIT.match(line) or _BINARY.match(line) or line.startswith(_CONTEXT)) or bool(
        line.startswith(("Index: ", "Property changes on: ", "diff -", "=== modified", "=== added"))
    )


def _hunk_end(lines: list[str], at: int, old: int, new: int) -> int:
    """Where a hunk ends that has so many lines of the old file and of the new, as far as they are there."""
    end = at
    has_blanks = False  # whether the lines that stay as they were have their blank before them
    while at < len(lines) and (old > 0 or new > 0) and not _is_signed(lines, at):
        sign = lines[at][:1]
        if sign in ("", " ", "\t"):  # white space at the end was taken off, or the first blank lost on the way
            old, new = old - 1, new - 1
            has_blanks = has_blanks or sign == " "
        elif sign == "-":
            old -= 1
        elif sign == "+":
            new -= 1
        elif sign != "\\":
            stray = _stray_end(lines, at, is_context=not has_blanks)
            if stray == at:
                break
            if len(lines[at - 1]) <= LONG:
                old, new = old - (stray - at), new - (stray - at)
            at = end = stray
            continue
        at += 1
        if sign:
            end = at
    while end == at < len(lines) and (_CHANGED.match(lines[at]) or lines[at].startswith("\\ No newline")):
        at = end = at + 1
    return end


def _is_signed(lines: list[str], at: int) -> bool:
    """Whether git's own signature begins here: two dashes and its version."""
    return lines[at] == "--" and at + 1 < len(lines) and bool(_VERSION.match(lines[at + 1]))


def _stray_end(lines: list[str], at: int, *, is_context: bool) -> int:
    """Where lines end that bear no sign of a patch and are of it all the same, since a mail program wrapped the line
    above or took off the blanks that lines begin with; `at` where they are not.
    """
    end = at
    while end < len(lines) and end - at <= MOST_STRAY and _is_stray(lines[end]):
        end += 1
    if end - at > MOST_STRAY:
        return at
    if end < len(lines) and lines[end]:
        return end
    return end if is_context and lines[at - 1] else at


def _is_stray(line: str) -> bool:
    return bool(line) and line[0] not in "+- \t\\" and not (_HUNK.match(line) or _HEAD.match(line))


def _while(lines: list[str], at: int, signs: tuple[str, ...]) -> int:
    while at < len(lines) and lines[at].startswith(signs):
        at += 1
    return at


def _matching_end(lines: list[str], at: int, pattern: re.Pattern[str]) -> int:
    """The end of the lines that match, a single blank one between two of them included."""
    while at < len(lines) and (
        pattern.match(lines[at]) or (not lines[at] and at + 1 < len(lines) and pattern.match(lines[at + 1]))
    ):
        at += 1
    return at


def _stat_end(lines: list[str], at: int) -> int:
    """Where a diffstat ends that begins here; its sum, or a second line of it, tells it from a row of words."""
    if "|" not in lines[at] or not _STAT.match(lines[at]):
        return at
    end = at
    while end < len(lines) and _STAT.match(lines[end]):
        end += 1
    files = end - at
    if end < len(lines) and _STAT_SUM.match(lines[end]):
        end += 1
        while end < len(lines) and _STAT_MORE.match(lines[end]):
            end += 1
        return end
    return (
        end
        if files > 1 or any(lines[below].startswith("diff -") for below in range(end, min(end + 3, len(lines))))
        else at
    )
